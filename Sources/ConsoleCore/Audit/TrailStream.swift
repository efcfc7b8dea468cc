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
        OutputColumn(name: "event"),
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
        if let floor = filter.clockFloor {
            throw .usage(
                message: "Hours and days of the week reach back to \(TimeText.offset(floor, zone: session.zone)) only.",
                hint: "Add since:… to say how far back; over 400 days take several times.")
        }
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
        let failure = Mutex<ConsoleError?>(nil)
        // Masked and written beside the reading, which would wait for it otherwise.
        let relay = BlockRelay(blocks: 3) { block in
            var rows = RowBlock(columnCount: Self.columns.count)
            rows.reserve(rows: block.rowCount, bytesPerRow: block.byteCount / max(1, block.rowCount) + 32)
            writer.append(block, 0..<block.rowCount, to: &rows)
            do {
                return try receive(rows)
            } catch {
                failure.withLock { $0 = Self.failure(error) }
                return false
            }
        }
        do {
            try await session.store.stream(plan.statement) { block in relay.hand(block) }
        } catch {
            await relay.finish()
            throw ConsoleError(error)
        }
        await relay.finish()
        if let failure = failure.withLock({ $0 }) { throw failure }
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
            feeds[next].writer.append(
                feeds[next].page.rows, feeds[next].row..<(feeds[next].row + 1), to: &rows)
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
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> ConsoleError {
        (error as? ConsoleError) ?? .file(path: "the file", reason: "\(error)")
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
