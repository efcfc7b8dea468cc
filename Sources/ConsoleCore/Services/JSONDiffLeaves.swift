/// One scalar of a JSON document with its place; numbers keep their digits as written.
package struct JSONLeaf: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case null, boolean, number, string
        /// `{}` or `[]`, where there is nothing inside to name.
        case empty
        /// Text that is no JSON, or a part nested too deep to be walked.
        case raw
    }

    /// Keys and array positions joined by dots; empty where the document is one scalar.
    package let path: String
    package let kind: Kind
    /// A string's characters without quotes and escapes; everything else as written.
    package let text: String

    package init(path: String, kind: Kind, text: String) {
        self.path = path
        self.kind = kind
        self.text = text
    }

    /// The value as JSON spells it, so that `"1"` and `1` can be told apart.
    var spelled: String { kind == .string ? "\"\(text)\"" : text }
}

/// A document taken apart, in the order written.
package struct JSONLeaves: Sendable, Equatable {
    package let leaves: [JSONLeaf]
    /// False where the document ends early, is damaged or has more leaves than are walked: a path that is missing
    /// here may then still be in the whole document.
    package let isComplete: Bool
}

/// Walks JSON bytes once and never fails: what cannot be read ends the walk, what was read before it counts.
struct JSONLeafScanner {
    static let maximumDepth = 64
    static let maximumLeaves = 4096

    private let bytes: [UInt8]
    private var position = 0
    private var leaves: [JSONLeaf] = []
    private var path: [UInt8] = []

    static func scan(_ bytes: [UInt8]) -> JSONLeaves {
        var scanner = JSONLeafScanner(bytes: bytes)
        let isWhole = scanner.value(depth: 0)
        scanner.skipBlanks()
        if !isWhole, scanner.leaves.isEmpty, !scanner.looksLikeJSON {
            let text = String(decoding: bytes, as: UTF8.self)
            return JSONLeaves(leaves: [JSONLeaf(path: "", kind: .raw, text: text)], isComplete: true)
        }
        return JSONLeaves(leaves: scanner.leaves, isComplete: isWhole && scanner.position == bytes.count)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var looksLikeJSON: Bool {
        let first = bytes.first { !Self.isBlank($0) }
        return first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
    }

    /// False where the value ends early or is damaged; nothing of a scalar that is not whole is kept.
    private mutating func value(depth: Int) -> Bool {
        skipBlanks()
        guard position < bytes.count, leaves.count < Self.maximumLeaves else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return depth < Self.maximumDepth ? object(depth: depth) : rawPart()
        case UInt8(ascii: "["): return depth < Self.maximumDepth ? array(depth: depth) : rawPart()
        case UInt8(ascii: "\""):
            guard let text = string() else { return false }
            leaf(.string, text)
            return true
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) {
            leaf(.empty, "{}")
            return true
        }
        let length = path.count
        defer { path.removeSubrange(length...) }
        while true {
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let key = string() else {
                return false
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { return false }
            enter(key.utf8, from: length)
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) {
            leaf(.empty, "[]")
            return true
        }
        let length = path.count
        defer { path.removeSubrange(length...) }
        var index = 0
        while true {
            enter(String(index).utf8, from: length)
            guard value(depth: depth + 1) else { return false }
            index += 1
            skipBlanks()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func enter(_ part: some Collection<UInt8>, from length: Int) {
        path.removeSubrange(length...)
        if length > 0 { path.append(UInt8(ascii: ".")) }
        path.append(contentsOf: part)
    }

    private mutating func leaf(_ kind: JSONLeaf.Kind, _ text: String) {
        leaves.append(JSONLeaf(path: String(decoding: path, as: UTF8.self), kind: kind, text: text))
    }

    /// `true`, `null`, a number; a word that touches the end of the bytes inside a document may be cut and is not kept.
    private mutating func word() -> Bool {
        let start = position
        while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
        if position == bytes.count, !path.isEmpty { return false }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "null": leaf(.null, text)
        case "true", "false": leaf(.boolean, text)
        default:
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || Self.isDigit(first), Double(text) != nil
            else { return false }
            leaf(.number, text)
        }
        return true
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
                leaf(.raw, String(decoding: bytes[start..<position], as: UTF8.self))
                return true
            }
        }
        return false
    }

    /// The string at the position without its quotes, nil where it has no end.
    private mutating func string() -> String? {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            position += 1
        }
        guard position < bytes.count else { return nil }
        if take(UInt8(ascii: "\"")) { return String(decoding: bytes[start..<position - 1], as: UTF8.self) }
        var output = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: output, as: UTF8.self) }
            if byte != UInt8(ascii: "\\") {
                output.append(byte)
                continue
            }
            guard position < bytes.count else { return nil }
            let escape = bytes[position]
            position += 1
            switch escape {
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "u"): output.append(contentsOf: String(unicodeEscape()).utf8)
            default: output.append(escape)
            }
        }
        return nil
    }

    /// The scalar after `\u`, with the second half of a surrogate pair; U+FFFD for half a pair.
    private mutating func unicodeEscape() -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard let first = hexadecimal() else { return replacement }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        let mark = position
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hexadecimal(),
            (0xDC00..<0xE000).contains(second)
        else {
            position = mark
            return replacement
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { return nil }
        position += 4
        return value
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
