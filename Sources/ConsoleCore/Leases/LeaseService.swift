import TenantDomain

/// Takes and ends leases; each is in the journal before it counts.
package struct LeaseService: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// - Parameter minutes: nil takes the longest that the environment allows.
    package func elevate(minutes: Int?, reason: String) throws(ConsoleError) -> WriteLease {
        if let view = session.view { throw view.writeRefusal }
        let minutes = minutes ?? session.leases.rules.longestMinutes
        let before = session.leases.current
        do {
            return try session.leases.take(
                minutes: minutes, reason: reason, operatorName: session.operatorName, persona: session.persona
            ) { (lease) throws(JournalFault) in
                if let before { try session.journal.append(.leaseEnd(before, .replaced)) }
                try session.journal.append(.lease(lease, minutes: minutes))
            }
        } catch let refusal as LeaseRefusal {
            throw .lease(refusal)
        } catch let fault as JournalFault {
            throw .journal(fault)
        } catch {
            throw .cancelled
        }
    }

    /// The lease that was given up; nil where none ran.
    @discardableResult
    package func end(_ how: LeaseEnd) -> WriteLease? {
        guard let lease = session.leases.end() else { return nil }
        _ = try? session.journal.append(.leaseEnd(lease, how))
        return lease
    }

    /// `15m`, `90s`, `1h`, `15`: whole minutes, rounded up.
    package static func minutes(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let last = text.last else { return nil }
        let factor = units[last]
        guard let number = Int(factor == nil ? Substring(text) : text.dropLast()), number > 0, number <= 86_400 else {
            return nil
        }
        return (number * (factor ?? 60) + 59) / 60
    }
}

extension ConsoleSession {
    /// Ends lease and journal, before another database is opened or the program ends.
    package func leave(_ how: LeaseEnd) {
        LeaseService(session: self).end(how)
        journal.end()
    }
}
