/// Instants as text: what databases store, what lists and records show.
package enum TimeText {
    /// Reads ISO 8601 as databases write it: `2026-11-21`, `2026-11-21 06:00:00.123456+00`, `…T…Z`. Without an
    /// offset the time counts as UTC. Nil for anything else.
    package static func parse(_ bytes: some Collection<UInt8>) -> Int64? {
        var reader = Reader(Array(bytes))
        guard let year = reader.digits(4), reader.take(0x2D), let month = reader.digits(2), reader.take(0x2D),
            let day = reader.digits(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        if reader.isAtEnd { return civil.instantAsUTC }
        guard reader.take(0x54) || reader.take(0x20), let hour = reader.digits(2), reader.take(0x3A),
            let minute = reader.digits(2), hour < 25, minute < 60
        else { return nil }
        civil.hour = hour
        civil.minute = minute
        if reader.take(0x3A) {
            guard let second = reader.digits(2), second < 61 else { return nil }
            civil.second = second
            if reader.take(0x2E) { civil.microsecond = reader.fraction() }
        }
        guard let offset = reader.offsetSeconds(), reader.isAtEnd else { return nil }
        return civil.instantAsUTC - Int64(offset) * 1_000_000
    }

    /// Whether a time's text says of which zone it is: it ends in `Z` or an offset.
    package static func namesZone(_ text: String) -> Bool {
        guard text.utf8.count > 11 else { return false }
        return text.hasSuffix("Z") || text.utf8.dropFirst(11).contains { $0 == 0x2B || $0 == 0x2D }
    }

    /// `2026-11-21T06:00:00.123456Z`, as the reference schema stores times.
    package static func iso(_ instant: Int64) -> String {
        let civil = CivilTime(instantAsUTC: instant)
        return "\(date(civil))T\(clock(civil)).\(padded(civil.microsecond, 6))Z"
    }

    /// `2026-11-21T08:00:00.123456+02:00`: the zone's time, and the instant to every reader.
    package static func offset(_ instant: Int64, zone: ZoneClock) -> String {
        let civil = zone.civil(instant)
        let minutes = zone.offsetSeconds(at: instant) / 60
        let sign = minutes < 0 ? "-" : "+"
        return "\(date(civil))T\(clock(civil)).\(padded(civil.microsecond, 6))"
            + "\(sign)\(padded(abs(minutes) / 60, 2)):\(padded(abs(minutes) % 60, 2))"
    }

    /// `2026-11-21 08:00:00 UTC+2`; fractions only where there are any.
    package static func full(_ instant: Int64, zone: ZoneClock) -> String {
        let civil = zone.civil(instant)
        var text = "\(date(civil)) \(clock(civil))"
        if civil.microsecond != 0 {
            text += ".\(padded(civil.microsecond, 6))"
            while text.hasSuffix("0") { text.removeLast() }
        }
        return "\(text) \(zone.label(at: instant))"
    }

    /// `now`, `34 s`, `3 min`, `5 h`, `12 d`, `3 mo`, `2 y`; in the future `in 3 d`.
    package static func relative(_ instant: Int64, now: Int64) -> String {
        let seconds = (now - instant) / 1_000_000
        if seconds < 0 {
            let text = span(-seconds)
            return text == "now" ? text : "in \(text)"
        }
        return span(seconds)
    }

    package static func span(_ seconds: Int64) -> String {
        switch seconds {
        case ..<1: "now"
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h"
        case ..<(60 * 86_400): "\(seconds / 86_400) d"
        case ..<(730 * 86_400): "\(seconds / (30 * 86_400)) mo"
        default: "\(seconds / (365 * 86_400)) y"
        }
    }

    package static func date(_ civil: CivilTime) -> String {
        "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
    }

    /// `03:12:44`.
    package static func clock(_ civil: CivilTime) -> String {
        "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
    }

    /// `12 Dec`, with the year where it is not `year`.
    package static func shortDate(_ civil: CivilTime, in year: Int) -> String {
        "\(civil.day) \(monthName(civil.month))" + (civil.year == year ? "" : " \(civil.year)")
    }

    /// `TUE 17 NOV`.
    package static func dayHeading(_ civil: CivilTime, in year: Int) -> String {
        let days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
        return "\(days[civil.weekday]) \(shortDate(civil, in: year).uppercased())"
    }

    private static func monthName(_ month: Int) -> String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][(month - 1) % 12]
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position >= bytes.count }

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[position..<position + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            position += count
            return value
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        /// Microseconds; digits past the sixth are dropped.
        mutating func fraction() -> Int {
            var value = 0
            var scale = 100_000
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
                value += Int(bytes[position] - 0x30) * scale
                scale /= 10
                position += 1
            }
            return value
        }

        mutating func offsetSeconds() -> Int? {
            if isAtEnd || take(0x5A) { return 0 }
            let sign: Int
            if take(0x2B) { sign = 1 } else if take(0x2D) { sign = -1 } else { return nil }
            guard let hours = digits(2) else { return nil }
            _ = take(0x3A)
            let minutes = digits(2) ?? 0
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}
