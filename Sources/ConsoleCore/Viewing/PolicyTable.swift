import TenantDomain

/// Row-level security of all tables, or of one, as the catalog has it.
struct PolicyTable {
    let session: ConsoleSession

    /// - Throws: `unknownResource`; `refused` where the engine has no policies.
    func table(of word: String?) throws(ConsoleError) -> FactTable {
        let catalog = session.registry.catalog
        guard catalog.engine.kind == .postgres else {
            throw .refused(
                reason: "A SQLite file has no row-level security: whoever opens it reads every row.", hint: nil)
        }
        let relations: [Relation]
        if let word {
            let named = session.registry.resource(named: word)?.relation ?? catalog.relation(named: word)?.name
            guard let name = named, let relation = catalog[name] else {
                throw .unknownResource(word, nearest: NearestWord.find(word, among: session.registry.words))
            }
            relations = [relation]
        } else {
            relations = catalog.relations.filter { $0.kind == .table || $0.kind == .partitioned }
        }
        return FactTable(
            title: word == nil ? "Policies" : "Policies of \(relations[0].name)",
            columns: ["table", "security", "policy", "for", "to", "kind", "rows that pass", "rows written"],
            rows: relations.flatMap(rows))
    }

    private func rows(_ relation: Relation) -> [[String]] {
        let name = relation.name.description
        let state = Self.state(relation)
        if relation.policies.isEmpty {
            let words = relation.rowSecurity.isEnabled ? "none: nobody sees a row but who is past policies" : ""
            return [[name, state, words, "", "", "", "", ""]]
        }
        let order = Policy.Command.allCases
        let sorted = relation.policies.sorted {
            (order.firstIndex(of: $0.command) ?? 0, $0.name) < (order.firstIndex(of: $1.command) ?? 0, $1.name)
        }
        return sorted.map { policy in
            [
                name, state, policy.name, policy.command.rawValue, policy.roles.joined(separator: ", "),
                policy.isPermissive ? "permissive" : "restrictive", policy.using.map(ConditionText.line) ?? "",
                Self.written(policy),
            ]
        }
    }

    private static func written(_ policy: Policy) -> String {
        let writes = policy.command == .update || policy.command == .all
        guard let check = policy.check else { return writes ? "the same" : "" }
        return writes && check == policy.using ? "the same" : ConditionText.line(check)
    }

    static func state(_ relation: Relation) -> String {
        guard relation.rowSecurity.isEnabled else { return relation.policies.isEmpty ? "off" : "OFF, policies unused" }
        return relation.rowSecurity.isForced ? "forced" : "on"
    }
}
