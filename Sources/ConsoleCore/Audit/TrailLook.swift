import TenantDomain
import TenantStore

/// How a page of the trail reads its sources: alternatives that different indexes serve apart, each in the order of its
/// index, and what no index serves no further back than a person waits.
struct TrailLook: Sendable {
    /// One read of a source. What the parts of a source read has no row in common but for those that `repeated` tells.
    struct Part: Sendable {
        /// What cursors call it: the source's name, with a number from the second part on.
        let name: String
        let source: TimelineSource
        let predicate: Predicate
        /// What an earlier part has read already is told by a cell here: an engine would have to walk over all of it.
        let repeated: [RepeatedEntry]

        /// What the part alone has, for counting.
        var exclusive: Predicate {
            .all([predicate] + repeated.map { .not($0.predicate) })
        }

        func and(_ other: Predicate) -> Part {
            Part(name: name, source: source, predicate: other.and(predicate), repeated: repeated)
        }
    }

    /// A cell's value by which an entry belongs to an earlier part.
    struct RepeatedEntry: Sendable {
        let part: TimelineSource.Part
        let value: Value
        let predicate: Predicate

        /// Nil where no cell that a page reads tells.
        init?(_ predicate: Predicate, of source: TimelineSource) {
            guard case .compare(let operand, .equal(let value)) = predicate, operand.path.hops.isEmpty,
                let part = source.parts(whole: false).first(where: { source.path($0) == operand.path }),
                source.column(part)?.mask != .secret
            else { return nil }
            self.part = part
            self.value = value
            self.predicate = predicate
        }
    }

    let parts: [Part]
    /// Set where some entries were looked for one by one, and so not in all of the trail.
    let bounded: BoundedLook?

    /// Rows up to which looking at them one by one is over before a person would have answered.
    private static let large = 500_000
    private static let day: Int64 = 86_400_000_000
    private static let hour: Int64 = 3_600_000_000
    /// Alternatives that are read apart.
    private static let mostParts = 8

    init(_ filter: TimelineFilter, _ reader: TimelineReader) async throws(ConsoleError) {
        var parts: [Part] = []
        var unserved: [Int] = []
        for asked in filter.asked {
            let alternatives = Self.alternatives(asked, reader.session)
            for (place, (predicate, repeated)) in alternatives.enumerated() {
                let name = place == 0 ? asked.source.name : "\(asked.source.name)#\(place + 1)"
                if Self.isLookedFor(predicate, asked.source, reader.session) { unserved.append(parts.count) }
                parts.append(Part(name: name, source: asked.source, predicate: predicate, repeated: repeated))
            }
        }
        let extents = try await TrailExtents(reader).read(unserved.map { parts[$0].source })
        var since: Int64?
        var fields: [String] = []
        for place in unserved {
            let part = parts[place]
            guard let extent = extents[part.source.name], extent.rows > Self.large,
                let time = part.source.path(.time),
                let floor = Self.floor(extent, TimelineFilter.bounds(part.predicate, time: time).upper)
            else { continue }
            let recent = Predicate.compare(
                Operand(time, type: part.source.type(.time)),
                .greaterOrEqual(StoredTime.value(floor, for: part.source.catalogTime)))
            parts[place] = part.and(recent)
            since = max(since ?? floor, floor)
            for field in Self.indexed(part.source) where !fields.contains(field) { fields.append(field) }
        }
        self.parts = parts
        bounded = since.map { BoundedLook(since: $0, filter: filter.text, fields: fields) }
    }

    // MARK: Alternatives

    /// The asked predicate as alternatives, where an index serves at least one of them by itself: together they would
    /// have the engine sort all of their rows, or walk the whole trail. With each goes what it has in common with
    /// earlier ones, as far as its own predicate does not leave that out.
    private static func alternatives(
        _ asked: TimelineFilter.Asked, _ session: ConsoleSession
    ) -> [(predicate: Predicate, repeated: [RepeatedEntry])] {
        let whole = [(predicate: asked.predicate, repeated: [RepeatedEntry]())]
        if let rows = asked.source.relation.rowEstimate, rows <= StatementPlanner.smallRelation { return whole }
        let terms = if case .all(let terms) = asked.predicate { terms } else { [asked.predicate] }
        guard let place = terms.firstIndex(where: { isChoice($0) }) else { return whole }
        var choices = spread(terms[place])
        choices.removeAll { TimelineFilter.isNothing($0) }
        guard choices.count > 1, choices.count <= mostParts,
            choices.contains(where: { isServed($0, asked.source, session) })
        else { return whole }
        var rest = terms
        rest.remove(at: place)
        return choices.indices.map { index -> (predicate: Predicate, repeated: [RepeatedEntry]) in
            var others: [Predicate] = []
            var repeated: [RepeatedEntry] = []
            for earlier in choices[..<index] where !excludes(earlier, choices[index]) {
                if let known = RepeatedEntry(earlier, of: asked.source) {
                    repeated.append(known)
                } else {
                    others.append(.not(earlier))
                }
            }
            return (predicate: Predicate.all([choices[index]] + others + rest), repeated: repeated)
        }
    }

    private static func isChoice(_ predicate: Predicate) -> Bool {
        switch predicate {
        case .any: true
        case .compare(_, .oneOf(let values)): values.count > 1
        default: false
        }
    }

    private static func spread(_ predicate: Predicate) -> [Predicate] {
        switch predicate {
        case .any(let parts): parts.flatMap { spread($0) }
        case .compare(let operand, .oneOf(let values)): values.map { .compare(operand, .equal($0)) }
        default: [predicate]
        }
    }

