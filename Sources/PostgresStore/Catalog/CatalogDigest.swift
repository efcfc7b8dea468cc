import TenantDomain
import TenantStore

/// A number for the state of everything the catalog is read from, made by the server: one small row in place of
/// thousands.
///
/// Every change of a definition writes a new version of its row in the server's own tables, with the number of the
/// transaction that wrote it (`xmin`): how many rows there are and the sum of those numbers tell. Statistics and vacuum
/// change rows in place and leave it alone.
enum CatalogDigest {
    static let statement: Statement = {
        let ours = "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')"
        let relations = "(SELECT oid FROM pg_class WHERE relnamespace IN \(ours))"
        let tables: [(name: String, condition: String)] = [
            ("pg_namespace", "oid IN \(ours)"), ("pg_class", "relnamespace IN \(ours)"),
            ("pg_attribute", "attrelid IN \(relations)"), ("pg_attrdef", "adrelid IN \(relations)"),
            ("pg_constraint", "connamespace IN \(ours)"), ("pg_index", "indrelid IN \(relations)"),
            ("pg_inherits", "true"), ("pg_trigger", "tgrelid IN \(relations)"), ("pg_policy", "true"),
            ("pg_type", "typnamespace IN \(ours)"), ("pg_enum", "true"), ("pg_proc", "pronamespace IN \(ours)"),
            ("pg_description", "objoid >= 16384"),
            // A superuser's rights are the same whoever is made a member of what in the whole cluster.
            (
                "pg_auth_members",
                "NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) "
                    + "AND pg_has_role(current_user, roleid, 'MEMBER')"
            ),
        ]
        let sums = tables.map { table in
            "(SELECT concat(count(*), '.', sum(xmin::text::bigint)) FROM \(table.name) WHERE \(table.condition))"
        }
        let role = "(SELECT concat(rolname, rolsuper, rolbypassrls) FROM pg_roles WHERE rolname = current_user)"
        let locks =
            "(SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation IN \(relations) "
            + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        let words = ["current_setting('server_version')", "current_database()", role] + sums
        return Statement(
            sql: "SELECT md5(concat_ws(' ', \(words.joined(separator: ", ")))), \(locks)", columnCount: 2)
    }()

    /// What the database is now.
    static func fingerprint(_ block: RowBlock?) -> String { block?.text(row: 0, column: 0) ?? "" }

    /// What a catalog read together with the digest is called: what a migration holds is read without its words, and
    /// such a catalog is no present one, so that it is read anew.
    static func fingerprint(ofCatalogReadWith block: RowBlock?) -> String {
        let held = block?.text(row: 0, column: 1) ?? "0"
        return fingerprint(block) + (held == "0" ? "" : " without what \(held) locks held")
    }
}
