/// A date and time of day without a zone, in the proleptic Gregorian calendar.
package struct CivilTime: Sendable, Equatable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var microsecond: Int

    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// Microseconds since 1970 if the civil time were UTC. Days from civil after Howard Hinnant's `chrono` notes.
    package var instantAsUTC: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = Int64(era * 146_097 + dayOfEra - 719_468)
        let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        return seconds * 1_000_000 + Int64(microsecond)
    }

    package init(instantAsUTC instant: Int64) {
        let day = instant >= 0 ? instant / 86_400_000_000 : (instant - 86_399_999_999) / 86_400_000_000
        let rest = instant - day * 86_400_000_000
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, hour: Int(rest / 3_600_000_000),
            minute: Int(rest / 60_000_000 % 60), second: Int(rest / 1_000_000 % 60),
            microsecond: Int(rest % 1_000_000))
    }

    /// 0 is Monday.
    package var weekday: Int {
        let days = Int(
            instantAsUTC >= 0 ? instantAsUTC / 86_400_000_000 : (instantAsUTC - 86_399_999_999) / 86_400_000_000)
        return ((days + 3) % 7 + 7) % 7
    }
}
