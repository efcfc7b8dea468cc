/// Between the wall clock of the zone that the header names and UTC, both in microseconds since 1970-01-01T00:00.
///
/// The provider decides what a wall-clock time means that does not exist (the instant the clock was set forward) or
/// exists twice (the earlier one). Both closures are called with values of the years 1 to 9999 only.
package struct FilterZone: Sendable {
    package let utc: @Sendable (_ civil: Int64) -> Int64
    package let civil: @Sendable (_ utc: Int64) -> Int64

    package init(utc: @escaping @Sendable (_ civil: Int64) -> Int64, civil: @escaping @Sendable (_ utc: Int64) -> Int64)
    {
        self.utc = utc
        self.civil = civil
    }

    package static let utc = FilterZone(utc: { $0 }, civil: { $0 })

    /// A zone that never changes its clocks, seconds east of Greenwich.
    package static func fixed(seconds: Int) -> FilterZone {
        let offset = Int64(seconds) * CivilCalendar.second
        return FilterZone(utc: { $0 - offset }, civil: { $0 + offset })
    }
}
