import ConsoleCore
import TenantDomain
import TerminalCore

/// A plain table for people. Columns are as wide as the first thousand rows need; a later cell that is wider pushes its
/// row out rather than lose anything.
struct TableEncoder: RowEncoder {
    private let columns: [OutputColumn]
    private let options: OutputOptions
    private let widths: WidthPolicy
    private var pending: [[String]] = []
    private var columnWidths: [Int]?
    private static let measured = 1000

    init(columns: [OutputColumn], options: OutputOptions) {
        self.columns = columns
        self.options = options
        widths = WidthPolicy(ambiguous: options.ambiguousIsWide ? .wide : .narrow)
    }

    mutating func begin(into output: inout [UInt8]) {}

    mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8]) {
        let count = min(columns.count, block.columnCount)
        for row in rows {
            pending.append(
                (0..<count).map { index in
                    let text = CellText.text(
                        block, row: row, column: index, columns[index], zone: options.zone, visible: options.visible)
                    return options.cellWidth.map { TextWidth.truncate(text, to: $0, policy: widths) } ?? text
                })
        }
        if pending.count >= Self.measured { lay(into: &output) }
    }

    mutating func end(into output: inout [UInt8]) {
        if columnWidths == nil || !pending.isEmpty { lay(into: &output) }
    }

    /// Lays out the rows at hand; the first time with the headings.
    private mutating func lay(into output: inout [UInt8]) {
        let isFirst = columnWidths == nil
        let titles = columns.map { TextWidth.visible($0.title) }
        let columnWidths = columnWidths ?? measure(titles)
        self.columnWidths = columnWidths
        var rows = pending
        pending = []
        if isFirst { rows.insert(titles, at: 0) }
        var text = PaddedTable.text(
            of: rows.map { cells in cells.enumerated().map { padded($1, at: $0, columnWidths) } })
        if isFirst { text = Colouring.headingLine(of: text, isOn: options.coloured) }
        output.append(contentsOf: text.utf8)
    }

    private func measure(_ titles: [String]) -> [Int] {
        var result = titles.map { TextWidth.width(of: $0, policy: widths) }
        for cells in pending {
            for (index, cell) in cells.enumerated() {
                result[index] = max(result[index], TextWidth.width(of: cell, policy: widths))
            }
        }
        return result
    }

    private func padded(_ cell: String, at index: Int, _ columnWidths: [Int]) -> String {
        let missing = max(0, columnWidths[index] - TextWidth.width(of: cell, policy: widths))
        let blanks = String(repeating: " ", count: missing)
        let text = cell == CellText.null ? Colouring.dim(cell, isOn: options.coloured) : cell
        if columns[index].isRightAligned { return blanks + text }
        return index == columnWidths.count - 1 ? text : text + blanks
    }
}
