import TenantDomain

/// How an index that serves a sort goes on behind it: breaking ties in the same way spares the engine a sort of its
/// own, which for a column of few values would be one of nearly all rows.
struct IndexContinuation {
    let columns: [(name: String, descending: Bool)]
    /// Whether the index is read from its end.
    let isBackwards: Bool

    /// Nil where no index serves the sort.
    init?(_ sort: [SortTerm], fixed: Set<String>, relation: Relation) {
        guard !sort.isEmpty, sort.allSatisfy({ $0.path.hops.isEmpty }) else { return nil }
        let matches = relation.indexes.compactMap { Self.match(sort, fixed: fixed, index: $0, relation: relation) }
        // The shorter the rest, the shorter the cursor.
        guard let best = matches.min(by: { $0.columns.count < $1.columns.count }) else { return nil }
        self = best
    }

    private init(columns: [(name: String, descending: Bool)], isBackwards: Bool) {
        self.columns = columns
        self.isBackwards = isBackwards
    }

    private static func match(
        _ sort: [SortTerm], fixed: Set<String>, index: Index, relation: Relation
    ) -> IndexContinuation? {
        guard index.predicate == nil else { return nil }
        let sorted = Set(sort.map(\.path.column))
        var rest = index.columns[...]
        while let name = rest.first?.name, fixed.contains(name), !sorted.contains(name) { rest = rest.dropFirst() }
        guard let first = rest.first else { return nil }
        let isBackwards = first.descending != sort[0].descending
        for term in sort {
            guard let column = rest.first, column.name == term.path.column,
                (column.descending != term.descending) == isBackwards
            else { return nil }
            rest = rest.dropFirst()
        }
        var columns: [(name: String, descending: Bool)] = []
        for column in rest {
            guard let name = column.name, relation.column(name)?.isNullable == false else { break }
            columns.append((name, column.descending != isBackwards))
        }
        return IndexContinuation(columns: columns, isBackwards: isBackwards)
    }
}

extension Predicate {
    /// Columns of the queried relation that every matching row has one and the same value in.
    var fixedColumns: Set<String> {
        switch self {
        case .all(let parts): return parts.reduce(into: []) { $0.formUnion($1.fixedColumns) }
        case .key(let columns, let values): return Set(zip(columns, values).filter { !$1.isNull }.map(\.0))
        case .compare(let operand, let comparison):
            guard operand.path.hops.isEmpty, operand.jsonPath.isEmpty else { return [] }
            switch comparison {
            case .equal: return [operand.path.column]
            case .oneOf(let values) where values.count == 1: return [operand.path.column]
            default: return []
            }
        case .any, .not, .related: return []
        }
    }
}
