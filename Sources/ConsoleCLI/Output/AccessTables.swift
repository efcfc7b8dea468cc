import ConsoleCore

/// The policies of an explanation as a table, for formats that hold one.
enum AccessTables {
    static func table(_ access: AccessExplanation) -> FactTable {
        FactTable(
            title: "Policies", columns: ["policy", "command", "kind", "asks", "verdict", "condition"],
            rows: access.policies.map { policy in
                let verdict =
                    switch policy.verdict {
                    case .passes: "passes"
                    case .fails: "does not pass"
                    case .breaks(let message): "error: \(message)"
                    }
                return [
                    policy.name, policy.command, policy.isPermissive ? "permissive" : "restrictive",
                    policy.part.rawValue, verdict, policy.condition,
                ]
            })
    }
}
