import TenantDomain
import TenantStore

/// Holds the trail against its seals, and the seals against their chain and the journal.
package struct SealVerifier: Sendable {
    static let countCap = 100_000
    /// Findings that are named in one stretch.
    private static let findingLimit = 20
    /// Rows of seals whose marks are read at once, and seals at most.
    private static let marksAtOnce = (rows: 200_000, seals: 64)
    private static let quiet: Int64 = 60_000_000

    private let session: ConsoleSession
    private let journal: (any JournalStorage)?

    /// - Parameter journal: this operator's; nil where the ledger is not held against any.
    package init(session: ConsoleSession, journal: (any JournalStorage)? = nil) {
        self.session = session
        self.journal = journal
    }

    package func verify() async throws(ConsoleError) -> SealReport {
        let clock = ContinuousClock.now
        let ledger = try SealLedger(session)
        let trail = try SealedTrail(session)
        let known = try await ledger.roots()
        var ranges: [SealReport.Range] = []
        /// What stands for the keys of missing entries, and the stretch that they were sealed in.
        var missing: [UInt32: Int64] = [:]
        var held: [String: SealedRows] = [:]
        var heldUpTo = 0
        for (place, root) in known.enumerated() {
            if place >= heldUpTo {
                let batch = Self.batch(known[place...])
                held = try await ledger.rows(of: batch)
                heldUpTo = batch.endIndex
            }
            let digest = try await trail.digest(root.form, from: root.from, to: root.to)
            let again = digest.root(
                source: trail.source.name, previous: root.previous, from: root.from, to: root.to)
            var range = SealReport.Range(
                root: root.root, from: root.from, to: root.to, verdict: .intact, findings: [])
            let rows = held[root.root]
            range.verdict = verdict(root, again, rows, source: trail.source.name)
            if range.verdict == .intact, root.previous != (place > 0 ? known[place - 1].root : nil) {
                range.verdict = .chainBroken
            }
            switch range.verdict {
            case .differs, .sealAltered(entriesHold: false):
                try await name(&range, root, again, rows, digest, trail, &missing)
            default: break
            }
            ranges.append(range)
        }
        Self.follow(missing, in: &ranges)
        let lost = try hold(&ranges, source: trail.source.name)
        let counts = try await session.blocks([
            try trail.reader.count(
                trail.source, known.last.map { trail.since($0.to) } ?? .everything, cap: Self.countCap),
            try trail.reader.count(trail.source, trail.since(session.now() + Self.quiet), cap: Self.countCap),
        ])
        func tally(_ place: Int) -> RowTally {
            let count = Int(clamping: counts[place].number(row: 0, column: 0) ?? 0)
            return count >= Self.countCap ? .moreThan(Self.countCap) : .exactly(count)
        }
        return SealReport(
            source: trail.source.name, ranges: ranges, sealedEntries: known.map(\.count).reduce(0, +),
            unsealed: tally(0), inFuture: tally(1), lostHeads: lost,
            unknownRecords: try await UnknownRecords(session, trail).find(), elapsedMicroseconds: clock.microseconds)
    }

    private static func batch(_ roots: ArraySlice<SealRoot>) -> ArraySlice<SealRoot> {
        var rows = 0
        var end = roots.startIndex
        while end < roots.endIndex, end - roots.startIndex < marksAtOnce.seals,
            end == roots.startIndex || rows + roots[end].count <= marksAtOnce.rows
        {
            rows += roots[end].count
            end += 1
        }
        return roots[..<end]
    }

    /// How a seal stands by itself: the ledger's row against its own hash, the rows against the ledger's row.
    private func verdict(
        _ root: SealRoot, _ again: SealRoot, _ rows: SealedRows?, source: String
    ) -> SealReport.Range.Verdict {
        if again.root == root.root {
            let isSame =
                again.count == root.count && again.first == root.first && again.last == root.last
                && again.rows == rows
            return isSame ? .intact : .sealAltered(entriesHold: true)
        }
        guard root.form == .rows else { return .differs(counted: again.count, sealed: root.count) }
        guard let rows = root.rows else { return .sealAltered(entriesHold: false) }
        let claimed = SealDigest.root(
            source: source, previous: root.previous, from: root.from, to: root.to, count: root.count,
            first: root.first, last: root.last, .rows(rows))
        guard claimed == root.root else { return .sealAltered(entriesHold: again.rows?.hash == rows.hash) }
        return .differs(counted: again.count, sealed: root.count)
    }

    // MARK: Naming entries

    private func name(
        _ range: inout SealReport.Range, _ root: SealRoot, _ again: SealRoot, _ rows: SealedRows?,
        _ digest: SealDigest, _ trail: SealedTrail, _ missing: inout [UInt32: Int64]
    ) async throws(ConsoleError) {
        guard root.form == .rows, let rows, rows.holdsMarks, let marks = rows.marks.flatMap({ SealMarks(text: $0) })
        else {
            if root.form == .rows { range.findings.append(.listAltered) }
            range.findings += try await SealSuspects(session: session, trail: trail).findings(root, again)
            return
        }
        let comparison = SealComparison(sealed: marks, found: digest.marks)
        for key in comparison.gaps.flatMap(\.keys) { missing[key] = root.from }
        let limit = Self.findingLimit
        let (changed, added) = (comparison.changed.prefix(limit), comparison.added.prefix(limit))
        let gaps = comparison.gaps.prefix(limit)
        range.unnamed =
            comparison.changed.count - changed.count + comparison.added.count - added.count
            + comparison.gaps.dropFirst(limit).reduce(0) { $0 + $1.count }
        let keys = try await trail.keys(
            at: Set(changed + added + gaps.flatMap { [$0.after, $0.before] }.compactMap { $0 }), from: root.from,
            to: root.to)
        range.findings += changed.compactMap { keys[$0].map(SealFinding.changed) }
        range.findings += added.compactMap { keys[$0].map(SealFinding.added) }
        for gap in gaps {
            range.findings.append(
                .missing(
                    count: gap.count, after: gap.after.flatMap { keys[$0] }, before: gap.before.flatMap { keys[$0] }))
            if gap.holdsFirst, let first = root.first { range.findings.append(.lost(first)) }
            if gap.holdsLast, let last = root.last, last != root.first || !gap.holdsFirst {
                range.findings.append(.lost(last))
            }
        }
    }

    /// An entry that is new in one stretch and missing in another was given another time.
    private static func follow(_ missing: [UInt32: Int64], in ranges: inout [SealReport.Range]) {
        guard !missing.isEmpty else { return }
        for place in ranges.indices {
            ranges[place].findings = ranges[place].findings.map { finding in
                guard case .added(let id) = finding, let from = missing[SealMarks.key(id.utf8)],
                    from != ranges[place].from
                else { return finding }
                return .moved(id, from: from)
            }
        }
    }

    // MARK: The journal

    /// Marks stretches of which the journal knows another seal.
    ///
    /// - Returns: seals of the journal that end where the ledger has none that ends.
    private func hold(_ ranges: inout [SealReport.Range], source: String) throws(ConsoleError) -> [SealHead] {
        guard let journal else { return [] }
        let heads = try SealHead.known(in: journal, database: session.store.identity.key, source: source)
        var ends: [String: Int] = [:]
        for (place, range) in ranges.enumerated() { ends[TimeText.iso(range.to)] = place }
        var lost: [SealHead] = []
        for head in heads {
            guard let place = ends[head.until] else {
                lost.append(head)
                continue
            }
            if ranges[place].root != head.root, ranges[place].verdict == .intact {
                ranges[place].verdict = .unknownToJournal
            }
        }
        return lost
    }
}
