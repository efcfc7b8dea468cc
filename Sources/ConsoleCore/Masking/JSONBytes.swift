/// Walks over the tokens of a document in place.
struct JSONBytes: JSONCursor {
    /// A string's place.
    struct Text {
        /// Between the quotes; an unfinished string's runs to the end.
        let content: Range<Int>
        let isEscaped: Bool

        /// What the string says. `start` is where its opening quote stands.
        func unescaped(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> String {
            var scanner = JSONScanner(Array(bytes[start...].prefix(content.upperBound - start + 1)))
            return scanner.string()
        }

        /// What the string says where that begins like a document.
        func mayHoldDocument(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> [UInt8]? {
            let first = bytes[content].first { !JSONScanner.isBlank($0) }
            // What is escaped may be a bracket, or a blank before one.
            guard first == 0x7B || first == 0x5B || first == 0x5C else { return nil }
            return Array(unescaped(bytes, start).utf8)
        }
    }

    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The string that starts here; an unfinished one runs to the end.
    mutating func string() -> Text {
        let start = position + 1
        position = start
        var isEscaped = false
        while true {
            position = ByteScan.first(in: bytes, from: position, 0x22, 0x5C)
            guard position < bytes.count else {
                return Text(content: min(start, bytes.count)..<bytes.count, isEscaped: isEscaped)
            }
            if bytes[position] == 0x22 {
                defer { position += 1 }
                return Text(content: start..<position, isEscaped: isEscaped)
            }
            isEscaped = true
            // `\u` takes four bytes whatever they are.
            let length = position + 1 < bytes.count && bytes[position + 1] == 0x75 ? 6 : 2
            position = min(position + length, bytes.count)
        }
    }

    /// The range of the value that starts here; an unfinished one runs to the end.
    mutating func value() -> Range<Int> {
        let start = position
        guard position < bytes.count else { return start..<start }
        switch bytes[position] {
        case 0x22: _ = string()
        case 0x7B, 0x5B:
            var level = 0
            while position < bytes.count {
                let byte = bytes[position]
                if byte == 0x22 {
                    _ = string()
                    continue
                }
                position += 1
                if byte == 0x7B || byte == 0x5B { level += 1 }
                if byte == 0x7D || byte == 0x5D {
                    level -= 1
                    if level == 0 { break }
                }
            }
        default:
            while position < bytes.count, bytes[position] != 0x2C, bytes[position] != 0x7D, bytes[position] != 0x5D,
                !JSONScanner.isBlank(bytes[position])
            {
                position += 1
            }
        }
        return start..<position
    }
}
