/// A time as a filter spells it, resolved against the server's clock; microseconds since 1970 UTC.
enum FilterTime: Equatable {
    /// Written to a unit (a minute, a second): `through` is the unit's last microsecond. `isClock` where only the
    /// time of day was written.
    case instant(Int64, through: Int64, isClock: Bool = false)
    /// A whole day, month or year, both ends included.
    case span(Int64, through: Int64)
    /// `7d`: since that instant.
    case since(Int64)
    /// `+7d`: from now until that instant.
    case until(Int64, from: Int64)

    var start: Int64 {
        switch self {
        case .instant(let at, _, _), .span(let at, _), .since(let at), .until(let at, _): at
        }
    }

    /// Where the time ends as the upper bound of a range.
    var end: Int64 {
        switch self {
        case .span(_, let through): through
        case .instant(let at, _, _), .since(let at), .until(let at, _): at
        }
    }
}

/// Reads times: ISO dates and timestamps, `7d`, `1h30m`, `+7d`, `now`, `today`, `yesterday`, `tomorrow`, `03:00`.
struct FilterTimeReader {
    static let words = ["today", "yesterday", "tomorrow", "now"]

    let now: Int64
    let zone: FilterZone

    func read(_ text: String) -> FilterTime? {
        let bytes = Array(CaseFolding.lowerASCII(text).utf8)
        guard bytes.count >= 2, bytes.count <= 40 else { return nil }
        return word(bytes) ?? duration(bytes) ?? clock(bytes) ?? calendar(bytes)
    }

    /// A time that can be read and is most like what cannot.
    func nearest(_ text: String) -> String {
        if let word = NearestWord.find(text, among: Self.words) { return word }
        let folded = CaseFolding.lowerASCII(text)
        let marks = folded.split { !($0.isASCII && $0.isNumber) }
        let numbers = marks.compactMap { Int64($0) }
        if numbers.count >= 3, marks.count >= 3 {
            // 24.11.2026, 24/11/2026, 11/24/2026, 2026/11/24, 2026-02-30.
            let isYearFirst = marks[0].count == 4
            let year = isYearFirst ? numbers[0] : numbers[2]
            var (month, day) = isYearFirst ? (numbers[1], numbers[2]) : (numbers[1], numbers[0])
            if month > 12, day <= 12 { (month, day) = (day, month) }
            if (1...9999).contains(year), (1...12).contains(month), day >= 1 {
                for day in stride(from: min(day, 31), through: 1, by: -1) {
                    guard let number = CivilCalendar.days(year: Int(year), month: Int(month), day: Int(day)) else {
                        continue
                    }
                    return CivilCalendar.dateText(number * CivilCalendar.day)
                }
            }
        }
        if let count = numbers.first, numbers.count == 1, (1...9999).contains(count) {
            let unit = folded.drop { !$0.isLetter }
            if unit.hasPrefix("mo") { return "\(count * 30)d" }
            if unit.hasPrefix("y") || unit.hasPrefix("a") { return "\(count * 365)d" }
            if let first = unit.first, "smhdw".contains(first) { return "\(count)\(first)" }
            return "\(count)d"
        }
        return "7d"
    }

    /// `upper` as the end of a range that starts at `lower`: a bare time of day is the first one after it.
    func upperBound(_ upper: FilterTime, after lower: FilterTime) -> FilterTime {
        guard case .instant(let at, let through, true) = upper, at < lower.start else { return upper }
        let civil = zone.civil(at)
        let days = CivilCalendar.dayNumber(zone.civil(lower.start)) - CivilCalendar.dayNumber(civil)
        var moved = atCivil(civil + days * CivilCalendar.day)
        if moved < lower.start { moved = atCivil(civil + (days + 1) * CivilCalendar.day) }
        return .instant(moved, through: moved + (through - at), isClock: true)
    }

    private func atCivil(_ civil: Int64) -> Int64 { CivilCalendar.clamped(zone.utc(CivilCalendar.clamped(civil))) }

    private func days(from first: Int64, to end: Int64) -> FilterTime {
        .span(atCivil(first * CivilCalendar.day), through: atCivil(end * CivilCalendar.day) - 1)
    }

    private func word(_ bytes: [UInt8]) -> FilterTime? {
        let today = CivilCalendar.dayNumber(zone.civil(now))
        switch String(decoding: bytes, as: UTF8.self) {
        case "now": return .instant(now, through: now)
        case "today": return days(from: today, to: today + 1)
        case "yesterday": return days(from: today - 1, to: today)
        case "tomorrow": return days(from: today + 1, to: today + 2)
        default: return nil
        }
    }

    private func duration(_ bytes: [UInt8]) -> FilterTime? {
        var scanner = DigitScanner(bytes)
        let isAhead = scanner.take("+")
        var total: Int64 = 0
        repeat {
            guard let number = scanner.number(digits: 1...9), let unit = scanner.takeUnit() else { return nil }
            let (part, overflow) = Int64(number).multipliedReportingOverflow(by: unit)
            let (sum, carried) = total.addingReportingOverflow(part)
            guard !overflow, !carried, sum <= CivilCalendar.representable.upperBound else { return nil }
            total = sum
        } while !scanner.isAtEnd
        return isAhead
            ? .until(CivilCalendar.clamped(now + total), from: now) : .since(CivilCalendar.clamped(now - total))
    }

