import TenantDomain
import TenantStore

/// People and tenants that a filter names, looked up before a large trail is asked: with their keys in its place the
/// trail's own indexes lead to the entries in order, which they do not for a name.
struct ReferredKeys {
    /// More rows than these that a name fits stay a name.
    private static let most = 50

    private struct Lookup {
        let predicate: Predicate
        let hop: Hop
        let inner: Predicate
    }

    private let session: ConsoleSession

    init(_ session: ConsoleSession) { self.session = session }

    /// The filter with keys in place of names. Reads nothing where none is named, or the trail is small.
    func filledIn(_ filter: TimelineFilter) async throws(ConsoleError) -> TimelineFilter {
        var lookups: [Lookup] = []
        for asked in filter.asked where isLarge(asked.source.relation) { collect(asked.predicate, &lookups) }
        guard !lookups.isEmpty else { return filter }
        var statements: [Statement] = []
        for lookup in lookups {
            guard let column = lookup.hop.targetColumns.first,
                let type = session.registry.catalog[lookup.hop.target]?.column(column)?.type
            else { return filter }
            let query = RowQuery(
                relation: lookup.hop.target, columns: [Projection(ColumnPath(column), type: type)],
                predicate: lookup.inner, page: PageRequest(limit: Self.most + 1), cellLimit: nil)
            statements.append(
                try session.planned { (planner) throws(PlanningError) in try planner.page(query).statement })
        }
        var found: [(predicate: Predicate, keys: Predicate)] = []
        for (lookup, block) in zip(lookups, try await session.blocks(statements)) where block.rowCount <= Self.most {
            guard let column = lookup.hop.columns.first, let operand = operand(column, lookup.hop, filter) else {
                continue
            }
            var keys: [Value] = []
            for row in 0..<block.rowCount {
                let key = block.exactValue(row: row, column: 0)
                if !key.isNull, !keys.contains(key) { keys.append(key) }
            }
            let comparison: Predicate =
                switch keys.count {
                case 0: .nothing
                case 1: .compare(operand, .equal(keys[0]))
                default: .compare(operand, .oneOf(keys))
                }
            found.append((lookup.predicate, comparison))
        }
        return filter.mapping { asked in
            isLarge(asked.source.relation) ? Self.replacing(found, in: asked.predicate) : asked.predicate
        }
    }

    private func isLarge(_ relation: Relation) -> Bool {
        relation.rowEstimate.map { $0 > StatementPlanner.smallRelation } ?? true
    }

    private func collect(_ predicate: Predicate, _ lookups: inout [Lookup]) {
        switch predicate {
        case .all(let parts), .any(let parts):
            for part in parts { collect(part, &lookups) }
        case .related(let hops, let inner):
            guard hops.count == 1, hops[0].columns.count == 1, hops[0].targetColumns.count == 1,
                hops[0].newest == nil, !lookups.contains(where: { $0.predicate == predicate })
            else { return }
            lookups.append(Lookup(predicate: predicate, hop: hops[0], inner: inner))
        case .not, .compare, .key: break
        }
    }

    /// The column of a source that the hop leaves from, of the type that it has there.
    private func operand(_ column: String, _ hop: Hop, _ filter: TimelineFilter) -> Operand? {
        let target = session.registry.catalog[hop.target]?.column(hop.targetColumns[0])?.type
        let types = Set(filter.asked.compactMap { $0.source.relation.column(column)?.type })
        guard let target, types == [target] else { return nil }
        return Operand(ColumnPath(column), type: target)
    }

    private static func replacing(
        _ found: [(predicate: Predicate, keys: Predicate)], in predicate: Predicate
    ) -> Predicate {
        switch predicate {
        case .all(let parts): .all(parts.map { replacing(found, in: $0) })
        case .any(let parts): .any(parts.map { replacing(found, in: $0) }.filter { $0 != .nothing })
        case .related: found.first { $0.predicate == predicate }?.keys ?? predicate
        case .not, .compare, .key: predicate
        }
    }
}
