import TenantStore

/// What the catalog is read with: a handful of selects in one round trip, in words that servers from 13 on know. None of
/// them waits for a lock on a table, so that no migration under way holds them up.
enum CatalogQueries {
    enum Part: Int, CaseIterable {
        case relations, columns, constraints, indexes, triggers, enumLabels, policies, functions, role
    }

    /// In the order of `Part`.
    static let all = Part.allCases.map { part in
        switch part {
        case .relations: relations
        case .columns: columns
        case .constraints: constraints
        case .indexes: indexes
        case .triggers: triggers
        case .enumLabels: enumLabels
        case .policies: policies
        case .functions: functions
        case .role: role
        }
    }

    /// Relations outside the server's own schemas, in schemas that the role may use.
    private static let visible =
        "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND \(ownSchemas) "
        + "AND has_schema_privilege(n.oid, 'USAGE') "
        + "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"

    private static let ownSchemas = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

    /// What the server puts into words, null while a migration holds or awaits the table: the server's functions would
    /// wait for that, and the whole catalog with them.
    private static func words(_ call: String, of relation: String) -> String {
        "CASE WHEN \(relation) <> ALL (ARRAY(SELECT relation FROM pg_locks WHERE mode = 'AccessExclusiveLock' "
            + "AND relation IS NOT NULL)) THEN \(call) END"
    }

    private static func expression(_ tree: String, of relation: String) -> String {
        words("pg_get_expr(\(tree), \(relation))", of: relation)
    }

    /// A letter for each privilege, capitals for those on some columns.
    private static let privileges: String = {
        let whole = [("SELECT", "s"), ("INSERT", "i"), ("UPDATE", "u"), ("DELETE", "d"), ("TRUNCATE", "t")]
        let some = [("SELECT", "S"), ("INSERT", "I"), ("UPDATE", "U")]
        let parts =
            whole.map { "CASE WHEN has_table_privilege(c.oid, '\($0.0)') THEN '\($0.1)' END" }
            + some.map { "CASE WHEN has_any_column_privilege(c.oid, '\($0.0)') THEN '\($0.1)' END" }
        return "concat(\(parts.joined(separator: ", ")))"
    }()

    /// Sizes are the pages last counted: asking for them exactly would wait for a migration's lock.
    private static let relations = Statement(
        sql: "SELECT c.oid, n.nspname, c.relname, c.relkind, obj_description(c.oid, 'pg_class'), "
            + "coalesce(am.amname = 'heap' AND c.relkind = 'r', false), "
            + "CASE WHEN c.relispartition THEN (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid LIMIT 1) END, "
            + "CASE WHEN c.relispartition THEN \(expression("c.relpartbound", of: "c.oid")) "
            + "WHEN c.relkind = 'p' THEN \(words("pg_get_partkeydef(c.oid)", of: "c.oid")) END, "
            + "c.relrowsecurity, c.relforcerowsecurity, row_security_active(c.oid), "
            + "pg_has_role(c.relowner, 'USAGE'), \(privileges), "
            + "CASE WHEN c.relkind IN ('v', 'f') THEN NULL WHEN c.reltuples >= 0 THEN c.reltuples::bigint "
            + "WHEN c.relkind IN ('r', 'm') THEN pg_stat_get_live_tuples(c.oid) END, "
            + "CASE WHEN c.relkind IN ('r', 'm') AND c.relpages > 0 THEN (c.relpages "
            + "+ coalesce((SELECT t.relpages FROM pg_class t WHERE t.oid = c.reltoastrelid), 0) "
            + "+ coalesce((SELECT sum(x.relpages) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid "
            + "WHERE i.indrelid = c.oid), 0))::bigint * current_setting('block_size')::bigint END "
            + "FROM \(visible) LEFT JOIN pg_am am ON am.oid = c.relam ORDER BY n.nspname, c.relname",
        columnCount: 15)

    private static let columns = Statement(
        sql:
            "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR t.typnotnull, "
            + "\(expression("d.adbin", of: "d.adrelid")), a.attidentity, a.attgenerated, col_description(a.attrelid, a.attnum), "
            + "b.typname, b.typtype, b.typcategory, b.oid, t.oid, has_column_privilege(c.oid, a.attnum, 'SELECT') "
            + "FROM \(visible) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            + "JOIN pg_type t ON t.oid = a.atttypid "
            + "JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END "
            + "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum ORDER BY a.attrelid, a.attnum",
        columnCount: 15)

