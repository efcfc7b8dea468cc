import Crypto
import TenantDomain

/// How a seal is computed, as the ledger's algorithm column says.
package enum SealForm: String, Sendable, CaseIterable {
    /// One hash over all rows of a stretch: tells that something differs. Earlier programs sealed so, and a ledger
    /// without a column for marks is sealed so still.
    case stretch = "sha256"
    /// A hash over the hash of each row, with a mark of each row kept beside it: tells which rows differ.
    case rows = "sha256-rows"
}

/// One sealed stretch of the trail: how many entries it has, which is the first and the last, and a hash over all of
/// them and over the seal before it.
package struct SealRoot: Sendable, Equatable {
    package let root: String
    package let previous: String?
    package let form: SealForm
    package let count: Int
    package let first: String?
    package let last: String?
    /// Microseconds since 1970; the end is not included.
    package let from: Int64
    package let to: Int64
    /// What the seal holds of its rows; nil where it is of the form that holds nothing.
    package let rows: SealedRows?

    package init(
        root: String, previous: String?, form: SealForm, count: Int, first: String?, last: String?, from: Int64,
        to: Int64, rows: SealedRows?
    ) {
        self.root = root
        self.previous = previous
        self.form = form
        self.count = count
        self.first = first
        self.last = last
        self.from = from
        self.to = to
        self.rows = rows
    }
}

/// What a seal holds of its rows: the hash over all of them, and a mark of each, which itself is held by a hash.
package struct SealedRows: Sendable, Equatable {
    /// Characters of the text before the marks.
    static let headLength = 64 + 1 + 64

    package let hash: String
    package let marksHash: String
    /// As ``SealMarks/text``; nil where they were not read.
    package let marks: String?

    init(hash: String, marks: SealMarks) {
        let text = marks.text
        self.hash = hash
        marksHash = Self.hash(text)
        self.marks = text
    }

    /// - Parameter text: as the ledger keeps it, or its head alone.
    /// - Returns: nil where the text is none of ours.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].utf8.count == 64, parts[1].utf8.count == 64 else { return nil }
        hash = String(parts[0])
        marksHash = String(parts[1])
        marks = parts.count > 2 ? String(parts[2]) : nil
    }

    /// Whether the marks, where they were read, are those that the seal was made with.
    var holdsMarks: Bool { marks.map(Self.hash) == marksHash }

    /// As the ledger keeps it: both hashes and the marks, parted by blanks.
    var text: String { "\(hash) \(marksHash) \(marks ?? "")" }

    private static func hash(_ text: String) -> String { Hexadecimal.encode(SHA256.hash(data: Array(text.utf8))) }
}
