import ConsoleCore
import TenantDomain

@testable import PostgresStore

/// A session on what is remembered of a database of its own, through a proxy that holds what is sent, and not yet
/// connected: every round trip is seen.
struct ProxiedSession {
    let session: ConsoleSession
    let store: PostgresStore
    let proxy: HoldingProxy

    /// - Parameter script: what the database is made with.
    init(_ script: String, persona: Persona = .support) async throws {
        let server = try TestServer.start()
        let name = try server.database(script)
        let direct = try await server.open(name)
        let catalog = try await direct.readCatalog()
        let identity = direct.identity
        await direct.close()
        proxy = try HoldingProxy(server: server.port)
        store = try await PostgresStore.open(
            "postgresql://postgres@127.0.0.1:\(proxy.port)/\(name)?sslmode=disable&gssencmode=disable",
            operatorName: "dana", remembered: identity)
        session = ConsoleSession(
            store: store, registry: ResourceBuilder.registry(catalog: catalog, profile: Profile(name: "t", title: "")),
            environment: EnvironmentLabel(name: "test"), operatorName: "dana", persona: persona, now: { 0 })
    }
}
