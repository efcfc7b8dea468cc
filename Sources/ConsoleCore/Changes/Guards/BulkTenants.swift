import TenantDomain
import TenantStore

/// Which tenants the rows of a change by filter belong to. Rows stream by; only what is asked for is kept.
struct BulkTenants: Sendable {
    let rows: ChangeRows

    /// Ids of the tenants that have such rows, in key order; none where the rows belong to no tenant.
    func ids(of relation: Relation, where predicate: Predicate) async throws(ConsoleError) -> [Value] {
        guard let tenant = rows.profile.tenant, let tenants = rows.catalog.relation(named: tenant.base.table),
            let path = rows.session.registry.resource(of: relation.name)?.tenantPath
        else { return [] }
        let owning = path.isEmpty ? predicate : .related(Self.reversed(path, from: relation.name), predicate)
        return try await values(of: tenant.base.id, in: tenants, where: owning)
    }

    /// Ids of the tenants that the rows of an undo belong to, in key order.
    func ids(of bulk: BulkUndo) async throws(ConsoleError) -> [Value] {
        let relation = try rows.relation(bulk.table)
        var found: Set<Value> = []
        for part in bulk.parts {
            for predicate in try keys(part, of: relation) {
                found.formUnion(try await ids(of: relation, where: predicate))
            }
        }
        return found.sorted { ($0.text ?? "") < ($1.text ?? "") }
    }

    /// Conditions that name a part's rows, each small enough for one statement.
    func keys(_ part: BulkUndo.Part, of relation: Relation) throws(ConsoleError) -> [Predicate] {
        guard let key = relation.identity.first, relation.identity.count == 1 else {
            throw .change(.unwritable(column: relation.name.description, why: "its rows have no key of one column"))
        }
        let operand = Operand(ColumnPath(key), type: relation.column(key)?.type ?? .text)
        return part.keys.chunks(of: BulkUndo.chunk).map { .compare(operand, .oneOf($0)) }
    }

    /// How many rows each value of the column has.
    func tally(_ column: String, of relation: Relation, where predicate: Predicate) async throws(ConsoleError)
        -> [Value: Int]
    {
        let counts = Locked<[Value: Int]>([:])
        try await stream(column, in: relation, where: predicate) { value in
            counts.with { $0[value, default: 0] += 1 }
        }
        return counts.with { $0 }
    }

    private func values(of column: String, in relation: Relation, where predicate: Predicate)
        async throws(ConsoleError) -> [Value]
    {
        let found = Locked<[Value]>([])
        try await stream(column, in: relation, where: predicate) { value in found.with { $0.append(value) } }
        return found.with { $0 }
    }

    private func stream(
        _ column: String, in relation: Relation, where predicate: Predicate, receive: @Sendable (Value) -> Void
    ) async throws(ConsoleError) {
        let statement = try rows.session.planned { (planner) throws(PlanningError) in
            try planner.page(
                RowQuery(
                    relation: relation.name,
                    columns: [Projection(ColumnPath(column), type: relation.column(column)?.type ?? .text)],
                    predicate: predicate, sort: [SortTerm(ColumnPath(column))], page: PageRequest(limit: .max),
                    cellLimit: nil)
            ).statement
        }
        do {
            try await rows.session.store.stream(statement) { block in
                for row in 0..<block.rowCount { receive(block.exactValue(row: row, column: 0)) }
                return true
            }
        } catch {
            throw ConsoleError(error)
        }
    }

    /// The way back along a path, from where it ends to the relation where it began.
    static func reversed(_ path: [Hop], from start: RelationName) -> [Hop] {
        let names = [start] + path.map(\.target)
        return path.indices.reversed().map { place in
            Hop(
                columns: path[place].targetColumns, target: names[place], targetColumns: path[place].columns)
        }
    }
}
