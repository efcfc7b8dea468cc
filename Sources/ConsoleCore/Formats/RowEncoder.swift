import TenantDomain

/// One format. Appends bytes to a buffer and never holds more than a bounded number of rows.
package protocol RowEncoder: Sendable {
    mutating func begin(into output: inout [UInt8])
    mutating func encode(_ block: RowBlock, rows: Range<Int>, into output: inout [UInt8])
    mutating func end(into output: inout [UInt8])
    var defusedCells: Int { get }
}

extension RowEncoder {
    package mutating func end(into output: inout [UInt8]) {}
    package var defusedCells: Int { 0 }
}

extension [UInt8] {
    /// Room for a huge cell of so many bytes: a buffer that doubles to hold it would take its size three times over.
    mutating func reserve(cell size: Int) {
        if size >= 1 << 20 { reserveCapacity(count + size + size / 16) }
    }
}
