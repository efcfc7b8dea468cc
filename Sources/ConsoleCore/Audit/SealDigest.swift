import Crypto
import TenantDomain

/// One sealed stretch of the trail: how many entries it has, which is the first and the last, and a hash over all of
/// them and over the seal before it.
package struct SealRoot: Sendable, Equatable {
    package let root: String
    package let previous: String?
    package let count: Int
    package let first: String?
    package let last: String?
    /// Microseconds since 1970; the end is not included.
    package let from: Int64
    package let to: Int64

    package init(
        root: String, previous: String?, count: Int, first: String?, last: String?, from: Int64, to: Int64
    ) {
        self.root = root
        self.previous = previous
        self.count = count
        self.first = first
        self.last = last
        self.from = from
        self.to = to
    }
}

/// Hashes entries in their order. A row counts with all its stored columns, by name, each with its length, so that no
/// two rows spell the same; times count as instants, everything else in the engine's own text.
struct SealDigest {
    private var hash = SHA256()
    private(set) var count = 0
    private(set) var first: String?
    private(set) var last: String?

    mutating func add(_ block: RowBlock, row: Int, _ columns: [(name: String, isTime: Bool)], idColumn: Int) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for (place, column) in columns.enumerated() {
            Self.append(column.name.utf8, to: &bytes)
            if block.isNull(row: row, column: place) {
                bytes.append(0)
            } else if column.isTime, let time = block.time(row: row, column: place) {
                bytes.append(2)
                withUnsafeBytes(of: time.bigEndian) { bytes.append(contentsOf: $0) }
            } else {
                bytes.append(1)
                Self.append(block.bytes(row: row, column: place), to: &bytes)
            }
        }
        hash.update(data: bytes)
        count += 1
        let id = block.text(row: row, column: idColumn)
        if first == nil { first = id }
        last = id
    }

    private static func append(_ part: some Collection<UInt8>, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: part)
    }

    func root(source: String, previous: String?, from: Int64, to: Int64) -> SealRoot {
        let rows = Hexadecimal.encode(hash.finalize())
        let head = [
            "tenantctl seal 1", source, previous ?? "", String(from), String(to), String(count), first ?? "",
            last ?? "", rows,
        ].joined(separator: "\n")
        return SealRoot(
            root: Hexadecimal.encode(SHA256.hash(data: Array(head.utf8))), previous: previous, count: count,
            first: first,
            last: last, from: from, to: to)
    }
}
