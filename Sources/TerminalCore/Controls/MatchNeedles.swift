/// The words of a search, to be shown in what they were found in. Case is folded for ASCII; of other letters the
/// word as typed, in lower and in upper case is found.
package struct MatchNeedles: Hashable, Sendable {
    private var needles: [[UInt8]] = []

    package init(_ words: [String] = []) {
        for word in words where !word.isEmpty {
            for form in [word, word.lowercased(), word.uppercased()] {
                let bytes = form.utf8.map(Self.fold)
                if !needles.contains(bytes) { needles.append(bytes) }
            }
        }
    }

    package var isEmpty: Bool { needles.isEmpty }

    /// Where the words occur in the first bytes of a text, as byte ranges; they may touch and overlap.
    package func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        let length = min(bytes.count, Self.longestLook)
        for needle in needles where needle.count <= length {
            var start = 0
            while start <= length - needle.count {
                if Self.fold(bytes[start]) == needle[0], matches(needle, bytes, at: start) {
                    found.append(start..<(start + needle.count))
                    start += needle.count
                } else {
                    start += 1
                }
            }
        }
        return found
    }

    package func ranges(in text: String) -> [Range<Int>] {
        var text = text
        return text.withUTF8 { ranges(in: $0) }
    }

    /// More bytes than a row can show.
    private static let longestLook = 2048

    private func matches(_ needle: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for offset in 1..<max(1, needle.count) where Self.fold(bytes[start + offset]) != needle[offset] { return false }
        return true
    }

    private static func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
