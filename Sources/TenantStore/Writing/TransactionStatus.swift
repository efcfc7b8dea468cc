import TenantDomain

extension StatementPlanner {
    /// How a transaction ended, by the server's own name for it: `committed`, `aborted`, `in progress`, or null where
    /// it is too long ago. Nil where the engine keeps no such record.
    package func transactionStatus(_ id: String) -> Statement? {
        guard dialect == .postgres else { return nil }
        return Statement(
            sql: "SELECT pg_xact_status($1::text::xid8)", bindings: [.text(id)], columnCount: 1)
    }
}
