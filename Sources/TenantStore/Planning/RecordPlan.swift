import TenantDomain

extension StatementPlanner {
    /// Characters of a text that a record view reads at first.
    package static let recordCharacters = 16_384

    /// One row by its key, with the sizes of what is cut.
    ///
    /// - Parameter cellLimit: characters of a text; nil reads whole values, whatever their size.
    package func record(
        _ relation: RelationName, key columns: [String], values: [Value], projections: [Projection],
        cellLimit: Int? = StatementPlanner.recordCharacters
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        var select = SelectList()
        for projection in projections {
            try select.add(projection, limit: cellLimit, wantsSize: true, scope: &scope, context: &context)
        }
        guard select.resultCount <= columnLimit else { throw .tooManyColumns(projections.count, limit: columnLimit) }
        let filter = try context.condition(.key(columns, values), in: &scope)
        let from = try scope.fromClause()
        // Two, so that a key that names several rows can be told.
        func sql(_ columns: [String]) -> String {
            "SELECT \(columns.joined(separator: ", ")) FROM \(from)\(Self.whereClause(filter)) LIMIT 2"
        }
        return Statement(
            sql: sql(select.columns), bindings: context.writer.bindings, columnCount: select.columnCount,
            cuts: select.cuts, withoutLargeValues: dialect == .sqlite ? select.largeValues(sql) : nil)
    }

    /// Values of a column for completion: of an indexed column the first distinct ones from the prefix on, found by
    /// leaps along the index; of any other the most frequent of a sample of rows.
    package func values(
        _ relation: RelationName, column name: String, prefix: String = "", limit: Int = 50,
        sample: Int = 10_000
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let resolved = try context.resolve(ColumnPath(name), in: &scope)
        let from = try scope.fromClause()
        let operand = Operand(ColumnPath(name), type: resolved.column.type)
        let matches =
            prefix.isEmpty ? "TRUE" : try context.condition(.compare(operand, .hasPrefix(prefix)), in: &scope)
        guard resolved.relation.isIndexed(name), Self.hasLowest(resolved.column.type) else {
            return Statement(
                sql: "SELECT x FROM (SELECT \(resolved.sql) AS x FROM \(from)"
                    + "\(Self.whereClause(matches, "\(resolved.sql) IS NOT NULL")) LIMIT \(sample)) AS s "
                    + "GROUP BY x ORDER BY count(*) DESC, x LIMIT \(limit)", bindings: context.writer.bindings,
                columnCount: 1)
        }
        // The order of SQLite's texts is that of their bytes: values with the prefix stand together.
        let start =
            prefix.isEmpty || dialect != .sqlite ? "" : " WHERE \(resolved.sql) >= \(context.bind(.text(prefix)))"
        return Statement(
            sql: "WITH RECURSIVE v(x, n) AS (SELECT min(\(resolved.sql)), 1 FROM \(from)\(start) UNION ALL "
                + "SELECT (SELECT min(\(resolved.sql)) FROM \(from) WHERE \(resolved.sql) > v.x), n + 1 FROM v "
                + "WHERE v.x IS NOT NULL AND n < \(Self.leaps)) SELECT v.x FROM v WHERE v.x IS NOT NULL"
                + (prefix.isEmpty ? "" : " AND " + matches.replacing(resolved.sql, with: "v.x"))
                + " LIMIT \(limit)", bindings: context.writer.bindings, columnCount: 1)
    }

    /// Distinct values that completion looks at.
    private static let leaps = 1_000

    private static func hasLowest(_ type: ColumnType) -> Bool {
        switch type {
        case .text, .integer, .real, .timestamp, .date, .numeric: true
        default: false
        }
    }
}
