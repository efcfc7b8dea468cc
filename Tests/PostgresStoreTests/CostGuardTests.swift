import ConsoleCore
import Settings
import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// What no index serves waits for a yes on a server too, whatever is remembered of its tables' sizes.
@Suite struct ServerCostGuardTests {
    private static let table = """
        CREATE TABLE entries (id int PRIMARY KEY, kind text NOT NULL, note text);
        CREATE INDEX ON entries (kind);

        """
    private static func fill(_ rows: Int) -> String {
        "INSERT INTO entries SELECT n, 'k' || n % 1000, 'note ' || n FROM generate_series(1, \(rows)) n;"
    }
    private static let analyze = "ANALYZE entries;"

    /// A session on the catalog as it was after the first script, when the second one has run.
    private func session(_ first: String, then second: String = "") async throws -> (ConsoleSession, PostgresStore) {
        let server = try TestServer.start()
        let name = try server.database(first)
        let store = try await server.open(name)
        let catalog = try await store.readCatalog()
        if !second.isEmpty { try server.run(second, in: name) }
        let session = ConsoleSession(
            store: store, registry: ResourceBuilder.registry(catalog: catalog, profile: Profile(name: "t", title: "")),
            environment: EnvironmentLabel(name: "test"), operatorName: "dana", persona: .admin, now: { 0 })
        return (session, store)
    }

    private func refusal(_ request: ListRequest, _ session: ConsoleSession) async throws -> FullScan? {
        do throws(ConsoleError) {
            _ = try await ListService(session: session).list(request)
            return nil
        } catch {
            guard case .fullScan(let scan) = error else { throw error }
            return scan
        }
    }

    private let unindexed = ListRequest(resource: "entries", filter: "note:777")

    /// What a refusal says, that a yes reads it all, and that indexes are left alone.
    private func expectGuard(_ session: ConsoleSession) async throws {
        let scan = try #require(try await refusal(unindexed, session))
        #expect(scan.rows > 550_000 && scan.rows < 800_000, "\(scan.rows)")
        #expect(scan.plan?.contains("on entries") == true, "\(scan)")
        #expect(scan.plan?.contains("rows pass the filter") == true)
        #expect(scan.indexedFields.contains("kind"))
        let sorted = ListRequest(resource: "entries", sort: [FieldSort("note")])
        #expect(try await refusal(sorted, session)?.cause == .sort("note"))
        let service = ListService(session: session)
        let query = try await service.query(unindexed)
        await #expect(throws: ConsoleError.self) { _ = try await service.tally(query) }
        await #expect(throws: ConsoleError.self) { try await service.stream(query) { _ in true } }
        for request in [
            ListRequest(resource: "entries"), ListRequest(resource: "entries", filter: "id:777"),
            ListRequest(resource: "entries", filter: "kind:=k7 note:777"),
        ] {
            #expect(try await refusal(request, session) == nil, "\(request.filter)")
        }
        var agreed = unindexed
        agreed.allowsFullScan = true
        agreed.limit = 5
        #expect(try await service.list(agreed).page.rows.rowCount == 5)
        let counted = Mutex(0)
        try await service.stream(try await service.query(agreed)) { block in
            counted.withLock { $0 += block.rowCount }
            return true
        }
        // 777 stands in 1 + 9 + 90 + 900 … numbers up to 600,000.
        #expect(counted.withLock { $0 } > 1_000)
    }

    @Test func aLargeTableIsAskedForFirst() async throws {
        let (session, store) = try await session(Self.table + Self.fill(600_000) + Self.analyze)
        try await expectGuard(session)
        await store.close()
    }

    /// Remembered as small, or never counted, and large by now.
    @Test(arguments: [fill(5_000) + analyze, ""]) func whatHasGrownSinceIsAskedForToo(first: String) async throws {
        let (session, store) = try await session(Self.table + first, then: "DELETE FROM entries;" + Self.fill(600_000))
        let known = session.registry.catalog[RelationName("entries")]?.rowEstimate ?? 0
        #expect(known <= 5_000)
        let scan = try #require(try await refusal(unindexed, session))
        #expect(scan.rows > 500_000)
        try await store.close()
    }

    /// Remembered as large, and small by now.
    @Test func whatHasShrunkSinceIsRead() async throws {
        let (session, store) = try await session(
            Self.table + Self.fill(600_000) + Self.analyze, then: "TRUNCATE entries;" + Self.fill(800))
        #expect(session.registry.catalog[RelationName("entries")]?.rowEstimate ?? 0 > 500_000)
        #expect(try await refusal(unindexed, session) == nil)
        #expect(try await ListService(session: session).list(unindexed).page.rows.rowCount == 1)
        await store.close()
    }

    /// Of a partitioned table the partitions count.
    @Test func partitionsAreAddedUp() async throws {
        let (session, store) = try await session(
            """
            CREATE TABLE entries (id int, kind text, note text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
            CREATE TABLE entries_a PARTITION OF entries FOR VALUES FROM (0) TO (300001);
            CREATE TABLE entries_b PARTITION OF entries FOR VALUES FROM (300001) TO (900000);
            """, then: Self.fill(600_000) + Self.analyze)
        let scan = try #require(try await refusal(unindexed, session))
        #expect(scan.rows > 550_000 && scan.rows < 700_000, "\(scan.rows)")
        await store.close()
    }

    /// The question goes with the page: no more round trips than without.
    @Test func theCheckCostsNoRoundTrip() async throws {
        let far = try await ProxiedSession(Self.table + Self.fill(300) + Self.analyze, persona: .admin)
        let (session, store, proxy) = (far.session, far.store, far.proxy)
        let service = ListService(session: session)
        async let page = service.list(unindexed)
        // Connecting, and the page with its check.
        try await proxy.pass(1)
        try await proxy.pass(1)
        let rows = try await page.page.rows.rowCount
        #expect(rows == 0)
        #expect(proxy.flights == 2 && proxy.waiting == 0)
        proxy.open()
        await store.close()
    }
}
