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

    @Test func manyRowsAtOnce() async throws {
        let bench = try await Self.bench(try Self.database(BulkStories.script))
        try await BulkStories(bench).run()
        await bench.session.store.close()
    }
}
