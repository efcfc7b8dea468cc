import Synchronization
import TenantDomain
import TenantStore

/// Every entry of a filter as rows with whole documents, masked, newest first, in bounded memory: what exports and
/// bundles are made of.
package struct TrailStream: Sendable {
    /// Rows of a source that are held while sources are merged, and rows handed on at a time.
    private static let pageRows = 1000
    private static let blockRows = 500

    package static let columns: [OutputColumn] = [
        OutputColumn(name: "time"), OutputColumn(name: "source"), OutputColumn(name: "actor_id"),
        OutputColumn(name: "actor"), OutputColumn(name: "actor_role"), OutputColumn(name: "action"),
        OutputColumn(name: "table"), OutputColumn(name: "target_id"), OutputColumn(name: "tenant_id"),
        OutputColumn(name: "ip"), OutputColumn(name: "user_agent"), OutputColumn(name: "reason"),
        OutputColumn(name: "lease"), OutputColumn(name: "change"), OutputColumn(name: "before", type: .json),
        OutputColumn(name: "after", type: .json), OutputColumn(name: "id"),
    ]

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    /// Hands the rows over in blocks; ends early where `receive` returns false.
    ///
    /// - Parameter isChunked: page by page by key even where one statement would do, so that no snapshot is held.
    /// - Returns: whether one statement was held open all the time.
    @discardableResult
    package func run(
        _ query: AuditQuery, isChunked: Bool, receive: @escaping @Sendable (RowBlock) throws -> Bool
    ) async throws(ConsoleError) -> Bool {
        let filter = try await reader.filter(query.filter, tenant: query.tenant)
        if filter.asked.count == 1, !isChunked {
            try await stream(filter.asked[0], receive)
            return true
        }
        try await merge(filter.asked, receive)
        return false
    }

    private func page(_ asked: TimelineFilter.Asked, _ page: PageRequest) throws(ConsoleError) -> PlannedPage {
        try reader.plan(
            RowQuery(
                relation: asked.source.relation.name, columns: asked.source.projections(whole: true),
                predicate: asked.predicate, sort: asked.source.sort, page: page, cellLimit: nil))
    }

    private func stream(
        _ asked: TimelineFilter.Asked, _ receive: @escaping @Sendable (RowBlock) throws -> Bool
    ) async throws(ConsoleError) {
        let plan = try page(asked, PageRequest(limit: .max))
        let writer = TrailRowWriter(asked.source, reader, session)
        do {
            try await session.store.stream(plan.statement) { block in
                var rows = RowBlock(columnCount: Self.columns.count)
                for row in 0..<block.rowCount { writer.append(block, row, to: &rows) }
                return try receive(rows)
            }
        } catch {
            throw ConsoleError(error)
        }
    }

    private struct Feed {
        let asked: TimelineFilter.Asked
        let writer: TrailRowWriter
        var page: RowPage
        var row = 0
        var time: Int64?
    }

    private func merge(
        _ asked: [TimelineFilter.Asked], _ receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(ConsoleError) {
        var feeds: [Feed] = []
        var plans: [PlannedPage] = []
        for one in asked { plans.append(try page(one, PageRequest(limit: Self.pageRows))) }
        for ((one, plan), block) in zip(zip(asked, plans), try await session.blocks(plans.map(\.statement))) {
            var feed = Feed(
                asked: one, writer: TrailRowWriter(one.source, reader, session), page: plan.page(from: block))
            feed.time = time(feed)
            feeds.append(feed)
        }
        var rows = RowBlock(columnCount: Self.columns.count)
        while let next = Self.newest(feeds) {
            if Task.isCancelled { throw .cancelled }
            feeds[next].writer.append(feeds[next].page.rows, feeds[next].row, to: &rows)
            feeds[next].row += 1
            if feeds[next].row == feeds[next].page.rows.rowCount, feeds[next].page.hasAfter,
                let cursor = feeds[next].page.cursor(row: feeds[next].row - 1)
            {
                let plan = try page(feeds[next].asked, PageRequest(.after(cursor), limit: Self.pageRows))
                guard let block = try await session.blocks([plan.statement]).first else { return }
                feeds[next].page = plan.page(from: block)
                feeds[next].row = 0
            }
            feeds[next].time = time(feeds[next])
            if rows.rowCount == Self.blockRows {
                guard try handOn(rows, receive) else { return }
                rows = RowBlock(columnCount: Self.columns.count)
            }
        }
        if rows.rowCount > 0 { _ = try handOn(rows, receive) }
    }

    private func handOn(_ rows: RowBlock, _ receive: (RowBlock) throws -> Bool) throws(ConsoleError) -> Bool {
        do {
            return try receive(rows)
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .file(path: "the file", reason: "\(error)")
        }
    }

    private func time(_ feed: Feed) -> Int64? {
        guard feed.row < feed.page.rows.rowCount,
            let column = feed.asked.source.parts(whole: true).firstIndex(of: .time)
        else { return nil }
        return feed.page.rows.time(row: feed.row, column: column) ?? .max
    }

    /// The feed with the newest row; the first of several.
    private static func newest(_ feeds: [Feed]) -> Int? {
        var best: Int?
        for place in feeds.indices {
            guard let time = feeds[place].time else { continue }
            if let known = best, (feeds[known].time ?? .min) >= time { continue }
            best = place
        }
        return best
    }
}

/// Writes one source's rows in the columns of an export.
private final class TrailRowWriter: Sendable {
    private let source: TimelineSource
    private let reader: TimelineReader
    private let zone: ZoneClock
    private let documents: AuditDocumentMask
    private let masks = Mutex<[String: JSONMask]>([:])
    /// The places of an export's parts in a row; nil where the source lacks one.
    private let places: [Int?]
    private let hiding: [ResourceColumn.Mask]
    private let timePlace: Int?
    private let tablePlace: Int?
    private let documentPlaces: [Int?]
    private let idPlace: Int?

    private static let parts: [TimelineSource.Part] = [
        .actor, .actorName, .actorRole, .action, .targetTable, .targetID, .tenant, .address, .userAgent, .reason,
        .lease, .change,
    ]

    init(_ source: TimelineSource, _ reader: TimelineReader, _ session: ConsoleSession) {
        self.source = source
        self.reader = reader
        zone = session.zone
        documents = AuditDocumentMask(registry: session.registry, policy: reader.policy)
        let order = source.parts(whole: true)
        places = Self.parts.map { order.firstIndex(of: $0) }
        let policy = reader.policy
        hiding = Self.parts.map { source.column($0).map { policy.applied($0.mask) } ?? .none }
        timePlace = order.firstIndex(of: .time)
        tablePlace = order.firstIndex(of: .targetTable)
        documentPlaces = [TimelineSource.Part.before, .after].map { part in
            // A column that is masked as a whole is left out as a whole.
            source.column(part).map { policy.applied($0.mask) != .none } ?? true ? nil : order.firstIndex(of: part)
        }
        idPlace = order.firstIndex(of: .id)
    }

    func append(_ block: RowBlock, _ row: Int, to rows: inout RowBlock) {
        if let place = timePlace, let time = block.time(row: row, column: place) {
            rows.append(.text, TimeText.offset(time, zone: zone).utf8)
        } else if let place = timePlace, let text = block.text(row: row, column: place) {
            rows.append(.text, text.utf8)
        } else {
            rows.appendNull()
        }
        rows.append(.text, source.name.utf8)
        for (place, mask) in zip(places, hiding) {
            guard let place, !block.isNull(row: row, column: place) else {
                rows.appendNull()
                continue
            }
            if mask == .none {
                rows.append(.text, block.bytes(row: row, column: place))
            } else {
                rows.append(.text, ValueMask.masked(block.text(row: row, column: place) ?? "", mask).utf8)
            }
        }
        let table = tablePlace.flatMap { block.text(row: row, column: $0) }
        for place in documentPlaces {
            guard let place, !block.isNull(row: row, column: place) else {
                rows.appendNull()
                continue
            }
            rows.append(.text, document(block.bytes(row: row, column: place), table))
        }
        if let idPlace {
            rows.append(.text, (block.text(row: row, column: idPlace) ?? "").utf8)
        } else {
            rows.appendNull()
        }
    }

    /// The document with what this persona may not see hidden; as stored where nothing is.
    private func document(_ bytes: ArraySlice<UInt8>, _ table: String?) -> [UInt8] {
        let key = table ?? ""
        let known = masks.withLock { $0[key] }
        let json = known ?? documents.json(table: table)
        if known == nil { masks.withLock { $0[key] = json } }
        let first = bytes.first { !JSONScanner.isBlank($0) }
        guard first == 0x7B || first == 0x5B else {
            return reader.policy.seesPersonalData ? Array(bytes) : Array(ValueMask.hidden.utf8)
        }
        return json.masked(Array(bytes)) ?? Array(bytes)
    }
}
