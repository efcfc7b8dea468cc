import TenantDomain

/// Cursors as one word: opaque, safe in a shell and in a URL, bound to the list that gave them.
enum CursorText {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// - Parameter order: what the cursor's values belong to: the relation and its order.
    static func encode(_ cursor: Cursor, order: String) -> String {
        var bytes = fingerprint(order)
        for value in cursor.values {
            let (kind, content): (UInt8, [UInt8]) =
                switch value {
                case .null: (0, [])
                case .integer(let number): (1, Array(String(number).utf8))
                case .real(let number): (2, Array(String(number).utf8))
                case .text(let text): (3, Array(text.utf8))
                case .bytes(let content): (4, content)
                }
            bytes.append(kind)
            var length = content.count
            repeat {
                bytes.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
                length >>= 7
            } while length > 0
            bytes += content
        }
        return base64(bytes)
    }

    /// Nil for anything that is no cursor of that order.
    static func decode(_ text: String, order: String) -> Cursor? {
        let mark = fingerprint(order)
        guard text.utf8.count < 65_536, let bytes = bytes(text), bytes.starts(with: mark) else { return nil }
        var values: [Value] = []
        var position = mark.count
        while position < bytes.count {
            let kind = bytes[position]
            position += 1
            var length = 0
            var shift = 0
            while true {
                guard position < bytes.count, shift < 28 else { return nil }
                let byte = bytes[position]
                position += 1
                length |= Int(byte & 0x7F) << shift
                shift += 7
                if byte & 0x80 == 0 { break }
            }
            guard position + length <= bytes.count else { return nil }
            let content = bytes[position..<position + length]
            position += length
            guard let value = value(kind, content) else { return nil }
            values.append(value)
        }
        return values.isEmpty ? nil : Cursor(values)
    }

    private static func value(_ kind: UInt8, _ content: ArraySlice<UInt8>) -> Value? {
        let text = String(decoding: content, as: UTF8.self)
        switch kind {
        case 0: return content.isEmpty ? .null : nil
        case 1: return Int64(text).map(Value.integer)
        case 2: return Double(text).map(Value.real)
        case 3: return text.utf8.elementsEqual(content) ? .text(text) : nil
        case 4: return .bytes(Array(content))
        default: return nil
        }
    }

    /// FNV-1a, three bytes of it: enough to tell another list's cursor from a wrong place.
    private static func fingerprint(_ order: String) -> [UInt8] {
        var hash: UInt32 = 2_166_136_261
        for byte in order.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return [UInt8(hash & 0xFF), UInt8(hash >> 8 & 0xFF), UInt8(hash >> 16 & 0xFF)]
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = bytes[start..<min(start + 3, bytes.count)]
            var group: UInt32 = 0
            for index in 0..<3 { group = group << 8 | (index < rest.count ? UInt32(rest[start + index]) : 0) }
            for digit in 0...rest.count { output.append(alphabet[Int(group >> UInt32(18 - 6 * digit)) & 63]) }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text.utf8 {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> bits))
                buffer &= (1 << bits) - 1
            }
        }
        return output
    }
}
