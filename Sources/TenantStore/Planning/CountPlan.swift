import TenantDomain

/// How many rows match, up to a cap: past it nobody counts on.
package struct CappedCount: Sendable, Equatable {
    package let value: Int
    /// Whether there are more than `value`.
    package let isCapped: Bool

    package init(_ value: Int, cap: Int) {
        self.value = min(value, cap)
        isCapped = value > cap
    }
}

package struct PlannedCount: Sendable {
    package let statement: Statement
    package let cap: Int

    package func count(from block: RowBlock) -> CappedCount {
        guard block.rowCount == 1, case .integer(let value) = block.exactCount(row: 0, column: 0) else {
            return CappedCount(0, cap: cap)
        }
        return CappedCount(Int(value), cap: cap)
    }
}

/// What one measure says of a group of rows.
package enum Measure: Sendable, Equatable {
    case count
    case sum(ColumnPath)
    case lowest(ColumnPath)
    case highest(ColumnPath)
}

extension RowBlock {
    /// A count as a number: PostgreSQL's rows hold text only.
    package func exactCount(row: Int, column: Int) -> Value {
        if case .text(let text) = value(row: row, column: column), let number = Int64(text) { return .integer(number) }
        return value(row: row, column: column)
    }
}

extension StatementPlanner {
    /// Counts the rows that match the predicate, stopping one past the cap.
    package func count(
        _ relation: RelationName, where predicate: Predicate = .everything, cap: Int
    ) throws(PlanningError) -> PlannedCount {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let filter = try context.condition(predicate, in: &scope)
        let from = try scope.fromClause()
        return PlannedCount(
            statement: Statement(
                sql: "SELECT count(*) FROM (SELECT 1 FROM \(from)\(Self.whereClause(filter)) LIMIT \(cap + 1)) AS c",
                bindings: context.writer.bindings, columnCount: 1), cap: cap)
    }

    /// Measures of the rows in groups, the largest group first: columns of `paths`, then one for each measure.
    ///
    /// - Parameters:
    ///   - paths: what rows are grouped by; none for one row over all.
    ///   - cap: at most this many rows are looked at; nil for all.
    ///   - limit: at most this many groups.
    package func groups(
        _ relation: RelationName, where predicate: Predicate = .everything, by paths: [ColumnPath],
        measures: [Measure] = [.count], cap: Int? = nil, limit: Int = 100
    ) throws(PlanningError) -> Statement {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        var inner: [String] = []
        for (position, path) in paths.enumerated() {
            inner.append("\(try context.resolve(path, in: &scope).sql) AS g\(position)")
        }
        var outer = paths.indices.map { "g\($0)" }
        for (position, measure) in measures.enumerated() {
            let (path, function): (ColumnPath, String)
            switch measure {
            case .count:
                outer.append("count(*)")
                continue
            case .sum(let column): (path, function) = (column, "sum")
            case .lowest(let column): (path, function) = (column, "min")
            case .highest(let column): (path, function) = (column, "max")
            }
            let resolved = try context.resolve(path, in: &scope)
            let compared = ComparedExpression(resolved, type: resolved.column.type, dialect: dialect)
            inner.append("\(compared.sql) AS m\(position)")
            outer.append("\(function)(m\(position))")
        }
        if inner.isEmpty { inner.append("1 AS one") }
        let filter = try context.condition(predicate, in: &scope)
        let from = try scope.fromClause()
        var sql = "SELECT \(outer.joined(separator: ", ")) FROM (SELECT \(inner.joined(separator: ", ")) "
        sql += "FROM \(from)\(Self.whereClause(filter))\(cap.map { " LIMIT \($0)" } ?? "")) AS s"
        if !paths.isEmpty {
            let names = paths.indices.map { "g\($0)" }.joined(separator: ", ")
            sql += " GROUP BY \(names) ORDER BY count(*) DESC, \(names) LIMIT \(limit)"
        }
        return Statement(sql: sql, bindings: context.writer.bindings, columnCount: paths.count + measures.count)
    }

    /// Counts by ranges of a column for histograms and sparklines: one row of position and count for each pair of
    /// neighbouring bounds, lower bound included, upper excluded.
    ///
    /// - Parameter cap: no range is counted further than this.
    package func buckets(
        _ relation: RelationName, where predicate: Predicate = .everything, column: ColumnPath, bounds: [Value],
        cap: Int? = nil
    ) throws(PlanningError) -> Statement {
        guard bounds.count >= 2 else { return Statement(sql: "SELECT 0, 0 WHERE FALSE", columnCount: 2) }
        guard bounds.count <= SelectContext.valueLimit else {
            throw .tooManyValues(bounds.count, limit: SelectContext.valueLimit)
        }
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(relation)
        let resolved = try context.resolve(column, in: &scope)
        let placeholders = bounds.map { context.cast(context.bind($0), as: resolved.column) }
        let rows = (0..<(bounds.count - 1)).map { "(\($0), \(placeholders[$0]), \(placeholders[$0 + 1]))" }
        let filter = try context.condition(predicate, in: &scope)
        let range = "\(resolved.sql) >= b.low AND \(resolved.sql) < b.high"
        let from = "FROM \(try scope.fromClause())\(Self.whereClause(filter, range))"
        let count =
            cap.map { "SELECT count(*) FROM (SELECT 1 \(from) LIMIT \($0)) AS c" } ?? "SELECT count(*) \(from)"
        return Statement(
            sql: "WITH b(i, low, high) AS (VALUES \(rows.joined(separator: ", "))) SELECT b.i, (\(count)) FROM b",
            bindings: context.writer.bindings, columnCount: 2)
    }
}
