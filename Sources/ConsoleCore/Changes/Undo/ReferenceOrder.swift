import TenantDomain

/// The order in which rows came and went, as far as foreign keys tell: a trail keeps times, and rows of one change may
/// share one.
struct ReferenceOrder {
    private let ranks: [String: Int]

    /// - Parameter catalog: asked for the keys between the tables of the edits; circles among them count as one step.
    init(_ edits: [RowEdit], catalog: Catalog) {
        let tables = Set(edits.map(\.table))
        var ranks: [String: Int] = [:]
        func rank(_ table: String, _ above: Set<String>) -> Int {
            if let known = ranks[table] { return known }
            guard let relation = catalog.relation(named: table), !above.contains(table) else { return 0 }
            let parents = Set(relation.foreignKeys.map(\.target.description)).intersection(tables).subtracting([table])
            let found = (parents.map { rank($0, above.union([table])) }.max() ?? -1) + 1
            if above.isEmpty { ranks[table] = found }
            return found
        }
        for table in tables.sorted() { _ = rank(table, []) }
        self.ranks = ranks
    }

    /// The edits with rows that came in parents first and rows that went children first; each keeps to the places that
    /// its kind has.
    func ordered(_ edits: [RowEdit]) -> [RowEdit] {
        var result = edits
        for (action, sign) in [(RowEdit.Action.insert, 1), (.delete, -1)] {
            let places = edits.indices.filter { edits[$0].action == action }
            let sorted = places.sorted { left, right in
                let (one, other) = (
                    sign * ranks[edits[left].table, default: 0], sign * ranks[edits[right].table, default: 0]
                )
                return one == other ? left < right : one < other
            }
            for (place, source) in zip(places, sorted) { result[place] = edits[source] }
        }
        return result
    }
}
