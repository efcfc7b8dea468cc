import ChangeContract
import ConsoleCore
import PostgresStore
import TenantStore
import Testing

struct TrailMergeTests {
    @Test(.timeLimit(.minutes(3))) func fourSourcesAreASortOfTheirUnion() async throws {
        let server = try TestServer.start()
        let name = try server.database(TrailStories.tables(.postgres).joined(separator: "; "))
        let store = try await server.open(name)
        let registry = ResourceBuilder.registry(
            catalog: try await store.readCatalog(), profile: TrailStories.profile)
        let session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: .admin, now: { TrailStories.now })
        let writing = try server.session(in: name)
        defer { writing.close() }
        try await TrailStories(session) { statement in try writing.run(statement) }.run(rounds: 2)
        await store.close()
    }
}
