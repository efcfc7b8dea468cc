/// Calendar arithmetic of the proleptic Gregorian calendar, without a time zone. Civil microseconds count from
/// 1970-01-01T00:00 on the wall clock of wherever the text was written.
package enum CivilCalendar {
    package static let second: Int64 = 1_000_000
    package static let minute = 60 * second
    package static let hour = 60 * minute
    package static let day = 24 * hour

    /// 0001-01-01T00:00:00 to 9999-12-31T23:59:59.999999: what four digits of a year can spell.
    package static let representable: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// Days since 1970-01-01, nil where the calendar has no such date in the years 1 to 9999.
    package static func days(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...length(month: month, year: year)).contains(day)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    package static func date(days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package static func length(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day that an instant of civil time lies in.
    package static func dayNumber(_ micros: Int64) -> Int64 {
        let days = micros / day
        return micros % day < 0 ? days - 1 : days
    }

    /// `2026-11-01`, from civil microseconds; clamped to the years 1 to 9999.
    package static func dateText(_ micros: Int64) -> String {
        let (year, month, day) = date(days: dayNumber(clamped(micros)))
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// `2026-11-01T03:00:00.000000Z`, from microseconds since 1970 UTC: the form that timestamps are stored in and
    /// bound as; clamped to the years 1 to 9999.
    package static func timestampText(_ micros: Int64) -> String {
        let micros = clamped(micros)
        let rest = micros - dayNumber(micros) * day
        return dateText(micros) + "T" + padded(Int(rest / hour), 2) + ":" + padded(Int(rest / minute % 60), 2) + ":"
            + padded(Int(rest / second % 60), 2) + "." + padded(Int(rest % second), 6) + "Z"
    }

    package static func clamped(_ micros: Int64) -> Int64 {
        min(max(micros, representable.lowerBound), representable.upperBound)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
