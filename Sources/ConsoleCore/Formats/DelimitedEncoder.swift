import TenantDomain

/// CSV and TSV with the exact value of each cell.
///
/// CSV is RFC 4180 with LF line ends: a null is nothing, an empty text is `""`. TSV is PostgreSQL's COPY text format:
/// a null is `\N`, and tab, line ends and backslash are escaped. Both start with the column names; bytes are lower-case
/// hexadecimal. To a terminal, control characters are made visible instead.
struct DelimitedEncoder: RowEncoder {
    enum Form: Sendable { case csv, tsv }

    private let columns: [OutputColumn]
    private let form: Form
    private let options: OutputOptions
    private(set) var defusedCells = 0

    init(columns: [OutputColumn], form: Form, options: OutputOptions) {
        self.columns = columns
        self.form = form
        self.options = options
    }

    private var separator: UInt8 { form == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t") }

    mutating func begin(into output: inout [UInt8]) {
        for (position, column) in columns.enumerated() {
            if position > 0 { output.append(separator) }
            var name = column.name
            name.withUTF8 { append(text: UnsafeRawBufferPointer($0), into: &output) }
        }
        output.append(UInt8(ascii: "\n"))
    }

    mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8]) {
        let count = min(columns.count, block.columnCount)
        for row in rows {
            for column in 0..<count {
                if column > 0 { output.append(separator) }
                switch block.kind(row: row, column: column) {
                case .null: if form == .tsv { output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")]) }
                case .integer, .real: block.withBytes(row: row, column: column) { output.append(contentsOf: $0) }
                case .bytes: block.withBytes(row: row, column: column) { CellBytes.appendHex($0, into: &output) }
                case .text: block.withBytes(row: row, column: column) { append(text: $0, into: &output) }
                }
            }
            output.append(UInt8(ascii: "\n"))
        }
    }

    private mutating func append(text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        if options.toTerminal, !ByteScan.isPlain(text, except: 0x7F, 0x7F) {
            var visible = options.visible(String(decoding: text, as: UTF8.self))
            visible.withUTF8 { appendExact(UnsafeRawBufferPointer($0), into: &output) }
        } else {
            appendExact(text, into: &output)
        }
    }

    private mutating func appendExact(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        output.reserve(cell: text.count)
        let defuses = options.safeCells && CellBytes.runsInSpreadsheet(text)
        if defuses { defusedCells += 1 }
        switch form {
        case .csv: Self.appendCSV(text, defuses: defuses, into: &output)
        case .tsv: Self.appendTSV(text, defuses: defuses, into: &output)
        }
    }

    @inline(__always)
    private static func appendCSV(_ text: UnsafeRawBufferPointer, defuses: Bool, into output: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            text.isEmpty
            || ByteScan.contains(text, quote, UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        guard needsQuotes else {
            if defuses { output.append(UInt8(ascii: "'")) }
            output.append(contentsOf: text)
            return
        }
        output.append(quote)
        if defuses { output.append(UInt8(ascii: "'")) }
        appendDoubling(quote, in: text, into: &output)
        output.append(quote)
    }

    /// Appends the text with one byte doubled, of a huge one part by part.
    private static func appendDoubling(_ special: UInt8, in text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        for start in stride(from: 0, to: text.count, by: 1 << 16) {
            let part = text[start..<min(start + (1 << 16), text.count)]
            appendDoubling(special, inPart: UnsafeRawBufferPointer(rebasing: part), into: &output)
        }
    }

    /// JSON cells are full of quotes: room for the worst case is taken once (the text twice stands in for it) and filled
    /// in one pass.
    private static func appendDoubling(
        _ special: UInt8, inPart text: UnsafeRawBufferPointer, into output: inout [UInt8]
    ) {
        let start = output.count
        output.append(contentsOf: text)
        output.append(contentsOf: text)
        let end = output.withUnsafeMutableBytes { room in
            var place = start
            for byte in text {
                room[place] = byte
                place += 1
                if byte == special {
                    room[place] = byte
                    place += 1
                }
            }
            return place
        }
        output.removeLast(output.count - end)
    }

    private static func appendTSV(_ text: UnsafeRawBufferPointer, defuses: Bool, into output: inout [UInt8]) {
        if defuses { output.append(UInt8(ascii: "'")) }
        guard ByteScan.contains(text, UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\\"))
        else {
            output.append(contentsOf: text)
            return
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\t"): output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case UInt8(ascii: "\n"): output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case UInt8(ascii: "\r"): output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case UInt8(ascii: "\\"): output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\")])
            default: output.append(byte)
            }
        }
    }
}
