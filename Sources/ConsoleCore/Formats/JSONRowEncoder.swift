import TenantDomain

/// JSON: an array of objects, or one object a line, keyed by column name.
///
/// Numbers are numbers as long as every reader keeps them: integers beyond 2^53 and decimals of more than 15 digits are
/// strings with all their digits. Booleans are booleans, JSON columns are embedded where they are JSON and strings
/// where they are not, bytes are lower-case hexadecimal, times and ids are the database's own text.
struct JSONRowEncoder: RowEncoder {
    private let columns: [OutputColumn]
    private let isArray: Bool
    /// `"name":`, and the comma before it.
    private let keys: [[UInt8]]
    private var hasRows = false

    init(columns: [OutputColumn], isArray: Bool) {
        self.columns = columns
        self.isArray = isArray
        keys = columns.enumerated().map { position, column in
            var key: [UInt8] = position == 0 ? [] : [UInt8(ascii: ",")]
            JSONText.appendString(column.name, into: &key)
            key.append(UInt8(ascii: ":"))
            return key
        }
    }

    mutating func begin(into output: inout [UInt8]) {
        if isArray { output.append(UInt8(ascii: "[")) }
    }

    mutating func end(into output: inout [UInt8]) {
        guard isArray else { return }
        if hasRows { output.append(UInt8(ascii: "\n")) }
        output.append(contentsOf: [UInt8(ascii: "]"), UInt8(ascii: "\n")])
    }

    mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8]) {
        let count = min(columns.count, block.columnCount)
        for row in rows {
            if isArray {
                if hasRows { output.append(UInt8(ascii: ",")) }
                output.append(UInt8(ascii: "\n"))
            }
            hasRows = true
            output.append(UInt8(ascii: "{"))
            for column in 0..<count {
                output.append(contentsOf: keys[column])
                let kind = block.kind(row: row, column: column)
                block.withBytes(row: row, column: column) {
                    Self.append($0, kind: kind, type: columns[column].type, into: &output)
                }
            }
            output.append(UInt8(ascii: "}"))
            if !isArray { output.append(UInt8(ascii: "\n")) }
        }
    }

    private static func append(
        _ bytes: UnsafeRawBufferPointer, kind: RowBlock.CellKind, type: ColumnType, into output: inout [UInt8]
    ) {
        output.reserve(cell: bytes.count)
        switch kind {
        case .null: output.append(contentsOf: "null".utf8)
        case .bytes:
            output.append(UInt8(ascii: "\""))
            CellBytes.appendHex(bytes, into: &output)
            output.append(UInt8(ascii: "\""))
        case .integer, .real, .text:
            if type == .boolean, let flag = CellBytes.boolean(bytes) {
                output.append(contentsOf: (flag ? "true" : "false").utf8)
            } else if kind != .text || type.isNumeric {
                appendNumber(bytes, isReal: kind == .real || type == .real, into: &output)
            } else if type == .json || type == .array || type == .vector {
                if !JSONText.appendDocument(bytes, into: &output) { JSONText.appendString(bytes, into: &output) }
            } else {
                JSONText.appendString(bytes, into: &output)
            }
        }
    }

    private static func appendNumber(_ bytes: UnsafeRawBufferPointer, isReal: Bool, into output: inout [UInt8]) {
        guard let number = CellBytes.number(bytes), isReal || isExact(number, bytes) else {
            JSONText.appendString(bytes, into: &output)
            return
        }
        output.append(contentsOf: bytes)
    }

    /// Whether a reader that takes numbers for doubles gets this one whole.
    private static func isExact(_ number: CellBytes.Number, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard number.isInteger else { return number.significantDigits <= 15 }
        guard bytes.count <= 17 else { return false }
        var value: Int64 = 0
        for byte in bytes where byte != UInt8(ascii: "-") { value = value * 10 + Int64(byte - 0x30) }
        return value <= 1 << 53
    }
}
