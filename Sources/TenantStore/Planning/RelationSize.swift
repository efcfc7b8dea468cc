import TenantDomain

/// How large a relation is now, by the server's own files: a remembered estimate may be behind by hours of inserts.
extension StatementPlanner {
    /// Bytes that a row is taken for where the relation was never analyzed.
    private static let rowBytes = 48

    /// The rows that the relation has about now, in one cell; nil where the engine's catalog is all there is to ask
    /// (SQLite, views).
    package func currentRows(of name: RelationName) throws(PlanningError) -> Statement? {
        var writer = SQLWriter(dialect: dialect)
        guard let rows = try rows(of: name, &writer) else { return nil }
        writer.append("SELECT \(rows)")
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 1)
    }

    /// Fails where the relation has more rows by now, and with it whatever follows in the same transaction: nothing is
    /// read, and no round trip is spent on asking first. Nil where `currentRows` is.
    package func refusing(_ name: RelationName, above limit: Int) throws(PlanningError) -> Statement? {
        var writer = SQLWriter(dialect: dialect)
        guard let rows = try rows(of: name, &writer) else { return nil }
        // What the server writes into its log then.
        writer.append(
            "SELECT CAST(CASE WHEN \(rows) > \(limit) THEN 'tenantctl: too many rows to read one by one' END AS bigint)"
        )
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 1)
    }

    /// As the server's planner reckons: rows a page at the last ANALYZE, times the pages that there are now; of a
    /// partitioned table those of its partitions.
    private func rows(of name: RelationName, _ writer: inout SQLWriter) throws(PlanningError) -> String? {
        guard dialect == .postgres, let relation = catalog[name],
            [.table, .partitioned, .materializedView].contains(relation.kind)
        else { return nil }
        let table = writer.bind(.text(try SQLWriter.quote(RelationName(schema: name.schema ?? "public", name.name))))
        return """
            (SELECT coalesce(sum(CASE WHEN c.relpages > 0 AND c.reltuples >= 0 \
            THEN c.reltuples / c.relpages * s.bytes / 8192 ELSE s.bytes / \(Self.rowBytes) END), 0)::bigint \
            FROM pg_class c, LATERAL (SELECT pg_relation_size(c.oid) AS bytes) s \
            WHERE c.oid = to_regclass(\(table)) \
            OR c.oid IN (SELECT relid FROM pg_partition_tree(to_regclass(\(table))) WHERE isleaf))
            """
    }
}
