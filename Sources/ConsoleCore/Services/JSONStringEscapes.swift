/// The escapes of JSON strings (RFC 8259 section 7), read from bytes.
enum JSONStringEscapes {
    /// The characters of a string without its quotes, in UTF-8; U+FFFD for half a surrogate pair. What is no escape
    /// after a backslash stands for itself.
    static func decoded(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var reader = Reader(bytes: bytes)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        while let byte = reader.next() {
            guard byte == UInt8(ascii: "\\"), let escape = reader.next() else {
                output.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "u"): output.append(contentsOf: String(reader.scalar()).utf8)
            default: output.append(escape)
            }
        }
        return output
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        mutating func next() -> UInt8? {
            guard position < bytes.count else { return nil }
            position += 1
            return bytes[position - 1]
        }

        /// The scalar after `\u`, with the second half of a surrogate pair.
        mutating func scalar() -> Unicode.Scalar {
            let replacement: Unicode.Scalar = "\u{FFFD}"
            guard let first = hexadecimal() else { return replacement }
            guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
            let mark = position
            guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u"), let second = hexadecimal(),
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
    }
}
