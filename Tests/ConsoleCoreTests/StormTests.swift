import ChangeContract
import ConsoleCore
import TenantStore
import Testing

@Suite struct StormTests {
    @Test func twoOperatorsAtOnce() async throws {
        let file = try await ChangeFile(StormFixture.script)
        let other = try await ChangeFile.bench(file.path)
        let tallies = try await ChangeStorm([file.bench, other], seed: 4).run(changes: ChangeStorm.changes)
        for tally in tallies { print("SQLite: \(tally)") }
        await file.bench.session.store.close()
        await other.session.store.close()
    }
}
