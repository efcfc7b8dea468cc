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
    /// Numbers of a vector as declared, nil where its type names none.
    package let dimensions: Int?

    package init(
        name: String, title: String? = nil, type: ColumnType = .text, isCents: Bool = false,
        isBlankWhenEmpty: Bool = false, dimensions: Int? = nil
    ) {
        self.name = name
        self.title = title ?? name
        self.type = type
        self.isCents = isCents
        self.isBlankWhenEmpty = isBlankWhenEmpty
        self.dimensions = dimensions
    }

    package init(_ column: ResourceColumn) {
        let isCents = if case .cents = column.display { true } else { false }
        let dimensions: Int? = if case .vector(let declared) = column.display { declared } else { nil }
        self.init(
            name: column.name, title: column.title, type: column.type, isCents: isCents, dimensions: dimensions)
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
    /// Where tables show times; nil leaves them as stored.
    package var zone: ZoneClock?
    /// Makes control characters visible; the screen and the command line give the terminal's own gate.
    package var visible: @Sendable (String) -> String

    package init(
        toTerminal: Bool = false, coloured: Bool = false, safeCells: Bool = false, cellWidth: Int? = nil,
        ambiguousIsWide: Bool = false, zone: ZoneClock? = nil,
        visible: @escaping @Sendable (String) -> String = PlainText.withoutControls
    ) {
        self.toTerminal = toTerminal
        self.coloured = coloured
        self.safeCells = safeCells
        self.cellWidth = cellWidth
        self.ambiguousIsWide = ambiguousIsWide
        self.zone = zone
        self.visible = visible
    }
}
