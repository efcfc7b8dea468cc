import ConsoleCore
import Foundation
import Synchronization
import TenantDomain
import TenantStore
import Testing

/// Two operators at once, each on connections of their own, with changes at random from a seed. What the mechanism
/// promises is asked of the database itself afterwards.
package struct ChangeStorm: Sendable {
    /// What came of it; printed by a run of full size.
    package struct Tally: Sendable, CustomStringConvertible {
        package var applied = 0
        package var undone = 0
        package var refusals: [String: Int] = [:]
        /// Rows by change, as its receipt counts them.
        var rows: [String: Int] = [:]
        /// Tokens that each change added.
        var tokens: [String: Int64] = [:]
        var receipts: [Receipt] = []

        package var description: String {
            let refused = refusals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return "applied \(applied) (\(undone) of them undo), refused: \(refused.joined(separator: ", "))"
        }
    }

    private let operators: [StormOperator]
    private let seed: UInt64
    /// For looking at the outcome.
    private let bench: ChangeBench

    /// - Parameters:
    ///   - benches: the same database on connections of each operator's own, with the rows of `StormFixture`.
    package init(_ benches: [ChangeBench], seed: UInt64) {
        operators = zip(benches, ["dana@ops", "robin@ops"]).map { StormOperator($0, name: $1) }
        bench = benches[0]
        self.seed = seed
    }

    /// How many changes the test makes: the variable says otherwise where all ten thousand are wanted.
    package static var changes: Int {
        ProcessInfo.processInfo.environment["TENANTCTL_STORM_CHANGES"].flatMap { Int($0) } ?? 200
    }

    /// - Parameter changes: applied by all operators together.
    package func run(changes: Int) async throws -> [Tally] {
        let invariants = StormInvariants(bench)
        let before = try await invariants.tokens()
        let tallies = try await withThrowingTaskGroup(of: Tally.self) { group in
            for (place, one) in operators.enumerated() {
                group.addTask {
                    try await one.run(changes: changes / operators.count, seed: seed &+ UInt64(place) &* 7919)
                }
            }
            var tallies: [Tally] = []
            for try await tally in group { tallies.append(tally) }
            return tallies
        }
        #expect(tallies.reduce(0) { $0 + $1.applied } == changes / operators.count * operators.count)
        let added = tallies.flatMap(\.tokens.values).reduce(0, +)
        #expect(try await invariants.tokens() - before == added, "tokens that were added are there, each once")
        try await invariants.check(rows: tallies.reduce(into: [:]) { all, tally in all.merge(tally.rows) { $1 } })
        for one in operators {
            let report = JournalVerifier.report(
                files: try one.storage.sessions().map { ($0, try one.storage.read($0)) })
            #expect(report.problems.isEmpty && report.openIntents.isEmpty, "\(report)")
        }
        for (one, name) in zip(operators, ["dana@ops", "robin@ops"]) {
            for receipt in tallies.flatMap(\.receipts) where receipt.operatorName == name {
                try await one.checkUndo(of: receipt)
            }
        }
        return tallies
    }
}

/// One of them, with a journal and receipts of their own.
private struct StormOperator: Sendable {
    let storage = MemoryJournal()
    private let name: String
    private let session: ConsoleSession
    private let writing: ChangeWriting

    init(_ bench: ChangeBench, name: String) {
        self.name = name
        session = bench.session
        let journal = SessionJournal(
            storage: storage,
            facts: .init(
                operatorName: name, persona: .admin, environment: "test", database: bench.session.store.identity.key),
            now: bench.session.now)
        writing = ChangeWriting(database: bench.writer, journal: journal, archive: StormArchive())
    }

    private var service: ChangeService { ChangeService(session: session, writing: writing) }

    func run(changes: Int, seed: UInt64) async throws -> ChangeStorm.Tally {
        var tally = ChangeStorm.Tally()
        var random = SeededGenerator(state: seed)
        var attempts = 0
        // A plan that its operator thought about for a while.
        var waiting: (ChangeVerb, ChangePlan)?
        while tally.applied < changes, attempts < changes * 12 {
            attempts += 1
            let verb = StormFixture.verb(&random, receipts: tally.receipts)
            do throws(ConsoleError) {
                let plan = try await service.plan(Change(verb, instant: session.now()))
                if waiting == nil, Int.random(in: 0..<4, using: &random) == 0 {
                    waiting = (verb, plan)
                    continue
                }
                try await apply(verb, plan, &tally)
                if let (verb, plan) = waiting {
                    waiting = nil
                    if tally.applied < changes { try await apply(verb, plan, &tally) }
                }
            } catch {
                guard let word = Self.reason(error) else {
                    Issue.record("\(verb) failed: \(error)")
                    continue
                }
                tally.refusals[word, default: 0] += 1
            }
        }
        return tally
    }

    private func apply(
        _ verb: ChangeVerb, _ plan: ChangePlan, _ tally: inout ChangeStorm.Tally
    ) async throws(ConsoleError) {
        let receipt = try await service.apply(
            plan, WriteAuthority(operatorName: name, persona: .admin, reason: "OPS-1 storm", lease: OpenLease()))
        tally.applied += 1
        tally.rows[receipt.changeID] = receipt.rowCount
        tally.receipts.append(receipt)
        switch verb {
        case .addTokens(_, let amount): tally.tokens[receipt.changeID] = amount
        case .undo(let change):
            tally.undone += 1
            tally.tokens[receipt.changeID] = tally.tokens[change].map { -$0 }
        default: break
        }
    }

    /// The way back is open, or a rule says why not.
    func checkUndo(of receipt: Receipt) async throws {
        do throws(ConsoleError) {
            _ = try await service.plan(Change(.undo(change: receipt.changeID), instant: session.now()))
        } catch {
            guard case .change = error else {
                Issue.record("undo of \(receipt.title) failed: \(error)")
                return
            }
        }
    }

    /// The name of a refusal; nil for what must not happen.
    private static func reason(_ error: ConsoleError) -> String? {
        switch error {
        case .change(let refusal): String("\(refusal)".prefix { $0 != "(" })
        case .stalePlan: "stale plan"
        // The file was somebody else's for longer than a writer waits; nothing was written.
        case .store(.busy): "busy"
        default: nil
        }
    }
}

/// SplitMix64: the same numbers from the same seed everywhere.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Receipts by id: there are thousands.
private final class StormArchive: ChangeArchive {
    private let records = Mutex<[String: ChangeRecord]>([:])

    func keep(_ record: ChangeRecord) async throws(ConsoleError) {
        records.withLock { $0[record.receipt.changeID] = record }
    }

    func drop(_ changeID: String) async { records.withLock { $0[changeID] = nil } }

    func find(_ id: String?, database: String) async throws(ConsoleError) -> ChangeRecord? {
        records.withLock { records in id.flatMap { records[$0] } }
    }

    func list(database: String, limit: Int) async throws(ConsoleError) -> [ChangeRecord] { [] }
}
