import TenantDomain

/// Which verbs a persona may use. On SQLite it is advisory: whoever can write the file can write it with anything.
enum PersonaRule {
    static func check(_ verb: ChangeVerb, persona: Persona) throws(ConsoleError) {
        switch persona {
        case .admin: return
        case .oncall where isEmergency(verb): return
        case .oncall, .support, .auditor:
            throw .change(.personaMayNot(persona: persona.rawValue, verb: VerbWords.name(verb)))
        }
    }

    /// What on-call engineers do at night: stop somebody, stop something, replace a secret, and take that back.
    private static func isEmergency(_ verb: ChangeVerb) -> Bool {
        switch verb {
        case .ban, .rotateToken, .undo: true
        case .set(let field, _, _):
            switch field {
            case .userStatus, .memberStatus, .tenantStatus, .widgetStatus, .instanceStatus: true
            default: false
            }
        default: false
        }
    }
}

/// Verbs as the command line spells them.
package enum VerbWords {
    package static func name(_ verb: ChangeVerb) -> String {
        switch verb {
        case .set(let field, _, _), .setWhere(let field, _, _, _):
            switch field {
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
        case .setPlan: "tenant set-plan"
        case .createTenant: "tenant create"
        case .transferOwnership: "tenant transfer-ownership"
        case .setSetting: "tenant set-setting"
        case .addMember(.tenant, _, _, _, _): "member add"
        case .addMember(.project, _, _, _, _): "project-member add"
        case .invite: "member invite"
        case .removeMembers(.tenant, _): "member remove"
        case .removeMembers(.project, _): "project-member remove"
        case .ban: "user ban"
        case .setLimit: "plan set-limit"
        case .setFeature: "plan set-feature"
        case .addTokens: "subscription add-tokens"
        case .rotateToken: "embed-token rotate"
        case .reorderStages: "stage reorder"
        case .addInteraction: "interaction add"
        case .edit: "edit"
        case .undo: "undo"
        case .revertEntry: "revert"
        }
    }
}
