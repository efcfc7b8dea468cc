import ConsoleCore
import Synchronization
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

/// Taking, watching and losing a lease by keys.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct LeaseRobotTests {
    /// A clock that a test turns.
    private final class Hand: Sendable {
        private let offset = Mutex(Duration.zero)
        private let start = ContinuousClock.now

        var clock: LeaseClock { LeaseClock { self.offset.withLock { self.start + $0 } } }
        func turn(_ duration: Duration) { offset.withLock { $0 += duration } }
    }

    private let hand = Hand()

    private func robot(_ rules: WriteRules = WriteRules(), persona: Persona = .admin) async throws -> RobotConsole {
        try await RobotConsole(.init(persona: persona, rules: rules, leaseClock: hand.clock))
    }

    private func kinds(_ robot: RobotConsole) throws -> [String] {
        JournalRecord.records(in: try robot.journal.read(1)).map(\.kind)
    }

    @Test func theHeaderTurnsAndCountsDown() async throws {
        let robot = try await robot()
        #expect(robot.header.contains("read-only") && !robot.timers.contains(.lease))
        await robot.run("elevate 15m OPS-4412 requested by owner")
        #expect(robot.header.contains("WRITE 15:00 left · OPS-4412"), "\(robot.header)")
        #expect(robot.timers.contains(.lease))
        hand.turn(.seconds(28))
        await robot.fire(.lease)
        #expect(robot.header.contains("WRITE 14:32 left"), "\(robot.header)")
        #expect(robot.timers.contains(.lease))
        // The machine slept past its end: the next look at the clock ends it.
        hand.turn(.seconds(3600))
        await robot.fire(.lease)
        #expect(robot.header.contains("read-only") && !robot.timers.contains(.lease))
        #expect(robot.toast.contains("has ended"))
        #expect(try kinds(robot) == ["session", "lease", "lease-end"])
    }

    @Test func aLeaseIsGivenUpAndEndsWithItsEnvironment() async throws {
        let robot = try await robot()
        await robot.run("relinquish")
        #expect(robot.toast.contains("no lease"))
        await robot.run("elevate 5m OPS-4412 why")
        await robot.run("relinquish")
        #expect(robot.header.contains("read-only") && robot.toast.contains("given up"))
        await robot.run("elevate 5m OPS-4413 why")
        await robot.run("env use staging")
        #expect(robot.header.contains("staging") && robot.header.contains("read-only"))
        let records = JournalRecord.records(in: try robot.journal.read(1))
        #expect(records.map(\.kind) == ["session", "lease", "lease-end", "lease", "lease-end", "end"])
        #expect(records[4]["how"] == "environment-switched")
    }

    @Test func whoMayNotIsToldWhy() async throws {
        let support = try await robot(persona: .support)
        await support.run("elevate 5m OPS-4412 why")
        #expect(support.toast.contains("support takes no lease in local") && support.header.contains("read-only"))
        let readOnly = try await robot(.readOnly)
        await readOnly.run("elevate 5m OPS-4412 why")
        #expect(readOnly.toast.contains("local is read-only"))
        let strict = try await robot(WriteRules(longestMinutes: 10, reasonPattern: "[A-Z]+-[0-9]+"))
        await strict.run("elevate 15m OPS-4412 why")
        #expect(strict.toast.contains("1 to 10 minutes"))
        await strict.run("elevate 5m because I can")
        #expect(strict.toast.contains("must hold"))
        #expect(try strict.journal.sessions().isEmpty)
    }
}
