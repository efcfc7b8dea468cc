import Synchronization
import TenantDomain
import TenantStore

extension ListService {
    /// Hands over every row of the list in blocks of bounded size, whole values, masked; for exports. The first
    /// `query.columns.count` columns of a block are the list's (computed ones empty), the rest is not for showing.
    ///
    /// - Parameter limit: rows at most; nil for all.
    package func stream(
        _ query: ListQuery, limit: Int? = nil, receive: @escaping @Sendable (RowBlock) throws -> Bool
    ) async throws(ConsoleError) {
        var query = query
        query.limit = limit ?? .max
        let plan = try ListPlan(query, position: .first, session: session, cellLimit: nil)
        let planned = try session.planned { (planner) throws(PlanningError) in try planner.page(plan.query) }
        let session = session
        let taken = Mutex(0)
        do {
            try await session.store.stream(planned.statement) { block in
                let rest = taken.withLock { taken in
                    defer { taken += block.rowCount }
                    return (limit ?? .max) - taken
                }
                guard rest > 0 else { return false }
                return try receive(plan.masked(block.prefix(rest), session: session)) && block.rowCount <= rest
            }
        } catch {
            throw ConsoleError(error)
        }
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
        var predicate = Predicate.compare(Operand(path, type: column.type), .isNotNull)
        let isSmall = (session.registry.catalog[resource.relation]?.rowEstimate ?? 0) <= 100_000
        if !prefix.isEmpty, isSmall || column.isIndexed, column.type != .uuid {
            predicate = .compare(Operand(path, type: column.type), .hasPrefix(prefix))
        }
        let query = RowQuery(
            relation: resource.relation, columns: [Projection(path, type: column.type)], predicate: predicate,
            page: PageRequest(limit: 1000), cellLimit: 80)
        guard let rows = try await session.pages([query]).first?.rows else { return [] }
        var counts: [String: Int] = [:]
        for row in 0..<rows.rowCount {
            guard let text = rows.text(row: row, column: 0), !rows.isCut(row: row, column: 0),
                CaseFolding.lowerASCII(text).hasPrefix(folded)
            else { continue }
            counts[text, default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key)
    }
}

extension RowBlock {
    /// The first rows.
    fileprivate func prefix(_ count: Int) -> RowBlock {
        guard count < rowCount else { return self }
        var result = RowBlock(columnCount: columnCount)
        for row in 0..<count { result.appendRow(from: self, row: row) }
        return result
    }
}
