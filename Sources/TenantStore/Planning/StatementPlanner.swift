import TenantDomain

/// Writes the SQL for what the console asks of a database: pure, from the catalog and a query alone.
package struct StatementPlanner: Sendable {
    /// Rows of a relation without a key, which is read once and not paged.
    package static let windowRows = 10_000

    package let catalog: Catalog
    package let dialect: SQLDialect

    /// The least that a database can be asked.
    package static let ping = Statement(sql: "SELECT 1", columnCount: 1)

    package init(catalog: Catalog, dialect: SQLDialect) {
        self.catalog = catalog
        self.dialect = dialect
    }

    /// Result columns that the engine allows.
    var columnLimit: Int {
        switch dialect {
        case .sqlite: 2000
        case .postgres: 1664
        }
    }

    /// The page of rows that the query asks for. One row more than the limit is read, to know whether more follow.
    package func page(_ query: RowQuery) throws(PlanningError) -> PlannedPage {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(query.relation)
        var order = try RowOrder(
            query.sort, fixed: query.predicate.fixedColumns, scope: &scope, context: &context)
        guard order.isTotal else {
            return try window(query, order: order, scope: &scope, context: &context)
        }
        let place = query.page.position
        if place.isBackwards { order.reverse() }

        var select = SelectList()
        for projection in query.columns {
            try select.add(projection, limit: query.cellLimit, wantsSize: false, scope: &scope, context: &context)
        }
        for term in order.terms { select.add(hidden: term.sql) }
        let width = select.columnCount
        guard select.resultCount <= columnLimit else { throw .tooManyColumns(query.columns.count, limit: columnLimit) }

        var filter = try context.condition(query.predicate, in: &scope)
        let limit = max(query.page.limit, 1)
        let rows = limit == .max ? limit : limit + 1
        var keyset: Keyset?
        if let cursor = place.cursor {
            keyset = try Keyset(order, cursor: cursor.cursor, inclusive: cursor.inclusive, context: &context)
        }
        let from = try scope.fromClause()
        func sql(_ columns: [String]) -> String {
            let head = "SELECT " + columns.joined(separator: ", ") + " FROM " + from
            guard let keyset else {
                return head + Self.whereClause(filter) + order.orderBy() + " LIMIT \(rows)"
            }
            guard let ranges = keyset.ranges else {
                return head + Self.whereClause(filter, keyset.predicate()) + order.orderBy() + " LIMIT \(rows)"
            }
            return Self.split(
                head: columns, from: from, filter: filter, ranges: ranges, order: order, rows: rows,
                orderColumns: (width - order.terms.count)..<width)
        }
        if filter == "TRUE" { filter = "" }
        let statement = Statement(
            sql: sql(select.columns), bindings: context.writer.bindings, columnCount: width, cuts: select.cuts,
            withoutLargeValues: dialect == .sqlite ? select.largeValues(sql) : nil)
        return PlannedPage(
            statement: statement, columnCount: query.columns.count, reversed: place.isBackwards, limit: limit,
            windowCap: nil, position: place)
    }

    /// The text form of cursors in this query's order, wherever the page stands.
    package func cursorCodec(for query: RowQuery) throws(PlanningError) -> CursorCodec {
        var context = SelectContext(catalog: catalog, dialect: dialect)
        var scope = try context.scope(query.relation)
        let order = try RowOrder(
            query.sort, fixed: query.predicate.fixedColumns, scope: &scope, context: &context)
        return CursorCodec(
            order: "\(dialect.rawValue) \(query.relation) \(order.signature)", valueCount: order.terms.count)
    }

    static func whereClause(_ conditions: String...) -> String {
        let conditions = conditions.filter { !$0.isEmpty && $0 != "TRUE" }
        return conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }

    /// A page that may cross the border between values and nulls in the first term: two ranges that an index serves
    /// each, both cut to the page before they are merged.
    private static func split(
        head: [String], from: String, filter: String, ranges: (values: String, nulls: String), order: RowOrder,
        rows: Int,
        orderColumns: Range<Int>
    ) -> String {
        let first = order.terms[0].sql
        let named = head.enumerated().map { "\($1) AS c\($0)" }.joined(separator: ", ")
        let rest = order.terms.dropFirst().map { $0.orderBy() }.joined(separator: ", ")
        let restOrder = rest.isEmpty ? "" : " ORDER BY \(rest)"
        let valueOrder =
            " ORDER BY \(first) \(order.terms[0].descending ? "DESC" : "ASC")" + (rest.isEmpty ? "" : ", \(rest)")
        let outerOrder = zip(orderColumns, order.terms).map { column, term in
            OrderTerm(
                sql: "c\(column)", isNullable: term.isNullable, descending: term.descending, bindingCast: nil
            ).orderBy()
        }
        let columns = head.indices.map { "c\($0)" }.joined(separator: ", ")
        return "SELECT \(columns) FROM ("
            + "SELECT * FROM (SELECT \(named) FROM \(from)\(whereClause(filter, ranges.values))"
            + "\(valueOrder) LIMIT \(rows)) AS v UNION ALL "
            + "SELECT * FROM (SELECT \(named) FROM \(from)\(whereClause(filter, ranges.nulls))"
            + "\(restOrder) LIMIT \(rows)) AS n) AS p ORDER BY \(outerOrder.joined(separator: ", ")) LIMIT \(rows)"
    }

    /// Nothing tells the rows apart: the first rows, in the order asked for, as one window.
    private func window(
        _ query: RowQuery, order: RowOrder, scope: inout SelectScope, context: inout SelectContext
    ) throws(PlanningError) -> PlannedPage {
        var select = SelectList()
        for projection in query.columns {
            try select.add(projection, limit: query.cellLimit, wantsSize: false, scope: &scope, context: &context)
        }
        guard select.resultCount <= columnLimit else { throw .tooManyColumns(query.columns.count, limit: columnLimit) }
        let filter = try context.condition(query.predicate, in: &scope)
        let from = try scope.fromClause()
        func sql(_ columns: [String]) -> String {
            "SELECT " + columns.joined(separator: ", ") + " FROM " + from + Self.whereClause(filter)
                + order.orderBy() + " LIMIT \(Self.windowRows + 1)"
        }
        let statement = Statement(
            sql: sql(select.columns), bindings: context.writer.bindings, columnCount: select.columnCount,
            cuts: select.cuts, withoutLargeValues: dialect == .sqlite ? select.largeValues(sql) : nil)
        return PlannedPage(
            statement: statement, columnCount: query.columns.count, reversed: false, limit: Self.windowRows,
            windowCap: Self.windowRows, position: .first)
    }
}

extension PageRequest.Position {
    var isBackwards: Bool {
        switch self {
        case .before, .last: true
        case .first, .after, .from: false
        }
    }

    var cursor: (cursor: Cursor, inclusive: Bool)? {
        switch self {
        case .first, .last: nil
        case .after(let cursor), .before(let cursor): (cursor, false)
        case .from(let cursor): (cursor, true)
        }
    }
}
