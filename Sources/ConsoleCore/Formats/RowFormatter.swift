import TenantDomain

/// Rows in one data format, as they come: exports, the command line and the clipboard write the same bytes.
///
/// `table` is no data format and writes TSV. Cells are written as given: masking has happened before.
package struct RowFormatter: RowEncoder {
    private var encoder: any RowEncoder

    package init(format: OutputFormat, columns: [OutputColumn], options: OutputOptions = OutputOptions()) {
        encoder =
            switch format {
            case .json: JSONRowEncoder(columns: columns, isArray: true)
            case .ndjson: JSONRowEncoder(columns: columns, isArray: false)
            case .csv: DelimitedEncoder(columns: columns, form: .csv, options: options)
            case .tsv, .table: DelimitedEncoder(columns: columns, form: .tsv, options: options)
            case .markdown: MarkdownEncoder(columns: columns, options: options)
            }
    }

    package mutating func begin(into output: inout [UInt8]) { encoder.begin(into: &output) }
    package mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8]) {
        encoder.encode(block, rows: rows, into: &output)
    }
    package mutating func end(into output: inout [UInt8]) { encoder.end(into: &output) }
    package var defusedCells: Int { encoder.defusedCells }

    /// A few rows as text for the clipboard: nothing in it that a terminal would obey or a spreadsheet would run, and
    /// no line end behind the last row.
    package static func text(
        _ rows: OutputRows, format: OutputFormat,
        visible: @escaping @Sendable (String) -> String = PlainText.withoutControls
    ) -> String {
        var formatter = RowFormatter(
            format: format, columns: rows.columns,
            options: OutputOptions(toTerminal: true, safeCells: true, visible: visible))
        var output: [UInt8] = []
        formatter.begin(into: &output)
        formatter.encode(rows.block, rows: 0..<rows.block.rowCount, into: &output)
        formatter.end(into: &output)
        while output.last == UInt8(ascii: "\n") { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }

    /// Some columns of a page, or of rows taken out of it.
    package static func text(
        _ block: RowBlock, columns: [ResourceColumn], of reply: ListReply, format: OutputFormat
    ) -> String {
        let shown = columns.compactMap { column in reply.place(of: column.name).map { (column, $0) } }
        var rows = RowBlock(columnCount: max(1, shown.count))
        for row in 0..<block.rowCount where !shown.isEmpty {
            for (_, place) in shown {
                rows.append(block.kind(row: row, column: place), block.bytes(row: row, column: place))
                if block.isCut(row: row, column: place) {
                    rows.markLastCellCut(fullSize: block.fullSize(row: row, column: place))
                }
            }
        }
        return text(OutputRows(columns: shown.map { OutputColumn($0.0) }, block: rows), format: format)
    }

    /// One record, every field.
    package static func text(_ record: RecordReply, format: OutputFormat) -> String {
        text(OutputRows(record), format: format)
    }
}
