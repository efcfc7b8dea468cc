import TenantDomain

/// What one tenant is and uses, on one screen.
package struct TenantOverview: Sendable, Equatable {
    package let tenant: TenantMatch
    /// Kind, slug, domain, created, parent …: what the profile maps, in order, absent values left out.
    package let facts: [Fact]
    package let plan: String?
    package let planName: String?
    package let planPrice: BoardReply.Money?
    package let status: String?
    /// When the plan renews or the trial ends, microseconds since 1970, with the word for it.
    package let periodEnd: (label: String, time: Int64)?
    /// The plan that begins with the next period, where another one does.
    package let nextPlan: String?
    package let limits: [LimitUsage]
    /// In rank order, roles without members left out.
    package let membersByRole: [Tally]
    package let widgetsByStatus: [Tally]
    package let openDeals: Int
    /// Open deals' amounts, largest first; amounts of different currencies are never added.
    package let openDealTotals: [BoardReply.Money]
    /// Newest audit entries.
    package let changes: [TimelineEntry]
    /// Audit entries a day, oldest first, for 30 days.
    package let activity: [Int]
    /// Lists to offer as tabs: resource name, title, capped count.
    package let tabs: [RelatedRows]

    package init(
        tenant: TenantMatch, facts: [Fact], plan: String?, planName: String?, planPrice: BoardReply.Money? = nil,
        status: String?, periodEnd: (label: String, time: Int64)?, nextPlan: String? = nil, limits: [LimitUsage],
        membersByRole: [Tally],
        widgetsByStatus: [Tally], openDeals: Int, openDealTotals: [BoardReply.Money],
        changes: [TimelineEntry], activity: [Int], tabs: [RelatedRows]
    ) {
        self.tenant = tenant
        self.facts = facts
        self.plan = plan
        self.planName = planName
        self.planPrice = planPrice
        self.status = status
        self.periodEnd = periodEnd
        self.nextPlan = nextPlan
        self.limits = limits
        self.membersByRole = membersByRole
        self.widgetsByStatus = widgetsByStatus
        self.openDeals = openDeals
        self.openDealTotals = openDealTotals
        self.changes = changes
        self.activity = activity
        self.tabs = tabs
    }

    package static func == (left: TenantOverview, right: TenantOverview) -> Bool {
        left.tenant == right.tenant && left.facts == right.facts && left.limits == right.limits
            && left.membersByRole == right.membersByRole && left.widgetsByStatus == right.widgetsByStatus
            && left.changes == right.changes && left.activity == right.activity && left.tabs == right.tabs
            && left.plan == right.plan && left.planName == right.planName && left.planPrice == right.planPrice
            && left.status == right.status && left.openDeals == right.openDeals
            && left.openDealTotals == right.openDealTotals && left.periodEnd?.label == right.periodEnd?.label
            && left.periodEnd?.time == right.periodEnd?.time && left.nextPlan == right.nextPlan
    }
}

package struct Fact: Sendable, Equatable {
    package let title: String
    package let text: String

    package init(_ title: String, _ text: String) {
        self.title = title
        self.text = text
    }
}

package struct Tally: Sendable, Equatable {
    package let name: String
    package let count: Int

    package init(_ name: String, _ count: Int) {
        self.name = name
        self.count = count
    }
}

/// A limit of the plan against what is used of it.
package struct LimitUsage: Sendable, Equatable {
    package enum Enforcement: String, Sendable { case hard, soft, none }

    package let key: String
    package let title: String
    package let used: Int64
    /// Nil without limit.
    package let limit: Int64?
    package let grace: Int64
    package let enforcement: Enforcement

    package init(
        key: String, title: String, used: Int64, limit: Int64?, grace: Int64 = 0, enforcement: Enforcement = .soft
    ) {
        self.key = key
        self.title = title
        self.used = used
        self.limit = limit
        self.grace = grace
        self.enforcement = enforcement
    }

    /// Used share in percent, rounded; nil without limit.
    package var percent: Int? {
        guard let limit else { return nil }
        if limit <= 0 { return used > 0 ? 999 : 0 }
        return Int(min(99_999, (used * 100 + limit / 2) / limit))
    }

    package var isOver: Bool { limit.map { used > $0 } ?? false }
    /// `38/50`, `412/∞`.
    package var text: String {
        "\(NumberText.short(used))/\(limit.map(NumberText.short) ?? "∞")"
    }
}

