import TenantDomain

/// One FROM clause: a relation under an alias, and the to-one joins that projections, order and predicate share.
struct SelectScope {
    struct Join {
        let hops: [Hop]
        let alias: String
        let relation: Relation
        let clause: String
    }

    let relation: Relation
    let alias: String
    private(set) var joins: [Join] = []

    init(_ relation: Relation, alias: String) {
        self.relation = relation
        self.alias = alias
    }

    /// The joined row at the end of the hops, joining it where no earlier path did.
    mutating func join(_ hops: [Hop], catalog: Catalog, writer: inout SQLWriter) throws(PlanningError) -> (
        alias: String, relation: Relation
    ) {
        guard let last = hops.last else { return (alias, relation) }
        if let join = joins.first(where: { $0.hops == hops }) { return (join.alias, join.relation) }
        let from = try join(Array(hops.dropLast()), catalog: catalog, writer: &writer)
        guard let target = catalog[last.target] else { throw .unknownRelation(last.target) }
        try last.check(from: from.relation, to: target)
        guard last.newest != nil || target.isUnique(last.targetColumns) else {
            throw .severalRows(target.name, through: last.targetColumns)
        }
        let alias = writer.nextAlias()
        let name = try SQLWriter.quote(target.name)
        let condition = try last.joinCondition(from: from.alias, to: alias, writer: &writer)
        joins.append(
            Join(hops: hops, alias: alias, relation: target, clause: " LEFT JOIN \(name) AS \(alias) ON \(condition)"))
        return (alias, target)
    }

    /// `"relation" AS t0 LEFT JOIN …`; complete only when every path has been resolved.
    func fromClause() throws(PlanningError) -> String {
        var text = try SQLWriter.quote(relation.name) + " AS \(alias)"
        for join in joins { text += join.clause }
        return text
    }
}

extension Hop {
    /// What joins the one row that the hop leads to. Of several rows the newest is picked by its key, so that the join
    /// cannot multiply rows.
    package func joinCondition(
        from: String, to: String, writer: inout SQLWriter
    ) throws(PlanningError) -> String {
        guard let newest else { return try condition(from: from, to: to) }
        let inner = writer.nextAlias()
        let key = try SQLWriter.quote(newest.key)
        var order = "\(inner).\(key) DESC"
        if let column = newest.order { order = try "\(inner).\(SQLWriter.quote(column)) DESC NULLS LAST, \(order)" }
        return try "\(to).\(key) = (SELECT \(inner).\(key) FROM \(SQLWriter.quote(target)) AS \(inner) "
            + "WHERE \(condition(from: from, to: inner)) ORDER BY \(order) LIMIT 1)"
    }

    func check(from: Relation, to: Relation) throws(PlanningError) {
        guard !columns.isEmpty, columns.count == targetColumns.count else { throw .unevenKey(to.name, targetColumns) }
        for column in columns where from.column(column) == nil { throw .unknownColumn(from.name, column) }
        for column in targetColumns where to.column(column) == nil { throw .unknownColumn(to.name, column) }
    }

    func condition(from: String, to: String) throws(PlanningError) -> String {
        var text = ""
        for (column, target) in zip(columns, targetColumns) {
            if !text.isEmpty { text += " AND " }
            text += try "\(to).\(SQLWriter.quote(target)) = \(from).\(SQLWriter.quote(column))"
        }
        return text
    }
}

extension Relation {
    /// Whether at most one row has given values in these columns. Views have no keys to tell by and are believed.
    func isUnique(_ columns: [String]) -> Bool {
        if kind == .view || kind == .materializedView || kind == .virtual || kind == .foreignTable { return true }
        let given = Set(columns)
        if !primaryKey.isEmpty, given.isSuperset(of: primaryKey) { return true }
        return uniqueKeys.contains { !$0.isEmpty && given.isSuperset(of: $0) }
    }

    /// The name under which SQLite's rowid can be reached, nil where there is none or columns hide all its names.
    var rowIdentifierName: String? {
        guard hasRowIdentifier else { return nil }
        return ["rowid", "_rowid_", "oid"].first { name in !columns.contains { $0.name.lowercased() == name } }
    }
}

extension Column {
    /// How SQLite stores values in the column, by its rules on the declared type.
    enum Affinity { case integer, text, blob, real, numeric }

    var affinity: Affinity {
        let type = declaredType.uppercased()
        if type.contains("INT") { return .integer }
        if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") { return .text }
        if type.isEmpty || type.contains("BLOB") { return .blob }
        if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") { return .real }
        return .numeric
    }
}
