import Foundation
import ReferenceSchema
import SQLiteStore
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Laying the reference schema into a server, and what it does by itself there.
@Suite struct ReferenceServerTests {
    private func reference(_ server: TestServer, _ name: String, user: String = "postgres") throws -> ReferenceServer {
        try ReferenceServer(server.url(name, user: user), operatorName: "test")
    }

    @Test func laysOnceAndSaysTheVersion() throws {
        let server = try TestServer.start()
        let name = try server.database("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        let reference = try reference(server, name)
        #expect(try reference.status() == .empty)
        #expect(try reference.lay() == 0)
        #expect(try reference.status() == .reference(version: ReferenceSchema.currentVersion))
        #expect(try reference.lay() == ReferenceSchema.currentVersion)
        try reference.connection.execute("DELETE FROM schema_migrations WHERE version > 1")
        #expect(try reference.status() == .older(version: 1))
        // The steps are there in truth, so taking them again fails, and leaves nothing half done.
        #expect(throws: StoreError.self) { try reference.lay() }
        #expect(try reference.status() == .older(version: 1))
    }

    @Test func refusesWhatIsNotItsOwn() throws {
        let server = try TestServer.start()
        let reference = try reference(server, server.database("CREATE TABLE customers (id int)"))
        #expect(try reference.status() == .foreign(relations: ["customers"]))
        #expect(throws: StoreError.missingRelation("schema_migrations")) { try reference.lay() }
        #expect(
            try reference.connection.rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                == [["customers"]])
    }

