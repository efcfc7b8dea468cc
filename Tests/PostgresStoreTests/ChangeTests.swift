import ChangeContract
import ConsoleCore
import PostgresStore
import ReferenceSchema
import Settings
import TenantDomain
import TenantStore
import Testing

@Suite struct ChangeTests {
    /// A new database with the reference schema and the rows.
    static func database(_ rows: [String] = ChangeFixture.script, on server: TestServer? = nil) throws -> String {
        let schema = try SchemaScript(dialect: .postgres)
        let script = (schema.tables + schema.indexes + schema.triggers + rows).map { $0 + ";\n" }
        return try (server ?? TestServer.start()).database(script.joined())
    }

    /// The database on connections of somebody's own.
    static func bench(_ given: String? = nil) async throws -> ChangeBench {
        try await bench(at: TestServer.start().url(try given ?? Self.database()))
    }

    /// - Parameter url: the database by whichever way leads to it.
    static func bench(at url: String) async throws -> ChangeBench {
        let store = try await PostgresStore.open(url, operatorName: "dana@ops")
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        #expect(registry.problems.isEmpty, "\(registry.problems)")
        return ChangeBench(
            session: ConsoleSession(
                store: store, registry: registry, environment: EnvironmentLabel(name: "test"),
                operatorName: "dana@ops", persona: .admin, now: { ChangeFixture.now }),
            writer: store.writer)
    }

    @Test func stories() async throws {
        let bench = try await Self.bench(try Self.database())
        try await ChangeStories(bench).run()
        await bench.session.store.close()
    }

    @Test func rowsAsText() async throws {
        let bench = try await Self.bench(try Self.database())
        try await EditStories(bench).run()
        await bench.session.store.close()
    }

    @Test func masksHold() async throws {
        let bench = try await Self.bench()
        try await MaskStories(bench).run()
        await bench.session.store.close()
    }

    @Test func rowsGoAndComeBack() async throws {
        let bench = try await Self.bench()
        try await DeleteStories(bench).run()
        await bench.session.store.close()
    }

    @Test func defaultsOfKeys() async throws {
        let bench = try await Self.bench(try Self.database(DefaultStories.script))
        try await DefaultStories(bench).run()
        await bench.session.store.close()
    }

    @Test func manyRowsAtOnce() async throws {
        let bench = try await Self.bench(try Self.database(BulkStories.script))
        try await BulkStories(bench).run()
        await bench.session.store.close()
    }

    /// A key that keeps the tenant and lets go of the person, as servers from 15 on can say it.
    @Test func keysLetGoOfWhatTheyName() async throws {
        let acme = ChangeFixture.id("a", 1)
        let bench = try await Self.bench(
            try Self.database(
                ChangeFixture.script + [
                    "CREATE TABLE people (workspace_id uuid, id text, PRIMARY KEY (workspace_id, id))",
                    "CREATE TABLE errands (id text PRIMARY KEY, workspace_id uuid NOT NULL, person text, FOREIGN KEY "
                        + "(workspace_id, person) REFERENCES people ON DELETE SET NULL (person))",
                    "INSERT INTO people VALUES ('\(acme)', 'joe')",
                    "INSERT INTO errands VALUES ('e', '\(acme)', 'joe')",
                ]))
        let plan = try await bench.plan(
            .delete(table: "people", key: [KeyPart("workspace_id", .text(acme)), KeyPart("id", .text("joe"))]))
        #expect(
            plan.rows.first { $0.table == "errands" }?.fields
                == [FieldEdit("person", before: .text("joe"), after: .null)])
        let receipt = try await bench.service().apply(plan, bench.authority())
        let errand = "SELECT workspace_id || ' ' || coalesce(person, '-') FROM errands"
        #expect(try await bench.texts(errand) == ["\(acme) -"])
        try await bench.undo(receipt)
        #expect(try await bench.texts(errand) == ["\(acme) joe"])
        await bench.session.store.close()
    }

    /// Numbers that only the server gives come back as they were, and it goes on counting where it was.
    @Test func identityColumnsComeBack() async throws {
        let bench = try await Self.bench(
            try Self.database(
                ChangeFixture.script + [
                    "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace_id uuid "
                        + "REFERENCES workspaces (id) ON DELETE CASCADE, body text, "
                        + "size integer GENERATED ALWAYS AS (length(body)) STORED)",
                    "INSERT INTO notes (workspace_id, body) SELECT id, 'about ' || name FROM workspaces WHERE slug IN "
                        + "('acme', 'bistro', 'closed') ORDER BY slug",
                    "DELETE FROM notes WHERE id = 1",
                    "INSERT INTO notes (workspace_id, body) SELECT id, 'more' FROM workspaces WHERE slug = 'bistro'",
                ]))
        let rows = "SELECT id || ' ' || body || ' ' || size FROM notes ORDER BY id"
        let before = try await bench.texts(rows)
        let gone = try await bench.change(.delete(table: "notes", key: [KeyPart("id", .integer(2))]))
        #expect(try await bench.texts(rows) == before.filter { !$0.hasPrefix("2 ") })
        let back = try await bench.undo(gone)
        #expect(try await bench.texts(rows) == before && back.differing == nil)
        let tenant = try await bench.change(
            .delete(table: "workspaces", key: [KeyPart("id", ChangeFixture.bistro.key[0])]))
        #expect(try await bench.texts(rows).count == 1)
        try await bench.undo(tenant)
        #expect(try await bench.texts(rows) == before)
        try await bench.execute("INSERT INTO notes (body) VALUES ('next')")
        #expect(try await bench.texts("SELECT CAST(max(id) AS text) FROM notes") == ["5"])
        await bench.session.store.close()
    }
}
