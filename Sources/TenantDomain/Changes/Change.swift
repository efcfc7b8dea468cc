/// A proposed mutation: what somebody wants, with its targets named by key. It says nothing of rows; a ``ChangePlan``
/// does, made from it and a database.
///
/// It is a value that can be written down and read back: a saved plan holds one, and nothing else of it is trusted.
package struct Change: Sendable, Equatable, Codable {
    package var verb: ChangeVerb
    /// When it was proposed, microseconds since 1970; the times that it writes are this one, so that planning again
    /// gives the same plan.
    package var instant: Int64

    package init(_ verb: ChangeVerb, instant: Int64) {
        self.verb = verb
        self.instant = instant
    }
}

/// A row that a change is about: its key, and what to call it (masked for whoever proposed the change).
package struct ChangeTarget: Sendable, Hashable, Codable {
    package let key: [Value]
    package let label: String

    package init(key: [Value], label: String) {
        self.key = key
        self.label = label
    }
}

/// Everything that can be asked of a database, in the words of the domain.
package indirect enum ChangeVerb: Sendable, Equatable, Codable {
    /// One mapped field of named rows.
    case set(ChangeField, [ChangeTarget], Value)
    /// The same for every row that a filter matches, all or none.
    case setWhere(ChangeField, filter: String, tenant: ChangeTarget?, Value)
    case setPlan(tenant: ChangeTarget, plan: String, PlanTerms)
    case createTenant(NewTenant)
    /// Makes the member an owner and every other owner what comes next in rank.
    case transferOwnership(tenant: ChangeTarget, member: ChangeTarget)
    /// A key of the tenant's settings, nested keys joined by dots; nil takes it out. The value is JSON.
    case setSetting(tenant: ChangeTarget, key: String, json: String?)
    case addMember(MemberScope, container: ChangeTarget, user: ChangeTarget, role: String, id: String)
    case invite(tenant: ChangeTarget, email: String, role: String, days: Int, id: String)
    case removeMembers(MemberScope, [ChangeTarget])
    case ban(user: ChangeTarget, until: Int64?)
    case setLimit(plan: String, limit: String, PlanLimitValue)
    case setFeature(plan: String, feature: String, enabled: Bool, value: Int64?)
    case addTokens(tenant: ChangeTarget, Int64)
    case rotateToken(instance: ChangeTarget)
    case reorderStages(pipeline: ChangeTarget, [ChangeTarget])
    case addInteraction(deal: ChangeTarget, kind: String, text: String, id: String)
    /// Fields of any row, by column.
    case edit(table: String, key: [KeyPart], fields: [ColumnValue])
    /// A row with what the database's keys take along.
    case delete(table: String, key: [KeyPart])
    /// The inverse of an applied change, by its id.
    case undo(change: String)
    /// Takes one audit entry back.
    case revertEntry(source: String?, id: String)
}

/// A field that a verb sets by itself.
package enum ChangeField: String, Sendable, Codable, CaseIterable {
    case tenantName = "tenant.name"
    case tenantStatus = "tenant.status"
    case tenantParent = "tenant.parent"
    case memberRole = "member.role"
    case memberStatus = "member.status"
    case userStatus = "user.status"
    case projectMemberRole = "project_member.role"
    case subscriptionStatus = "subscription.status"
    case widgetStatus = "widget.status"
    case instanceStatus = "instance.status"
    case dealStage = "deal.stage"
    case dealOwner = "deal.owner"
    case dealAmount = "deal.amount"
}

/// When a plan begins, and whether a hard limit may be broken by it.
package struct PlanTerms: Sendable, Equatable, Codable {
    package enum Begins: String, Sendable, Codable { case now, periodEnd = "period_end" }

    package var begins: Begins
    package var acceptsOver: Bool

    package init(begins: Begins = .now, acceptsOver: Bool = false) {
        self.begins = begins
        self.acceptsOver = acceptsOver
    }
}

package enum MemberScope: String, Sendable, Codable { case tenant, project }

package struct NewTenant: Sendable, Equatable, Codable {
    package var id: String
    package var name: String
    package var slug: String?
    package var plan: String?
    package var kind: String?
    package var owner: ChangeTarget?
    package var memberID: String

    package init(
        id: String, name: String, slug: String? = nil, plan: String? = nil, kind: String? = nil,
        owner: ChangeTarget? = nil, memberID: String
    ) {
        self.id = id
        self.name = name
        self.slug = slug
        self.plan = plan
        self.kind = kind
        self.owner = owner
        self.memberID = memberID
    }
}

/// A limit of a plan; nil is unlimited. What is not given stays as it is.
package struct PlanLimitValue: Sendable, Equatable, Codable {
    package var value: Int64?
    package var enforcement: String?
    package var grace: Int64?

    package init(value: Int64?, enforcement: String? = nil, grace: Int64? = nil) {
        self.value = value
        self.enforcement = enforcement
        self.grace = grace
    }
}

/// One column of a row's key with its value.
package struct KeyPart: Sendable, Hashable, Codable {
    package let column: String
    package let value: Value

    package init(_ column: String, _ value: Value) {
        self.column = column
        self.value = value
    }
}

package struct ColumnValue: Sendable, Hashable, Codable {
    package let column: String
    package let value: Value

    package init(_ column: String, _ value: Value) {
        self.column = column
        self.value = value
    }
}