    /// A database's owner that is nobody special, once the roles are there.
    @Test func anOwnerNeedsNoSuperuser() throws {
        let server = try TestServer.start()
        let name = try server.database()
        _ = try self.reference(server, server.database()).lay()
        try server.run(
            "CREATE ROLE plain LOGIN; ALTER DATABASE \(name) OWNER TO plain; GRANT service_role TO plain",
            in: "postgres")
        let reference = try reference(server, name, user: "plain")
        try DemoServerLoader(reference).fill(
            DemoData(seed: 7, tenants: 1, auditRows: 100, now: ReferenceFixture.now))
        #expect(try reference.connection.rows("SELECT count(*) FROM workspaces") == [["\(DemoData.fewestTenants)"]])
        #expect(throws: DemoServerLoader.Refusal.hasTenants) {
            try DemoServerLoader(reference).fill(
                DemoData(seed: 7, tenants: 1, auditRows: 100, now: ReferenceFixture.now))
        }
    }

    @Test func aSchemaLaidBeforeTakesTheSameDemo() throws {
        let server = try TestServer.start()
        let later = try reference(server, server.database())
        _ = try later.lay()
        try DemoServerLoader(later).fill(DemoData(seed: 7, tenants: 16, auditRows: 2_000, now: ReferenceFixture.now))
        let once = try reference(server, ReferenceFixture.database())
        let count = """
            SELECT c.relname, (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || c.oid::regclass, \
            true, true, '')))[1]::text FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' \
            AND relname <> 'schema_migrations' ORDER BY 1
            """
        #expect(try later.connection.rows(count) == once.connection.rows(count))
        let kept = """
            SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated UNION ALL \
            SELECT relname FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace UNION ALL \
            SELECT tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1
            """
        #expect(try later.connection.rows(kept) == once.connection.rows(kept))
        let trail = "SELECT md5(string_agg(a::text, E'\\n' ORDER BY id)) FROM audit_logs a"
        #expect(try later.connection.rows(trail) == once.connection.rows(trail))
    }

    /// What both engines keep is the same: tables, columns with what they mean, keys, indexes.
    @Test func bothEnginesHaveTheSameCatalog() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/tenantctl-\(UUID().uuidString).db"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ReferenceDatabase.create(at: path)
        let file = try await SQLiteStore.open(path: path, immutable: false, busyTimeout: 1)
        let sqlite = try await file.readCatalog()
        await file.close()
        let server = try TestServer.start()
        let name = try server.database()
        _ = try reference(server, name).lay()
        let store = try await server.open(name)
        let postgres = try await store.readCatalog()
        await store.close()
        let own: Set<String> = ["audit_context", "audit_writer", ReferenceSchema.bookkeepingTable]
        let tables = sqlite.relations.filter { !own.contains($0.name.name) }
        #expect(
            Set(tables.map(\.name.name))
                == Set(postgres.relations.filter { $0.name.schema == nil }.map(\.name.name)).subtracting(own))
        for table in tables {
            let twin = try #require(postgres.relation(named: table.name.name), "\(table.name)")
            #expect(table.columns.map(\.name) == twin.columns.map(\.name), "\(table.name)")
            #expect(table.primaryKey == twin.primaryKey, "\(table.name)")
            #expect(Set(table.uniqueKeys) == Set(twin.uniqueKeys), "\(table.name)")
            #expect(Self.keys(table) == Self.keys(twin), "\(table.name)")
            #expect(Self.indexes(table) == Self.indexes(twin), "\(table.name)")
            for (column, other) in zip(table.columns, twin.columns) {
                let what = "\(table.name).\(column.name)"
                #expect(column.isNullable == other.isNullable, "\(what)")
                #expect(column.allowedValues == other.allowedValues, "\(what)")
                #expect((column.generation == .no) == (other.generation == .no), "\(what)")
                let isVector = column.declaredType.hasPrefix("vector")
                #expect(column.type == other.type || isVector, "\(what) \(column.type) \(other.type)")
            }
            #expect(twin.rowSecurity.isEnabled, "\(table.name)")
        }
    }

    private static func keys(_ relation: Relation) -> Set<String> {
        Set(relation.foreignKeys.map { "\($0.columns) \($0.target) \($0.targetColumns) \($0.onDelete)" })
    }

    /// Constraints' own indexes go by other names.
    private static func indexes(_ relation: Relation) -> Set<String> {
        Set(
            relation.indexes.filter { $0.name.hasSuffix("_idx") }.map { index in
                "\(index.name) \(index.isUnique) \(index.predicate != nil) "
                    + "\(index.columns.map { ($0.name ?? "expression") + ($0.descending ? " DESC" : "") })"
            })
    }

    @Test func triggersWriteTheTrailAndKeepIt() throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        let session = try server.session(in: name)
        defer { session.close() }
        let member = try session.run("SELECT id FROM workspace_members WHERE role = 'viewer' ORDER BY id LIMIT 1")
            .trimmingCharacters(in: .newlines)
        try session.run(
            """
            BEGIN; SELECT set_config('tenantctl.operator', 'dana@ops', true), set_config('tenantctl.reason', 'INC-7', true),
              set_config('tenantctl.lease_id', 'L1', true), set_config('tenantctl.change_id', 'C1', true);
            UPDATE workspace_members SET role = 'editor', last_seen_at = now() WHERE id = '\(member)'; COMMIT;
            UPDATE workspace_members SET last_seen_at = now() WHERE id = '\(member)'
            """)
        let row = try session.run(
            """
            SELECT a.table_name, a.action, a.old_data ->> 'role', a.new_data ->> 'role', a.actor_email, a.reason, a.lease_id,
              a.change_id, a.workspace_id = m.workspace_id, a.old_data ? 'last_seen_at', m.updated_at > m.created_at
            FROM audit_logs a JOIN workspace_members m ON m.id::text = a.record_id
            WHERE a.record_id = '\(member)' AND a.created_at > now() - interval '1 hour'
            """)
        #expect(row == "workspace_members|UPDATE|viewer|editor|dana@ops|INC-7|L1|C1|t|f|t\n")
        for forgery in ["UPDATE audit_logs SET reason = 'x'", "DELETE FROM audit_logs", "TRUNCATE audit_logs"] {
            #expect(throws: TestServer.Failure.self) { try server.run(forgery, in: name) }
        }
        try session.run(
            "INSERT INTO workspace_invitations (workspace_id, email, token, expires_at) SELECT workspace_id, 'a@b.c', "
                + "'secret-token', now() FROM workspace_members WHERE id = '\(member)'")
        #expect(
            try session.run("SELECT new_data ->> 'token' FROM audit_logs ORDER BY created_at DESC LIMIT 1")
                == "[masked]\n")
    }

    @Test func aPersonComesFromTheSignInServiceIntoAWorkspace() throws {
        let server = try TestServer.start()
        let name = try server.database()
        _ = try reference(server, name).lay()
        let session = try server.session(in: name)
        defer { session.close() }
        try session.run(
            """
            INSERT INTO workspaces (name, company_email_domains) VALUES ('Acme', '{acme.example}');
            INSERT INTO auth.users (id, email, email_confirmed_at) VALUES
              ('00000000-0000-4000-8000-000000000001', 'ann@ACME.example', now()),
              ('00000000-0000-4000-8000-000000000002', 'eve@acme.example', NULL)
            """)
        let members = """
            SELECT u.email, u.status, w.name FROM workspace_members m JOIN users u ON u.id = m.user_id
            JOIN workspaces w ON w.id = m.workspace_id ORDER BY 1, 3
            """
        #expect(
            try session.run(members) == """
                ann@ACME.example|active|Acme
                ann@ACME.example|active|Global Workspace
                eve@acme.example|waitlist|Global Workspace

                """)
        #expect(try session.run("SELECT count(*) FROM projects WHERE settings ->> 'is_personal' = 'true'") == "2\n")
        try session.run("UPDATE auth.users SET email_confirmed_at = now() WHERE email LIKE 'eve%'")
        #expect(try session.run("SELECT status FROM users WHERE email LIKE 'eve%'") == "active\n")
        try session.run("DELETE FROM users WHERE email LIKE 'eve%'")
        #expect(
            try session.run("SELECT settings ->> 'archived_reason' FROM projects WHERE deleted_at IS NOT NULL")
                == "user_deleted\n")
    }
}
