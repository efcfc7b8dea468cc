import TenantDomain

/// Statements that ask PostgreSQL about one relation's policies. Conditions are the server's own spelling of them, every
/// name in full, so that they mean the same wherever they are asked.
package enum PolicyPlan {
    /// Spells names in full for the statements after it in the same read.
    package static let fullNames = Statement(
        sql: "SELECT set_config('search_path', 'pg_catalog', true)", columnCount: 1)

    /// One row: kind, security on, forced, role past policies, role owns it, schema usable, then for SELECT, INSERT,
    /// UPDATE and DELETE whether it is granted on the whole relation and on some columns at least.
    package static func facts(of relation: RelationName, role: String) throws(PlanningError) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        let (name, role) = (writer.bind(.text(try inFull(relation))), writer.bind(.text(role)))
        let rights = ["SELECT", "INSERT", "UPDATE", "DELETE"].flatMap { privilege in
            [
                "has_table_privilege(\(role), c.oid, '\(privilege)')",
                privilege == "DELETE" ? "false" : "has_any_column_privilege(\(role), c.oid, '\(privilege)')",
            ]
        }
        writer.append(
            "SELECT c.relkind, c.relrowsecurity, c.relforcerowsecurity, "
                + "(SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = \(role)), "
                + "pg_has_role(\(role), c.relowner, 'USAGE'), has_schema_privilege(\(role), c.relnamespace, 'USAGE'), "
                + rights.joined(separator: ", ") + " FROM pg_class c WHERE c.oid = to_regclass(\(name))")
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 14)
    }

    /// A row a policy: name, command, permissive, whether it is for the role, USING, WITH CHECK.
    package static func policies(of relation: RelationName, role: String) throws(PlanningError) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        let (name, role) = (writer.bind(.text(try inFull(relation))), writer.bind(.text(role)))
        writer.append(
            "SELECT p.polname, p.polcmd, p.polpermissive, 0 = ANY (p.polroles) OR EXISTS (SELECT 1 FROM "
                + "unnest(p.polroles) AS r(id) WHERE r.id <> 0 AND pg_has_role(\(role), r.id, 'USAGE')), "
                + "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
                + "FROM pg_policy p WHERE p.polrelid = to_regclass(\(name)) ORDER BY p.polname")
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 6)
    }

    /// Whether the row satisfies the condition: true, false, or null, which lets nothing through either.
    ///
    /// - Parameters:
    ///   - condition: as the server spelled it in `policies`.
    ///   - row: the row's columns as a JSON object.
    package static func evaluation(
        of condition: String, on relation: RelationName, row: String
    ) throws(PlanningError) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        let json = writer.bind(.text(row))
        writer.append(
            "SELECT (\(condition)) FROM jsonb_populate_record(NULL::\(try inFull(relation)), "
                + "CAST(\(json) AS jsonb)) AS \(try SQLWriter.quote(relation.name))")
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 1)
    }

    /// One row where the server has such a role.
    package static func role(named name: String) -> Statement {
        Statement(sql: "SELECT 1 FROM pg_roles WHERE rolname = $1", bindings: [.text(name)], columnCount: 1)
    }

    private static func inFull(_ relation: RelationName) throws(PlanningError) -> String {
        try SQLWriter.quote(RelationName(schema: relation.schema ?? "public", relation.name))
    }
}
