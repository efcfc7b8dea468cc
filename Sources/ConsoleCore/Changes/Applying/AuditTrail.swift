import TenantDomain

/// The audit table that keeps rows before and after.
struct AuditTrail: Sendable {
    let mapping: AuditMapping
    let relation: Relation
    let before: String
    let after: String

    /// - Parameter table: one of the audit tables; nil takes the first that can.
    init?(_ rows: ChangeRows, table: String? = nil) {
        for mapping in rows.profile.audit where table == nil || mapping.table == table {
            guard let before = mapping.before, let after = mapping.after, mapping.targetTable != nil,
                mapping.targetID != nil, let relation = rows.catalog.relation(named: mapping.table)
            else { continue }
            self.mapping = mapping
            self.relation = relation
            self.before = before
            self.after = after
            return
        }
        return nil
    }

    /// As the entries were written; a transaction writes them all at one time, so their rowid or key tells on.
    var order: [SortTerm] { [SortTerm(ColumnPath(mapping.time))] }

    /// Whether the database's own triggers write for the table.
    static func isAudited(_ relation: Relation, _ context: AuditContextMapping?) -> Bool {
        let word = context?.trigger ?? "audit"
        return relation.triggers.contains { $0.name.contains(word) }
    }
}