    private func clock(_ bytes: [UInt8]) -> FilterTime? {
        var scanner = DigitScanner(bytes)
        guard let (time, unit) = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
        let today = CivilCalendar.dayNumber(zone.civil(now)) * CivilCalendar.day
        let candidate = atCivil(today + time)
        let at = candidate > now ? atCivil(today - CivilCalendar.day + time) : candidate
        return .instant(at, through: at + unit - 1, isClock: true)
    }

    private func calendar(_ bytes: [UInt8]) -> FilterTime? {
        var scanner = DigitScanner(bytes)
        guard let year = scanner.number(digits: 4...4), (1...9999).contains(year) else { return nil }
        if scanner.isAtEnd { return span(from: (year, 1), to: (year + 1, 1)) }
        guard scanner.take("-"), let month = scanner.number(digits: 2...2), (1...12).contains(month) else {
            return nil
        }
        if scanner.isAtEnd { return span(from: (year, month), to: month == 12 ? (year + 1, 1) : (year, month + 1)) }
        guard scanner.take("-"), let day = scanner.number(digits: 2...2),
            let date = CivilCalendar.days(year: year, month: month, day: day)
        else { return nil }
        if scanner.isAtEnd { return days(from: date, to: date + 1) }
        guard scanner.take("t") || scanner.take(" "), let (time, unit) = scanner.timeOfDay() else { return nil }
        let civil = date * CivilCalendar.day + time
        let at: Int64
        if scanner.isAtEnd {
            at = atCivil(civil)
        } else {
            guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
            at = CivilCalendar.clamped(civil - offset)
        }
        return .instant(at, through: at + unit - 1)
    }

    private func span(from first: (year: Int, month: Int), to end: (year: Int, month: Int)) -> FilterTime? {
        guard let lower = CivilCalendar.days(year: first.year, month: first.month, day: 1) else { return nil }
        guard let upper = CivilCalendar.days(year: end.year, month: end.month, day: 1) else {
            return .span(atCivil(lower * CivilCalendar.day), through: CivilCalendar.representable.upperBound)
        }
        return days(from: lower, to: upper)
    }
}

/// Reads fixed forms of digits and marks from left to right.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ mark: Character) -> Bool {
        guard position < bytes.count, bytes[position] == mark.asciiValue else { return false }
        position += 1
        return true
    }

    /// A run of digits whose length lies in `digits` (nine at most); takes nothing where it does not.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        var end = position
        var value = 0
        while end < bytes.count, end - position <= digits.upperBound, bytes[end] >= 0x30, bytes[end] <= 0x39 {
            value = value &* 10 &+ Int(bytes[end] - 0x30)
            end += 1
        }
        guard digits.contains(end - position) else { return nil }
        position = end
        return value
    }

    mutating func takeUnit() -> Int64? {
        if take("s") { return CivilCalendar.second }
        if take("m") { return CivilCalendar.minute }
        if take("h") { return CivilCalendar.hour }
        if take("d") { return CivilCalendar.day }
        if take("w") { return 7 * CivilCalendar.day }
        return nil
    }

    /// `03:00`, `03:00:15`, `03:00:15.25` with the length of the smallest unit written.
    mutating func timeOfDay() -> (micros: Int64, unit: Int64)? {
        guard let hours = number(digits: 2...2), hours < 24, take(":"), let minutes = number(digits: 2...2),
            minutes < 60
        else { return nil }
        var micros = Int64(hours) * CivilCalendar.hour + Int64(minutes) * CivilCalendar.minute
        guard take(":") else { return (micros, CivilCalendar.minute) }
        guard let seconds = number(digits: 2...2), seconds < 60 else { return nil }
        micros += Int64(seconds) * CivilCalendar.second
        guard take(".") else { return (micros, CivilCalendar.second) }
        let start = position
        guard var fraction = number(digits: 1...6) else { return nil }
        var unit: Int64 = CivilCalendar.second
        for _ in start..<position { unit /= 10 }
        fraction *= Int(unit)
        return (micros + Int64(fraction), unit)
    }

    /// `z`, `+02`, `+0200` or `+02:00`, in microseconds.
    mutating func offset() -> Int64? {
        if take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-") else { return nil }
        let hours: Int
        var minutes = 0
        if let both = number(digits: 4...4) {
            (hours, minutes) = (both / 100, both % 100)
        } else {
            guard let two = number(digits: 2...2) else { return nil }
            hours = two
            if take(":") {
                guard let two = number(digits: 2...2) else { return nil }
                minutes = two
            }
        }
        guard minutes < 60 else { return nil }
        let micros = Int64(hours) * CivilCalendar.hour + Int64(minutes) * CivilCalendar.minute
        return micros <= 18 * CivilCalendar.hour ? (isEast ? micros : -micros) : nil
    }
}
