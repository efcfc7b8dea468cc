/// One role for 50,000 members: planned, applied and taken back, beside the same UPDATE as raw SQL under the same triggers.
struct BulkChange {
    let bench: Bench
    /// A server to do it on as well.
    let port: UInt16?

    private static let members = 50_000
    private static let server = "bulk"

    private struct Engine {
        let name: String
        let database: String
        /// Runs SQL past the program.
        let raw: (String) -> [String]
        /// Text as the engine's id.
        let id: (String) -> String
    }

    func measure() throws -> [Measurement] {
        let file = "\(bench.work)/bulk.db"
        var engines = [
            Engine(name: "SQLite", database: file, raw: { ["sqlite3", file, $0] }, id: { $0 })
        ]
        if let port {
            func url(_ database: String) -> String {
                "postgresql://postgres@127.0.0.1:\(port)/\(database)?sslmode=disable&gssencmode=disable"
            }
            _ = try bench.run(
                ["psql", "-X", "-q", url("postgres"), "-c", "CREATE DATABASE \(Self.server)"], into: "\(bench.work)/raw"
            )
            let database = url(Self.server)
            engines.append(
                Engine(
                    name: "PostgreSQL", database: database, raw: { ["psql", "-X", "-q", database, "-c", $0] },
                    id: { "CAST(\($0) AS uuid)" }))
        }
        return try engines.flatMap(measure)
    }

    private func measure(_ engine: Engine) throws -> [Measurement] {
        _ = try bench.run(
            [bench.program, "db", "create", "--yes", "--database", engine.database], into: "\(bench.work)/out")
        for sql in rows(engine.id) { _ = try bench.run(engine.raw(sql), into: "\(bench.work)/raw") }
        _ = try bench.run(["mkdir", "-p", "\(bench.work)/config/tenantctl"], into: "\(bench.work)/raw")
        try FileText.write(
            "[environments.bulk]\ndatabase = \"\(engine.database)\"\nmode = \"read-write\"\n",
            to: "\(bench.work)/config/tenantctl/config.toml")
        let options = ["--env", "bulk", "--persona", "admin", "--reason", "OPS-1 bench"]
        let change = [bench.program, "member", "set-role", "editor", "--where", "role:viewer"] + options
        let writes = ["--write", "--confirm", "\(Self.members)"]
        let plan = try bench.run(change + ["--dry-run"], into: "\(bench.work)/out")
        let apply = try bench.run(change + writes, into: "\(bench.work)/out")
        let undo = try bench.run(
            [bench.program, "undo"] + options + ["--write", "--yes"], into: "\(bench.work)/out")
        let raw = try bench.run(
            engine.raw("UPDATE workspace_members SET role = 'editor' WHERE role = 'viewer'"), into: "\(bench.work)/raw")
        let what = "\(engine.name): role of 50,000 members"
        return [("planned", plan), ("applied", apply), ("taken back", undo)].map { step, run in
            Measurement(
                what: "\(what), \(step)",
                measured:
                    "\(NumberText.milliseconds(run.milliseconds)), \(NumberText.megabytes(Double(run.memory)))",
                raw: step == "planned" ? "" : "UPDATE \(NumberText.milliseconds(raw.milliseconds))")
        }
    }

    private func rows(_ id: (String) -> String) -> [String] {
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.members)) "
        func key(_ kind: String, _ number: String) -> String {
            let text = "CAST(\(number) AS text)"
            return id("'\(kind)-0000-4000-8000-' || substr('000000000000' || \(text), length(\(text)) + 1)")
        }
        return [
            "\(numbers)INSERT INTO users (id, email, name, status) "
                + "SELECT \(key("cccccccc", "i")), 'p' || i || '@bulk.example', 'Person ' || i, 'active' FROM n",
            "\(numbers)INSERT INTO workspaces (id, name, slug, kind, plan, status, settings) SELECT "
                + "\(key("aaaaaaaa", "i")), 'Bulk ' || i, 'bulk-' || i, 'business', 'enterprise', 'active', '{}' "
                + "FROM n WHERE i <= 20",
            "\(numbers)INSERT INTO workspace_members (id, workspace_id, user_id, role, status) SELECT "
                + "\(key("bbbbbbbb", "i")), \(key("aaaaaaaa", "i % 20 + 1")), \(key("cccccccc", "i")), 'viewer', 'active' "
                + "FROM n",
        ]
    }
}
