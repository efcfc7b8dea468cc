import TenantDomain

/// What a query is likely to cost before it runs, from the catalog alone.
package enum QueryCost: Sendable, Equatable {
    /// An index leads to the rows, or there are few.
    case cheap
    /// Rows are looked at one by one; nil where the engine has no estimate of how many.
    case scan(estimatedRows: Int?)
}

extension StatementPlanner {
    /// Tables up to this size are read whole without a thought.
    package static let smallRelation = 50_000

    /// Whether an index serves the predicate or, without one, the order.
    ///
    /// - Parameter trustsEstimates: whether a relation that the catalog says is small needs no index.
    package func cost(of query: RowQuery, trustsEstimates: Bool = true) -> QueryCost {
        guard let relation = catalog[query.relation] else { return .cheap }
        if trustsEstimates, let rows = relation.rowEstimate, rows <= Self.smallRelation { return .cheap }
        if query.predicate == .everything {
            guard let first = query.sort.first else { return .cheap }
            if first.path.hops.isEmpty, relation.isIndexed(first.path.column) { return .cheap }
        } else if isServed(query.predicate, relation) {
            return .cheap
        }
        return .scan(estimatedRows: relation.rowEstimate)
    }

    /// Whether an index leads to the rows that satisfy the predicate, as far as the catalog tells.
    package func isServed(_ predicate: Predicate, in relation: Relation) -> Bool { isServed(predicate, relation) }

    private func isServed(_ predicate: Predicate, _ relation: Relation) -> Bool {
        switch predicate {
        case .all(let parts): return parts.contains { isServed($0, relation) }
        case .any(let parts): return parts.allSatisfy { isServed($0, relation) }
        case .not: return false
        case .key(let columns, _): return columns.contains { relation.isIndexed($0) }
        case .related(let hops, let inner):
            guard let hop = hops.first, hop.columns.count == 1 else { return false }
            guard relation.isIndexed(hop.columns[0]), let target = catalog[hop.target] else { return false }
            if let rows = target.rowEstimate, rows <= Self.smallRelation { return true }
            return hops.count == 1 && isServed(inner, target)
        case .compare(let operand, .equalIgnoringCase)
        where operand.path.hops.isEmpty && operand.jsonPath.isEmpty:
            return relation.isIndexedInLowerCase(operand.path.column)
        case .compare(let operand, let comparison):
            guard operand.path.hops.isEmpty, operand.jsonPath.isEmpty else { return false }
            guard relation.isIndexed(operand.path.column) else {
                switch comparison {
                case .equal, .oneOf: return relation.isIndexedWherePresent(operand.path.column)
                default: return false
                }
            }
            switch comparison {
            case .equal, .oneOf, .less, .lessOrEqual, .greater, .greaterOrEqual, .between, .isNull: return true
            case .hasPrefix: return operand.type == .uuid
            case .inNetwork: return true
            case .isNotNull, .equalIgnoringCase, .contains, .changed: return false
            }
        }
    }
}
