/// The scalars of a JSON document as places in its bytes: nothing but keys is copied, nothing is decoded.
///
/// The bytes that were scanned must be at hand wherever `value` is read; `JSONLeaves` is the same with texts of its own.
struct JSONLeafSpans {
    struct Leaf {
        /// Place in `paths`.
        let path: Range<Int>
        /// FNV-1a of the path's bytes: unlike hashes are unlike paths.
        let hash: UInt64
        let kind: JSONLeaf.Kind
        /// Place in the document; a string's without its quotes.
        let value: Range<Int>
        /// Whether a string holds escapes, so that its bytes are not its characters yet.
        let isEscaped: Bool
    }

    fileprivate(set) var leaves: [Leaf] = []
    /// Every leaf's keys and array positions joined by dots, one after the other.
    fileprivate(set) var paths: [UInt8] = []
    /// False where the document ends early, is damaged or has more leaves than are walked.
    fileprivate(set) var isComplete = true

    fileprivate init() {}

    init(_ bytes: UnsafeRawBufferPointer) {
        var scanner = JSONSpanScanner(bytes)
        scanner.scan()
        self = scanner.spans
    }

    func path(_ leaf: Leaf) -> String { String(decoding: paths[leaf.path], as: UTF8.self) }

    /// A string's characters; `{}` and `[]` without what blanks they hold; everything else as written.
    static func text(_ leaf: Leaf, in bytes: UnsafeRawBufferPointer) -> String {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[leaf.value])
        if leaf.kind == .empty { return raw.first == UInt8(ascii: "{") ? "{}" : "[]" }
        guard leaf.isEscaped else { return String(decoding: raw, as: UTF8.self) }
        return String(decoding: JSONStringEscapes.decoded(raw), as: UTF8.self)
    }
}

/// Walks JSON bytes once and never fails: what cannot be read ends the walk, what was read before it counts.
private struct JSONSpanScanner {
    static let maximumDepth = 64
    static let maximumLeaves = 4096

    var spans = JSONLeafSpans()
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var path: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func scan() {
        spans.leaves.reserveCapacity(24)
        spans.paths.reserveCapacity(384)
        let isWhole = value(depth: 0)
        skipBlanks()
        if !isWhole, spans.leaves.isEmpty, !looksLikeJSON {
            leaf(.raw, 0..<bytes.count)
            return
        }
        spans.isComplete = isWhole && position == bytes.count
    }

    private var looksLikeJSON: Bool {
        guard let first = bytes.first(where: { !Self.isBlank($0) }) else { return true }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
    }

    /// False where the value ends early or is damaged; nothing of a scalar that is not whole is kept.
    private mutating func value(depth: Int) -> Bool {
        skipBlanks()
        guard position < bytes.count, spans.leaves.count < Self.maximumLeaves else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return depth < Self.maximumDepth ? object(depth: depth) : rawPart()
        case UInt8(ascii: "["): return depth < Self.maximumDepth ? array(depth: depth) : rawPart()
        case UInt8(ascii: "\""):
            guard let (place, isEscaped) = string() else { return false }
            leaf(.string, place, isEscaped: isEscaped)
            return true
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        let start = position
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) {
            leaf(.empty, start..<position)
            return true
        }
        let length = path.count
        defer { path.removeSubrange(length...) }
        while true {
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let (key, isEscaped) = string() else {
                return false
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { return false }
            enter(key, isEscaped, from: length)
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        let start = position
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) {
            leaf(.empty, start..<position)
            return true
        }
        let length = path.count
        defer { path.removeSubrange(length...) }
        var index = 0
        while true {
            path.removeSubrange(length...)
            if length > 0 { path.append(UInt8(ascii: ".")) }
            path.append(contentsOf: String(index).utf8)
            guard value(depth: depth + 1) else { return false }
            index += 1
            skipBlanks()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func enter(_ key: Range<Int>, _ isEscaped: Bool, from length: Int) {
        path.removeSubrange(length...)
        if length > 0 { path.append(UInt8(ascii: ".")) }
        let raw = UnsafeRawBufferPointer(rebasing: bytes[key])
        if isEscaped {
            path.append(contentsOf: JSONStringEscapes.decoded(raw))
        } else {
            path.append(contentsOf: raw)
        }
    }

    private mutating func leaf(_ kind: JSONLeaf.Kind, _ value: Range<Int>, isEscaped: Bool = false) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let start = spans.paths.count
        spans.paths.append(contentsOf: path)
        spans.leaves.append(
            JSONLeafSpans.Leaf(
                path: start..<spans.paths.count, hash: hash, kind: kind, value: value, isEscaped: isEscaped))
    }

    /// `true`, `null`, a number; a word that touches the end of the bytes inside a document may be cut and is not kept.
    private mutating func word() -> Bool {
        let start = position
        while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
        if position == bytes.count, !path.isEmpty { return false }
        let word = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
        if word.elementsEqual("null".utf8) {
            leaf(.null, start..<position)
        } else if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) {
            leaf(.boolean, start..<position)
        } else if Self.isNumber(word) {
            leaf(.number, start..<position)
        } else {
            return false
        }
        return true
    }

    /// Whether the bytes are a number of RFC 8259, leading zeros borne.
    private static func isNumber(_ word: UnsafeRawBufferPointer) -> Bool {
        var place = word.first == UInt8(ascii: "-") ? 1 : 0
        func digits() -> Bool {
            let start = place
            while place < word.count, isDigit(word[place]) { place += 1 }
            return place > start
        }
        guard digits() else { return false }
        if place < word.count, word[place] == UInt8(ascii: ".") {
            place += 1
            guard digits() else { return false }
        }
        if place < word.count, word[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < word.count, word[place] == UInt8(ascii: "+") || word[place] == UInt8(ascii: "-") { place += 1 }
            guard digits() else { return false }
        }
        return place == word.count
    }

    /// A part beyond the depth that is walked, kept as written.
    private mutating func rawPart() -> Bool {
        let start = position
        var open = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
            default: break
            }
            position += 1
            if open == 0 {
                leaf(.raw, start..<position)
                return true
            }
        }
        return false
    }

    /// The place of the string at the position, without its quotes; nil where it has no end.
    private mutating func string() -> (place: Range<Int>, isEscaped: Bool)? {
        position += 1
        let start = position
        var isEscaped = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return (start..<position - 1, isEscaped)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                position += 1
            }
            position += 1
        }
        position = bytes.count
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }
}
