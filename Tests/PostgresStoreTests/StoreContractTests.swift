import PostgresStore
import StoreContract
import TenantStore
import Testing

/// The contract over PostgreSQL.
@Suite struct StoreContractTests {
    private func run(_ check: (PostgresStore) async throws -> Void) async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database(Contract.script(.postgres)))
        try await check(store)
        await store.close()
    }

    @Test func pagingVisitsEachRowOnce() async throws { try await run(Contract.pagingVisitsEachRowOnce) }
    @Test func aViewIsOneWindow() async throws { try await run(Contract.aViewIsOneWindow) }
    @Test func countsStopAtTheirCap() async throws { try await run(Contract.countsStopAtTheirCap) }
    @Test func secondQueriesAgreeWithTheRows() async throws { try await run(Contract.secondQueriesAgreeWithTheRows) }
    @Test func bucketsCoverTheirRange() async throws { try await run(Contract.bucketsCoverTheirRange) }
    @Test func completionFindsValues() async throws { try await run(Contract.completionFindsValues) }
}
