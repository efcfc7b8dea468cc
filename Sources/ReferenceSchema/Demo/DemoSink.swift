/// A value of a demo row.
package enum DemoValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    /// Valid UTF-8.
    case text([UInt8])
    case bytes([UInt8])

    static func string(_ value: String) -> DemoValue { .text(Array(value.utf8)) }
    static func string(_ value: String?) -> DemoValue { value.map { .text(Array($0.utf8)) } ?? .null }
    static func flag(_ value: Bool) -> DemoValue { .integer(value ? 1 : 0) }
    static func instant(_ value: Int64) -> DemoValue { .text(DemoBytes.instant(value)) }
    static func instant(_ value: Int64?) -> DemoValue { value.map { .text(DemoBytes.instant($0)) } ?? .null }
    static func day(_ value: Int64) -> DemoValue { .text(Array(DemoBytes.instant(value).prefix(10))) }
}

/// Where demo rows go: one table after the other, each opened once.
package protocol DemoSink {
    mutating func begin(table: String, columns: [String]) throws
    /// One value for each column of the open table. The array is the generator's own and changes after the call.
    mutating func row(_ values: [DemoValue]) throws
    mutating func end() throws
}

/// How far a generator is.
package struct DemoProgress: Sendable {
    package let table: String
    package let rows: Int
    /// All rows expected, to within a few hundred.
    package let expected: Int
}
