/// Walks over JSON tokens without building a tree.
struct JSONScanner: JSONCursor {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The string that starts here, unescaped; an unfinished one runs to the end.
    mutating func string() -> String {
        position += 1
        var units: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 { break }
            guard byte == 0x5C, position < bytes.count else {
                units.append(byte)
                continue
            }
            let escape = bytes[position]
            position += 1
            switch escape {
            case 0x6E: units.append(0x0A)
            case 0x74: units.append(0x09)
            case 0x72: units.append(0x0D)
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            case 0x75: units += scalar()
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func scalar() -> [UInt8] {
        guard var code = hexadecimal() else { return [] }
        if (0xD800..<0xDC00).contains(code), position + 6 <= bytes.count, bytes[position] == 0x5C,
            bytes[position + 1] == 0x75
        {
            let start = position
            position += 2
            if let low = hexadecimal(), (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = start
            }
        }
        return Array(String(UnicodeScalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else {
            position = bytes.count
            return nil
        }
        defer { position += 4 }
        return UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    }
}