/// What one person may see and do, and where.
package struct UserOverview: Sendable, Equatable {
    package struct Membership: Sendable, Equatable {
        package let tenant: TenantMatch
        package let tenantStatus: String?
        package let plan: String?
        package let role: String?
        package let status: String?
        /// ISO with the offset of the session's zone.
        package let since: String?
        package let invitedBy: String?
        /// Project memberships inside the tenant: project and role.
        package let projects: [ProjectRole]
        /// What role and statuses let the person do, in words; one `no access: …` where something bars the way.
        package let can: [String]

        package init(
            tenant: TenantMatch, tenantStatus: String?, plan: String?, role: String?, status: String?, since: String?,
            invitedBy: String?, projects: [ProjectRole], can: [String] = []
        ) {
            self.can = can
            self.tenant = tenant
            self.tenantStatus = tenantStatus
            self.plan = plan
            self.role = role
            self.status = status
            self.since = since
            self.invitedBy = invitedBy
            self.projects = projects
        }
    }

    /// A project and the person's role in it.
    package struct ProjectRole: Sendable, Equatable {
        package let name: String
        package let role: String

        package init(name: String, role: String) {
            self.name = name
            self.role = role
        }
    }

    package struct Invitation: Sendable, Equatable {
        package let tenant: String
        package let role: String?
        package let status: String?
        /// ISO with the offset of the session's zone, else as stored.
        package let expires: String?

        package init(tenant: String, role: String?, status: String?, expires: String?) {
            self.tenant = tenant
            self.role = role
            self.status = status
            self.expires = expires
        }
    }

    package let identity: RowIdentity
    package let label: String
    package let facts: [Fact]
    package let status: String?
    package let memberships: [Membership]
    package let invitations: [Invitation]
    /// What the person did last.
    package let actions: [TimelineEntry]

    package init(
        identity: RowIdentity, label: String, facts: [Fact], status: String?, memberships: [Membership],
        invitations: [Invitation], actions: [TimelineEntry]
    ) {
        self.identity = identity
        self.label = label
        self.facts = facts
        self.status = status
        self.memberships = memberships
        self.invitations = invitations
        self.actions = actions
    }
}

/// Plans side by side: features and limits down, plans across in rank order.
package struct PlanMatrix: Sendable, Equatable {
    package enum Cell: Sendable, Equatable {
        case absent
        case enabled
        case disabled
        case limit(Int64?, enforcement: String?, grace: Int64)
        case text(String)
    }

    package struct Row: Sendable, Equatable {
        package let title: String
        package let isLimit: Bool
        package let cells: [Cell]

        package init(title: String, isLimit: Bool, cells: [Cell]) {
            self.title = title
            self.isLimit = isLimit
            self.cells = cells
        }
    }

    package struct Plan: Sendable, Equatable {
        package let id: String
        package let name: String
        package let priceCents: Int64?
        /// Tenants on the plan.
        package let tenants: Int
        /// Nil where the price names no currency.
        package let currency: String?

        package init(id: String, name: String, priceCents: Int64?, tenants: Int, currency: String? = nil) {
            self.currency = currency
            self.id = id
            self.name = name
            self.priceCents = priceCents
            self.tenants = tenants
        }
    }

    package let plans: [Plan]
    package let rows: [Row]

    package init(plans: [Plan], rows: [Row]) {
        self.plans = plans
        self.rows = rows
    }
}

/// A pipeline as columns of cards.
package struct BoardReply: Sendable, Equatable {
    package struct Card: Sendable, Equatable {
        package let identity: RowIdentity
        package let name: String
        package let contact: String?
        package let owner: String?
        package let cents: Int64
        package let currency: String?
        /// Days in the stage, nil where unknown.
        package let days: Int?
        /// Longer in the stage than twice the stage's median.
        package let isStale: Bool

        package init(
            identity: RowIdentity, name: String, contact: String?, owner: String?, cents: Int64, currency: String?,
            days: Int?, isStale: Bool
        ) {
            self.identity = identity
            self.name = name
            self.contact = contact
            self.owner = owner
            self.cents = cents
            self.currency = currency
            self.days = days
            self.isStale = isStale
        }
    }

    package struct Stage: Sendable, Equatable {
        package enum Outcome: Sendable, Equatable { case open, won, lost }

        package let id: Value
        package let name: String
        package let outcome: Outcome
        /// Whole stage, also where fewer cards were read.
        package let count: Int
        package let totals: [Money]
        package let cards: [Card]

        package init(
            id: Value = .null, name: String, outcome: Outcome = .open, count: Int, totals: [Money], cards: [Card]
        ) {
            self.id = id
            self.outcome = outcome
            self.name = name
            self.count = count
            self.totals = totals
            self.cards = cards
        }
    }

    /// A sum in one currency; amounts of different currencies are never added.
    package struct Money: Sendable, Equatable {
        package let cents: Int64
        package let currency: String?

        package init(cents: Int64, currency: String?) {
            self.cents = cents
            self.currency = currency
        }

        package var text: String { NumberText.cents(cents) + (currency.map { " \($0)" } ?? "") }
    }

    package let pipeline: RowIdentity
    package let name: String
    package let tenant: TenantMatch?
    package let stages: [Stage]
    /// The other pipelines one can switch to.
    package let others: [(name: String, id: RowIdentity)]

    package init(
        pipeline: RowIdentity, name: String, tenant: TenantMatch?, stages: [Stage],
        others: [(name: String, id: RowIdentity)]
    ) {
        self.pipeline = pipeline
        self.name = name
        self.tenant = tenant
        self.stages = stages
        self.others = others
    }

    package static func == (left: BoardReply, right: BoardReply) -> Bool {
        left.pipeline == right.pipeline && left.name == right.name && left.tenant == right.tenant
            && left.stages == right.stages && left.others.map(\.id) == right.others.map(\.id)
    }
}
