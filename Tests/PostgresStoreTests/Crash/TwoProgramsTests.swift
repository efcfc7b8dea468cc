import ChangeContract
import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Two real programs at once on the same tenants, each change a process of its own; both keep their journal in one
/// folder.
@Suite struct TwoProgramsTests {
    /// How many changes they try together; the variable says otherwise where two hundred are wanted.
    private static var attempts: Int {
        ProcessInfo.processInfo.environment["TENANTCTL_STORM_PROGRAMS"].flatMap { Int($0) } ?? 16
    }

    /// What came of one operator's changes.
    private struct Tally: Sendable {
        /// Rows by change, as its receipt counts them.
        var rows: [String: Int] = [:]
        var refused = 0
        var busy = 0
        var failures: [String] = []
    }

    @Test(arguments: [CrashBench.Engine.file, .server]) func atOnce(engine: CrashBench.Engine) async throws {
        let bench = try await CrashBench(engine, rows: StormFixture.script)
        let tallies = try await withThrowingTaskGroup(of: Tally.self) { group in
            for seed: UInt64 in [4, 15] { group.addTask { try await Self.tally(bench, seed: seed) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for tally in tallies {
            print("\(engine): \(tally.rows.count) applied, \(tally.refused) refused, \(tally.busy) busy")
            #expect(tally.failures.isEmpty, "\(tally.failures)")
            #expect(!tally.rows.isEmpty)
        }
        let changes = try await bench.changes()
        try await StormInvariants(changes).check(
            rows: tallies.reduce(into: [:]) { all, tally in all.merge(tally.rows) { $1 } })
        await changes.session.store.close()
        try await bench.expectAgreement("\(engine)")
    }

    private static func tally(_ bench: CrashBench, seed: UInt64) async throws -> Tally {
        var tally = Tally()
        var random = SeededGenerator(state: seed)
        for _ in 0..<attempts / 2 {
            let words =
                StormFixture.words(&random) + [
                    "--write", "--yes", "--reason", "OPS-1 storm", "--env", CrashBench.environment, "--persona",
                    "admin",
                    "--output", "json",
                ]
            let run = try await bench.program.runAside(words)
            switch run.code {
            case 0:
                let document = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any]
                let change = try #require(document?["receipt"] as? String, "\(run.out)")
                let tables = document?["tables"] as? [[String: Any]] ?? []
                tally.rows[change] = tables.reduce(0) { $0 + ($1["rows"] as? Int ?? 0) }
            case ExitCode.refused.rawValue: tally.refused += 1
            // Nothing was written: the file was the other one's for longer than a writer waits.
            case ExitCode.failed.rawValue where run.error.contains("locked by another program's write"):
                tally.busy += 1
            // Nothing to undo yet.
            case ExitCode.notFound.rawValue where words[0] == "undo": tally.refused += 1
            default: tally.failures.append("\(words.joined(separator: " ")): \(run.code) \(run.error)")
            }
        }
        return tally
    }
}
