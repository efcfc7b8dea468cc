#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A record as read back from a file.
package struct JournalRecord: Sendable, Equatable {
    /// From 1 in each session.
    package let number: Int
    /// As written: UTC, `2026-11-26T03:47:18.123456Z`.
    package let time: String
    /// As written; newer programs may know more kinds.
    package let kind: String
    package let fields: [String: String]
    package let hash: String

    package subscript(_ field: String) -> String? { fields[field] }

    private enum Scalar: Decodable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            }
        }
    }

    /// Nil where the line is no record; whether its hash is true is the verifier's to say.
    package init?(line: ArraySlice<UInt8>) {
        guard let parts = JournalChain.parts(of: line),
            let members = try? JSONDecoder().decode([String: Scalar].self, from: Data([0x7B] + Array(parts.rest))),
            case .number(let number)? = members["number"], let time = members["time"]?.text,
            let kind = members["kind"]?.text
        else { return nil }
        self.number = number
        self.time = time
        self.kind = kind
        hash = parts.hash
        fields = members.filter { !["number", "time", "kind"].contains($0.key) }.mapValues(\.text)
    }

    /// The records of a file, up to the first line that is none.
    package static func records(in bytes: [UInt8]) -> [JournalRecord] {
        var records: [JournalRecord] = []
        for line in bytes.split(separator: 0x0A) {
            guard let record = JournalRecord(line: line) else { break }
            records.append(record)
        }
        return records
    }
}
