/// Maps every key of a TOML text to where it stands, which the parser keeps to itself.
///
/// The scanner trusts that the text has been parsed: on a text that is not TOML it still ends, but what it maps then
/// means nothing. Tables and arrays of tables are mapped to their first mention, values to their key, elements of a
/// list to themselves.
package struct KeyScanner {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private var positions: [TOMLPath: TextPosition] = [:]
    /// Elements seen of each array of tables.
    private var tableCounts: [TOMLPath: Int] = [:]

    package static func positions(in text: String) -> [TOMLPath: TextPosition] {
        var scanner = KeyScanner(bytes: Array(text.utf8))
        scanner.scanDocument()
        return scanner.positions
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            offset = 3
            lineStart = 3
        }
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func peek(_ distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    private var position: TextPosition {
        var column = 1
        for byte in bytes[lineStart..<offset] where byte & 0xC0 != 0x80 { column += 1 }
        return TextPosition(line: line, column: column)
    }

    private mutating func advance() {
        if bytes[offset] == UInt8(ascii: "\n") {
            line += 1
            lineStart = offset + 1
        }
        offset += 1
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Blanks, line ends and comments: what may stand between statements and between the elements of a list.
    private mutating func skipFiller() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "#"): skipLine()
            default: return
            }
        }
    }

    private mutating func skipLine() {
        while let byte = current, byte != UInt8(ascii: "\n") { advance() }
    }

    private mutating func scanDocument() {
        var table = TOMLPath()
        while true {
            skipFiller()
            guard let byte = current else { return }
            if byte == UInt8(ascii: "[") {
                table = scanHeader()
                skipLine()
            } else {
                let before = offset
                scanKeyValue(in: table)
                if offset == before { advance() }
            }
        }
    }

    private mutating func scanHeader() -> TOMLPath {
        advance()
        let isArray = current == UInt8(ascii: "[")
        if isArray { advance() }
        let keys = scanDottedKey()
        var path = TOMLPath()
        for (depth, key) in keys.enumerated() {
            path = path.appending(key.name)
            note(path, key.position)
            let isLast = depth == keys.count - 1
            if isLast, isArray {
                let index = tableCounts[path, default: 0]
                tableCounts[path] = index + 1
                path = path.appending(index: index)
                note(path, key.position)
            } else if let count = tableCounts[path] {
                path = path.appending(index: count - 1)
            }
        }
        return path
    }

    private mutating func scanKeyValue(in table: TOMLPath) {
        var path = table
        for key in scanDottedKey() {
            path = path.appending(key.name)
            note(path, key.position)
        }
        skipBlanks()
        guard current == UInt8(ascii: "=") else {
            skipLine()
            return
        }
        advance()
        skipBlanks()
        scanValue(at: path)
    }

    private mutating func note(_ path: TOMLPath, _ position: TextPosition) {
        if positions[path] == nil { positions[path] = position }
    }

    // MARK: Keys

    private mutating func scanDottedKey() -> [(name: String, position: TextPosition)] {
        var keys: [(name: String, position: TextPosition)] = []
        while true {
            skipBlanks()
            let start = position
            switch current {
            case UInt8(ascii: "\""): keys.append((scanBasicString(), start))
            case UInt8(ascii: "'"): keys.append((scanLiteralString(), start))
            default:
                let name = scanBareKey()
                if name.isEmpty { return keys }
                keys.append((name, start))
            }
            skipBlanks()
            guard current == UInt8(ascii: ".") else { return keys }
            advance()
        }
    }

    private mutating func scanBareKey() -> String {
        let start = offset
        while let byte = current, !Self.endsBareKey(byte) { advance() }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func endsBareKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "."),
            UInt8(ascii: "="), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    // MARK: Values

    private mutating func scanValue(at path: TOMLPath) {
        switch current {
        case UInt8(ascii: "\""):
            if peek(1) == UInt8(ascii: "\""), peek(2) == UInt8(ascii: "\"") {
                skipMultiline(quote: UInt8(ascii: "\""), escapes: true)
            } else {
                _ = scanBasicString()
            }
        case UInt8(ascii: "'"):
            if peek(1) == UInt8(ascii: "'"), peek(2) == UInt8(ascii: "'") {
                skipMultiline(quote: UInt8(ascii: "'"), escapes: false)
            } else {
                _ = scanLiteralString()
            }
        case UInt8(ascii: "["): scanArray(at: path)
        case UInt8(ascii: "{"): scanInlineTable(at: path)
        default: skipScalar()
        }
    }

    private mutating func scanArray(at path: TOMLPath) {
        advance()
        var index = 0
        while true {
            skipFiller()
            guard let byte = current else { return }
            switch byte {
            case UInt8(ascii: "]"):
                advance()
                return
            case UInt8(ascii: ","): advance()
            default:
                let element = path.appending(index: index)
                note(element, position)
                index += 1
                let before = offset
                scanValue(at: element)
                if offset == before { advance() }
            }
        }
    }

    private mutating func scanInlineTable(at path: TOMLPath) {
        advance()
        while true {
            skipFiller()
            guard let byte = current else { return }
            switch byte {
            case UInt8(ascii: "}"):
                advance()
                return
            case UInt8(ascii: ","): advance()
            default:
                let before = offset
                scanKeyValue(in: path)
                if offset == before { advance() }
            }
        }
    }

    private mutating func skipScalar() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "\n"): return
            default: advance()
            }
        }
    }

    private mutating func skipMultiline(quote: UInt8, escapes: Bool) {
        for _ in 0..<3 { advance() }
        while let byte = current {
            if escapes, byte == UInt8(ascii: "\\") {
                advance()
                if current != nil { advance() }
            } else if byte == quote, peek(1) == quote, peek(2) == quote {
                for _ in 0..<3 { advance() }
                // Up to two quotes may stand right before the closing three.
                for _ in 0..<2 where current == quote { advance() }
                return
            } else {
                advance()
            }
        }
    }

    private mutating func scanLiteralString() -> String {
        advance()
        let start = offset
        while let byte = current, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\n") { advance() }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if current == UInt8(ascii: "'") { advance() }
        return text
    }

    private mutating func scanBasicString() -> String {
        advance()
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\n") {
            advance()
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): scanEscape(into: &text)
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func scanEscape(into text: inout [UInt8]) {
        guard let byte = current else { return }
        advance()
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "u"): scanScalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): scanScalar(digits: 8, into: &text)
        default: text.append(byte)
        }
    }

    private mutating func scanScalar(digits: Int, into text: inout [UInt8]) {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return }
            value = value << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(value) else { return }
        text.append(contentsOf: String(Character(scalar)).utf8)
    }
}