    /// Which columns a key empties is read by way of JSON: servers before 15 have no such column.
    private static let constraints = Statement(
        sql: "SELECT k.conrelid, k.contypid, k.contype, k.conkey::text, k.confrelid, k.confkey::text, k.confdeltype, "
            + "CASE k.contype WHEN 'c' THEN \(words("pg_get_constraintdef(k.oid)", of: "k.conrelid")) END, k.conname, "
            + "CASE k.contype WHEN 'f' THEN translate(to_jsonb(k) ->> 'confdelsetcols', '[] ', '{}') END "
            + "FROM pg_constraint k LEFT JOIN (\(visible)) ON c.oid = k.conrelid "
            + "WHERE k.contype IN ('p', 'f', 'c') AND (c.oid IS NOT NULL OR k.contypid <> 0) "
            + "ORDER BY k.conrelid, k.conname",
        columnCount: 10)

    private static let indexes = Statement(
        sql:
            "SELECT i.indrelid, x.relname, i.indisunique, i.indisprimary, \(expression("i.indpred", of: "i.indrelid")), "
            + "key.attnum, CASE key.attnum WHEN 0 THEN "
            + words("pg_get_indexdef(i.indexrelid, key.place::int, true)", of: "i.indrelid") + " END, "
            + "(i.indoption[key.place - 1] & 1) = 1, am.amname "
            + "FROM \(visible) JOIN pg_index i ON i.indrelid = c.oid AND i.indisvalid "
            + "JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am am ON am.oid = x.relam "
            + "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key(attnum, place) "
            + "WHERE key.place <= i.indnkeyatts ORDER BY i.indrelid, x.relname, key.place",
        columnCount: 9)

    private static let triggers = Statement(
        sql:
            "SELECT g.tgrelid, g.tgname, \(words("pg_get_triggerdef(g.oid)", of: "g.tgrelid")), f.nspname, p.proname, g.tgenabled <> 'D' "
            + "FROM \(visible) JOIN pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal "
            + "JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace "
            + "ORDER BY g.tgrelid, g.tgname",
        columnCount: 6)

    private static let enumLabels = Statement(
        sql: "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder", columnCount: 2)

    /// A row for each role that the policy names; 0 is everybody.
    private static let policies = Statement(
        sql: "SELECT p.polrelid, p.polname, p.polcmd, p.polpermissive, \(expression("p.polqual", of: "p.polrelid")), "
            + "\(expression("p.polwithcheck", of: "p.polrelid")), CASE u.role WHEN 0 THEN 'public' ELSE pg_get_userbyid(u.role) END "
            + "FROM \(visible) JOIN pg_policy p ON p.polrelid = c.oid CROSS JOIN LATERAL unnest(p.polroles) AS u(role) "
            + "ORDER BY p.polrelid, p.polname, 7",
        columnCount: 7)

    /// Extensions' own functions stay out: they are hundreds and nobody's concern here.
    private static let functions = Statement(
        sql: "SELECT n.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), "
            + "pg_get_function_result(p.oid), l.lanname, p.provolatile, p.prosecdef, "
            + "(SELECT substr(s, 13) FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\\_path=%' LIMIT 1), "
            + "pg_get_userbyid(p.proowner), has_function_privilege(p.oid, 'EXECUTE'), obj_description(p.oid, 'pg_proc') "
            + "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND \(ownSchemas) "
            + "AND has_schema_privilege(n.oid, 'USAGE') JOIN pg_language l ON l.oid = p.prolang "
            + "WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass "
            + "AND d.objid = p.oid AND d.deptype = 'e') ORDER BY n.nspname, p.proname, 4",
        columnCount: 12)

    /// The role first, then one row for each role that it is a member of.
    private static let role = Statement(
        sql: "SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolname = current_user FROM pg_roles r "
            + "WHERE r.rolname = current_user "
            + "OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND pg_has_role(r.oid, 'MEMBER') "
            + "ORDER BY r.rolname <> current_user, r.rolname",
        columnCount: 4)
}
