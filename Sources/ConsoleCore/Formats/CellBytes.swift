import TenantDomain

/// What a cell's bytes are, decided without making a string of them.
enum CellBytes {
    static func appendHex(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        for byte in bytes {
            output.append(hexDigit(byte >> 4))
            output.append(hexDigit(byte & 15))
        }
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Whether a spreadsheet would take the text for a formula; plain numbers (`-5`, `+1.5e3`) are not.
    @inline(__always)
    static func runsInSpreadsheet(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let first = text.first else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            return number(UnsafeRawBufferPointer(rebasing: text[1...]), allowsLeadingZeros: true) == nil
        default: return false
        }
    }

    struct Number {
        /// Digits without leading and trailing zeros and without exponent.
        let significantDigits: Int
        let isInteger: Bool
    }

    /// JSON's grammar for a number; nil for anything else (`nan`, `1.`, `0x1`, `01`).
    static func number(_ text: UnsafeRawBufferPointer, allowsLeadingZeros: Bool = false) -> Number? {
        var offset = 0
        var (digits, zeros) = (0, 0)
        func isDigit() -> Bool { offset < text.count && text[offset] &- 0x30 < 10 }
        func count() {
            if text[offset] == 0x30 {
                if digits > 0 { zeros += 1 }
            } else {
                digits += zeros + 1
                zeros = 0
            }
            offset += 1
        }
        if offset < text.count, text[offset] == UInt8(ascii: "-") { offset += 1 }
        guard isDigit() else { return nil }
        let leadsWithZero = text[offset] == 0x30
        let start = offset
        while isDigit() { count() }
        if leadsWithZero, offset - start > 1, !allowsLeadingZeros { return nil }
        var isInteger = true
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            guard isDigit() else { return nil }
            while isDigit() { count() }
        }
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if offset < text.count, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            guard isDigit() else { return nil }
            while isDigit() { offset += 1 }
        }
        return offset == text.count ? Number(significantDigits: digits, isInteger: isInteger) : nil
    }

    /// Reads what engines write for booleans: `t`, `f`, `true`, `false`, `1`, `0`.
    static func boolean(_ text: UnsafeRawBufferPointer) -> Bool? {
        switch text.count {
        case 1:
            switch text[0] {
            case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "T"): true
            case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "F"): false
            default: nil
            }
        case 4: text.elementsEqual("true".utf8) ? true : nil
        case 5: text.elementsEqual("false".utf8) ? false : nil
        default: nil
        }
    }
}
