import ChangeContract
import ConsoleCore
import PostgresStore
import Settings
import Testing

/// Seals over the trail of a server.
@Suite(.timeLimit(.minutes(5)))
struct SealTests {
    @Test func everyTamperingIsNamed() async throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        try server.run(
            "ALTER TABLE audit_logs DISABLE TRIGGER USER; ALTER TABLE trust_ledger_roots DISABLE TRIGGER USER", in: name
        )
        let store = try await server.open(name)
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let session = ConsoleSession(
            store: store, registry: ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile),
            environment: EnvironmentLabel(name: "test"), operatorName: "dana@ops", persona: .admin,
            now: { ReferenceFixture.now })
        try await SealStories(session: session) { try server.run($0, in: name) }.run()
        await store.close()
    }
}
