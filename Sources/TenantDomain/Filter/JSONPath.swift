/// Reaches into JSON text for the in-memory evaluator; the engines do it themselves for rows.
package enum JSONPath {
    /// The scalar at the path as the engines spell it: strings unquoted, numbers as written, `true`, `false`; null
    /// where there is nothing, JSON null, or no JSON. Objects and arrays give their own text.
    package static func scalar(_ document: Value, _ path: [String]) -> Value {
        guard let bytes = find(document, path) else { return .null }
        if bytes.first == UInt8(ascii: "\"") { return .text(unescaped(bytes)) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text == "null" ? .null : .text(text)
    }

    static func isNumber(_ document: Value, _ path: [String]) -> Bool {
        guard let first = find(document, path)?.first else { return false }
        return first == UInt8(ascii: "-") || (first >= 0x30 && first <= 0x39)
    }

    /// The value at the path with blanks between tokens left out; nil where there is none. JSON null counts as none.
    static func raw(_ document: Value, _ path: [String]) -> [UInt8]? {
        guard let bytes = find(document, path) else { return nil }
        var output: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in bytes {
            if !isQuoted, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
            output.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isQuoted
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
        }
        return output.elementsEqual("null".utf8) ? nil : output
    }

    private static func find(_ document: Value, _ path: [String]) -> ArraySlice<UInt8>? {
        guard case .text(let text) = document else { return nil }
        var scanner = JSONScanner(Array(text.utf8))
        for key in path {
            guard scanner.enter(key) else { return nil }
        }
        return scanner.value()
    }

    static func unescaped(_ quoted: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        var result = ""
        func flush() {
            result += String(decoding: units, as: UTF16.self)
            units = []
        }
        var plain: [UInt8] = []
        var index = quoted.startIndex + 1
        let end = quoted.endIndex - 1
        while index < end {
            let byte = quoted[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < end else {
                if !units.isEmpty { flush() }
                plain.append(byte)
                index += 1
                continue
            }
            result += String(decoding: plain, as: UTF8.self)
            plain = []
            let mark = quoted[index + 1]
            index += 2
            switch mark {
            case UInt8(ascii: "u"):
                let digits = String(decoding: quoted[index..<min(index + 4, end)], as: UTF8.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                index = min(index + 4, end)
                continue
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "t"): units.append(0x09)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            default: units.append(UInt16(mark))
            }
        }
        if !units.isEmpty { flush() }
        return result + String(decoding: plain, as: UTF8.self)
    }
}

/// Walks JSON text without building a tree.
private struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ mark: Character) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == mark.asciiValue else { return false }
        position += 1
        return true
    }

    /// Stops before the value of the key (or at the array position) inside the value that starts here.
    mutating func enter(_ key: String) -> Bool {
        if take("{") {
            repeat {
                skipBlanks()
                guard let name = value(), name.first == UInt8(ascii: "\""), take(":") else { return false }
                if JSONPath.unescaped(name).utf8.elementsEqual(key.utf8) { return true }
                guard value() != nil else { return false }
            } while take(",")
            return false
        }
        guard let wanted = Int(key), wanted >= 0, take("[") else { return false }
        for _ in 0..<wanted {
            guard value() != nil, take(",") else { return false }
        }
        return true
    }

    /// The text of the value that starts here; stops behind it.
    mutating func value() -> ArraySlice<UInt8>? {
        skipBlanks()
        let start = position
        var depth = 0
        repeat {
            skipBlanks()
            guard position < bytes.count else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard position < bytes.count else { return nil }
                position += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return nil }
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return nil }
                position += 1
            default:
                while position < bytes.count, !" \n\r\t,:{}[]\"".utf8.contains(bytes[position]) { position += 1 }
            }
        } while depth > 0
        return position > start ? bytes[start..<position] : nil
    }
}
