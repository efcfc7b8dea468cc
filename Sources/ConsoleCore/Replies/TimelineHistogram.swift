/// How many entries fell into each stretch of time, oldest first.
package struct TimelineHistogram: Sendable, Equatable {
    /// One action's or source's part of the counts.
    package struct Series: Sendable, Equatable {
        package let name: String
        package let counts: [Int]

        package init(name: String, counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// A bucket beside the same time of the weeks before.
    package struct Spike: Sendable, Equatable {
        package let bucket: Int
        /// The median of the same time in the four weeks before.
        package let usual: Int
        /// Whether the bucket holds three times the usual or more.
        package let isSpike: Bool

        package init(bucket: Int, usual: Int, isSpike: Bool) {
            self.bucket = bucket
            self.usual = usual
            self.isSpike = isSpike
        }
    }

    /// The instants between buckets, one more than buckets; days and months follow the zone.
    package let edges: [Int64]
    /// Microseconds that a bucket nominally covers.
    package let width: Int64
    package let counts: [Int]
    /// Counting stops at this many in a bucket of a source.
    package let cap: Int
    /// The sources that were counted.
    package let sources: [String]
    /// Large ones that no index on time leads through: their entries are not among the counts.
    package let uncounted: [String]
    /// Where the stretch begins that is counted, in the first bucket.
    package let from: Int64
    /// The largest parts and, as one, all others, where they were asked for.
    package let series: [Series]
    /// The busiest buckets beside what is usual then.
    package let spikes: [Spike]

    package init(
        edges: [Int64], width: Int64, counts: [Int], cap: Int, sources: [String] = [], uncounted: [String] = [],
        from: Int64? = nil, series: [Series] = [], spikes: [Spike] = []
    ) {
        self.edges = edges
        self.width = width
        self.counts = counts
        self.cap = cap
        self.sources = sources
        self.uncounted = uncounted
        self.from = from ?? edges.first ?? 0
        self.series = series
        self.spikes = spikes
    }

    package var start: Int64 { edges.first ?? 0 }
    /// The stretch that is counted.
    package var stretch: Range<Int64> { from..<max(from, edges.last ?? from) }
    package var total: Int { counts.reduce(0, +) }
    /// Whether counting stopped somewhere.
    package var isCapped: Bool { counts.contains { $0 >= cap } }

    package func spike(_ bucket: Int) -> Spike? { spikes.first { $0.bucket == bucket } }

    /// The busiest bucket; nil where nothing happened.
    package var peak: Int? {
        guard let most = counts.max(), most > 0 else { return nil }
        return counts.firstIndex(of: most)
    }

    /// `hour`, `6 hours`, `day`, `month`.
    package var unit: String {
        if width >= TimelineHistogramPlan.month { return "month" }
        let minutes = width / 60_000_000
        let (count, word): (Int64, String) =
            minutes % 10_080 == 0
            ? (minutes / 10_080, "week")
            : minutes % 1440 == 0
                ? (minutes / 1440, "day") : minutes % 60 == 0 ? (minutes / 60, "hour") : (minutes, "minute")
        return count == 1 ? word : "\(count) \(word)s"
    }
}
