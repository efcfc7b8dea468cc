import TenantDomain

extension ChangeVerb {
    /// The verb as permissions, `forbidden_verbs` and the journal name it: the words of its command.
    package var words: String {
        switch self {
        case .set(let field, _, let value), .setWhere(let field, _, _, let value): field.verb(value)
        case .setPlan: "tenant set-plan"
        case .createTenant: "tenant create"
        case .transferOwnership: "tenant transfer-ownership"
        case .setSetting: "tenant set-setting"
        case .addMember(let scope, _, _, _, _): "\(scope.word) add"
        case .invite: "member invite"
        case .removeMembers(let scope, _): "\(scope.word) remove"
        case .ban: "user ban"
        case .setLimit: "plan set-limit"
        case .setFeature: "plan set-feature"
        case .addTokens: "subscription add-tokens"
        case .rotateToken: "embed-token rotate"
        case .reorderStages: "stage reorder"
        case .addInteraction: "interaction add"
        case .edit: "edit"
        case .delete: "delete"
        case .undo: "undo"
        case .revertEntry: "audit revert"
        }
    }
}

extension ChangeField {
    /// Some values have a verb of their own.
    fileprivate func verb(_ value: Value) -> String {
        switch (self, value.text) {
        case (.tenantStatus, "suspended"): "tenant suspend"
        case (.tenantStatus, "active"): "tenant reactivate"
        case (.tenantStatus, "archived"): "tenant archive"
        case (.userStatus, "banned"): "user ban"
        case (.userStatus, "active"): "user unban"
        case (.memberStatus, "suspended"): "member suspend"
        case (.memberStatus, "active"): "member reactivate"
        default: command
        }
    }

    private var command: String {
        switch self {
        case .tenantName: "tenant rename"
        case .tenantStatus: "tenant set-status"
        case .tenantParent: "tenant set-parent"
        case .memberRole: "member set-role"
        case .memberStatus: "member set-status"
        case .userStatus: "user set-status"
        case .projectMemberRole: "project-member set-role"
        case .subscriptionStatus: "subscription set-status"
        case .widgetStatus: "widget set-status"
        case .instanceStatus: "instance set-status"
        case .dealStage: "deal move"
        case .dealOwner: "deal assign"
        case .dealAmount: "deal set-amount"
        }
    }
}

extension MemberScope {
    fileprivate var word: String {
        switch self {
        case .tenant: "member"
        case .project: "project-member"
        }
    }
}
