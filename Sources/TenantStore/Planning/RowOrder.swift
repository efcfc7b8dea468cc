import TenantDomain

/// One term of the total order that pages are cut from.
///
/// Nulls come last ascending and first descending. Reversing a term keeps that rule, so that a page read backwards
/// is the exact mirror of one read forwards.
struct OrderTerm {
    let sql: String
    let isNullable: Bool
    var descending: Bool
    /// A cast that a bound cursor value needs to compare with the term, as `AS type`.
    let bindingCast: String?

    /// The NULLS clause is left out where the column has none: SQLite then serves the order from an index whatever
    /// the term's place, and PostgreSQL's own default is the same rule.
    func orderBy() -> String {
        let direction = descending ? "DESC" : "ASC"
        guard isNullable else { return "\(sql) \(direction)" }
        return "\(sql) \(direction) NULLS \(descending ? "FIRST" : "LAST")"
    }
}

/// The order of a query made total: the terms asked for, then what tells tied rows apart.
struct RowOrder {
    /// Characters of an unindexed long text that its order looks at, so that cursors stay small.
    static let comparedCharacters = 256

    private(set) var terms: [OrderTerm] = []
    /// Whether no two rows are tied, so that pages can be cut by key.
    private(set) var isTotal = false

    /// - Parameter fixed: columns that the predicate holds to one value each; an index may lead with them.
    init(
        _ sort: [SortTerm], fixed: Set<String> = [], scope: inout SelectScope, context: inout SelectContext
    ) throws(PlanningError) {
        var seen: Set<ColumnPath> = []
        var ordered: Set<String> = []
        for term in sort where seen.insert(term.path).inserted {
            let resolved = try context.resolve(term.path, in: &scope)
            let key = try Self.key(resolved, dialect: context.dialect)
            terms.append(
                OrderTerm(
                    sql: key, isNullable: resolved.isNullable, descending: term.descending, bindingCast: nil))
            if term.path.hops.isEmpty, !resolved.column.isNullable, key == resolved.sql {
                ordered.insert(term.path.column)
            }
        }
        let relation = scope.relation
        let identity = relation.identity
        let identityIsNullable = identity.contains { relation.column($0)?.isNullable != false }
        if !identity.isEmpty, !identityIsNullable, ordered.isSuperset(of: identity) {
            isTotal = true
            return
        }
        // Tied rows follow the last term's direction, so that newest first is newest first among equal times too.
        var descending = terms.last?.descending ?? false
        if let rest = IndexContinuation(sort, fixed: fixed, relation: relation) {
            descending = rest.isBackwards
            for column in rest.columns where ordered.insert(column.name).inserted {
                terms.append(
                    OrderTerm(
                        sql: "\(scope.alias).\(try SQLWriter.quote(column.name))", isNullable: false,
                        descending: column.descending, bindingCast: nil))
            }
            if !identity.isEmpty, !identityIsNullable, ordered.isSuperset(of: identity) {
                isTotal = true
                return
            }
        }
        switch context.dialect {
        case .sqlite:
            // An index's entries end with the rowid: behind a sort it breaks ties without another one.
            if let rowid = relation.rowIdentifierName, identity.isEmpty || identityIsNullable || !terms.isEmpty {
                terms.append(
                    OrderTerm(
                        sql: "\(scope.alias).\(rowid)", isNullable: false, descending: descending, bindingCast: nil))
                isTotal = true
                return
            }
        case .postgres:
            if identity.isEmpty, relation.hasRowIdentifier, relation.kind == .table {
                terms.append(
                    OrderTerm(
                        sql: "\(scope.alias).ctid", isNullable: false, descending: descending, bindingCast: "tid"))
                isTotal = true
                return
            }
        }
        guard !identity.isEmpty, !identityIsNullable else { return }
        for column in identity where !ordered.contains(column) {
            terms.append(
                OrderTerm(
                    sql: "\(scope.alias).\(try SQLWriter.quote(column))", isNullable: false, descending: descending,
                    bindingCast: nil))
        }
        isTotal = true
    }

    /// What rows are compared by: the column, or what stands for it where the column's own order isn't its meaning.
    private static func key(_ resolved: SelectContext.Resolved, dialect: SQLDialect) throws(PlanningError) -> String {
        let column = resolved.column
        let indexed = resolved.relation.isIndexed(column.name)
        switch (column.type, dialect) {
        case (.numeric, .sqlite) where column.affinity == .text:
            return "CAST(\(resolved.sql) AS NUMERIC)"
        case (.text, .sqlite) where !indexed && column.affinity == .text,
            (.json, .sqlite) where column.affinity == .text,
            (.bytes, .sqlite):
            return "substr(\(resolved.sql), 1, \(comparedCharacters))"
        case (.text, .postgres) where !indexed:
            return "left(\(resolved.sql), \(comparedCharacters))"
        case (.bytes, .postgres):
            return "substr(\(resolved.sql), 1, \(comparedCharacters))"
        case (.json, .postgres), (.vector, .postgres), (.other, .postgres):
            return "left(CAST(\(resolved.sql) AS text), \(comparedCharacters))"
        default:
            return resolved.sql
        }
    }

    /// Tells this order from any other one on the relation, whatever the page.
    var signature: String { terms.map { $0.orderBy() }.joined(separator: ",") }

    mutating func reverse() {
        for position in terms.indices { terms[position].descending.toggle() }
    }

    func orderBy() -> String {
        terms.isEmpty ? "" : " ORDER BY " + terms.map { $0.orderBy() }.joined(separator: ", ")
    }
}
