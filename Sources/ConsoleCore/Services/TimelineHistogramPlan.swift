import TenantDomain

/// Cuts a stretch of time into buckets of a width that a person counts in: a minute up to months.
struct TimelineHistogramPlan: Equatable {
    /// The instants between buckets, one more than buckets.
    let edges: [Int64]
    /// What a bucket nominally covers; months are longer and shorter than this.
    let width: Int64

    private static let minute: Int64 = 60_000_000
    private static let day = 1440 * minute
    private static let widths: [Int64] = [1, 5, 15, 60, 180, 360, 1440, 7 * 1440].map { $0 * minute }
    /// Thirty days: the width that stands for a calendar month.
    static let month = 30 * day

    /// The smallest width with which no more than `most` buckets are needed; edges stand on full units of the zone.
    /// Stretches longer than that many months take several months a bucket.
    init(from: Int64, to: Int64, most: Int, zone: ZoneClock) {
        let end = max(to, from + 1)
        if let chosen = Self.widths.first(where: { Self.start(from, width: $0, zone) + $0 * Int64(most) >= end }) {
            width = chosen
            var edges = [Self.start(from, width: chosen, zone)]
            while let last = edges.last, last < end, edges.count <= most + 1 {
                edges.append(Self.next(last, width: chosen, zone))
            }
            self.edges = edges
            return
        }
        let months = Self.months(from: from, to: end, zone)
        let step = (months + max(1, most) - 1) / max(1, most)
        width = Self.month * Int64(step)
        let first = zone.civil(from)
        self.edges = (0...((months + step - 1) / step)).map { place in
            let month = first.year * 12 + first.month - 1 + place * step
            return zone.instant(CivilTime(year: month / 12, month: month % 12 + 1, day: 1))
        }
    }

    /// Calendar months that the stretch touches.
    private static func months(from: Int64, to: Int64, _ zone: ZoneClock) -> Int {
        let (first, last) = (zone.civil(from), zone.civil(to - 1))
        return (last.year - first.year) * 12 + last.month - first.month + 1
    }

    private static func start(_ instant: Int64, width: Int64, _ zone: ZoneClock) -> Int64 {
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
        guard width >= day else { return edge + width }
        // Noon keeps clear of the hour that clocks skip or repeat.
        return start(edge + width + 12 * 60 * minute, width: day, zone)
    }

    /// The same stretch of the zone's clock so many weeks before.
    static func weeks(_ weeks: Int64, before range: (from: Int64, to: Int64), _ zone: ZoneClock) -> (
        from: Int64, to: Int64
    ) {
        let start = zone.civil(range.from).instantAsUTC - weeks * 7 * day
        let from = zone.instant(CivilTime(instantAsUTC: start))
        return (from, from + (range.to - range.from))
    }
}
