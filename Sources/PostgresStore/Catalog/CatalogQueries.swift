import TenantStore

/// What the catalog is read with: six selects in one round trip.
enum CatalogQueries {
    /// In the order that ``CatalogAssembly`` takes them.
    static let all = [relations, columns, constraints, indexes, triggers, enumLabels]

    /// Relations outside the server's own schemas, in schemas that the role may use.
    private static let visible =
        "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname !~ '^pg_' "
        + "AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE') "
        + "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"

    /// The estimate stands last: it is no part of the fingerprint.
    private static let relations = Statement(
        sql: "SELECT c.oid, n.nspname, c.relname, c.relkind, obj_description(c.oid, 'pg_class'), "
            + "coalesce(am.amname = 'heap' AND c.relkind = 'r', false), "
            + "CASE WHEN c.relkind IN ('v', 'f') THEN NULL WHEN c.reltuples >= 0 THEN c.reltuples::bigint "
            + "WHEN c.relkind IN ('r', 'm') THEN pg_stat_get_live_tuples(c.oid) END "
            + "FROM \(visible) LEFT JOIN pg_am am ON am.oid = c.relam ORDER BY n.nspname, c.relname",
        columnCount: 7)

    private static let columns = Statement(
        sql:
            "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR t.typnotnull, "
            + "pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(a.attrelid, a.attnum), "
            + "b.typname, b.typtype, b.typcategory, b.oid, t.oid "
            + "FROM \(visible) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            + "JOIN pg_type t ON t.oid = a.atttypid "
            + "JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END "
            + "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum ORDER BY a.attrelid, a.attnum",
        columnCount: 14)

    private static let constraints = Statement(
        sql: "SELECT k.conrelid, k.contypid, k.contype, k.conkey::text, k.confrelid, k.confkey::text, k.confdeltype, "
            + "CASE k.contype WHEN 'c' THEN pg_get_constraintdef(k.oid) END "
            + "FROM pg_constraint k LEFT JOIN (\(visible)) ON c.oid = k.conrelid "
            + "WHERE k.contype IN ('p', 'f', 'c') AND (c.oid IS NOT NULL OR k.contypid <> 0) "
            + "ORDER BY k.conrelid, k.conname",
        columnCount: 8)

    /// Only orders count as indexes here: what finds words or shapes serves no page.
    private static let indexes = Statement(
        sql: "SELECT i.indrelid, x.relname, i.indisunique, i.indisprimary, pg_get_expr(i.indpred, i.indrelid), "
            + "key.attnum, CASE key.attnum WHEN 0 THEN pg_get_indexdef(i.indexrelid, key.place::int, true) END, "
            + "(i.indoption[key.place - 1] & 1) = 1 "
            + "FROM \(visible) JOIN pg_index i ON i.indrelid = c.oid AND i.indisvalid "
            + "JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am am ON am.oid = x.relam AND am.amname = 'btree' "
            + "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key(attnum, place) "
            + "WHERE key.place <= i.indnkeyatts ORDER BY i.indrelid, x.relname, key.place",
        columnCount: 8)

    private static let triggers = Statement(
        sql: "SELECT g.tgrelid, g.tgname, pg_get_triggerdef(g.oid) FROM \(visible) "
            + "JOIN pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal ORDER BY g.tgrelid, g.tgname",
        columnCount: 3)

    private static let enumLabels = Statement(
        sql: "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder", columnCount: 2)
}
