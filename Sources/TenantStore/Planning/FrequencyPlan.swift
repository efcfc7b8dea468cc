import TenantDomain

extension StatementPlanner {
    /// The times of the rows that stand at the place `cap` and after it, newest first: one row where there are exactly so
    /// many rows, two where there are more.
    package func newestEdge(
        _ relation: RelationName, where predicate: Predicate, time: ColumnPath, cap: Int
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let moment = try context.resolve(time, in: &scope).sql
        let filter = try context.condition(predicate, in: &scope)
        let from = try scope.fromClause()
        return Statement(
            sql: "SELECT \(moment) FROM \(from)\(Self.whereClause(filter)) ORDER BY \(moment) DESC "
                + "LIMIT 2 OFFSET \(cap - 1)",
            bindings: context.writer.bindings, columnCount: 1)
    }

    /// How often each value of a column stands in a relation's rows, the most frequent first.
    ///
    /// Columns: value, rows, time of the newest of them; then the same in every row: all rows, and how many values there
    /// are, listed or not.
    ///
    /// - Parameter limit: so many values are listed.
    package func frequencies(
        _ relation: RelationName, where predicate: Predicate, of path: ColumnPath, time: ColumnPath, limit: Int
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let value = try context.resolve(path, in: &scope).sql
        let moment = try context.resolve(time, in: &scope)
        let compared = ComparedExpression(moment, type: moment.column.type, dialect: dialect).sql
        let filter = try context.condition(predicate, in: &scope)
        let from = try scope.fromClause()
        return Statement(
            sql: "SELECT g, count(*), max(m), sum(count(*)) OVER (), count(*) OVER () "
                + "FROM (SELECT \(value) AS g, \(compared) AS m FROM \(from)\(Self.whereClause(filter))) AS s "
                + "GROUP BY g ORDER BY count(*) DESC, g LIMIT \(limit)",
            bindings: context.writer.bindings, columnCount: 5)
    }
}
