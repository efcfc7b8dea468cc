/// The bytes of a JSON value as they came, checked once. Nothing is converted: numbers keep every digit.
package struct JSONDocument: Sendable {
    package let bytes: [UInt8]
    /// What is wrong; such a document is shown as text.
    package let fault: JSONFault?

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.count < Int(UInt32.max) else {
            fault = JSONFault(message: "larger than 4 GB", offset: 0, line: 1, column: 1)
            return
        }
        fault = bytes.withUnsafeBufferPointer { JSONScanner(bytes: $0).fault() }
    }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    func scan<Result>(_ body: (JSONScanner) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(JSONScanner(bytes: $0)) }
    }

    /// The source of the value that begins at an offset, exactly.
    func source(at start: Int) -> String {
        let end = scan { $0.value(at: start).end }
        return String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
    }

    /// What the string that begins at an offset says, escapes resolved; no more than about `limit` bytes of it.
    func string(at start: Int, limit: Int = .max) -> (text: String, isCut: Bool) {
        var text: [UInt8] = []
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            if text.count >= limit { return (String(decoding: text, as: UTF8.self), true) }
            guard bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count else {
                text.append(bytes[place])
                place += 1
                continue
            }
            switch bytes[place + 1] {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                let (scalar, length) = escaped(at: place)
                text.append(contentsOf: String(scalar).utf8)
                place += length
                continue
            default: text.append(bytes[place + 1])
            }
            place += 2
        }
        return (String(decoding: text, as: UTF8.self), false)
    }

    /// The scalar of `\uXXXX`, of two such for a surrogate pair; U+FFFD for half of one.
    private func escaped(at place: Int) -> (Unicode.Scalar, length: Int) {
        guard let first = unit(at: place) else { return ("\u{FFFD}", 2) }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        if (0xD800...0xDBFF).contains(first), let second = unit(at: place + 6), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        {
            return (scalar, 12)
        }
        return ("\u{FFFD}", 6)
    }

    private func unit(at place: Int) -> UInt32? {
        guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for offset in 2..<6 {
            guard let digit = JSONScanner.digit(bytes[place + offset]) else { return nil }
            value = value << 4 | digit
        }
        return value
    }
}
