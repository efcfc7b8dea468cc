/// An explanation of access as one JSON object.
enum AccessJSON {
    static func node(_ access: AccessExplanation) -> JSONNode {
        func object(_ members: [(String, JSONNode)]) -> JSONNode {
            .object(members.map { JSONNode.Member($0.0, $0.1) })
        }
        let observed: JSONNode =
            switch access.observed {
            case .visible?: .string("visible")
            case .hidden?: .string("hidden")
            case .failed?: .string("error")
            case nil: .null
            }
        return object([
            ("user", .string(access.user)), ("tenant", .text(access.tenant)), ("member_role", .text(access.memberRole)),
            ("member_status", .text(access.memberStatus)), ("database_role", .string(access.role)),
            ("action", .string(access.action.rawValue)), ("resource", .string(access.resource)),
            ("table", .string(access.relation)), ("id", .string(access.id)),
            ("allowed", access.isAllowed.map(JSONNode.boolean) ?? .null),
            ("grant", .string(access.grant.rawValue)), ("schema_usable", .boolean(access.isSchemaUsable)),
            ("row_security", .string(access.security.rawValue)), ("policies_bind", .boolean(access.isBound)),
            ("observed", observed), ("other_policies", .number(access.otherPolicies)),
            (
                "policies",
                .array(
                    access.policies.map { policy in
                        let (verdict, error) = words(policy.verdict)
                        return object([
                            ("name", .string(policy.name)), ("command", .string(policy.command)),
                            ("kind", .string(policy.isPermissive ? "permissive" : "restrictive")),
                            ("asks", .string(policy.part.rawValue)), ("condition", .string(policy.condition)),
                            ("verdict", .string(verdict)), ("error", .text(error)),
                        ])
                    })
            ),
            ("text", .string(access.paragraph)),
        ])
    }

    private static func words(_ verdict: AccessExplanation.Verdict) -> (String, String?) {
        switch verdict {
        case .passes: ("passes", nil)
        case .fails: ("fails", nil)
        case .breaks(let message): ("error", message)
        }
    }
}
