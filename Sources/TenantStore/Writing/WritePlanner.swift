import TenantDomain

/// Writes the SQL of changes: rows named by key, values only ever bound, what is overwritten checked in the statement
/// itself.
package struct WritePlanner: Sendable {
    package let catalog: Catalog
    package let dialect: SQLDialect

    package init(catalog: Catalog, dialect: SQLDialect) {
        self.catalog = catalog
        self.dialect = dialect
    }

    /// One row's columns. It touches no row where one of the columns no longer holds what is expected.
    package func update(
        _ name: RelationName, key: [KeyPart], set: [ColumnValue], expecting: [ColumnValue]
    ) throws(PlanningError) -> Statement {
        let relation = try relation(name)
        var writer = SQLWriter(dialect: dialect)
        var assignments: [String] = []
        for field in set { assignments.append(try assignment(field, relation, &writer)) }
        let condition = try condition(key, expecting, relation, &writer)
        return Statement(
            sql: "UPDATE \(try SQLWriter.quote(name)) SET \(assignments.joined(separator: ", ")) WHERE \(condition)",
            bindings: writer.bindings, columnCount: 0)
    }

    package func insert(_ name: RelationName, values: [ColumnValue]) throws(PlanningError) -> Statement {
        let relation = try relation(name)
        var writer = SQLWriter(dialect: dialect)
        var columns: [String] = []
        var places: [String] = []
        var overridesIdentity = false
        for field in values {
            guard let column = relation.column(field.column) else { throw .unknownColumn(name, field.column) }
            if column.generation == .identity { overridesIdentity = true }
            columns.append(try SQLWriter.quote(field.column))
            places.append(writer.bind(field.value))
        }
        let overriding = overridesIdentity && dialect == .postgres ? " OVERRIDING SYSTEM VALUE" : ""
        return Statement(
            sql: "INSERT INTO \(try SQLWriter.quote(name)) (\(columns.joined(separator: ", ")))\(overriding) "
                + "VALUES (\(places.joined(separator: ", ")))",
            bindings: writer.bindings, columnCount: 0)
    }

    package func delete(
        _ name: RelationName, key: [KeyPart], expecting: [ColumnValue]
    ) throws(PlanningError) -> Statement {
        let relation = try relation(name)
        var writer = SQLWriter(dialect: dialect)
        let condition = try condition(key, expecting, relation, &writer)
        return Statement(
            sql: "DELETE FROM \(try SQLWriter.quote(name)) WHERE \(condition)", bindings: writer.bindings,
            columnCount: 0)
    }

    /// Every row that the predicate selects and whose column does not hold the value yet.
    package func update(
        _ name: RelationName, where predicate: Predicate, set field: ColumnValue
    ) throws(PlanningError) -> Statement {
        let relation = try relation(name)
        var context = SelectContext(catalog: catalog, dialect: dialect)
        let assignment = try assignment(field, relation, &context.writer)
        let key = relation.identity
        guard !key.isEmpty else { throw .unevenKey(name, []) }
        var scope = try context.scope(name)
        let condition = try context.condition(predicate, in: &scope)
        let columns = try quoted(key)
        let inner = columns.map { "\(scope.alias).\($0)" }.joined(separator: ", ")
        let outer = columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
        return Statement(
            sql: "UPDATE \(try SQLWriter.quote(name)) SET \(assignment) WHERE \(outer) IN "
                + "(SELECT \(inner) FROM \(try scope.fromClause())\(StatementPlanner.whereClause(condition)))",
            bindings: context.writer.bindings, columnCount: 0)
    }

    /// Rows named by keys of one column, as long as they still hold what is expected.
    package func update(
        _ name: RelationName, keyColumn: String, keys: [Value], set field: ColumnValue, expecting: Value
    ) throws(PlanningError) -> Statement {
        let relation = try relation(name)
        var writer = SQLWriter(dialect: dialect)
        let assignment = try assignment(field, relation, &writer)
        let places = keys.map { writer.bind($0) }.joined(separator: ", ")
        let same = try same(ColumnValue(field.column, expecting), relation, &writer)
        return Statement(
            sql: "UPDATE \(try SQLWriter.quote(name)) SET \(assignment) WHERE \(try SQLWriter.quote(keyColumn)) IN "
                + "(\(places)) AND \(same)",
            bindings: writer.bindings, columnCount: 0)
    }

    /// Holds rows against other writers, in key order so that two of us never wait for each other. SQLite has one
    /// writer at a time anyway.
    package func lock(_ name: RelationName, keyColumn: String, keys: [Value]) throws(PlanningError) -> Statement {
        _ = try relation(name)
        var writer = SQLWriter(dialect: dialect)
        let column = try SQLWriter.quote(keyColumn)
        let places = keys.map { writer.bind($0) }.joined(separator: ", ")
        return Statement(
            sql: "SELECT \(column) FROM \(try SQLWriter.quote(name)) WHERE \(column) IN (\(places)) ORDER BY \(column)"
                + (dialect == .postgres ? " FOR UPDATE" : ""),
            bindings: writer.bindings, columnCount: 1)
    }

    /// Holds every row that the predicate selects.
    package func lock(_ name: RelationName, where predicate: Predicate) throws(PlanningError) -> Statement {
        let key = try relation(name).identity
        guard let first = key.first else { throw .unevenKey(name, []) }
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(name)
        let condition = try context.condition(predicate, in: &scope)
        let column = "\(scope.alias).\(try SQLWriter.quote(first))"
        return Statement(
            sql: "SELECT count(*) FROM (SELECT \(column) FROM \(try scope.fromClause())"
                + "\(StatementPlanner.whereClause(condition)) ORDER BY \(column)"
                + (dialect == .postgres ? " FOR UPDATE OF \(scope.alias)" : "") + ") AS held",
            bindings: context.writer.bindings, columnCount: 1)
    }

    /// What the triggers of the database read about the writer, as settings of this transaction only.
    package func settings(_ values: [(name: String, value: String)]) -> Statement {
        var writer = SQLWriter(dialect: dialect)
        let calls = values.map { "set_config(\(writer.bind(.text($0.name))), \(writer.bind(.text($0.value))), true)" }
        return Statement(
            sql: "SELECT \(calls.joined(separator: ", "))", bindings: writer.bindings, columnCount: values.count)
    }

    /// What became of a transaction: `committed`, `aborted` or `in progress`. PostgreSQL only.
    package func outcome(of transactionID: String) -> Statement {
        var writer = SQLWriter(dialect: dialect)
        let id = writer.bind(.text(transactionID))
        return Statement(
            sql: "SELECT pg_xact_status(CAST(\(id) AS xid8))", bindings: writer.bindings, columnCount: 1)
    }

    // MARK: Parts

    private func relation(_ name: RelationName) throws(PlanningError) -> Relation {
        guard let relation = catalog[name] else { throw .unknownRelation(name) }
        return relation
    }

    private func quoted(_ columns: [String]) throws(PlanningError) -> [String] {
        var result: [String] = []
        for column in columns { result.append(try SQLWriter.quote(column)) }
        return result
    }

    private func assignment(
        _ field: ColumnValue, _ relation: Relation, _ writer: inout SQLWriter
    ) throws(PlanningError) -> String {
        guard relation.column(field.column) != nil else { throw .unknownColumn(relation.name, field.column) }
        return "\(try SQLWriter.quote(field.column)) = \(writer.bind(field.value))"
    }

    private func condition(
        _ key: [KeyPart], _ expecting: [ColumnValue], _ relation: Relation, _ writer: inout SQLWriter
    ) throws(PlanningError) -> String {
        guard !key.isEmpty else { throw .unevenKey(relation.name, []) }
        var conditions: [String] = []
        for part in key {
            guard relation.column(part.column) != nil else { throw .unknownColumn(relation.name, part.column) }
            let column = try SQLWriter.quote(part.column)
            conditions.append(part.value.isNull ? "\(column) IS NULL" : "\(column) = \(writer.bind(part.value))")
        }
        for field in expecting { conditions.append(try same(field, relation, &writer)) }
        return conditions.joined(separator: " AND ")
    }

    /// The column holds the value, null included.
    private func same(
        _ field: ColumnValue, _ relation: Relation, _ writer: inout SQLWriter
    ) throws(PlanningError) -> String {
        guard let column = relation.column(field.column) else { throw .unknownColumn(relation.name, field.column) }
        let name = try SQLWriter.quote(field.column)
        if field.value.isNull { return "\(name) IS NULL" }
        let place = writer.bind(field.value)
        switch dialect {
        case .sqlite: return "\(name) IS \(place)"
        case .postgres:
            // These types have no equality of their own.
            if column.declaredType == "json" || column.type == .other || column.type == .vector {
                return "CAST(\(name) AS text) = \(place)"
            }
            return "\(name) = \(place)"
        }
    }
}
