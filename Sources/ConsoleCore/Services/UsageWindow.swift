import TenantDomain

/// Since when usage counts against a limit.
package enum UsageWindow {
    /// The instant from which rows count, in microseconds since 1970; nil counts all rows.
    ///
    /// A day is the last 24 hours, a month the calendar month in UTC. A billing period starts where the tenant's
    /// subscription says; without one, or with one that lies ahead, the calendar month stands for it.
    package static func start(of window: UsageMapping.Window, periodStart: Int64?, now: Int64) -> Int64? {
        switch window {
        case .always: nil
        case .day: now - 86_400_000_000
        case .month: monthStart(now)
        case .period: periodStart.flatMap { $0 <= now ? $0 : nil } ?? monthStart(now)
        }
    }

    private static func monthStart(_ now: Int64) -> Int64 {
        let civil = CivilTime(instantAsUTC: now)
        return CivilTime(year: civil.year, month: civil.month, day: 1).instantAsUTC
    }
}
