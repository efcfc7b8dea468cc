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

    @Test(arguments: Way.allCases) func completionFindsValues(_ way: Way) async throws {
        try await run(way, Contract.completionFindsValues)
    }

    @Test(arguments: Way.allCases) func filtersFindWhatTheirMeaningSays(_ way: Way) async throws {
        try await run(way, Contract.filtersFindWhatTheirMeaningSays)
    }
}
