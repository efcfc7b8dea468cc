import ConsoleCore
import Foundation
import Settings
import StoreContract
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// How often the client waits for the server. Nothing is timed: a proxy holds what is sent until all of it is there.
@Suite struct RoundTripTests {
    private static let schema = """
        CREATE TABLE entries (id int PRIMARY KEY, name text NOT NULL);
        INSERT INTO entries SELECT n, 'entry ' || n FROM generate_series(1, 200) AS n;
        ANALYZE;

        """

    /// Waits until so many reads are queued.
    private func queued(_ count: Int, on store: PostgresStore) async throws {
        let deadline = Date(timeIntervalSinceNow: 30)
        while store.waitingReads < count {
            try #require(Date() < deadline, "\(store.waitingReads) of \(count) reads are queued")
            await Task.yield()
        }
    }

    @Test func startUpAndFirstPageTakeTwoRoundTripsAndAPageOne() async throws {
        let far = try await ProxiedSession(Self.schema)
        let (session, store, proxy) = (far.session, far.store, far.proxy)
        let service = ListService(session: session)
        let query = try await service.query(ListRequest(resource: "entries", limit: 50))
        // What a list asks for when it appears.
        async let first = service.page(query)
        async let tally = service.tally(query)
        try await queued(2, on: store)
        try await proxy.pass(1)
        try await proxy.pass(2)
        let page = try await first
        #expect(page.page.rows.rowCount == 50)
        let count = try await tally
        #expect(count == .exactly(200))
        #expect(proxy.flights == 2)

        let cursor = try #require(page.page.cursor(row: 49))
        async let next = service.page(query, position: .after(cursor))
        try await proxy.pass(1)
        let second = try await next
        #expect(second.page.rows.rowCount == 50)
        #expect(proxy.flights == 3)
        #expect(proxy.waiting == 0)

        // Whether the catalog still holds is one more, behind the rows.
        async let fingerprint = store.catalogFingerprint()
        try await proxy.pass(1)
        let found = try await fingerprint
        #expect(found == session.registry.catalog.fingerprint)
        #expect(proxy.flights == 4)
        #expect(proxy.connections == 1)
        proxy.open()
        await store.close()
    }

    @Test func readsThatComeTogetherFailAlone() async throws {
        let far = try await ProxiedSession(Self.schema)
        let (store, proxy) = (far.store, far.proxy)
        async let good = store.read([Statement(sql: "SELECT 1", columnCount: 1)])
        async let bad = store.read([Statement(sql: "SELECT 1 / 0", columnCount: 1)])
        async let late = store.read([Statement(sql: "SELECT 2", columnCount: 1)])
        try await queued(3, on: store)
        proxy.open()
        let first = try await good
        #expect(first[0].text(row: 0, column: 0) == "1")
        var failure: (any Error)?
        do { _ = try await bad } catch { failure = error }
        #expect(failure is StoreError)
        let last = try await late
        #expect(last[0].text(row: 0, column: 0) == "2")
        #expect(proxy.connections == 1)
        await store.close()
    }

    @Test func aFingerprintChangesWithTheSchemaAndNotWithRows() async throws {
        let server = try TestServer.start()
        let name = try server.database(Self.schema)
        let store = try await server.open(name)
        let before = try await store.catalogFingerprint()
        try server.run("INSERT INTO entries VALUES (1000, 'x'); ANALYZE;\n", in: name)
        #expect(try await store.catalogFingerprint() == before)
        for change in [
            "ALTER TABLE entries ADD COLUMN note text", "COMMENT ON TABLE entries IS 'rows'",
            "CREATE INDEX entries_name ON entries (name)", "ALTER TABLE entries ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY p ON entries USING (true)", "GRANT SELECT ON entries TO PUBLIC",
        ] {
            let old = try await store.catalogFingerprint()
            try server.run(change + ";\n", in: name)
            #expect(try await store.catalogFingerprint() != old, "\(change)")
        }
        #expect(try await store.readCatalog().fingerprint == store.catalogFingerprint())
        await store.close()
    }

    @Test func theReferenceSchemaIsKeptWhole() async throws {
        let store = try await TestServer.start().open(try ReferenceFixture.database())
        let catalog = try await store.readCatalog()
        #expect(!catalog.functions.isEmpty)
        #expect(catalog.role != nil)
        #expect(catalog.relations.contains { !$0.policies.isEmpty && !$0.triggers.isEmpty && $0.rights != nil })
        try await Contract.anImageOfTheCatalogIsTheCatalog(store)
        await store.close()
    }
}
