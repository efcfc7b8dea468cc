extension ReferenceTable {
    /// The triggers that every engine-made write of the table sets off, but for the audit trail's.
    func postgresTriggers() -> [String] {
        var triggers: [String] = []
        if column("updated_at") != nil {
            triggers.append(
                "CREATE TRIGGER \(name)_touch BEFORE UPDATE ON \(name) "
                    + "FOR EACH ROW EXECUTE FUNCTION update_updated_at()")
        }
        switch name {
        case "audit_logs":
            triggers += [
                "CREATE TRIGGER audit_logs_no_change BEFORE UPDATE OR DELETE ON audit_logs "
                    + "FOR EACH ROW EXECUTE FUNCTION audit_logs_append_only()",
                "CREATE TRIGGER audit_logs_no_truncate BEFORE TRUNCATE ON audit_logs "
                    + "FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_append_only()",
            ]
        case "users":
            triggers += [
                "CREATE TRIGGER users_join_workspace AFTER INSERT OR UPDATE OF email_confirmed_at ON users "
                    + "FOR EACH ROW EXECUTE FUNCTION check_and_add_user_to_workspace()",
                "CREATE TRIGGER users_archive_project BEFORE DELETE ON users "
                    + "FOR EACH ROW EXECUTE FUNCTION archive_personal_project()",
                Self.signInTrigger,
            ]
        case "workspace_members", "project_users":
            triggers.append(
                "CREATE TRIGGER \(name)_user_active AFTER INSERT ON \(name) "
                    + "FOR EACH ROW EXECUTE FUNCTION update_user_status()")
        default: break
        }
        return triggers
    }

    /// The sign-in service's table may be another's.
    private static let signInTrigger = """
        DO $$
        BEGIN
          CREATE TRIGGER on_auth_user_changed_sync AFTER INSERT OR UPDATE ON auth.users
            FOR EACH ROW EXECUTE FUNCTION public.sync_auth_user_to_users();
        EXCEPTION WHEN insufficient_privilege THEN
          RAISE NOTICE 'auth.users is another role''s: public.users will not follow it';
        END $$
        """
}

extension AuditedTable {
    /// The trigger that writes an audit row for each changed row of the table on PostgreSQL.
    func postgresTrigger(on table: ReferenceTable) -> String {
        let left = AuditedTable.incidental.sorted() + table.columns.filter(\.isGenerated).map(\.name)
        let project =
            table.name == "projects"
            ? Self.field("id") : table.column("project_id") == nil ? "NULL::uuid" : Self.field("project_id")
        let arguments = [
            table.primaryKey.joined(separator: ","), masked.sorted().joined(separator: ","),
            left.joined(separator: ","), workspaceQuery(table), project,
        ].map { "'" + $0.replacing("'", with: "''") + "'" }
        return """
            CREATE TRIGGER \(table.name)_audit AFTER INSERT OR UPDATE OR DELETE ON \(table.name)
            FOR EACH ROW EXECUTE FUNCTION audit_log_changes(\(arguments.joined(separator: ", ")))
            """
    }

    /// A column of the row that the audit function holds as `$1`.
    private static func field(_ column: String) -> String { "($1 ->> '\(column)')::uuid" }

    private func workspaceQuery(_ table: ReferenceTable) -> String {
        switch workspace {
        case .own:
            return table.name == "workspaces"
                ? Self.field("id") : table.column("workspace_id") == nil ? "NULL::uuid" : Self.field("workspace_id")
        case .through(let parent, let key, let column):
            return "SELECT \(column) FROM \(parent) WHERE id = \(Self.field(key))"
        case .subquery(let sql):
            let parts = sql.split(separator: "$row.", omittingEmptySubsequences: false)
            return parts.dropFirst().reduce(String(parts[0])) { text, part in
                let name = part.prefix { $0.isLetter || $0 == "_" }
                return text + Self.field(String(name)) + part.dropFirst(name.count)
            }
        }
    }
}
