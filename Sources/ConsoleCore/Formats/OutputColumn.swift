import TenantDomain

/// A column of the output: its name in JSON and CSV, its heading in tables, and how its cells are to be read.
package struct OutputColumn: Sendable, Equatable {
    package let name: String
    package let title: String
    package let type: ColumnType
    /// Integer cents, shown as units in tables; files keep the integer.
    package let isCents: Bool
    /// Whether tables leave an empty text blank instead of showing `""`: our own words, not the database's.
    package let isBlankWhenEmpty: Bool

    package init(
        name: String, title: String? = nil, type: ColumnType = .text, isCents: Bool = false,
        isBlankWhenEmpty: Bool = false
    ) {
        self.name = name
        self.title = title ?? name
        self.type = type
        self.isCents = isCents
        self.isBlankWhenEmpty = isBlankWhenEmpty
    }

    package init(_ column: ResourceColumn) {
        let isCents = if case .cents = column.display { true } else { false }
        self.init(name: column.name, title: column.title, type: column.type, isCents: isCents)
    }

    /// Whether tables put the column's cells at its right edge.
    package var isRightAligned: Bool { type.isNumeric }
}

/// What the writer needs to know of its reader.
package struct OutputOptions: Sendable {
    /// A terminal reads along: nothing that it could obey may leave, whatever the format.
    package var toTerminal: Bool
    /// Headings in bold and nulls dim, tables only.
    package var coloured: Bool
    /// Defuse cells that a spreadsheet would run (`= + - @ TAB CR` at the start), CSV and TSV only.
    package var safeCells: Bool
    /// Table cells wider than this end in `…`; nil keeps them whole.
    package var cellWidth: Int?
    package var ambiguousIsWide: Bool
    /// Makes control characters visible; the screen and the command line give the terminal's own gate.
    package var visible: @Sendable (String) -> String

    package init(
        toTerminal: Bool = false, coloured: Bool = false, safeCells: Bool = false, cellWidth: Int? = nil,
        ambiguousIsWide: Bool = false,
        visible: @escaping @Sendable (String) -> String = PlainText.withoutControls
    ) {
        self.toTerminal = toTerminal
        self.coloured = coloured
        self.safeCells = safeCells
        self.cellWidth = cellWidth
        self.ambiguousIsWide = ambiguousIsWide
        self.visible = visible
    }
}
