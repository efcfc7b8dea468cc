/// Rows as one flat run of bytes: what a store decodes into and what tables, exports and screens read from.
///
/// A cell keeps the engine's own text (integers and reals are spelled in decimal when appended), so that timestamps
/// keep their microseconds and numerics their digits. Nothing is allocated per cell.
package struct RowBlock: Sendable, Equatable {
    package enum CellKind: UInt8, Sendable { case null, integer, real, text, bytes }

    package let columnCount: Int
    package private(set) var rowCount = 0

    private var storage: [UInt8] = []
    /// End offset of each cell in `storage`, row after row.
    private var ends: [UInt32] = []
    private var kinds: [UInt8] = []
    /// Cell positions whose value was cut by the query, with the full size in bytes where that was asked for.
    private var cuts: [Int: Int?] = [:]

    package init(columnCount: Int) {
        self.columnCount = columnCount
    }

    package mutating func reserve(rows: Int, bytesPerRow: Int) {
        ends.reserveCapacity(rows * columnCount)
        kinds.reserveCapacity(rows * columnCount)
        storage.reserveCapacity(rows * bytesPerRow)
    }

    /// Appends the next cell, left to right and row by row.
    package mutating func append(_ kind: CellKind, _ bytes: UnsafeRawBufferPointer) {
        storage.append(contentsOf: bytes)
        finishCell(kind)
    }

    package mutating func append(_ kind: CellKind, _ bytes: some Collection<UInt8>) {
        storage.append(contentsOf: bytes)
        finishCell(kind)
    }

    package mutating func appendNull() {
        finishCell(.null)
    }

    package mutating func append(integer: Int64) {
        appendDecimal(integer)
        finishCell(.integer)
    }

    package mutating func append(_ value: Value) {
        switch value {
        case .null: appendNull()
        case .integer(let number): append(integer: number)
        case .real(let number): append(.real, String(number).utf8)
        case .text(let text): append(.text, text.utf8)
        case .bytes(let bytes): append(.bytes, bytes)
        }
    }

    /// Says that the cell appended last is only the head of a value, of `fullSize` bytes where that is known.
    package mutating func markLastCellCut(fullSize: Int?) {
        cuts[kinds.count - 1] = .some(fullSize)
    }

    private mutating func finishCell(_ kind: CellKind) {
        ends.append(UInt32(truncatingIfNeeded: storage.count))
        kinds.append(kind.rawValue)
        if kinds.count % columnCount == 0 { rowCount = kinds.count / columnCount }
    }

    private mutating func appendDecimal(_ number: Int64) {
        if number == 0 {
            storage.append(0x30)
            return
        }
        var magnitude = number.magnitude
        if number < 0 { storage.append(0x2D) }
        let start = storage.count
        while magnitude > 0 {
            storage.append(0x30 + UInt8(magnitude % 10))
            magnitude /= 10
        }
        storage[start...].reverse()
    }

    package func kind(row: Int, column: Int) -> CellKind {
        CellKind(rawValue: kinds[row * columnCount + column]) ?? .null
    }

    package func isNull(row: Int, column: Int) -> Bool {
        kinds[row * columnCount + column] == CellKind.null.rawValue
    }

    /// The cell's bytes; empty for null.
    package func bytes(row: Int, column: Int) -> ArraySlice<UInt8> {
        let cell = row * columnCount + column
        let start = cell == 0 ? 0 : Int(ends[cell - 1])
        return storage[start..<Int(ends[cell])]
    }

    /// Calls `body` with the cell's bytes in place.
    package func withBytes<Result>(row: Int, column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        let cell = row * columnCount + column
        let start = cell == 0 ? 0 : Int(ends[cell - 1])
        let end = Int(ends[cell])
        return try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    /// The cell's text, nil for null; invalid UTF-8 is repaired with U+FFFD, bytes are hexadecimal.
    package func text(row: Int, column: Int) -> String? {
        switch kind(row: row, column: column) {
        case .null: nil
        case .bytes: Hexadecimal.encode(bytes(row: row, column: column))
        case .integer, .real, .text: String(decoding: bytes(row: row, column: column), as: UTF8.self)
        }
    }

    package func value(row: Int, column: Int) -> Value {
        let bytes = bytes(row: row, column: column)
        switch kind(row: row, column: column) {
        case .null: return .null
        case .bytes: return .bytes(Array(bytes))
        case .integer:
            let text = String(decoding: bytes, as: UTF8.self)
            return Int64(text).map(Value.integer) ?? .text(text)
        case .real:
            let text = String(decoding: bytes, as: UTF8.self)
            return Double(text).map(Value.real) ?? .text(text)
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The value as it stands, text that is no UTF-8 as bytes: what a cursor must hold to find its place again.
    package func exactValue(row: Int, column: Int) -> Value {
        let value = value(row: row, column: column)
        guard case .text(let text) = value else { return value }
        let bytes = bytes(row: row, column: column)
        return text.utf8.elementsEqual(bytes) ? value : .bytes(Array(bytes))
    }

    /// Whether the cell holds only the head of its value.
    package func isCut(row: Int, column: Int) -> Bool {
        cuts[row * columnCount + column] != nil
    }

    /// The whole value's size in bytes where the query cut it and asked for the size; nil for whole cells too.
    package func fullSize(row: Int, column: Int) -> Int? {
        cuts[row * columnCount + column] ?? nil
    }

    /// Rows in opposite order: pages read backwards are shown forwards.
    package func reversed() -> RowBlock {
        var result = RowBlock(columnCount: columnCount)
        for row in stride(from: rowCount - 1, through: 0, by: -1) { result.appendRow(from: self, row: row) }
        return result
    }

    package mutating func appendRow(from other: RowBlock, row: Int) {
        for column in 0..<columnCount {
            append(other.kind(row: row, column: column), other.bytes(row: row, column: column))
            if other.isCut(row: row, column: column) {
                markLastCellCut(fullSize: other.fullSize(row: row, column: column))
            }
        }
    }

    package mutating func append(contentsOf other: RowBlock) {
        for row in 0..<other.rowCount { appendRow(from: other, row: row) }
    }

    /// Bytes held, for memory budgets.
    package var byteCount: Int { storage.count + ends.count * 4 + kinds.count }
}
