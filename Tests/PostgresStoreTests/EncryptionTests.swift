import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// What a server's certificate has to be, against an authority of the tests' own.
@Suite struct EncryptionTests {
    private static let good = Result {
        try TestPooler(in: TestServer.start(), certificate: (TestCertificates.shared.get().folder, "good"))
    }
    private static let expired = Result {
        try TestPooler(in: TestServer.start(), certificate: (TestCertificates.shared.get().folder, "expired"))
    }

    private func address(
        _ pooler: Result<TestPooler, any Error>, host: String = TestCertificates.host, mode: String? = "verify-full",
        authority: String? = "ca"
    ) throws -> String {
        var text = "host=\(host) hostaddr=127.0.0.1 port=\(try pooler.get().port) user=postgres dbname=postgres"
        if let mode { text += " sslmode=\(mode)" }
        if let authority { text += " sslrootcert=\(try TestCertificates.shared.get().folder)/\(authority).crt" }
        return text
    }

    private func cause(_ text: String) async -> ConnectionCause? {
        do throws(StoreError) {
            try await PostgresStore.open(text, operatorName: "t").close()
            Issue.record("it let us in")
            return nil
        } catch {
            guard case .cannotConnect(_, let cause, _) = error else {
                Issue.record("\(error)")
                return nil
            }
            return cause
        }
    }

    @Test func aServerThatProvesWhoItIsIsCalledTLS() async throws {
        let store = try await PostgresStore.open(address(Self.good), operatorName: "t")
        #expect(store.identity.warnings == ["tls", "superuser"])
        #expect(try await store.read([Statement(sql: "SELECT 1", columnCount: 1)])[0].rowCount == 1)
        await store.close()
    }

    @Test func encryptionWithoutProofIsCalledUnverified() async throws {
        for mode in ["require", "prefer"] {
            let store = try await PostgresStore.open(
                address(Self.expired, mode: mode, authority: nil), operatorName: "t")
            #expect(store.identity.warnings.first == "tls unverified", "\(mode)")
            await store.close()
        }
    }

    @Test func eachFaultHasItsOwnWords() async throws {
        #expect(await cause(try address(Self.good, host: "db.other.test")) == .certificate(.otherHost))
        #expect(await cause(try address(Self.expired)) == .certificate(.expired))
        #expect(await cause(try address(Self.good, authority: "stranger")) == .certificate(.unknownAuthority))
        let folder = try TestCertificates.shared.get().folder
        #expect(
            await cause(try address(Self.good, authority: "nowhere"))
                == .certificate(.rootsFile(path: "\(folder)/nowhere.crt", reason: nil)))
        // The private authority is none of those that this machine trusts.
        #expect(await cause(try address(Self.good, authority: nil)) == .certificate(.unknownAuthority))
    }

    @Test func aServerWithoutTLSIsRefusedWhereItIsAskedFor() async throws {
        let server = try TestServer.start()
        #expect(await cause("host=127.0.0.1 port=\(server.port) user=postgres sslmode=require") == .noEncryption)
    }

    @Test func protectedEnvironmentsAskForProofOffThisMachine() throws {
        let library = try LibPQ.load()
        func mode(_ text: String) throws -> String {
            try ServerSettings(text, operatorName: "t", wantsProof: true, library: library).sslMode
        }
        #expect(try mode("postgresql://db.example.io/app?sslmode=require") == "verify-full")
        #expect(try mode("postgresql://db.example.io/app") == "verify-full")
        #expect(try mode("postgresql://localhost/app") == "prefer")
    }
}
