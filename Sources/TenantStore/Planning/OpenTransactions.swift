extension StatementPlanner {
    /// Since when transactions of this database have been open, from the server's own view of itself: one row of the
    /// oldest one's begin (null where none is open), the server's clock, both in microseconds since 1970, and how many
    /// sessions hide theirs from this role. Nil on SQLite, where only one writes at a time.
    package func openTransactions() -> Statement? {
        guard dialect == .postgres else { return nil }
        return Statement(
            sql: "SELECT floor(extract(epoch FROM min(xact_start)) * 1000000)::bigint, "
                + "floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint, "
                + "count(*) FILTER (WHERE state IS NULL AND usesysid IS NOT NULL) "
                + "FROM pg_catalog.pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            columnCount: 3)
    }
}
