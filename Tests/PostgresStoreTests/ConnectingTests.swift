import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

@Suite struct ConnectingTests {
    private func failure(_ text: String) async -> StoreError? {
        do throws(StoreError) {
            try await PostgresStore.open(text, operatorName: "t").close()
            return nil
        } catch {
            return error
        }
    }

    @Test func eachWayToFailHasItsOwnError() async throws {
        let server = try TestServer.start()
        let at = "127.0.0.1:\(server.port)"
        guard
            case .authenticationFailed(let location, let reason) = await failure(
                "postgresql://guarded:wrong-secret@\(at)/postgres")
        else {
            Issue.record("a wrong password")
            return
        }
        #expect(location == "\(at)/postgres")
        #expect(reason == "password authentication failed for user \"guarded\"")
        guard case .authenticationFailed = await failure("postgresql://guarded@\(at)/postgres?passfile=/dev/null")
        else {
            Issue.record("no password")
            return
        }
        #expect(
            await failure("postgresql://postgres@\(at)/nowhere")
                == .cannotConnect(
                    location: "\(at)/nowhere", cause: .noDatabase, reason: "database \"nowhere\" does not exist"))
        #expect(
            await failure("postgresql://x@127.0.0.1:1/app")
                == .cannotConnect(location: "127.0.0.1:1/app", cause: .refused, reason: "Connection refused"))
        let unreadable = await failure("host=x password=hidden-secret port")
        #expect(unreadable == .connectionFailed(location: "PostgreSQL", reason: "the connection string cannot be read"))
        #expect(await failure("postgresql://guarded:right-secret@\(at)/postgres") == nil)
    }

    @Test func offLoopbackEncryptionIsAsked() throws {
        let library = try LibPQ.load()
        func mode(_ text: String) throws -> String {
            try ServerSettings(text, operatorName: "t", library: library).sslMode
        }
        #expect(try mode("postgresql://db.example.io/app") == "require")
        #expect(try mode("postgresql://db.example.io/app?sslmode=disable") == "require")
        #expect(try mode("postgresql://db.example.io/app?sslmode=verify-full") == "verify-full")
        #expect(try mode("host=127.0.0.1,db.example.io dbname=app") == "require")
        #expect(try mode("host=127.evil.example dbname=app") == "require")
        #expect(try mode("postgresql://localhost/app") == "prefer")
        #expect(try mode("host=/run/postgresql dbname=app") == "prefer")
    }

    @Test func identityNamesWhatTheHeaderMustShow() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database())
        #expect(store.identity.location.hasPrefix("127.0.0.1:\(server.port)/"))
        #expect(store.identity.warnings == ["superuser"])
        #expect(store.identity.engine.version.first?.isNumber == true)
        await store.close()
    }
}
