/// One cell of a table, as its rows hand it over for drawing.
package struct TableCell {
    package enum Content {
        /// UTF-8 where it lies; good only while the rows lend it.
        case bytes(UnsafeRawBufferPointer)
        case text(String)
        case bar(BarControl)
        /// A dim `∅`.
        case null
        /// A dim `""`.
        case emptyText
        /// Still being computed: a dim `·`.
        case pending
        case blank
    }

    package var content: Content
    /// The column's own role where nil.
    package var role: ThemeRole?
    /// The column's own alignment where nil.
    package var alignment: TextAlignment?
    /// Whether the text is only the head of a longer value, so that `…` follows however wide the column is.
    package var continues: Bool

    package init(
        _ content: Content, role: ThemeRole? = nil, alignment: TextAlignment? = nil, continues: Bool = false
    ) {
        self.content = content
        self.role = role
        self.alignment = alignment
        self.continues = continues
    }

    /// A value of the database: bytes, or `""` where there are none.
    package static func value(
        _ bytes: UnsafeRawBufferPointer, role: ThemeRole? = nil, continues: Bool = false
    ) -> TableCell {
        TableCell(bytes.isEmpty ? .emptyText : .bytes(bytes), role: role, continues: continues)
    }
}

/// A line across the table above a row: a day, a group, a gap. It belongs to the row and cannot be selected.
package struct TableHeading: Hashable, Sendable {
    package var text: String
    package var role: ThemeRole

    package init(_ text: String, role: ThemeRole = .columnTitle) {
        self.text = text
        self.role = role
    }
}

/// Where a table's cells come from. Only rows on screen are asked for.
package protocol TableRows {
    var count: Int { get }
    /// Hands one cell to `body`, once. `column` is the place of the column in the control's `columns`.
    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void)
    /// A role for the whole row (new, gone, dimmed), under the roles of its cells; nil for none.
    func role(row: Int) -> ThemeRole?
    func headings(above row: Int) -> [TableHeading]
}

extension TableRows {
    package func role(row: Int) -> ThemeRole? { nil }
    package func headings(above row: Int) -> [TableHeading] { [] }
}

/// Rows of text held in memory, for small tables.
package struct TextRows: TableRows, Hashable, Sendable {
    package var rows: [[String]]

    package init(_ rows: [[String]]) { self.rows = rows }

    package var count: Int { rows.count }

    package func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        guard rows.indices.contains(row), rows[row].indices.contains(column) else { return body(TableCell(.blank)) }
        body(TableCell(.text(rows[row][column])))
    }
}

package struct TableColumn: Hashable, Sendable {
    package enum Sort: Hashable, Sendable { case ascending, descending }

    /// Names the column in what is kept of its width.
    package var id: String
    package var title: String
    package var alignment: TextAlignment
    /// The role of its cells where a cell names none.
    package var role: ThemeRole
    /// As narrow as it gets while other columns still need room. Numbers are never cut to fit others.
    package var minWidth: Int
    /// As wide as it gets by what is in it.
    package var maxWidth: Int
    /// Instead of measuring what is in it.
    package var preferredWidth: Int?
    /// The column that says what a row is: it gives way last and takes what room is left over.
    package var isLabel: Bool
    package var sort: Sort?

    package init(
        id: String, title: String, alignment: TextAlignment = .left, role: ThemeRole = .text, minWidth: Int = 6,
        maxWidth: Int = 40, preferredWidth: Int? = nil, isLabel: Bool = false, sort: Sort? = nil
    ) {
        self.id = id
        self.title = title
        self.alignment = alignment
        self.role = role
        self.minWidth = max(1, minWidth)
        self.maxWidth = max(1, maxWidth)
        self.preferredWidth = preferredWidth
        self.isLabel = isLabel
        self.sort = sort
    }
}
