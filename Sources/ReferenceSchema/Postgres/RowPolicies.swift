/// The policies and grants of a table on PostgreSQL, from whose rows it holds.
struct RowPolicies {
    static let readers = "ARRAY['owner', 'admin', 'super_editor', 'editor', 'project_creator', 'viewer']"
    static let editors = "ARRAY['owner', 'admin', 'super_editor', 'editor', 'project_creator']"
    static let admins = "ARRAY['owner', 'admin']"
    static let owners = "ARRAY['owner']"
    /// Who asks, found once for a statement.
    static let me = "(SELECT auth.uid())"

    /// One rule: a policy for each command that has a condition.
    struct Rule {
        let name: String
        var read: String?
        var insert: String?
        var update: String?
        var delete: String?
        var to = "authenticated"

        init(
            _ name: String, read: String? = nil, insert: String? = nil, update: String? = nil, delete: String? = nil,
            to: String = "authenticated"
        ) {
            self.name = name
            self.read = read
            self.insert = insert
            self.update = update
            self.delete = delete
            self.to = to
        }

        init(_ name: String, write: String) {
            self.init(name, insert: write, update: write, delete: write)
        }

        init(_ name: String, all: String) {
            self.init(name, read: all, insert: all, update: all, delete: all)
        }
    }

    let table: ReferenceTable
    let scope: RowScope

    init(_ table: ReferenceTable) {
        self.table = table
        scope = RowScope(table)
    }

    var statements: [String] {
        let rules = scope == .special ? SpecialPolicies.rules[table.name] ?? [] : rules
        var statements = [
            "ALTER TABLE \(table.name) ENABLE ROW LEVEL SECURITY",
            // Supabase gives every new table to its application roles.
            "REVOKE ALL ON \(table.name) FROM PUBLIC, anon, authenticated",
            "GRANT ALL ON \(table.name) TO service_role",
        ]
        for rule in rules {
            func add(_ command: String, _ clause: String) {
                statements.append(
                    "CREATE POLICY \(rule.name)_\(command.lowercased()) ON \(table.name) FOR \(command) "
                        + "TO \(rule.to) \(clause)")
            }
            if let read = rule.read { add("SELECT", "USING (\(read))") }
            if let insert = rule.insert { add("INSERT", "WITH CHECK (\(insert))") }
            if let update = rule.update { add("UPDATE", "USING (\(update)) WITH CHECK (\(update))") }
            if let delete = rule.delete { add("DELETE", "USING (\(delete))") }
        }
        return statements + grants(rules)
    }

    private func grants(_ rules: [Rule]) -> [String] {
        var grants: [String] = []
        let hidden = SpecialPolicies.hiddenColumns[table.name] ?? []
        if rules.contains(where: { $0.read != nil }) {
            let roles = scope == .catalogue ? "anon, authenticated" : "authenticated"
            let columns = table.columns.map(\.name).filter { !hidden.contains($0) }
            let list = hidden.isEmpty ? "" : " (\(columns.joined(separator: ", ")))"
            grants.append("GRANT SELECT\(list) ON \(table.name) TO \(roles)")
        }
        if let columns = SpecialPolicies.writableColumns[table.name] {
            grants.append("GRANT UPDATE (\(columns.joined(separator: ", "))) ON \(table.name) TO authenticated")
        } else if rules.contains(where: { $0.update != nil }) {
            grants.append("GRANT UPDATE ON \(table.name) TO authenticated")
        }
        if rules.contains(where: { $0.insert != nil }) {
            grants.append("GRANT INSERT ON \(table.name) TO authenticated")
        }
        if rules.contains(where: { $0.delete != nil }) {
            grants.append("GRANT DELETE ON \(table.name) TO authenticated")
        }
        return grants
    }

    static func of(_ column: String, _ roles: String? = nil) -> String {
        "\(column) IN (SELECT member_workspaces(\(roles ?? "")))"
    }

    private var rules: [Rule] {
        switch scope {
        case .workspace:
            [
                Rule("members", read: Self.of("workspace_id")),
                Rule(
                    "editors", insert: Self.of("workspace_id", Self.editors),
                    update: Self.of("workspace_id", Self.editors)),
                Rule("admins", delete: Self.of("workspace_id", Self.admins)),
            ]
        case .workspaceRecord: [Rule("members", read: Self.of("workspace_id"))]
        case .workspaceAdmins(let column, let write):
            [
                write
                    ? Rule("admins", all: Self.of(column, Self.admins))
                    : Rule("admins", read: Self.of(column, Self.admins))
            ]
        case .project:
            [
                Rule("members", read: "project_id IN (SELECT visible_projects())"),
                Rule("contributors", write: "project_id IN (SELECT edited_projects())"),
            ]
        case .person(let column): [Rule("own", all: "\(column) = \(Self.me)")]
        case .personRecord(let column): [Rule("own", read: "\(column) = \(Self.me)")]
        case .parent(let parent, let key):
            // The parent's own policies decide within.
            [Rule("as_\(parent)", read: "EXISTS (SELECT 1 FROM \(parent) p WHERE p.id = \(table.name).\(key))")]
        case .catalogue: [Rule("everybody", read: "true", to: "anon, authenticated")]
        case .server, .special: []
        }
    }
}
