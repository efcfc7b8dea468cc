import Crypto
import TenantDomain

/// Hashes entries in their order. A row counts with all its stored columns, by name, each with its length, so that no
/// two rows spell the same; times count as instants, everything else in the engine's own text.
struct SealDigest {
    let form: SealForm
    private var hash = SHA256()
    private var bytes: [UInt8] = []
    private(set) var marks = SealMarks()
    private(set) var count = 0
    private(set) var first: String?
    private(set) var last: String?

    init(_ form: SealForm) { self.form = form }

    mutating func add(_ block: RowBlock, row: Int, _ columns: [(name: String, isTime: Bool)], idColumn: Int) {
        bytes.removeAll(keepingCapacity: true)
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
        let id = block.text(row: row, column: idColumn)
        switch form {
        case .stretch: hash.update(data: bytes)
        case .rows:
            SHA256.hash(data: bytes).withUnsafeBytes { digest in
                hash.update(bufferPointer: digest)
                let mark = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
                marks.append(key: SealMarks.key((id ?? "").utf8), row: mark)
            }
        }
        count += 1
        if first == nil { first = id }
        last = id
    }

    private static func append(_ part: some Collection<UInt8>, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: part)
    }

    func root(source: String, previous: String?, from: Int64, to: Int64) -> SealRoot {
        let hash = Hexadecimal.encode(hash.finalize())
        let rows = form == .rows ? SealedRows(hash: hash, marks: marks) : nil
        let root = Self.root(
            source: source, previous: previous, from: from, to: to, count: count, first: first, last: last,
            rows.map { .rows($0) } ?? .stretch(hash))
        return SealRoot(
            root: root, previous: previous, form: form, count: count, first: first, last: last, from: from, to: to,
            rows: rows)
    }

    enum Content {
        case stretch(String)
        case rows(SealedRows)
    }

    /// The hash that is the seal, out of all that its row in the ledger says.
    static func root(
        source: String, previous: String?, from: Int64, to: Int64, count: Int, first: String?, last: String?,
        _ content: Content
    ) -> String {
        let (version, hashes) =
            switch content {
            case .stretch(let hash): (1, [hash])
            case .rows(let rows): (2, [rows.hash, rows.marksHash])
            }
        let head = [
            "tenantctl seal \(version)", source, previous ?? "", String(from), String(to), String(count), first ?? "",
            last ?? "",
        ]
        return Hexadecimal.encode(SHA256.hash(data: Array((head + hashes).joined(separator: "\n").utf8)))
    }
}
