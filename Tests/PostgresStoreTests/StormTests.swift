import ChangeContract
import ConsoleCore
import TenantStore
import Testing

@Suite struct StormTests {
    @Test func twoOperatorsAtOnce() async throws {
        let database = try ChangeTests.database(StormFixture.script)
        let benches = [try await ChangeTests.bench(database), try await ChangeTests.bench(database)]
        let tallies = try await ChangeStorm(benches, seed: 15).run(changes: ChangeStorm.changes)
        for tally in tallies { print("PostgreSQL: \(tally)") }
        for bench in benches { await bench.session.store.close() }
    }
}
