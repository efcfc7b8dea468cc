import TenantDomain

extension StatementPlanner {
    /// How often each value of a column stands in a relation's newest rows, the most frequent first.
    ///
    /// Columns: value, rows, time of the newest of them; then the same in every row: all rows looked at, time of the
    /// oldest of those, and how many values there are, listed or not.
    ///
    /// - Parameters:
    ///   - time: what rows are new by.
    ///   - cap: so many of the newest rows that match are looked at.
    ///   - limit: so many values are listed.
    package func frequencies(
        _ relation: RelationName, where predicate: Predicate, of path: ColumnPath, time: ColumnPath, cap: Int,
        limit: Int
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let value = try context.resolve(path, in: &scope).sql
        let moment = try context.resolve(time, in: &scope)
        let compared = ComparedExpression(moment, type: moment.column.type, dialect: dialect).sql
        let filter = try context.condition(predicate, in: &scope)
        let from = try scope.fromClause()
        let rows =
            "SELECT \(value) AS g, \(compared) AS m FROM \(from)\(Self.whereClause(filter)) "
            + "ORDER BY \(moment.sql) DESC LIMIT \(cap)"
        return Statement(
            sql: "SELECT g, count(*), max(m), sum(count(*)) OVER (), min(min(m)) OVER (), count(*) OVER () "
                + "FROM (\(rows)) AS s GROUP BY g ORDER BY count(*) DESC, g LIMIT \(limit)",
            bindings: context.writer.bindings, columnCount: 6)
    }
}
