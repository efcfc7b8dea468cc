import TenantDomain

/// Seals stretches of the trail: by day, up to a minute before now, so that transactions under way end outside. A
/// stretch without entries belongs to the one after it, so that nothing can be put in between unseen.
package struct SealService: Sendable {
    /// The newest minute is left alone.
    private static let quiet: Int64 = 60_000_000
    private static let day: Int64 = 86_400_000_000

    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    package func hasSeals() async throws(ConsoleError) -> Bool {
        try await !SealLedger(session).roots(limit: 1).isEmpty
    }

    /// Hands over, in their order, the seals of what is not sealed yet; nothing is written.
    ///
    /// - Returns: the sealed source's name, how many seals there were, and the last of them.
    @discardableResult
    package func seal(
        _ receive: (SealRoot) throws(ConsoleError) -> Void
    ) async throws(ConsoleError) -> (source: String, count: Int, head: SealRoot?) {
        let ledger = try SealLedger(session)
        let trail = try SealedTrail(session)
        let newest = try await ledger.roots().last
        let end = session.now() - Self.quiet
        var from: Int64
        if let newest {
            from = newest.to
        } else {
            guard let oldest = try await trail.oldest() else { return (trail.source.name, 0, nil) }
            from = oldest - ((oldest % Self.day) + Self.day) % Self.day
        }
        var previous = newest?.root
        var found = 0
        var head: SealRoot?
        var start = from
        while from < end {
            let to = min(from - ((from % Self.day) + Self.day) % Self.day + Self.day, end)
            let root = try await trail.digest(ledger.form, from: start, to: to).root(
                source: trail.source.name, previous: previous, from: start, to: to)
            from = to
            guard root.count > 0 else { continue }
            try receive(root)
            found += 1
            head = root
            previous = root.root
            start = to
        }
        return (trail.source.name, found, head)
    }

    /// What a seal is written as, by column.
    package func row(of root: SealRoot) throws(ConsoleError) -> (
        table: String, values: [(column: String, value: Value)]
    ) { try SealLedger(session).row(of: root) }

    /// Hands over what writes the seals of what is not sealed yet, for whoever may write the ledger, and puts the
    /// newest into the journal.
    ///
    /// - Returns: the sealed source's name.
    package func statements(
        _ receive: (String) throws(ConsoleError) -> Void
    ) async throws(ConsoleError) -> String {
        let ledger = try SealLedger(session)
        let sealed = try await seal { (root) throws(ConsoleError) in try receive(ledger.statement(root)) }
        guard let head = sealed.head else { return sealed.source }
        do {
            try session.journal.append(SealHead.entry(head, source: sealed.source, count: sealed.count))
        } catch {
            throw .journal(error)
        }
        return sealed.source
    }
}
