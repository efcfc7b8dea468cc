import TenantDomain
import TenantStore

/// Which tenants the rows of a change belong to.
struct TenantPlaces: Sendable {
    struct Place: Sendable {
        let target: ChangeTarget
        /// As it is now; nil for one that the change creates.
        let row: StoredRow?
    }

    struct Found: Sendable {
        var tenants: [Place] = []
        fileprivate var before: [String: Value] = [:]
        fileprivate var after: [String: Value] = [:]

        func tenant(before row: TouchedRow) -> Value? { before[TenantPlaces.name(row)] }
        func tenant(after row: TouchedRow) -> Value? { after[TenantPlaces.name(row)] }
    }

    let rows: ChangeRows

    func tenants(of touched: [TouchedRow]) async throws(ConsoleError) -> Found {
        var found = Found()
        guard let mapping = rows.profile.tenant, let relation = rows.catalog.relation(named: mapping.base.table) else {
            return found
        }
        var seen: Set<Value> = []
        for row in touched {
            var ids: [Value] = []
            for (values, side) in [(row.before, \Found.before), (row.after, \Found.after)] {
                guard let values, let id = try await tenant(of: row.relation, values), !id.isNull else { continue }
                found[keyPath: side][Self.name(row)] = id
                if !ids.contains(id) { ids.append(id) }
            }
            for id in ids where seen.insert(id).inserted {
                let stored = try await rows.row(relation, id: mapping.base.id, id)
                let label = stored.map(rows.label) ?? row.label
                found.tenants.append(Place(target: ChangeTarget(key: [id], label: label), row: stored))
            }
        }
        found.tenants.sort { ($0.target.key.first?.text ?? "") < ($1.target.key.first?.text ?? "") }
        return found
    }

    fileprivate static func name(_ row: TouchedRow) -> String { "\(row.relation.name) \(row.key) \(row.label)" }

    private func tenant(of relation: Relation, _ values: [String: FieldEdit.Content]) async throws(ConsoleError)
        -> Value?
    {
        guard let path = rows.session.registry.resource(of: relation.name)?.tenantPath else { return nil }
        guard let first = path.first else { return relation.identity.first.flatMap { values[$0]?.value } }
        // People stand in several tenants: what is changed about them belongs to none.
        guard first.targetColumns == rows.catalog[first.target]?.identity else { return nil }
        guard let start = first.columns.first, let value = values[start]?.value, !value.isNull else { return nil }
        guard path.count > 1, let last = path.last, let next = rows.catalog[first.target],
            let column = first.targetColumns.first, let end = last.columns.first
        else { return value }
        return try await rows.value(
            ColumnPath(hops: Array(path.dropFirst().dropLast()), end), from: next,
            where: rows.equal(column, of: next, value))
    }
}
