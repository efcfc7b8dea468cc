import TenantDomain

/// The order in which rows go back in: whatever a row names stands before it.
struct InsertionOrder {
    private let catalog: Catalog

    init(_ catalog: Catalog) { self.catalog = catalog }

    /// The edits with those that insert in front, parents first; the others keep their order behind them. Where an edit
    /// deletes, everything stays as it is: what goes may have to make room.
    func ordered(_ edits: [RowEdit]) -> [RowEdit] {
        guard !edits.contains(where: { $0.action == .delete }) else { return edits }
        let inserts = edits.filter { $0.action == .insert }
        return parentsFirst(inserts) + edits.filter { $0.action != .insert }
    }

    private func parentsFirst(_ inserts: [RowEdit]) -> [RowEdit] {
        let places = Dictionary(grouping: inserts.indices) { inserts[$0].table }
        var result: [RowEdit] = []
        var state = [Bool?](repeating: nil, count: inserts.count)
        func place(_ index: Int) {
            // Rows that name each other in a circle come as they are; the database says whether it can be.
            guard state[index] == nil else { return }
            state[index] = false
            for parent in parents(of: inserts[index], among: inserts, places) { place(parent) }
            state[index] = true
            result.append(inserts[index])
        }
        for index in inserts.indices { place(index) }
        return result
    }

    private func parents(of edit: RowEdit, among inserts: [RowEdit], _ places: [String: [Int]]) -> [Int] {
        guard let relation = catalog.relation(named: edit.table) else { return [] }
        return relation.foreignKeys.flatMap { key -> [Int] in
            let values = key.columns.map { edit.field($0)?.after.value ?? .null }
            guard !values.contains(where: \.isNull) else { return [] }
            return (places[key.target.description] ?? []).filter { index in
                zip(key.targetColumns, values).allSatisfy { column, value in
                    inserts[index].field(column)?.after.value?.text == value.text
                }
            }
        }
    }
}
