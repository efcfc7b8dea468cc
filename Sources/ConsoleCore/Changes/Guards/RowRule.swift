import TenantDomain

/// Tables whose rows nobody writes by hand: views, the trail, and what the trail's triggers read.
enum RowRule {
    static func check(_ relation: Relation, _ rows: ChangeRows) throws(ConsoleError) {
        let name = relation.name.description
        guard relation.kind == .table || relation.kind == .partitioned else {
            throw .change(.unwritable(column: name, why: "it is a \(relation.kind.rawValue)"))
        }
        if isTrail(relation, rows) { throw .change(.unwritable(column: name, why: "it is the audit trail")) }
    }

    static func isTrail(_ relation: Relation, _ rows: ChangeRows) -> Bool {
        let profile = rows.profile
        let tables =
            profile.audit.map(\.table) + [profile.writing.context?.table, profile.seals?.table].compactMap { $0 }
        return tables.contains { rows.catalog.relation(named: $0)?.name == relation.name }
    }
}
