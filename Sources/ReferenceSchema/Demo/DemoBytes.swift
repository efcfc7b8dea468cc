/// Text made as bytes, for rows by the million.
enum DemoBytes {
    static let second: Int64 = 1_000_000
    static let minute: Int64 = 60 * second
    static let hour: Int64 = 60 * minute
    static let day: Int64 = 24 * hour

    private static let hex = Array("0123456789abcdef".utf8)

    static func uuid(high: UInt64, low: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 36) { buffer, count in
            var at = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                let word = digit < 16 ? high : low
                buffer[at] = hex[Int((word >> UInt64(60 - 4 * (digit & 15))) & 15)]
                at += 1
            }
            count = 36
        }
    }

    /// A UUID of version 7 that sorts by its instant to the microsecond.
    static func timeOrderedUUID(_ microseconds: Int64, random: UInt64) -> [UInt8] {
        let (milliseconds, rest) = UInt64(microseconds).quotientAndRemainder(dividingBy: 1_000)
        return uuid(high: (milliseconds << 16) | 0x7000 | (rest << 2), low: (random & ~(3 << 62)) | (2 << 62))
    }

    /// Year, month and day of a day counted from 1970-01-01 in the Gregorian calendar.
    static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// ISO 8601 in UTC with six digits and Z.
    static func instant(_ microseconds: Int64) -> [UInt8] {
        let (year, month, dayOfMonth) = civil(microseconds / day)
        let rest = microseconds % day
        return [UInt8](unsafeUninitializedCapacity: 27) { buffer, count in
            func put(_ value: Int64, at start: Int, digits: Int) {
                var value = value
                for place in stride(from: start + digits - 1, through: start, by: -1) {
                    buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
                    value /= 10
                }
            }
            put(year, at: 0, digits: 4)
            put(month, at: 5, digits: 2)
            put(dayOfMonth, at: 8, digits: 2)
            put(rest / hour, at: 11, digits: 2)
            put(rest / minute % 60, at: 14, digits: 2)
            put(rest / second % 60, at: 17, digits: 2)
            put(rest % second, at: 20, digits: 6)
            (buffer[4], buffer[7], buffer[10]) = (UInt8(ascii: "-"), UInt8(ascii: "-"), UInt8(ascii: "T"))
            (buffer[13], buffer[16], buffer[19]) = (UInt8(ascii: ":"), UInt8(ascii: ":"), UInt8(ascii: "."))
            buffer[26] = UInt8(ascii: "Z")
            count = 27
        }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension [UInt8] {
    mutating func add(_ text: String) { append(contentsOf: text.utf8) }

    mutating func add(number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var digits: (UInt64, Int) = (number.magnitude, 1)
        while digits.0 >= 10 {
            digits.0 /= 10
            digits.1 *= 10
        }
        var rest = number.magnitude
        var place = UInt64(digits.1)
        while place > 0 {
            append(UInt8(ascii: "0") + UInt8(rest / place))
            rest %= place
            place /= 10
        }
    }

    /// `#rrggbb`
    mutating func add(color: Int64) {
        append(UInt8(ascii: "#"))
        for shift in stride(from: 20, through: 0, by: -4) {
            let digit = UInt8((color >> Int64(shift)) & 15)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// `,"key":"value"`, or `,"key":null`; quotes and backslashes in the value are escaped.
    mutating func add(key: String, _ value: String?) {
        add(",\"")
        add(key)
        guard let value else { return add("\":null") }
        add("\":\"")
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }

    mutating func add(key: String, bytes: [UInt8]?) {
        add(",\"")
        add(key)
        guard let bytes else { return add("\":null") }
        add("\":\"")
        append(contentsOf: bytes)
        append(UInt8(ascii: "\""))
    }
}
