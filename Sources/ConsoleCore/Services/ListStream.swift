import Synchronization
import TenantDomain
import TenantStore

extension ListService {
    /// Hands over every row of the list in blocks of bounded size, whole values, masked; for exports. The first
    /// `query.columns.count` columns of a block are the list's (computed ones empty), the rest is not for showing.
    ///
    /// - Parameter limit: rows at most; nil for all.
    /// - Returns: whether more rows follow, and the cursor behind the last one where there may be one.
    @discardableResult
    package func stream(
        _ query: ListQuery, from position: PageRequest.Position = .first, limit: Int? = nil,
        receive: @escaping @Sendable (RowBlock) throws -> Bool
    ) async throws(ConsoleError) -> (hasMore: Bool, next: String?) {
        var query = query
        query.limit = limit ?? .max
        let plan = try ListPlan(query, position: position, session: session, cellLimit: nil)
        try await CostGuard(session: session, list: query, query: plan.query).checkNow()
        let planned = try session.planned { (planner) throws(PlanningError) in try planner.page(plan.query) }
        let session = session
        let progress = Mutex(StreamProgress())
        let relay = BlockRelay { block in try receive(plan.masked(block, session: session)) }
        do {
            try await session.store.stream(planned.statement) { block in
                let rest = progress.withLock { progress in
                    let rest = max(0, (limit ?? .max) - progress.rows)
                    progress.rows += min(rest, block.rowCount)
                    if block.rowCount > rest { progress.hasMore = true }
                    if limit != nil, rest > 0, block.rowCount > 0 {
                        progress.last = (block, min(rest, block.rowCount) - 1)
                    }
                    return rest
                }
                guard rest > 0 else { return false }
                return relay.hand(block.prefix(rest)) && block.rowCount <= rest
            }
        } catch {
            await relay.finish()
            throw ConsoleError(error)
        }
        await relay.finish()
        let end = progress.withLock { $0 }
        guard end.hasMore, let last = end.last else { return (end.hasMore, nil) }
        let page = RowPage(
            rows: last.block.rows(last.row..<(last.row + 1)), columnCount: planned.columnCount, hasBefore: false,
            hasAfter: true,
            windowCap: planned.windowCap)
        return (true, try next(after: page, of: query, plan.query))
    }

    private struct StreamProgress {
        var rows = 0
        var hasMore = false
        /// The last row handed over, whose cursor may be wanted; not taken out before, since a row may be huge.
        var last: (block: RowBlock, row: Int)?
    }

    /// Values that often stand in the column, most frequent first, for completion: the closed list where there is
    /// one, else out of the first thousand rows. None for masked columns.
    package func frequentValues(
        _ resource: Resource, column name: String, prefix: String = "", limit: Int = 20
    ) async throws(ConsoleError) -> [String] {
        guard let column = session.filterable(resource).column(name), let path = column.path,
            !session.masks.hides(column)
        else { return [] }
        let folded = CaseFolding.lowerASCII(prefix)
        if !column.allowedValues.isEmpty {
            return Array(column.allowedValues.filter { CaseFolding.lowerASCII($0).hasPrefix(folded) }.prefix(limit))
        }
        switch column.type {
        case .boolean: return ["true", "false"].filter { $0.hasPrefix(folded) }
        case .text, .enumeration, .other, .uuid: break
        default: return []
        }
        let statement = try session.planned { (planner) throws(PlanningError) in
            guard path.hops.isEmpty else {
                return try planner.page(
                    RowQuery(
                        relation: resource.relation, columns: [Projection(path, type: column.type)],
                        page: PageRequest(limit: 1000), cellLimit: Self.valueCharacters)
                ).statement
            }
            return try planner.values(
                resource.relation, column: path.column, prefix: column.type == .text ? prefix : "", limit: limit * 5)
        }
        guard let rows = try await session.blocks([statement]).first else { return [] }
        var seen: Set<String> = []
        var values: [String] = []
        for row in 0..<rows.rowCount where values.count < limit {
            guard let text = rows.text(row: row, column: 0), text.count <= Self.valueCharacters,
                CaseFolding.lowerASCII(text).hasPrefix(folded), seen.insert(text).inserted
            else { continue }
            values.append(text)
        }
        return values
    }

    /// Longer values are prose, not something to complete.
    private static let valueCharacters = 80
}

extension RowBlock {
    /// The first rows.
    fileprivate func prefix(_ count: Int) -> RowBlock {
        count < rowCount ? rows(0..<count) : self
    }

    fileprivate func rows(_ range: Range<Int>) -> RowBlock {
        var result = RowBlock(columnCount: columnCount)
        result.append(contentsOf: self, rows: range)
        return result
    }
}
