import TenantDomain
import TenantStore

/// How a transaction takes a member's place. Everything is local to it: COMMIT and ROLLBACK both give it back.
enum MemberViewSQL {
    /// Role and claims in one SELECT, the role last, since it may not be allowed to set the rest.
    static func enter(_ view: MemberView) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        writer.append("SELECT ")
        for name in view.cleared {
            // Where nothing stands nothing is set: what is set once stays on the connection as an empty text.
            let name = writer.bind(.text(name))
            writer.append(
                "CASE WHEN current_setting(\(name), true) <> '' THEN set_config(\(name), '', true) END, ")
        }
        for setting in view.settings {
            let (name, value) = (writer.bind(.text(setting.name)), writer.bind(.text(setting.value)))
            writer.append("set_config(\(name), \(value), true), ")
        }
        writer.append("set_config('role', \(writer.bind(.text(view.role))), true)")
        return Statement(
            sql: writer.sql, bindings: writer.bindings, columnCount: view.cleared.count + view.settings.count + 1)
    }

    /// Who the transaction is now, and what its settings say.
    static func check(_ view: MemberView) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        writer.append("SELECT current_user::pg_catalog.text")
        for setting in view.settings {
            writer.append(", pg_catalog.current_setting(\(writer.bind(.text(setting.name))), true)")
        }
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: view.settings.count + 1)
    }

    /// What the login is and may become.
    ///
    /// - Parameter taking: the privilege on a role that taking it needs: `SET` from 16 on, `MEMBER` before.
    static func login(role: String, taking: String) -> Statement {
        var writer = SQLWriter(dialect: .postgres)
        let name = writer.bind(.text(role))
        let others = "FROM pg_roles r WHERE r.rolname !~ '^pg_' AND r.rolname <> current_user "
        writer.append(
            "SELECT session_user, (SELECT rolsuper FROM pg_roles WHERE rolname = session_user), "
                + "(SELECT array_to_string(array_agg(r.rolname ORDER BY r.rolname), ',') FROM pg_roles r "
                + "WHERE (r.rolsuper OR r.rolbypassrls) AND pg_has_role(r.oid, 'MEMBER')), "
                + "EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p') "
                + "AND pg_has_role(c.relowner, 'MEMBER')), "
                + "EXISTS (SELECT 1 FROM pg_roles WHERE rolname = \(name)), "
                + "coalesce((SELECT pg_has_role(oid, '\(taking)') FROM pg_roles WHERE rolname = \(name)), false), "
                + "(SELECT array_to_string(array_agg(r.rolname ORDER BY r.rolname), ',') \(others)"
                + "AND NOT r.rolsuper AND NOT r.rolbypassrls AND pg_has_role(r.oid, '\(taking)'))")
        return Statement(sql: writer.sql, bindings: writer.bindings, columnCount: 7)
    }
}
