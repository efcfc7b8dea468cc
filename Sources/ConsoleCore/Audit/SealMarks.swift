#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A mark of each sealed row in the rows' order: eight bytes, of which four stand for the row's key and four for all
/// that it holds. Marks narrow down what differs; that something does is said by the hash over whole rows.
package struct SealMarks: Sendable, Equatable {
    struct Mark: Sendable, Hashable {
        let key: UInt32
        let row: UInt32
    }

    private(set) var marks: [Mark] = []

    init() {}

    mutating func append(key: UInt32, row: UInt32) { marks.append(Mark(key: key, row: row)) }

    /// What stands for a key (FNV-1a).
    static func key(_ id: some Sequence<UInt8>) -> UInt32 {
        var hash: UInt32 = 0x811c_9dc5
        for byte in id { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash
    }

    private var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(marks.count * 8)
        for mark in marks {
            withUnsafeBytes(of: mark.key.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: mark.row.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    var text: String { Data(bytes).base64EncodedString() }

    /// - Returns: nil where the text is no list of marks.
    init?(text: String) {
        guard let data = Data(base64Encoded: text), data.count % 8 == 0 else { return nil }
        let bytes = Array(data)
        marks.reserveCapacity(bytes.count / 8)
        func number(_ place: Int) -> UInt32 {
            bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        for place in stride(from: 0, to: bytes.count, by: 8) {
            marks.append(Mark(key: number(place), row: number(place + 4)))
        }
    }
}
