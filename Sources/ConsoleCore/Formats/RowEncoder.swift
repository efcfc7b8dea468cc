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
