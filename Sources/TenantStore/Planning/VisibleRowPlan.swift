import TenantDomain

/// Second queries for the rows on screen: one statement for all of them, a row of position and value for each key.
extension StatementPlanner {
    /// How many rows lie at the end of the hops from each key.
    ///
    /// - Parameters:
    ///   - relation: what the keys are of.
    ///   - keys: for each row the values of the first hop's columns.
    ///   - predicate: what the rows at the end must satisfy.
    ///   - cap: no key's rows are counted further than one past this.
    package func relatedCounts(
        _ relation: RelationName, hops: [Hop], keys: [[Value]], where predicate: Predicate = .everything, cap: Int
    ) throws(PlanningError) -> Statement {
        try perKey(relation, hops: hops, keys: keys, predicate: predicate) { _, from in
            "SELECT count(*) FROM (SELECT 1 \(from) LIMIT \(cap + 1)) AS c"
        }
    }

    /// The highest value of a column among the rows at the end of the hops from each key: last activity.
    package func relatedHighest(
        _ relation: RelationName, hops: [Hop], keys: [[Value]], column: String,
        where predicate: Predicate = .everything
    ) throws(PlanningError) -> Statement {
        guard let last = hops.last, let target = catalog[last.target], target.column(column) != nil else {
            throw .unknownColumn(hops.last?.target ?? relation, column)
        }
        let quoted = try SQLWriter.quote(column)
        return try perKey(relation, hops: hops, keys: keys, predicate: predicate) { alias, from in
            "SELECT max(\(alias).\(quoted)) \(from)"
        }
    }

    /// The sum of a number column among the rows at the end of the hops from each key.
    package func relatedSums(
        _ relation: RelationName, hops: [Hop], keys: [[Value]], column: String,
        where predicate: Predicate = .everything
    ) throws(PlanningError) -> Statement {
        guard let last = hops.last, let target = catalog[last.target], let summed = target.column(column) else {
            throw .unknownColumn(hops.last?.target ?? relation, column)
        }
        let quoted = try SQLWriter.quote(column)
        let isText = dialect == .sqlite && summed.affinity == .text
        return try perKey(relation, hops: hops, keys: keys, predicate: predicate) { alias, from in
            "SELECT sum(\(isText ? "CAST(\(alias).\(quoted) AS NUMERIC)" : "\(alias).\(quoted)")) \(from)"
        }
    }

    private func perKey(
        _ relation: RelationName, hops: [Hop], keys: [[Value]], predicate: Predicate,
        select: (_ alias: String, _ from: String) -> String
    ) throws(PlanningError) -> Statement {
        guard let source = catalog[relation] else { throw .unknownRelation(relation) }
        guard let first = hops.first, let last = hops.last else { throw .unevenKey(relation, []) }
        guard !keys.isEmpty else { return Statement(sql: "SELECT 0, 0 WHERE FALSE", columnCount: 2) }
        let limit = SelectContext.valueLimit
        guard keys.count * first.columns.count <= limit else { throw .tooManyValues(keys.count, limit: limit) }
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var rows: [String] = []
        for (position, key) in keys.enumerated() {
            guard key.count == first.columns.count else { throw .unevenKey(relation, first.columns) }
            var cells = ["\(position)"]
            for (value, name) in zip(key, first.columns) {
                guard let column = source.column(name) else { throw .unknownColumn(relation, name) }
                cells.append(context.cast(context.bind(value), as: column))
            }
            rows.append("(\(cells.joined(separator: ", ")))")
        }
        var scope = try context.scope(last.target)
        let reach = try context.reached(from: source, hops: hops[...], scope: scope)
        let filter = try context.condition(predicate, in: &scope)
        let from = "FROM \(try scope.fromClause())\(Self.whereClause(reach, filter))"
        let names = first.columns.indices.map { "c\($0)" }.joined(separator: ", ")
        return Statement(
            sql: "WITH k(i, \(names)) AS (VALUES \(rows.joined(separator: ", "))) "
                + "SELECT k.i, (\(select(scope.alias, from))) FROM k", bindings: context.writer.bindings,
            columnCount: 2)
    }
}

extension SelectContext {
    /// The rows in scope, which stands at the end of the hops, are those reached from the key row `k`.
    mutating func reached(
        from source: Relation, hops: ArraySlice<Hop>, scope: SelectScope
    ) throws(PlanningError) -> String {
        guard let hop = hops.last else { return "TRUE" }
        let before = hops.dropLast()
        if let previous = before.last {
            let earlier = try self.scope(previous.target)
            try hop.check(from: earlier.relation, to: scope.relation)
            let condition = try reached(from: source, hops: before, scope: earlier)
            let from = try earlier.fromClause()
            if hop.columns.count == 1 {
                let here = "\(scope.alias).\(try SQLWriter.quote(hop.targetColumns[0]))"
                let there = "\(earlier.alias).\(try SQLWriter.quote(hop.columns[0]))"
                return "\(here) IN (SELECT \(there) FROM \(from) WHERE \(condition))"
            }
            let join = try hop.condition(from: earlier.alias, to: scope.alias)
            return "EXISTS (SELECT 1 FROM \(from) WHERE \(join) AND \(condition))"
        }
        try hop.check(from: source, to: scope.relation)
        var conditions: [String] = []
        for (position, column) in hop.targetColumns.enumerated() {
            conditions.append("\(scope.alias).\(try SQLWriter.quote(column)) = k.c\(position)")
        }
        return conditions.joined(separator: " AND ")
    }
}
