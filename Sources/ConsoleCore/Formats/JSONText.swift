/// JSON as bytes: strings written safely, documents from the database held to the grammar before they are embedded.
enum JSONText {
    /// A string literal. Invalid UTF-8 becomes U+FFFD; controls, DEL, C1, bidi and line separators are escaped, which
    /// leaves the value the same and a terminal unharmed.
    static func appendString(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        output.append(quote)
        if ByteScan.isPlain(text, except: quote, UInt8(ascii: "\\")) {
            output.append(contentsOf: text)
        } else {
            appendEscaped(text, into: &output)
        }
        output.append(quote)
    }

    /// The text as a string literal with its quotes.
    static func quoted(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        appendString(text, into: &output)
        return output
    }

    static func appendString(_ text: String, into output: inout [UInt8]) {
        var text = text
        text.withUTF8 { appendString(UnsafeRawBufferPointer($0), into: &output) }
    }

    private static func appendEscaped(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            if byte < 0x80 {
                appendASCII(byte, into: &output)
                offset += 1
                continue
            }
            let length = UTF8Check.length(text, at: offset)
            guard length > 0 else {
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                offset -= length
                continue
            }
            let scalar = UTF8Check.scalar(text, at: offset, length: length)
            if isUnsafe(scalar) {
                appendEscape(scalar, into: &output)
            } else {
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[offset..<(offset + length)]))
            }
            offset += length
        }
    }

    private static func isUnsafe(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x80...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func appendASCII(_ byte: UInt8, into output: inout [UInt8]) {
        func escape(_ letter: UInt8) { output.append(contentsOf: [UInt8(ascii: "\\"), letter]) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape(byte)
        case 0x08: escape(UInt8(ascii: "b"))
        case 0x09: escape(UInt8(ascii: "t"))
        case 0x0A: escape(UInt8(ascii: "n"))
        case 0x0C: escape(UInt8(ascii: "f"))
        case 0x0D: escape(UInt8(ascii: "r"))
        case 0..<0x20, 0x7F: appendEscape(UInt32(byte), into: &output)
        default: output.append(byte)
        }
    }

    private static func appendEscape(_ scalar: UInt32, into output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        output.append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt32] {
            output.append(CellBytes.hexDigit(UInt8(truncatingIfNeeded: scalar >> shift) & 15))
        }
    }

    /// Embeds a document as it stands, on one line; false (and nothing written) where it is no JSON.
    static func appendDocument(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
        var check = JSONGrammar(text)
        guard check.isDocument() else { return false }
        if ByteScan.isPlain(text, except: 0x7F, 0x7F) {
            output.append(contentsOf: text)
            return true
        }
        var isInString = false
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            switch byte {
            case UInt8(ascii: "\\") where isInString:
                output.append(byte)
                output.append(text[offset + 1])
                offset += 2
                continue
            case UInt8(ascii: "\""):
                isInString.toggle()
                output.append(byte)
            // Between tokens only: the grammar allows no raw line end inside a string.
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): output.append(UInt8(ascii: " "))
            case 0x7F: appendEscape(0x7F, into: &output)
            case 0x80...:
                let length = UTF8Check.length(text, at: offset)
                let scalar = UTF8Check.scalar(text, at: offset, length: length)
                if isUnsafe(scalar) {
                    appendEscape(scalar, into: &output)
                } else {
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[offset..<(offset + length)]))
                }
                offset += length
                continue
            default: output.append(byte)
            }
            offset += 1
        }
        return true
    }
}

/// UTF-8 by the rules of the Unicode standard, table 3-7.
enum UTF8Check {
    /// The length of the scalar at a place; where there is none, minus the bytes to skip.
    static func length(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
        let first = bytes[position]
        if first < 0x80 { return 1 }
        var (lowest, highest): (UInt8, UInt8) = (0x80, 0xBF)
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { lowest = 0xA0 }
            if first == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { lowest = 0x90 }
            if first == 0xF4 { highest = 0x8F }
        default: return -1
        }
        for step in 1..<length {
            guard position + step < bytes.count else { return -step }
            let byte = bytes[position + step]
            guard byte >= lowest, byte <= highest else { return -step }
            (lowest, highest) = (0x80, 0xBF)
        }
        return length
    }

    static func scalar(_ bytes: UnsafeRawBufferPointer, at position: Int, length: Int) -> UInt32 {
        let first = UInt32(bytes[position])
        if length == 1 { return first }
        var scalar = first & (0x7F >> UInt32(length))
        for step in 1..<length { scalar = scalar << 6 | UInt32(bytes[position + step] & 0x3F) }
        return scalar
    }
}
