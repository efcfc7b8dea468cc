import Synchronization
import TenantDomain
import TenantStore

/// Seals stretches of the trail and holds it against its seals.
///
/// Sealed is the first source that holds changes: by day, up to a minute before now, so that transactions under way
/// end outside. A stretch without entries belongs to the one after it, so that nothing can be put in between unseen.
package struct SealService: Sendable {
    /// The newest minute is left alone.
    private static let quiet: Int64 = 60_000_000
    private static let day: Int64 = 86_400_000_000
    private static let rootLimit = 20_000
    private static let countCap = 100_000
    private static let suspectLimit = 20

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    // MARK: Sealing

    package func hasSeals() async throws(ConsoleError) -> Bool { try await !roots(limit: 1).isEmpty }

    /// The roots that would seal what is not sealed yet, in their order; nothing is written.
    package func plan(progress: @Sendable (Int) -> Void = { _ in }) async throws(ConsoleError) -> (
        source: String, roots: [SealRoot]
    ) {
        let source = try sealed()
        let known = try await roots()
        var previous = known.last?.root
        let end = session.now() - Self.quiet
        var from: Int64
        if let last = known.last {
            from = last.to
        } else {
            guard let oldest = try await oldest(source) else { return (source.name, []) }
            from = oldest - ((oldest % Self.day) + Self.day) % Self.day
        }
        var found: [SealRoot] = []
        var start = from
        while from < end {
            let to = min(from - ((from % Self.day) + Self.day) % Self.day + Self.day, end)
            let root = try await digest(source, from: start, to: to).root(
                source: source.name, previous: previous, from: start, to: to)
            from = to
            guard root.count > 0 else { continue }
            found.append(root)
            previous = root.root
            start = to
            progress(found.count)
        }
        return (source.name, found)
    }

    /// What a root is written as, by column.
    package func row(of root: SealRoot, source: String) throws(ConsoleError) -> (
        table: String, values: [(column: String, value: Value)]
    ) {
        let mapping = try mapping()
        return (
            mapping.table,
            [
                (mapping.id, .text(Self.key(root.root))), (mapping.root, .text(root.root)),
                (mapping.previous, root.previous.map(Value.text) ?? .null),
                (mapping.count, .integer(Int64(root.count))), (mapping.first, root.first.map(Value.text) ?? .null),
                (mapping.last, root.last.map(Value.text) ?? .null), (mapping.from, .text(TimeText.iso(root.from))),
                (mapping.to, .text(TimeText.iso(root.to))), (mapping.algorithm, .text("sha256")),
                (mapping.created, .text(TimeText.iso(session.now()))),
            ]
        )
    }

    /// What writes the roots, in their order: for whoever may write that table.
    package func statements(_ roots: [SealRoot], source: String) throws(ConsoleError) -> [String] {
        var statements: [String] = []
        for root in roots {
            let row = try row(of: root, source: source)
            guard let table = session.registry.catalog.relation(named: row.table) else { throw .notMapped(.audit) }
            do {
                var columns: [String] = []
                for value in row.values { columns.append(try SQLWriter.quote(value.column)) }
                statements.append(
                    "INSERT INTO \(try SQLWriter.quote(table.name)) (\(columns.joined(separator: ", "))) VALUES "
                        + "(\(row.values.map { Self.literal($0.value) }.joined(separator: ", ")));")
            } catch {
                throw ConsoleError(error)
            }
        }
        return statements
    }

    /// Digits, hexadecimal and times; a key of the trail's own is quoted like any text.
    private static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): String(number)
        default: "'\((value.text ?? "").replacing("'", with: "''"))'"
        }
    }

    /// A key of the form of a UUID out of the root, so that sealing twice cannot give two rows.
    private static func key(_ root: String) -> String {
        let digits = Array(root.prefix(32))
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0.clamped(to: 0..<digits.count)]) }.joined(separator: "-")
    }

    // MARK: Verifying

    package func verify(progress: @Sendable (Int) -> Void = { _ in }) async throws(ConsoleError) -> SealReport {
        let clock = ContinuousClock.now
        let source = try sealed()
        let known = try await roots()
        var ranges: [SealReport.Range] = []
        var previous: String?
        for root in known {
            let digest = try await digest(source, from: root.from, to: root.to)
            let again = digest.root(source: source.name, previous: root.previous, from: root.from, to: root.to)
            var verdict = SealReport.Range.Verdict.intact
            var suspects: [Fact] = []
            if again.root != root.root {
                verdict = .differs(counted: again.count, sealed: root.count)
                suspects = try await self.suspects(source, root, again)
            } else if root.previous != previous {
                verdict = .chainBroken
            }
            previous = root.root
            ranges.append(
                SealReport.Range(root: root.root, from: root.from, to: root.to, verdict: verdict, suspects: suspects))
            progress(ranges.count)
        }
        let end = known.last?.to
        let now = session.now()
        let counts = try await session.blocks([
            try reader.count(
                source, end.map { since(source, $0) } ?? .everything, cap: Self.countCap),
            try reader.count(source, since(source, now + Self.quiet), cap: Self.countCap),
        ])
        func tally(_ place: Int) -> RowTally {
            let count = Int(clamping: counts[place].number(row: 0, column: 0) ?? 0)
            return count >= Self.countCap ? .moreThan(Self.countCap) : .exactly(count)
        }
        return SealReport(
            source: source.name, ranges: ranges, sealedEntries: known.map(\.count).reduce(0, +), unsealed: tally(0),
            inFuture: tally(1), elapsedMicroseconds: clock.microseconds)
    }

    /// Entries of a differing range that can be told: the ends that are not there any more, and documents that do not
    /// fit the entry after them.
    private func suspects(
        _ source: TimelineSource, _ sealed: SealRoot, _ found: SealRoot
    ) async throws(ConsoleError) -> [Fact] {
        var facts: [Fact] = []
        if let first = sealed.first, first != found.first {
            facts.append(Fact(first, "was the first entry and is not"))
        }
        if let last = sealed.last, last != found.last { facts.append(Fact(last, "was the last entry and is not")) }
        let plan = try reader.plan(
            source.query(
                since(source, sealed.from).and(before(source, sealed.to)), page: PageRequest(limit: 2000),
                cellLimit: AuditEntryService.documentLimit))
        guard let block = try await session.blocks([plan.statement]).first else { return facts }
        let rows = plan.page(from: block).rows
        var records: [String: (table: String, id: String)] = [:]
        for row in 0..<rows.rowCount {
            let cells = TimelineCells(source: source, rows: rows, row: row, policy: reader.policy)
            if let table = cells.text(.targetTable), let id = cells.text(.targetID) {
                records["\(table) \(id)"] = (table, id)
            }
        }
        for record in records.values.sorted(by: { ($0.table, $0.id) < ($1.table, $1.id) }).prefix(200) {
            guard facts.count < Self.suspectLimit else { break }
            guard let resource = session.registry.resource(named: record.table) else { continue }
            let history: HistoryReply
            do throws(ConsoleError) {
                history = try await HistoryService(session: session).load(
                    HistoryRequest(resource: resource.name, id: record.id))
            } catch {
                if case .noRow = error { continue }
                throw error
            }
            for (place, version) in history.versions.enumerated() where !version.unexplained.isEmpty && place > 0 {
                let earlier = history.versions[place - 1].entry
                let times = [earlier.time, version.entry.time].compactMap { $0 }
                guard times.contains(where: { $0 >= sealed.from && $0 < sealed.to }) else { continue }
                facts.append(
                    Fact(
                        earlier.id.text ?? "",
                        "does not fit \(version.entry.id.text ?? "the next") in \(version.unexplained.map(\.path).joined(separator: ", "))"
                    ))
            }
        }
        return Array(facts.prefix(Self.suspectLimit))
    }

    // MARK: Reading

    private func mapping() throws(ConsoleError) -> SealMapping {
        guard let mapping = session.registry.profile.seals,
            session.registry.catalog.relation(named: mapping.table) != nil
        else {
            throw .refused(
                reason: "This database has no table for seals.",
                hint:
                    "Make one with the columns of trust_ledger_roots (docs/reference-schema.md) and name it in the profile's [seals]."
            )
        }
        return mapping
    }

    private func sealed() throws(ConsoleError) -> TimelineSource {
        _ = try mapping()
        guard let source = TimelineSource.primary(reader.sources).first(where: \.isPaged) else {
            throw .notMapped(.audit)
        }
        return source
    }

    private func operand(_ source: TimelineSource) throws(ConsoleError) -> Operand {
        guard let time = source.path(.time), time.hops.isEmpty else { throw .notMapped(.audit) }
        return Operand(time, type: source.type(.time))
    }

    private func since(_ source: TimelineSource, _ instant: Int64) -> Predicate {
        guard let time = source.path(.time) else { return .nothing }
        return .compare(
            Operand(time, type: source.type(.time)),
            .greaterOrEqual(StoredTime.value(instant, for: source.catalogTime)))
    }

    private func before(_ source: TimelineSource, _ instant: Int64) -> Predicate {
        guard let time = source.path(.time) else { return .nothing }
        return .compare(
            Operand(time, type: source.type(.time)), .less(StoredTime.value(instant, for: source.catalogTime)))
    }

    private func oldest(_ source: TimelineSource) async throws(ConsoleError) -> Int64? {
        let plan = try reader.plan(source, .everything, PageRequest(.last, limit: 1))
        guard let block = try await session.blocks([plan.statement]).first else { return nil }
        let rows = plan.page(from: block).rows
        return rows.rowCount > 0 ? reader.time(source, rows, 0) : nil
    }

    /// The stretch's rows hashed as they come, oldest first.
    private func digest(_ source: TimelineSource, from: Int64, to: Int64) async throws(ConsoleError) -> SealDigest {
        let time = try operand(source)
        let stored = source.relation.columns.sorted { $0.name < $1.name }
        let columns = stored.map { (name: $0.name, isTime: $0.type == .timestamp) }
        guard let id = source.path(.id), let place = stored.firstIndex(where: { $0.name == id.column }) else {
            throw .notMapped(.audit)
        }
        let plan = try reader.plan(
            RowQuery(
                relation: source.relation.name,
                columns: stored.map { Projection(ColumnPath($0.name), type: $0.type) },
                predicate: since(source, from).and(before(source, to)),
                sort: [SortTerm(time.path), SortTerm(id)], page: PageRequest(limit: .max), cellLimit: nil))
        let digest = Mutex(SealDigest())
        do {
            try await session.store.stream(plan.statement) { block in
                digest.withLock { digest in
                    for row in 0..<block.rowCount { digest.add(block, row: row, columns, idColumn: place) }
                }
                return !Task.isCancelled
            }
        } catch {
            throw ConsoleError(error)
        }
        if Task.isCancelled { throw .cancelled }
        return digest.withLock { $0 }
    }

    private func roots(limit: Int = SealService.rootLimit) async throws(ConsoleError) -> [SealRoot] {
        let mapping = try mapping()
        guard let relation = session.registry.catalog.relation(named: mapping.table) else { return [] }
        let names = [
            mapping.root, mapping.previous, mapping.count, mapping.first, mapping.last, mapping.from, mapping.to,
        ]
        let plan = try reader.plan(
            RowQuery(
                relation: relation.name,
                columns: names.map { Projection(ColumnPath($0), type: relation.column($0)?.type ?? .text) },
                sort: [SortTerm(ColumnPath(mapping.to))], page: PageRequest(limit: limit), cellLimit: nil))
        guard let block = try await session.blocks([plan.statement]).first else { return [] }
        let rows = plan.page(from: block).rows
        return (0..<rows.rowCount).compactMap { row in
            guard let root = rows.text(row: row, column: 0), let from = rows.time(row: row, column: 5),
                let to = rows.time(row: row, column: 6)
            else { return nil }
            return SealRoot(
                root: root, previous: rows.text(row: row, column: 1),
                count: Int(clamping: rows.number(row: row, column: 2) ?? 0), first: rows.text(row: row, column: 3),
                last: rows.text(row: row, column: 4), from: from, to: to)
        }
    }
}
