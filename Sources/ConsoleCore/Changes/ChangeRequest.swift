import TenantDomain

/// A change as somebody typed it: targets and values are still words.
package enum ChangeRequest: Sendable, Equatable {
    case set(ChangeField, [String], within: String?, SetValue)
    case setWhere(ChangeField, filter: String, tenant: String?, SetValue)
    case setPlan(tenant: String, plan: String, PlanTerms)
    case createTenant(name: String, slug: String?, plan: String?, kind: String?, owner: String?)
    case transferOwnership(tenant: String, to: String)
    case setSetting(tenant: String, key: String, json: String?)
    case addMember(MemberScope, container: String, user: String, role: String)
    case invite(tenant: String, email: String, role: String, days: Int)
    case removeMembers(MemberScope, [String], within: String?)
    case ban(user: String, until: String?)
    case setLimit(plan: String, limit: String, PlanLimitValue)
    case setFeature(plan: String, feature: String, enabled: Bool, value: Int64?)
    case addTokens(tenant: String, Int64)
    case rotateToken(instance: String)
    case reorderStages(pipeline: String?, tenant: String?, [String])
    case addInteraction(deal: String, tenant: String?, kind: String, text: String)
    /// Fields by column, as typed; nil sets null.
    case edit(resource: String, id: [String], [FieldText])
    case delete(resource: String, id: [String])
    /// Nil takes back the newest.
    case undo(receipt: String?)
    case revertEntry(source: String?, id: String)

    /// What a field is set to.
    package enum SetValue: Sendable, Equatable {
        case text(String)
        /// Whatever the profile calls that state.
        case state(StateWord)
        /// Another row, by what people call it.
        case row(String)
        case cents(String)
        case none
    }

    package struct FieldText: Sendable, Equatable {
        package let column: String
        package let text: String?

        package init(_ column: String, _ text: String?) {
            self.column = column
            self.text = text
        }
    }
}

/// How far a request goes: looked at, kept, or done.
package struct WriteTerms: Sendable, Equatable {
    /// Shows the plan and ends.
    package var isDryRun: Bool
    /// Takes a lease for this one change.
    package var writes: Bool
    /// Confirms what is routine or notable.
    package var isConfirmed: Bool
    /// Confirms what is destructive: the tenant's name.
    package var confirmedName: String?
    package var reason: String?
    /// Keeps the plan in a file.
    package var saveFile: String?

    package init(
        isDryRun: Bool = false, writes: Bool = false, isConfirmed: Bool = false, confirmedName: String? = nil,
        reason: String? = nil, saveFile: String? = nil
    ) {
        self.isDryRun = isDryRun
        self.writes = writes
        self.isConfirmed = isConfirmed
        self.confirmedName = confirmedName
        self.reason = reason
        self.saveFile = saveFile
    }
}
