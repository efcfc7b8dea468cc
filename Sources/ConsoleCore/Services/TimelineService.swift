import TenantDomain
import TenantStore

/// A stretch of the audit trail to read.
package struct AuditQuery: Sendable, Equatable {
    package enum Position: Sendable, Equatable {
        /// The newest entries.
        case first
        /// The oldest entries.
        case last
        /// Older than a reply's `next`.
        case after(String)
        /// Newer than a reply's `here`.
        case before(String)
        /// The page that begins at a reply's `here`, as it is now.
        case from(String)
    }

    package var filter: String
    package var tenant: TenantMatch?
    package var limit: Int
    package var position: Position

    package init(filter: String = "", tenant: TenantMatch? = nil, limit: Int = 100, position: Position = .first) {
        self.filter = filter
        self.tenant = tenant
        self.limit = limit
        self.position = position
    }
}

/// The audit trail over every source that the profile maps, newest first.
///
/// Each source is read by its own key, a page at most; the pages are merged by time. Two reads: the rows, then the
/// names of those who acted and what they acted on.
package struct TimelineService: Sendable {
    private let session: ConsoleSession
    private let reader: TimelineReader

    private static let catchingUp = 50

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    package func load(_ query: AuditQuery) async throws(ConsoleError) -> TimelineReply {
        let clock = ContinuousClock()
        let start = clock.now
        let filter = try await self.filter(query)
        let look = try await TrailLook(filter, reader)
        var pages: [(part: TrailLook.Part, plan: PlannedPage, incoming: TimelineCursor.Place?)] = []
        var leftOut = filter.leftOut
        var silent: [(source: String, place: TimelineCursor.Place)] = []
        let incoming = try Self.places(query.position, of: look)
        for part in look.parts {
            let place = incoming?[part.name]
            guard let position = try Self.position(query.position, place) else {
                silent.append((part.name, .end))
                continue
            }
            // Repeated rows come late where equal times stand in another order: a few more rows let them catch up.
            let limit = max(1, query.limit) + (part.repeated.isEmpty ? 0 : Self.catchingUp)
            let plan = try reader.plan(part.source, part.predicate, PageRequest(position, limit: limit))
            if plan.windowCap != nil {
                if !leftOut.contains(part.source.name) { leftOut.append(part.source.name) }
                silent.append((part.name, .end))
                continue
            }
            pages.append((part, plan, place))
        }
        let estimates = Self.isWhole(query) ? estimates(filter) : []
        let blocks = try await session.blocks(pages.map(\.plan.statement) + estimates)
        let read = zip(pages, blocks).map { page, block in
            TimelinePage(
                name: page.part.name, source: page.part.source, page: page.plan.page(from: block),
                incoming: page.incoming)
        }
        let times = read.map { page in
            (0..<page.page.rows.rowCount).map { reader.time(page.source, page.page.rows, $0) }
        }
        let isBackwards =
            switch query.position {
            case .before, .last: true
            case .first, .after, .from: false
            }
        let repeated = zip(pages, read).map { page, read in reader.repeated(page.part, read.page.rows) }
        let merged = TimelineMerge.merged(
            times, repeated: repeated, limit: max(1, query.limit), fromEnd: isBackwards)
        let entries = reader.entries(
            merged.filter { !$0.isRepeated }.map { (read[$0.source].source, read[$0.source].page.rows, $0.row) })
        let names = try TimelineNames(of: entries, session, policy: reader.policy)
        let named = names.applied(to: entries, try await session.blocks(names.statements))
        let edges = TimelineEdges(read, silent: silent, merged: merged, position: query.position)
        let order = filter.asked.map(\.source.name)
        let isEmpty = named.isEmpty && !edges.hasBefore && !edges.hasAfter
        let elapsed = start.duration(to: clock.now)
        return TimelineReply(
            entries: named, filter: filter.text, tenant: query.tenant,
            sources: order.filter { !leftOut.contains($0) }, leftOut: leftOut,
            bounded: Self.bounded(look, filter, named, edges),
            tally: tally(query, edges, named.count, Array(blocks.dropFirst(pages.count))),
            hasBefore: edges.hasBefore, hasAfter: edges.hasAfter,
            next: edges.hasAfter ? TimelineCursor(edges.bottom).text : nil,
            here: named.isEmpty ? nil : TimelineCursor(edges.top).text,
            unmatched: isEmpty ? try await TrailAbsences(session: session).words(query.filter) : [],
            elapsedMicroseconds: Int(elapsed.components.seconds) * 1_000_000
                + Int(elapsed.components.attoseconds / 1_000_000_000_000))
    }

    private func filter(_ query: AuditQuery) async throws(ConsoleError) -> TimelineFilter {
        try await reader.filter(query.filter, tenant: query.tenant)
    }

    /// What the look leaves out of this page; nil while the page ends above it.
    private static func bounded(
        _ look: TrailLook, _ filter: TimelineFilter, _ entries: [TimelineEntry], _ edges: TimelineEdges
    ) -> BoundedLook? {
        let clock = filter.clockFloor.map { BoundedLook(since: $0, filter: filter.text, fields: [], isClock: true) }
        guard let bounded = look.bounded ?? clock else { return nil }
        let oldest = entries.last?.time ?? .min
        return edges.hasAfter && oldest >= bounded.since ? nil : bounded
    }

    // MARK: Places

    /// The places of a cursor by source; a cursor of other sources than the filter asks is refused.
    private static func places(
        _ position: AuditQuery.Position, of look: TrailLook
    ) throws(ConsoleError) -> [String: TimelineCursor.Place]? {
        let text: String
        switch position {
        case .first, .last: return nil
        case .after(let cursor), .before(let cursor), .from(let cursor): text = cursor
        }
        guard let cursor = TimelineCursor(text: text, sources: look.parts.map(\.name)) else {
            throw .badCursor
        }
        return cursor.places
    }

    /// Where one source is read; nil where it has nothing on that side.
    private static func position(
        _ position: AuditQuery.Position, _ place: TimelineCursor.Place?
    ) throws(ConsoleError) -> PageRequest.Position? {
        switch (position, place) {
        case (.first, _): return .first
        case (.last, _): return .last
        case (.after, .after(let cursor)), (.from, .after(let cursor)): return .after(cursor)
        case (.after, .from(let cursor)), (.from, .from(let cursor)): return .from(cursor)
        case (.after, .end), (.from, .end): return nil
        case (.before, .from(let cursor)): return .before(cursor)
        case (.before, .end): return .last
        case (.before, .after), (_, nil): throw .badCursor
        }
    }

    // MARK: Counts

    private static func isWhole(_ query: AuditQuery) -> Bool { query.filter.isEmpty && query.tenant == nil }

    /// The highest row number of each SQLite table without an estimate: rows are only ever added to a trail.
    private func estimates(_ filter: TimelineFilter) -> [Statement] {
        guard session.store.dialect == .sqlite else { return [] }
        return filter.asked.compactMap { asked in
            let relation = asked.source.relation
            guard relation.rowEstimate == nil, relation.hasRowIdentifier, relation.kind == .table,
                relation.column("rowid") == nil, let name = try? SQLWriter.quote(relation.name)
            else { return nil }
            return Statement(sql: "SELECT max(rowid) FROM \(name)", columnCount: 1)
        }
    }

    private func tally(_ query: AuditQuery, _ edges: TimelineEdges, _ count: Int, _ estimates: [RowBlock]) -> RowTally {
        if !edges.hasBefore, !edges.hasAfter { return .exactly(count) }
        guard Self.isWhole(query) else { return .unknown }
        let known = reader.sources.compactMap(\.relation.rowEstimate).reduce(0, +)
        let highest = estimates.compactMap { $0.number(row: 0, column: 0) }.reduce(0, +)
        let total = known + Int(clamping: highest)
        return total > 0 ? .about(total) : .unknown
    }

    /// How many entries a query has, counted up to the cap in each source; one read.
    package func tally(_ query: AuditQuery, cap: Int = 1000) async throws(ConsoleError) -> RowTally {
        let look = try await TrailLook(try await self.filter(query), reader)
        var total = 0
        // What a part alone has is only cheap to count where the others have little.
        for parts in [look.parts.filter(\.repeated.isEmpty), look.parts.filter { !$0.repeated.isEmpty }] {
            var statements: [Statement] = []
            for part in parts { statements.append(try reader.count(part.source, part.exclusive, cap: cap)) }
            for block in try await session.blocks(statements) {
                total += Int(clamping: block.number(row: 0, column: 0) ?? 0)
            }
            if total > cap { return .moreThan(cap) }
        }
        return .exactly(total)
    }
}
