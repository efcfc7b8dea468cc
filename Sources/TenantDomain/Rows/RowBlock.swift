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
    /// Cells of the row that is not whole yet.
    private var started = 0
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

    /// Appends another block's cell as it stands.
    package mutating func appendCell(from other: RowBlock, row: Int, column: Int) {
        let cell = row * other.columnCount + column
        let start = cell == 0 ? 0 : Int(other.ends[cell - 1])
        storage.append(contentsOf: other.storage[start..<Int(other.ends[cell])])
        ends.append(UInt32(truncatingIfNeeded: storage.count))
        kinds.append(other.kinds[cell])
        started += 1
        if started == columnCount {
            started = 0
            rowCount += 1
        }
    }

    /// Appends the text that `write` puts behind the bytes there are.
    package mutating func appendText(_ write: (inout [UInt8]) -> Void) {
        write(&storage)
        finishCell(.text)
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
        started += 1
        if started == columnCount {
            started = 0
            rowCount += 1
        }
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
        append(contentsOf: other, rows: row..<(row + 1))
    }

    package mutating func append(contentsOf other: RowBlock) {
        append(contentsOf: other, rows: 0..<other.rowCount)
    }

    /// Appends whole rows of a block of as many columns.
    package mutating func append(contentsOf other: RowBlock, rows: Range<Int>) {
        append(cellsOf: other, (rows.lowerBound * columnCount)..<(rows.upperBound * columnCount))
        rowCount += rows.count
    }

    /// The cells' bytes, ends and kinds in one go; whole rows are the caller's to count.
    private mutating func append(cellsOf other: RowBlock, _ cells: Range<Int>) {
        guard !cells.isEmpty else { return }
        let begin = cells.lowerBound == 0 ? 0 : Int(other.ends[cells.lowerBound - 1])
        let shift = UInt32(truncatingIfNeeded: storage.count) &- UInt32(truncatingIfNeeded: begin)
        let first = kinds.count - cells.lowerBound
        storage.append(contentsOf: other.storage[begin..<Int(other.ends[cells.upperBound - 1])])
        for cell in cells { ends.append(other.ends[cell] &+ shift) }
        kinds.append(contentsOf: other.kinds[cells])
        guard !other.cuts.isEmpty else { return }
        for (cell, size) in other.cuts where cells.contains(cell) { cuts[cell + first] = size }
    }

    package enum Rewrite: Sendable {
        /// Nothing was appended: the cell stays as it is.
        case kept
        /// Another text of the same value: the head of one stays marked as such.
        case changed
        /// A text in the value's place.
        case replaced
    }

    /// A copy in which cells of some columns are other texts; everything else stays as it is.
    ///
    /// - Parameters:
    ///   - columns: in ascending order.
    ///   - rewrite: appends the text that stands for a cell that isn't null and says what it is to it.
    package func rewriting(
        columns: [Int], _ rewrite: (_ row: Int, _ column: Int, UnsafeRawBufferPointer, inout [UInt8]) -> Rewrite
    ) -> RowBlock {
        var result = RowBlock(columnCount: columnCount)
        result.reserve(rows: rowCount, bytesPerRow: storage.count / max(1, rowCount) + 8)
        storage.withUnsafeBytes { bytes in
            var copied = 0
            for row in 0..<rowCount {
                for column in columns {
                    let cell = row * columnCount + column
                    guard kinds[cell] != CellKind.null.rawValue else { continue }
                    let begin = cell == 0 ? 0 : Int(ends[cell - 1])
                    let text = UnsafeRawBufferPointer(rebasing: bytes[begin..<Int(ends[cell])])
                    result.append(cellsOf: self, copied..<cell)
                    copied = cell
                    let rewrite = rewrite(row, column, text, &result.storage)
                    if rewrite == .kept { continue }
                    if rewrite == .changed, let cut = cuts[cell] { result.cuts[cell] = cut }
                    result.ends.append(UInt32(truncatingIfNeeded: result.storage.count))
                    result.kinds.append(CellKind.text.rawValue)
                    copied = cell + 1
                }
            }
            result.append(cellsOf: self, copied..<(rowCount * columnCount))
        }
        result.rowCount = rowCount
        return result
    }

    /// Bytes held, for memory budgets.
    package var byteCount: Int { storage.count + ends.count * 4 + kinds.count }
}
