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
        guard count < rowCount else { return self }
        var result = RowBlock(columnCount: columnCount)
        for row in 0..<count { result.appendRow(from: self, row: row) }
        return result
    }
}
