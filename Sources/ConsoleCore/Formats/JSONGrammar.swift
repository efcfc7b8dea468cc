/// Whether bytes are one JSON document (RFC 8259), in valid UTF-8 and not nested deeper than readers bear.
struct JSONGrammar {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    private static let deepest = 200

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func isDocument() -> Bool {
        skipBlanks()
        guard value(depth: 0) else { return false }
        skipBlanks()
        return offset == bytes.count
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        offset += 1
        return true
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
        offset += count
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        guard depth <= Self.deepest, let byte = current else { return false }
        switch byte {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        offset += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return true }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\""), string() else { return false }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { return false }
            skipBlanks()
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        offset += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return true }
        while true {
            skipBlanks()
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func string() -> Bool {
        offset += 1
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return true
            case UInt8(ascii: "\\"):
                offset += 1
                guard escape() else { return false }
            case 0..<0x20: return false
            case 0x80...:
                let length = UTF8Check.length(bytes, at: offset)
                guard length > 0 else { return false }
                offset += length
            default: skipPlain()
            }
        }
        return false
    }

    private mutating func skipPlain() {
        var place = offset
        while place < bytes.count {
            let byte = bytes[place]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            place += 1
        }
        offset = place
    }

    private mutating func escape() -> Bool {
        guard let byte = current else { return false }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard let digit = current, Self.isHex(digit) else { return false }
                offset += 1
            }
            return true
        default: return false
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private mutating func number() -> Bool {
        let start = offset
        while let byte = current {
            switch byte {
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                offset += 1
                continue
            default: break
            }
            break
        }
        return CellBytes.number(UnsafeRawBufferPointer(rebasing: bytes[start..<offset])) != nil
    }
}
