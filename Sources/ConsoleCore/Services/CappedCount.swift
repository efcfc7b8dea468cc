import TenantDomain
import TenantStore

/// Counting that stops: never a whole `count(*)` of a large table.
enum CappedCount {
    static func statement(
        _ relation: RelationName, where predicate: Predicate, cap: Int, planner: StatementPlanner
    ) throws(PlanningError) -> Statement {
        // A relation without a key has no columns of its own to page by, and a SELECT needs one.
        let first = planner.catalog[relation]?.columns.first
        let rows = try planner.page(
            RowQuery(
                relation: relation,
                columns: first.map { [Projection(ColumnPath($0.name), type: $0.type, mode: .presence)] } ?? [],
                predicate: predicate, page: PageRequest(limit: cap)))
        return Statement(
            sql: "SELECT count(*) FROM (\(rows.statement.sql)) AS counted", bindings: rows.statement.bindings,
            columnCount: 1)
    }

    static func tally(_ block: RowBlock?, cap: Int) -> RowTally {
        guard let block, block.rowCount > 0, case .integer(let count) = block.value(row: 0, column: 0) else {
            return .unknown
        }
        return count > cap ? .moreThan(cap) : .exactly(Int(count))
    }
}
