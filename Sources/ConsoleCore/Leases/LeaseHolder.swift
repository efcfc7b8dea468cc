import Synchronization

/// The one lease that a session may have. Shared by the screen and by a change that is being written, so that giving
/// the lease up or its end stops a write that has not committed.
package final class LeaseHolder: Sendable {
    package let rules: WriteRules
    package let environment: String
    package let clock: LeaseClock
    private let state = Mutex<State>(State())

    private struct State {
        var lease: WriteLease?
        /// Once its time was up: a lease that ended stays ended, whatever the clock says later.
        var isOver = false
        /// The reason of the lease before, for the words of its end.
        var lastReason: String?
    }

    package init(rules: WriteRules, environment: String, clock: LeaseClock = .system) {
        self.rules = rules
        self.environment = environment
        self.clock = clock
    }

    /// Why the persona could not take a lease here at all, whatever the reason; nil where it could.
    package func refusal(for persona: Persona) -> LeaseRefusal? {
        if let refusal = rules.refusal { return .rules(refusal, environment: environment) }
        guard persona.writes, rules.personas.contains(persona) else {
            let allowed = Persona.allCases.filter { $0.writes && rules.personas.contains($0) }
            return .persona(persona, allowed: allowed, environment: environment)
        }
        return nil
    }

    /// Takes a lease in place of the one there is.
    ///
    /// - Parameter recording: writes the lease down before it counts; where it throws there is no lease.
    package func take<Failure: Error>(
        minutes: Int, reason: String, operatorName: String, persona: Persona,
        recording: (WriteLease) throws(Failure) -> Void
    ) throws -> WriteLease {
        if let refusal = refusal(for: persona) { throw refusal }
        guard (1...rules.longestMinutes).contains(minutes) else {
            throw LeaseRefusal.tooLong(minutes: minutes, most: rules.longestMinutes)
        }
        let reason = try rules.checked(reason: reason)
        let start = clock.now()
        let lease = WriteLease(
            id: RandomID.make("lease"), operatorName: operatorName, persona: persona, environment: environment,
            reason: reason, start: start, end: start + .seconds(minutes * 60))
        try recording(lease)
        state.withLock { $0 = State(lease: lease, lastReason: reason) }
        return lease
    }

    /// The lease where it still runs.
    package var current: WriteLease? {
        let now = clock.now()
        return state.withLock { state in
            guard let lease = state.lease, !state.isOver else { return nil }
            if now >= lease.end || now < lease.start { state.isOver = true }
            return state.isOver ? nil : lease
        }
    }

    /// Takes the lease away, also one whose time is up; nil where there was none.
    @discardableResult
    package func end() -> WriteLease? {
        state.withLock { state in
            defer { state.lease = nil }
            return state.lease
        }
    }

    /// The lease that covers the verb for this persona, now. Asked when a plan is applied and again right before
    /// COMMIT, then with the lease that the write began under.
    package func covering(
        _ verb: String, persona: Persona, begun: WriteLease? = nil
    ) throws(LeaseRefusal) -> WriteLease {
        if let refusal = refusal(for: persona) { throw refusal }
        guard persona.permits(verb) else { throw .verb(verb, persona: persona) }
        guard !rules.forbids(verb) else { throw .forbiddenVerb(verb, environment: environment) }
        guard let lease = current else {
            guard let reason = state.withLock({ $0.lastReason }) else { throw .none }
            throw .ended(reason: reason)
        }
        guard lease.persona == persona, lease.environment == environment, begun == nil || begun?.id == lease.id else {
            throw .foreign
        }
        return lease
    }
}
