import PostgresStore
import StoreContract
import TenantStore
import Testing

/// The contract over PostgreSQL, directly and behind a pooler in transaction mode.
@Suite struct StoreContractTests {
    enum Way: CaseIterable { case direct, pooler }

    private func run(_ way: Way, _ check: (PostgresStore) async throws -> Void) async throws {
        let server = try TestServer.start()
        let database = try server.database(Contract.script(.postgres))
        let store =
            switch way {
            case .direct: try await server.open(database)
            case .pooler: try await TestPooler.start().open(database)
            }
        try await check(store)
        await store.close()
    }

    @Test(arguments: Way.allCases) func pagingVisitsEachRowOnce(_ way: Way) async throws {
        try await run(way, Contract.pagingVisitsEachRowOnce)
    }

    @Test(arguments: Way.allCases) func aViewIsOneWindow(_ way: Way) async throws {
        try await run(way, Contract.aViewIsOneWindow)
    }

    @Test(arguments: Way.allCases) func countsStopAtTheirCap(_ way: Way) async throws {
        try await run(way, Contract.countsStopAtTheirCap)
    }

    @Test(arguments: Way.allCases) func secondQueriesAgreeWithTheRows(_ way: Way) async throws {
        try await run(way, Contract.secondQueriesAgreeWithTheRows)
    }

    @Test(arguments: Way.allCases) func bucketsCoverTheirRange(_ way: Way) async throws {
        try await run(way, Contract.bucketsCoverTheirRange)
    }

    /// Also where the server has no second connection.
    @Test(arguments: ["postgres", "lonely"]) func readingApartGivesTheSame(user: String) async throws {
        let server = try TestServer.start()
        let database = try server.database(
            Contract.script(.postgres)
                + "; DROP ROLE IF EXISTS lonely; CREATE ROLE lonely LOGIN CONNECTION LIMIT 1 IN ROLE pg_read_all_data")
        let store = try await PostgresStore.open(
            server.url(database, user: user), operatorName: "t", patience: .zero)
        try await Contract.readingApartGivesTheSame(store)
        await store.close()
    }

    @Test func cancellingEndsBothOfTwoConnections() async throws {
        let server = try TestServer.start()
        let name = try server.database(SlowQuery.function)
        let store = try await PostgresStore.open(
            server.url(name), operatorName: "t", statementTimeout: 120, patience: .zero)
        let slow = try SlowQuery(server, in: name)
        let slowly = Statement(sql: "SELECT slowly()", columnCount: 1)
        let task = Task { try await store.readApart([slowly, slowly]) }
        #expect(await slow.runsMeanwhile(times: 2))
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
        let left = Statement(
            sql: """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
                AND query LIKE '%slowly%' AND pid <> pg_backend_pid()
                """, columnCount: 1)
        #expect(try await store.read([left])[0].lines == ["0"])
        await store.close()
    }

    @Test(arguments: Way.allCases) func completionFindsValues(_ way: Way) async throws {
        try await run(way, Contract.completionFindsValues)
    }

    @Test(arguments: Way.allCases) func filtersFindWhatTheirMeaningSays(_ way: Way) async throws {
        try await run(way, Contract.filtersFindWhatTheirMeaningSays)
    }
}
