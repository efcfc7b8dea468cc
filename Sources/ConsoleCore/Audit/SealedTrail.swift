import Synchronization
import TenantDomain
import TenantStore

/// The trail that seals are over: the first source that holds changes, read by stretches of time.
struct SealedTrail {
    let reader: TimelineReader
    let source: TimelineSource
    private let session: ConsoleSession
    private let time: Operand

    init(_ session: ConsoleSession) throws(ConsoleError) {
        reader = TimelineReader(session)
        guard let source = TimelineSource.primary(reader.sources).first(where: \.isPaged),
            let time = source.path(.time), time.hops.isEmpty
        else { throw .notMapped(.audit) }
        self.session = session
        self.source = source
        self.time = Operand(time, type: source.type(.time))
    }

    /// Entries from an instant on.
    func since(_ instant: Int64) -> Predicate {
        .compare(time, .greaterOrEqual(StoredTime.value(instant, for: source.catalogTime)))
    }

    /// Entries of a stretch.
    func within(_ from: Int64, _ to: Int64) -> Predicate {
        since(from).and(.compare(time, .less(StoredTime.value(to, for: source.catalogTime))))
    }

    func oldest() async throws(ConsoleError) -> Int64? {
        let plan = try reader.plan(source, .everything, PageRequest(.last, limit: 1))
        guard let block = try await session.blocks([plan.statement]).first else { return nil }
        let rows = plan.page(from: block).rows
        return rows.rowCount > 0 ? reader.time(source, rows, 0) : nil
    }

    /// The stretch's rows hashed as they come, oldest first.
    func digest(_ form: SealForm, from: Int64, to: Int64) async throws(ConsoleError) -> SealDigest {
        let stored = source.relation.columns.sorted { $0.name < $1.name }
        let columns = stored.map { (name: $0.name, isTime: $0.type == .timestamp) }
        guard let id = source.path(.id), let place = stored.firstIndex(where: { $0.name == id.column }) else {
            throw .notMapped(.audit)
        }
        let digest = Mutex(SealDigest(form))
        try await stream(
            stored.map { Projection(ColumnPath($0.name), type: $0.type) }, from: from, to: to
        ) { block in
            digest.withLock { digest in
                for row in 0..<block.rowCount { digest.add(block, row: row, columns, idColumn: place) }
            }
        }
        return digest.withLock { $0 }
    }

    /// The keys of the rows at the places, counted in the stretch's order.
    func keys(at places: Set<Int>, from: Int64, to: Int64) async throws(ConsoleError) -> [Int: String] {
        guard let id = source.path(.id), !places.isEmpty else { return [:] }
        let found = Mutex((next: 0, keys: [Int: String]()))
        try await stream([Projection(id, type: source.type(.id))], from: from, to: to) { block in
            found.withLock { found in
                for row in 0..<block.rowCount {
                    if places.contains(found.next) { found.keys[found.next] = block.text(row: row, column: 0) }
                    found.next += 1
                }
            }
        }
        return found.withLock { $0.keys }
    }

    private func stream(
        _ columns: [Projection], from: Int64, to: Int64, _ receive: @escaping @Sendable (RowBlock) -> Void
    ) async throws(ConsoleError) {
        guard let id = source.path(.id) else { throw .notMapped(.audit) }
        let plan = try reader.plan(
            RowQuery(
                relation: source.relation.name, columns: columns, predicate: within(from, to),
                sort: [SortTerm(time.path), SortTerm(id)], page: PageRequest(limit: .max), cellLimit: nil))
        do {
            try await session.store.stream(plan.statement) { block in
                receive(block)
                return !Task.isCancelled
            }
        } catch {
            throw ConsoleError(error)
        }
        if Task.isCancelled { throw .cancelled }
    }
}