    /// Whether no row can satisfy both, as far as their shape tells.
    private static func excludes(_ one: Predicate, _ other: Predicate) -> Bool {
        guard case .compare(let left, .equal(let mine)) = one, case .compare(let right, .equal(let theirs)) = other
        else { return false }
        return left == right && mine != theirs
    }

    // MARK: Cost

    private static func isServed(_ predicate: Predicate, _ source: TimelineSource, _ session: ConsoleSession) -> Bool {
        session.planner.isServed(predicate, in: source.relation)
    }

    /// Whether entries that satisfy the predicate are looked for along the trail, with nothing to say how far back.
    private static func isLookedFor(
        _ predicate: Predicate, _ source: TimelineSource, _ session: ConsoleSession
    ) -> Bool {
        guard let time = source.path(.time), time.hops.isEmpty,
            TimelineFilter.bounds(predicate, time: time).lower == nil
        else { return false }
        let isTimeOnly = withoutTime(predicate, time) == .everything
        return !isTimeOnly && !isServed(withoutTime(predicate, time), source, session)
    }

    /// An upper bound of time says where to begin, not how far to look.
    private static func withoutTime(_ predicate: Predicate, _ time: ColumnPath) -> Predicate {
        guard case .all(let parts) = predicate else {
            return TimelineFilter.bounds(predicate, time: time).upper == nil ? predicate : .everything
        }
        let kept = parts.map { withoutTime($0, time) }.filter { $0 != .everything }
        return .all(kept)
    }

    /// From where on about so many entries lie before the upper bound; nil where that is all of them. On a full day or
    /// hour, so that later pages of the same question look as far.
    private static func floor(_ extent: TrailExtent, _ upper: Int64?) -> Int64? {
        let end = min(upper ?? extent.newest, extent.newest)
        let span = extent.newest - extent.oldest
        guard span > 0 else { return nil }
        let wanted = max(hour, Int64(Double(span) * Double(large) / Double(extent.rows)))
        let unit = wanted > 3 * day ? day : hour
        let floor = (end - wanted) / unit * unit
        return floor <= extent.oldest ? nil : floor
    }

    /// The fields of which a term would bound the question, in the trail's words.
    private static func indexed(_ source: TimelineSource) -> [String] {
        let words: [(TimelineSource.Part, String)] = [
            (.tenant, "tenant"), (.actor, "actor"), (.targetID, "id"), (.targetTable, "table"), (.address, "ip"),
        ]
        return words.compactMap { part, word in
            guard let path = source.path(part), path.hops.isEmpty, source.relation.isIndexed(path.column) else {
                return nil
            }
            return word
        }
    }
}

/// How far a source goes back, and how much there is of it.
struct TrailExtent: Sendable, Equatable {
    let newest: Int64
    let oldest: Int64
    let rows: Int
    /// When this was read.
    let time: Int64
}

/// Reads both ends of sources, which the index on their time gives at once, and remembers them for a while.
struct TrailExtents {
    private static let validity: Int64 = 300_000_000

    private let reader: TimelineReader

    init(_ reader: TimelineReader) { self.reader = reader }

    /// By the sources' names; those that are empty or of unknown size are missing. Reads nothing where no source is
    /// asked.
    func read(_ sources: [TimelineSource]) async throws(ConsoleError) -> [String: TrailExtent] {
        let session = reader.session
        var extents: [String: TrailExtent] = [:]
        var asked: [TimelineSource] = []
        var statements: [Statement] = []
        for source in sources where extents[source.name] == nil && !asked.contains(where: { $0.name == source.name }) {
            if let known = session.queries.extent(source.name), session.now() - known.time < Self.validity {
                extents[source.name] = known
                continue
            }
            guard let time = source.path(.time), let count = count(source) else { continue }
            asked.append(source)
            for position in [PageRequest.Position.first, .last] {
                statements.append(
                    try reader.plan(
                        RowQuery(
                            relation: source.relation.name, columns: [Projection(time, type: source.type(.time))],
                            predicate: .compare(Operand(time, type: source.type(.time)), .isNotNull),
                            sort: source.sort, page: PageRequest(position, limit: 1), cellLimit: nil)
                    ).statement)
            }
            statements.append(count)
        }
        let blocks = try await session.blocks(statements)
        for (place, source) in asked.enumerated() {
            let three = blocks[(place * 3)..<(place * 3 + 3)].map { $0 }
            guard let newest = three[0].time(row: 0, column: 0), let oldest = three[1].time(row: 0, column: 0),
                let rows = three[2].number(row: 0, column: 0)
            else { continue }
            let extent = TrailExtent(
                newest: newest, oldest: oldest, rows: Int(clamping: rows), time: session.now())
            session.queries.keep(extent: extent, of: source.name)
            extents[source.name] = extent
        }
        return extents
    }

    /// How many rows there are as the catalog knows it, else the highest row number: rows are only ever added to a
    /// trail. Nil where neither is known.
    private func count(_ source: TimelineSource) -> Statement? {
        let relation = source.relation
        if let rows = relation.rowEstimate { return Statement(sql: "SELECT \(rows)", columnCount: 1) }
        guard reader.session.store.dialect == .sqlite, relation.hasRowIdentifier, relation.kind == .table,
            relation.column("rowid") == nil, let name = try? SQLWriter.quote(relation.name)
        else { return nil }
        return Statement(sql: "SELECT max(rowid) FROM \(name)", columnCount: 1)
    }
}
