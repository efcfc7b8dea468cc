import Synchronization
import TenantDomain
import Testing

@testable import ConsoleCore

@Suite("leases")
struct LeaseTests {
    /// A clock that a test turns, backwards too.
    private final class Hand: Sendable {
        private let offset = Mutex(Duration.zero)
        private let start = ContinuousClock.now

        var clock: LeaseClock { LeaseClock { self.offset.withLock { self.start + $0 } } }
        func turn(_ duration: Duration) { offset.withLock { $0 += duration } }
    }

    private let hand = Hand()

    private func holder(_ rules: WriteRules = WriteRules()) -> LeaseHolder {
        LeaseHolder(rules: rules, environment: "production", clock: hand.clock)
    }

    @discardableResult
    private func take(
        _ holder: LeaseHolder, minutes: Int = 15, reason: String = "OPS-4412 requested by owner",
        persona: Persona = .admin
    ) throws -> WriteLease {
        try holder.take(minutes: minutes, reason: reason, operatorName: "dana@ops", persona: persona) { _ in }
    }

    @Test("a lease counts down and ends, and no clock brings it back")
    func ends() throws {
        let holder = holder()
        let lease = try take(holder)
        #expect(lease.countdown(at: hand.clock.now()) == "15:00" && lease.reasonHead == "OPS-4412")
        hand.turn(.seconds(28))
        #expect(lease.countdown(at: hand.clock.now()) == "14:32")
        #expect(try holder.covering("member set-role", persona: .admin) == lease)
        hand.turn(.seconds(15 * 60))
        #expect(throws: LeaseRefusal.ended(reason: "OPS-4412 requested by owner")) {
            try holder.covering("member set-role", persona: .admin, begun: lease)
        }
        hand.turn(.seconds(-16 * 60))
        #expect(holder.current == nil)
    }

    @Test("a clock that goes behind the lease's start ends it")
    func setBack() throws {
        let holder = holder()
        try take(holder)
        hand.turn(.seconds(-3600))
        #expect(holder.current == nil)
    }

    @Test("a write that began under a lease does not go on under the next one, nor after it was given up")
    func replaced() throws {
        let holder = holder()
        let first = try take(holder)
        try take(holder, reason: "OPS-4413 another matter")
        #expect(throws: LeaseRefusal.foreign) {
            try holder.covering("member set-role", persona: .admin, begun: first)
        }
        #expect(holder.end() != nil)
        #expect(throws: LeaseRefusal.self) { try holder.covering("member set-role", persona: .admin) }
        #expect(holder.end() == nil)
    }

    @Test("personas, rules and verbs that do not allow it are refused, each with its own reason")
    func refused() throws {
        #expect(throws: LeaseRefusal.rules(.readOnly, environment: "production")) { try take(holder(.readOnly)) }
        #expect(throws: LeaseRefusal.rules(.untrusted("x"), environment: "production")) {
            try take(holder(WriteRules(refusal: .untrusted("x"))))
        }
        for persona in [Persona.support, .auditor] {
            #expect(throws: LeaseRefusal.persona(persona, allowed: [.admin, .oncall], environment: "production")) {
                try take(holder(), persona: persona)
            }
        }
        #expect(throws: LeaseRefusal.persona(.support, allowed: [], environment: "production")) {
            try take(holder(WriteRules(personas: [.support])), persona: .support)
        }
        #expect(throws: LeaseRefusal.tooLong(minutes: 31, most: 30)) { try take(holder(), minutes: 31) }
        let oncall = holder()
        try take(oncall, persona: .oncall)
        #expect(try oncall.covering("user ban", persona: .oncall).persona == .oncall)
        #expect(throws: LeaseRefusal.verb("tenant set-plan", persona: .oncall)) {
            try oncall.covering("tenant set-plan", persona: .oncall)
        }
        #expect(throws: LeaseRefusal.foreign) { try oncall.covering("tenant set-plan", persona: .admin) }
        let forbidding = holder(WriteRules(forbiddenVerbs: ["member remove", "plan"]))
        try take(forbidding)
        for verb in ["member remove", "plan set-limit"] {
            #expect(throws: LeaseRefusal.forbiddenVerb(verb, environment: "production")) {
                try forbidding.covering(verb, persona: .admin)
            }
        }
        #expect(try forbidding.covering("member set-role", persona: .admin).persona == .admin)
    }

    @Test("a reason has the length and the pattern that the rules ask for, and is one line")
    func reasons() throws {
        let rules = WriteRules(reasonPattern: "[A-Z]+-[0-9]+", reasonMinimumLength: 8)
        #expect(throws: LeaseRefusal.reasonMissing(pattern: rules.reasonPattern)) { try rules.checked(reason: "   ") }
        #expect(throws: LeaseRefusal.reasonTooShort(least: 8)) { try rules.checked(reason: "OPS-1") }
        #expect(throws: LeaseRefusal.reasonLacksPattern("[A-Z]+-[0-9]+")) {
            try rules.checked(reason: "because I can")
        }
        #expect(throws: LeaseRefusal.reasonHasControls) { try rules.checked(reason: "OPS-123\n{\"kind\":1}") }
        #expect(throws: LeaseRefusal.reasonTooLong(most: 200)) {
            try rules.checked(reason: "OPS-123 " + String(repeating: "x", count: 200))
        }
        #expect(try rules.checked(reason: "  OPS-123 why ") == "OPS-123 why")
    }

    @Test("there is no lease where it cannot be written down")
    func unrecorded() throws {
        let holder = holder()
        let fault = JournalFault(path: "journal", reason: "No space left on device")
        #expect(throws: fault) {
            try holder.take(minutes: 5, reason: "OPS-4412 why", operatorName: "dana@ops", persona: .admin) { _ in
                throw fault
            }
        }
        #expect(holder.current == nil)
    }

    @Test("elevate reads its time and takes the rest as the reason")
    func grammar() throws {
        func command(_ line: String) -> Command? {
            guard case .parsed(let parsed) = Grammar.parse(line: line, registry: nil) else { return nil }
            return parsed.command
        }
        #expect(
            command("elevate 15m \"OPS-123 why\"") == .console(.elevate(minutes: 15, reason: "OPS-123 why")))
        #expect(command("elevate 90s OPS-123 why") == .console(.elevate(minutes: 2, reason: "OPS-123 why")))
        #expect(command("elevate OPS-123 why") == .console(.elevate(minutes: nil, reason: "OPS-123 why")))
        #expect(command("elevate 5x why") == nil && command("elevate") == nil)
        #expect(command("relinquish") == .console(.relinquish))
    }
}
