import TenantDomain

/// Cuts a stretch of time into buckets of a width that a person counts in.
struct TimelineHistogramPlan: Equatable {
    /// The instants between buckets, one more than buckets.
    let edges: [Int64]
    let width: Int64

    private static let minute: Int64 = 60_000_000
    private static let widths: [Int64] = [1, 5, 15, 60, 180, 360, 1440, 7 * 1440, 28 * 1440].map { $0 * minute }

    /// The smallest width with which no more than `most` buckets are needed; edges stand on full units of the zone.
    init(from: Int64, to: Int64, most: Int, zone: ZoneClock) {
        let end = max(to, from + 1)
        var chosen = Self.widths.first { Self.start(from, width: $0, zone) + $0 * Int64(most) >= end } ?? 0
        if chosen == 0 {
            let week = 7 * 1440 * Self.minute
            chosen = week * ((end - from) / (week * Int64(max(1, most - 1))) + 1)
        }
        width = chosen
        var edges = [Self.start(from, width: chosen, zone)]
        while let last = edges.last, last < end, edges.count <= most + 1 {
            edges.append(Self.next(last, width: chosen, zone))
        }
        self.edges = edges
    }

    private static func start(_ instant: Int64, width: Int64, _ zone: ZoneClock) -> Int64 {
        let day = 1440 * minute
        var civil = zone.civil(instant)
        if width >= day {
            (civil.hour, civil.minute, civil.second, civil.microsecond) = (0, 0, 0, 0)
            return zone.instant(civil)
        }
        let local = civil.instantAsUTC
        let rest = ((local % width) + width) % width
        return instant - rest
    }

    private static func next(_ edge: Int64, width: Int64, _ zone: ZoneClock) -> Int64 {
        let day = 1440 * minute
        guard width >= day else { return edge + width }
        // Noon keeps clear of the hour that clocks skip or repeat.
        return start(edge + width + 12 * 60 * minute, width: day, zone)
    }
}
