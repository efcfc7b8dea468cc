import GRDB
import ReferenceSchema
import SQLiteStore
import TenantStore
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct ReferenceSchemaLoadTests {
    static let now: Int64 = 1_795_240_800_000_000

    /// A folder of its own for each test.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/reference-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func database() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        let script = try SchemaScript(dialect: .sqlite)
        try queue.write { (db: Database) throws in
            for (_, statements) in script.phases {
                for statement in statements { try db.execute(sql: statement) }
            }
            try db.execute(
                sql: """
                    INSERT INTO users (id, email) VALUES ('u1', 'a@b.example');
                    INSERT INTO workspaces (id, name) VALUES ('w1', 'Acme');
                    INSERT INTO workspace_members (id, workspace_id, user_id, role) VALUES ('m1', 'w1', 'u1', 'viewer')
                    """)
        }
        return queue
    }

    @Test func everyStatementLoads() throws {
        let queue = try database()
        let tables = try ReferenceSchema.catalog().tables.count
        try queue.read { (db: Database) throws in
            let count = try Int.fetchOne(
                db,
                sql:
                    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('schema_migrations', 'audit_context')"
            )
            #expect(count == tables)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM plans") == 4)
        }
    }

    @Test func triggersTellWhoAndWhy() throws {
        let queue = try database()
        try queue.write { (db: Database) throws in
            try db.execute(
                sql: """
                    INSERT INTO audit_context (id, changed_by, reason, lease_id) VALUES (1, 'u1', 'asked for', 'l1');
                    UPDATE workspace_members SET role = 'owner' WHERE id = 'm1';
                    DELETE FROM audit_context;
                    UPDATE workspace_members SET last_seen_at = '2026-01-01T00:00:00.000000Z' WHERE id = 'm1'
                    """)
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM audit_logs WHERE record_id = 'm1' ORDER BY rowid")
            #expect(rows.map { $0["action"] as String } == ["INSERT", "UPDATE"])
            let update = try #require(rows.last)
            #expect(update["workspace_id"] == "w1")
            #expect(update["changed_by"] == "u1")
            #expect(update["reason"] == "asked for")
            #expect(update["lease_id"] == "l1")
            #expect((update["old_data"] as String).contains("\"role\":\"viewer\""))
            #expect((update["new_data"] as String).contains("\"role\":\"owner\""))
            #expect((update["id"] as String).utf8.count == 36)
        }
    }

    @Test func secretsStayOutOfTheTrail() throws {
        let queue = try database()
        try queue.write { (db: Database) throws in
            try db.execute(
                sql: """
                    INSERT INTO widgets (id, workspace_id, user_id, name, type, public_key)
                      VALUES ('x', 'w1', 'u1', 'n', 'chat', 'pk');
                    INSERT INTO widget_instances (id, widget_id, public_id) VALUES ('i', 'x', 'p');
                    INSERT INTO embed_tokens (id, widget_instance_id, public_id, token, expires_at)
                      VALUES ('t', 'i', 'p', 'very-secret', '2030-01-01T00:00:00.000000Z');
                    UPDATE embed_tokens SET token = 'secret-too'
                    """)
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM audit_logs WHERE table_name = 'embed_tokens'")
            #expect(rows.count == 2)
            for row in rows {
                #expect(row["workspace_id"] == "w1")
                #expect(!(row["new_data"] as String).contains("secret"))
                #expect((row["new_data"] as String).contains("[masked]"))
            }
        }
    }

    @Test(arguments: [
        "UPDATE audit_logs SET reason = 'x'", "DELETE FROM audit_logs",
        "INSERT OR REPLACE INTO audit_logs (id, table_name, record_id, action) SELECT id, 'x', 'y', 'INSERT' FROM audit_logs",
        "REPLACE INTO audit_logs (rowid, id, table_name, record_id, action) VALUES (1, 'n', 'x', 'y', 'INSERT')",
    ])
    func theTrailIsAppendOnly(sql: String) throws {
        let queue = try database()
        #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        let rows = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_logs") }
        #expect(rows == 3)
    }

    @Test func updatedAtMovesUnlessTheWriterSetIt() throws {
        let queue = try database()
        try queue.write { (db: Database) throws in
            try db.execute(sql: "UPDATE workspaces SET name = 'B', updated_at = '2020-01-01T00:00:00.000000Z'")
            #expect(try String.fetchOne(db, sql: "SELECT updated_at FROM workspaces") == "2020-01-01T00:00:00.000000Z")
            try db.execute(sql: "UPDATE workspaces SET name = 'C'")
            let moved = try #require(try String.fetchOne(db, sql: "SELECT updated_at FROM workspaces"))
            #expect(moved > "2026" && moved.hasSuffix("Z") && moved.utf8.count == 27)
        }
    }

    @Test(arguments: [
        "INSERT INTO workspaces (id, name, status) VALUES ('x', 'n', 'odd')",
        "INSERT INTO workspaces (id, name, settings) VALUES ('x', 'n', '{')",
        "INSERT INTO workspaces (id, name, plan) VALUES ('x', 'n', 'gold')",
        "INSERT INTO workspaces (name) VALUES ('no id')",
        "INSERT INTO workspace_members (id, workspace_id, user_id, role) VALUES ('m2', 'w1', 'u1', 'boss')",
        "UPDATE users SET is_super_user = 2",
    ])
    func checksHold(sql: String) throws {
        let queue = try database()
        #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    }

    @Test func decimalsAndInstantsKeepTheirText() throws {
        let queue = try database()
        try queue.write { (db: Database) throws in
            try db.execute(
                sql: """
                    INSERT INTO token_purchases (id, workspace_id, stripe_payment_intent_id, token_amount, price_paid, status)
                      VALUES ('p', 'w1', 'pi', 9007199254740993, '12345678901234567890.10', 'completed')
                    """)
            let row = try #require(try Row.fetchOne(db, sql: "SELECT price_paid, token_amount FROM token_purchases"))
            #expect(row["price_paid"] == "12345678901234567890.10")
            #expect(row["token_amount"] == 9_007_199_254_740_993 as Int64)
        }
    }

    @Test func aDemoFileIsWholeAndSound() throws {
        try inFolder { (folder: String) throws in
            let path = folder + "/demo.db"
            var last = 0.0
            try DemoLoader.create(
                at: path, data: DemoData(seed: 7, tenants: 20, auditRows: 2_000, now: Self.now)
            ) { progress in
                #expect(progress.fraction >= last && progress.fraction <= 1)
                last = progress.fraction
            }
            #expect(last == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["demo.db"])
            #expect(try ReferenceDatabase.status(of: path) == .reference(version: ReferenceSchema.currentVersion))
            let queue = try DatabaseQueue(path: path)
            try queue.inDatabase { (db: Database) throws in
                #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
                #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
                #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
                #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM audit_logs") == 2_000)
                #expect(
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'audit_logs'") ?? 0 > 0)
                let invalid = "SELECT count(*) FROM audit_logs WHERE json_valid(coalesce(new_data, '0')) = 0"
                #expect(try Int.fetchOne(db, sql: invalid) == 0)
                for (table, field) in [("widgets", "status"), ("workspace_members", "role"), ("crm_deals", "stage_id")]
                {
                    let sql = """
                        SELECT count(*) FROM \(table) AS t JOIN
                          (SELECT record_id, new_data, max(created_at) FROM audit_logs WHERE table_name = '\(table)' GROUP BY 1) AS a
                        ON a.record_id = t.id WHERE json_extract(a.new_data, '$.\(field)') IS NOT t.\(field)
                        """
                    #expect(try Int.fetchOne(db, sql: sql) == 0, "\(table)")
                }
            }
        }
    }

    @Test func anExistingFileIsLeftAloneUnlessAskedFor() throws {
        try inFolder { (folder: String) throws in
            let path = folder + "/a.db"
            try ReferenceDatabase.create(at: path)
            #expect(throws: StoreError.self) { try ReferenceDatabase.create(at: path) }
            let data = DemoData(seed: 7, tenants: 16, auditRows: 10, now: Self.now)
            #expect(throws: StoreError.self) { try DemoLoader.create(at: path, data: data) }
            try DemoLoader.create(at: path, data: data, isReplacing: true)
            let users = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM users") }
            #expect(users ?? 0 > 0)
        }
    }

    @Test func stoppingLeavesNothing() throws {
        struct Stopped: Error {}
        try inFolder { (folder: String) throws in
            let data = DemoData(seed: 7, tenants: 16, auditRows: 10, now: Self.now)
            #expect(throws: Stopped.self) {
                try DemoLoader.create(at: folder + "/demo.db", data: data) { _ in throw Stopped() }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func statusTellsFilesApart() throws {
        try inFolder { (folder: String) throws in
            let path = folder + "/a.db"
            _ = try DatabaseQueue(path: path)
            FileManager.default.createFile(atPath: path, contents: nil)
            #expect(try ReferenceDatabase.status(of: path) == .empty)
            #expect(try ReferenceDatabase.migrate(at: path) == 0)
            let current = ReferenceSchema.currentVersion
            #expect(try ReferenceDatabase.status(of: path) == .reference(version: current))
            #expect(try ReferenceDatabase.migrate(at: path) == current)
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "INSERT INTO schema_migrations VALUES (99, 'later', 'x', 'y')") }
            #expect(try ReferenceDatabase.status(of: path) == .newer(version: current + 1))
            #expect(throws: StoreError.newerReferenceSchema(found: current + 1, known: current)) {
                try ReferenceDatabase.migrate(at: path)
            }
            try queue.write { try $0.execute(sql: "DELETE FROM schema_migrations WHERE version >= \(current)") }
            #expect(try ReferenceDatabase.status(of: path) == .older(version: current - 1))
            try queue.write {
                try $0.execute(sql: "DROP TABLE schema_migrations; CREATE TABLE schema_migrations (version text)")
            }
            #expect(try ReferenceDatabase.status(of: path) == .foreign)
        }
    }
}
