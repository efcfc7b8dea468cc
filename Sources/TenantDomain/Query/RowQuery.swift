/// A page of rows asked of a store: which columns, which rows, in which order, from where.
package struct RowQuery: Sendable, Equatable {
    package let relation: RelationName
    package var columns: [Projection]
    package var predicate: Predicate
    /// The order asked for; the planner appends the relation's identity so that the order is total.
    package var sort: [SortTerm]
    package var page: PageRequest
    /// At most this many characters of a text cell are fetched; nil fetches whole values.
    package var cellLimit: Int?

    package init(
        relation: RelationName, columns: [Projection], predicate: Predicate = .everything, sort: [SortTerm] = [],
        page: PageRequest = PageRequest(), cellLimit: Int? = 256
    ) {
        self.relation = relation
        self.columns = columns
        self.predicate = predicate
        self.sort = sort
        self.page = page
        self.cellLimit = cellLimit
    }
}

/// A column in the result.
package struct Projection: Sendable, Equatable, Hashable {
    /// How much of the value leaves the database.
    package enum Mode: Sendable, Hashable {
        case value
        /// Only whether there is a value: 1 or null. What a mask hides is never fetched.
        case presence
    }

    package let path: ColumnPath
    package let type: ColumnType
    package let mode: Mode

    package init(_ path: ColumnPath, type: ColumnType, mode: Mode = .value) {
        self.path = path
        self.type = type
        self.mode = mode
    }
}

/// One term of an order. Nulls come last ascending and first descending on both engines, spelled out in SQL.
package struct SortTerm: Sendable, Equatable, Hashable {
    package let path: ColumnPath
    package let descending: Bool

    package init(_ path: ColumnPath, descending: Bool = false) {
        self.path = path
        self.descending = descending
    }
}

/// Where a page starts and how long it is.
package struct PageRequest: Sendable, Equatable {
    package enum Position: Sendable, Equatable {
        case first
        case after(Cursor)
        case before(Cursor)
        /// From the row at the cursor on, that row included (a reload that keeps its place).
        case from(Cursor)
        case last
    }

    package var position: Position
    package var limit: Int

    package init(_ position: Position = .first, limit: Int = 100) {
        self.position = position
        self.limit = limit
    }
}

/// The sort values and identity of one row, in the server's own text: a place in an order that survives inserts,
/// deletes and a restart of the program.
package struct Cursor: Sendable, Equatable, Hashable {
    package let values: [Value]

    package init(_ values: [Value]) {
        self.values = values
    }
}

/// A page as read, rows always in the order asked for.
///
/// The block holds the projected columns first, then the hidden cursor columns (sort values, identity).
package struct RowPage: Sendable, Equatable {
    package let rows: RowBlock
    /// The projected columns; what follows in a row is for cursors.
    package let columnCount: Int
    package let hasBefore: Bool
    package let hasAfter: Bool
    /// Set where the relation has no key and was read as one window of at most this many rows, without paging.
    package let windowCap: Int?

    package init(rows: RowBlock, columnCount: Int, hasBefore: Bool, hasAfter: Bool, windowCap: Int? = nil) {
        self.rows = rows
        self.columnCount = columnCount
        self.hasBefore = hasBefore
        self.hasAfter = hasAfter
        self.windowCap = windowCap
    }

    /// The row's place in the order, nil where the relation was read as a window.
    package func cursor(row: Int) -> Cursor? {
        guard windowCap == nil, columnCount < rows.columnCount, row < rows.rowCount else { return nil }
        return Cursor((columnCount..<rows.columnCount).map { rows.exactValue(row: row, column: $0) })
    }
}
