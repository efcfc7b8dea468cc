extension AuditedTable {
    /// Columns that change without anybody deciding it: they neither start an audit row nor stand in one.
    static let incidental: Set<String> = ["updated_at", "last_seen_at", "last_sign_in_at"]

    /// As the names of triggers end.
    static let actions = ["insert", "update", "delete"]

    /// The columns of `audit_context` that go into the audit row as they are.
    private static let context = [
        "event", "changed_by", "actor_email", "actor_role", "reason", "lease_id", "change_id", "journal_session",
        "journal_seq", "journal_head", "ip_address", "user_agent",
    ]

    /// The columns of the view `audit_writer`.
    private static let entry = [
        "workspace_id", "project_id", "table_name", "record_id", "action", "old_data", "new_data",
    ]

    /// Turns what the triggers put into the view `audit_writer` into an audit row. Who, why and under which lease come
    /// from `audit_context`: a writer that knows fills its only row at the start of the transaction and deletes it
    /// before the end.
    ///
    /// One place for it, because a file is opened only after the text of all triggers has been parsed.
    static var writerTrigger: String {
        """
        CREATE TRIGGER audit_writer_insert INSTEAD OF INSERT ON audit_writer
        BEGIN INSERT INTO audit_logs (id, created_at, \((entry + context).joined(separator: ", ")))
        SELECT \(SQLiteExpression.uuid), \(SQLiteExpression.now),
        \((entry.map { "NEW.\($0)" } + context.map { "c.\($0)" }).joined(separator: ", "))
        FROM (SELECT 1) LEFT JOIN audit_context AS c; END
        """
    }

    /// Triggers that write an audit row for each changed row, with built-in functions only, so that any program can
    /// write.
    func triggers(on table: ReferenceTable) -> [String] {
        let watched = table.columns.filter { !Self.incidental.contains($0.name) && !$0.isGenerated }
        let names = watched.map(\.name).joined(separator: ", ")
        return [
            trigger(on: table, "INSERT", when: "INSERT", old: nil, new: "NEW"),
            trigger(on: table, "UPDATE", when: "UPDATE OF \(names)", old: "OLD", new: "NEW"),
            trigger(on: table, "DELETE", when: "DELETE", old: "OLD", new: nil),
        ]
    }

    private func trigger(
        on table: ReferenceTable, _ action: String, when: String, old: String?, new: String?
    ) -> String {
        let row = new ?? old ?? "NEW"
        let project =
            table.name == "projects" ? "\(row).id" : table.column("project_id") == nil ? "NULL" : "\(row).project_id"
        let values = [
            workspaceExpression(table, row: row), project, "'\(table.name)'",
            table.primaryKey.map { "\(row).\($0)" }.joined(separator: " || '/' || "), "'\(action)'",
            old.map { json(table, row: $0) } ?? "NULL", new.map { json(table, row: $0) } ?? "NULL",
        ]
        return """
            CREATE TRIGGER \(table.name)_audit_\(action.lowercased()) AFTER \(when) ON \(table.name)
            BEGIN INSERT INTO audit_writer VALUES (\(values.joined(separator: ", "))); END
            """
    }

    private func workspaceExpression(_ table: ReferenceTable, row: String) -> String {
        switch workspace {
        case .own:
            table.name == "workspaces"
                ? "\(row).id" : table.column("workspace_id") == nil ? "NULL" : "\(row).workspace_id"
        case .through(let parent, let key, let column):
            "(SELECT \(column) FROM \(parent) WHERE id = \(row).\(key))"
        case .subquery(let sql): "(" + sql.replacing("$row", with: row) + ")"
        }
    }

    private func json(_ table: ReferenceTable, row: String) -> String {
        let pairs = table.columns.compactMap { column -> String? in
            guard !Self.incidental.contains(column.name) else { return nil }
            return "'\(column.name)', \(value(of: column, row: row))"
        }
        return "json_object(\(pairs.joined(separator: ", ")))"
    }

    private func value(of column: ReferenceColumn, row: String) -> String {
        let name = "\(row).\(column.name)"
        if masked.contains(column.name) { return "CASE WHEN \(name) IS NOT NULL THEN '[masked]' END" }
        switch column.type {
        case .json, .textArray, .vector: return "json(\(name))"
        case .boolean: return "json(CASE \(name) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
        case .bytes: return "hex(\(name))"
        default: return name
        }
    }
}
