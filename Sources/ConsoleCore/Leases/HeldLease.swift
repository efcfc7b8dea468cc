import TenantDomain

/// A lease as a change is written under it: asked again right before COMMIT, and gone with the lease.
package struct HeldLease: WritePermission {
    private let holder: LeaseHolder
    private let lease: WriteLease
    private let verb: String

    package var id: String { lease.id }

    package func check() throws(ConsoleError) {
        do {
            _ = try holder.covering(verb, persona: lease.persona, begun: lease)
        } catch {
            throw .lease(error)
        }
    }

    fileprivate init(holder: LeaseHolder, lease: WriteLease, verb: String) {
        self.holder = holder
        self.lease = lease
        self.verb = verb
    }
}

extension ConsoleSession {
    /// Whether a lease for the verb could be taken, without taking it.
    package func checkLease(for verb: String, reason: String) throws(ConsoleError) {
        do throws(LeaseRefusal) {
            if let refusal = leases.refusal(for: persona) { throw refusal }
            guard persona.permits(verb) else { throw .verb(verb, persona: persona) }
            guard !leases.rules.forbids(verb) else { throw .forbiddenVerb(verb, environment: environment.name) }
            _ = try leases.rules.checked(reason: reason)
        } catch {
            throw .lease(error)
        }
    }

    /// The right to apply a change, under the lease that runs.
    ///
    /// - Parameters:
    ///   - reason: nil takes the lease's own.
    ///   - planner: who planned it, where that was somebody else.
    package func authority(
        for change: Change, reason: String? = nil, planner: String? = nil
    ) throws(ConsoleError) -> WriteAuthority {
        let verb = change.verb.words
        do throws(LeaseRefusal) {
            let lease = try leases.covering(verb, persona: persona)
            if leases.rules.approvals > 0, planner == nil || planner == operatorName {
                throw LeaseRefusal.needsApproval(environment: environment.name)
            }
            return WriteAuthority(
                operatorName: lease.operatorName, persona: persona,
                reason: try reason.map { (text) throws(LeaseRefusal) in try leases.rules.checked(reason: text) }
                    ?? lease.reason,
                lease: HeldLease(holder: leases, lease: lease, verb: verb), planner: planner)
        } catch {
            throw .lease(error)
        }
    }
}
