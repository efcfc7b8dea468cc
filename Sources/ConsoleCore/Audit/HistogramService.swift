import TenantDomain
import TenantStore

/// How many entries fell when: each bucket a range count on the time index of each source that answers the filter.
package struct HistogramService: Sendable {
    /// Entries that are counted in one bucket of one source.
    package static let bucketCap = 100_000
    /// Parts that are drawn apart.
    private static let seriesLimit = 5
    /// Actions that are told apart in one bucket of one source.
    private static let actionLimit = 2000
    private static let defaultDays: Int64 = 30
    /// Busy buckets that are held against earlier weeks, and how far a spike stands out.
    private static let spikeCandidates = 6
    private static let spikeFactor = 3

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    /// Over the time that the filter names, else the last 30 days, in at most `buckets` buckets.
    package func load(
        _ query: AuditQuery, buckets: Int = 60, split: HistogramSplit? = nil
    ) async throws(ConsoleError) -> TimelineHistogram {
        let filter = try await reader.filter(query.filter, tenant: query.tenant)
        let (counted, uncounted) = try await HistogramSources(reader).parted(filter.asked)
        let (plan, from) = plan(counted, buckets: buckets)
        // The first bucket begins where the stretch does, so that no entry before it is counted.
        let bounds = [from] + plan.edges.dropFirst()
        let ranges = Array(zip(bounds, bounds.dropFirst()))
        var counts = [Int](repeating: 0, count: ranges.count)
        var parts: [String: [Int]] = [:]
        var statements: [Statement] = []
        for asked in counted {
            if isOneRead(asked, split) {
                statements.append(try self.buckets(asked, bounds))
                continue
            }
            for range in ranges {
                statements.append(
                    split == .action ? try groups(asked, range) : try count(asked, range))
            }
        }
        var blocks = try await session.blocks(statements, apart: true)[...]
        for asked in counted {
            func add(_ number: Int64?, to bucket: Int, part: String?) {
                let number = Int(clamping: number ?? 0)
                counts[bucket] += number
                guard number > 0, let name = split == .source ? asked.source.name : part else { return }
                parts[name, default: [Int](repeating: 0, count: ranges.count)][bucket] += number
            }
            if isOneRead(asked, split) {
                guard let block = blocks.popFirst() else { break }
                for row in 0..<block.rowCount {
                    guard let bucket = block.number(row: row, column: 0).map({ Int(clamping: $0) }),
                        ranges.indices.contains(bucket)
                    else { continue }
                    add(block.number(row: row, column: 1), to: bucket, part: nil)
                }
                continue
            }
            for bucket in ranges.indices {
                guard let block = blocks.popFirst() else { break }
                for row in 0..<block.rowCount {
                    add(
                        block.number(row: row, column: split == .action ? 1 : 0), to: bucket,
                        part: split == .action ? block.text(row: row, column: 0) ?? "—" : nil)
                }
            }
        }
        return TimelineHistogram(
            edges: plan.edges, width: plan.width, counts: counts, cap: Self.bucketCap,
            sources: counted.map(\.source.name), uncounted: uncounted, from: from, series: Self.series(parts),
            spikes: try await spikes(counted, ranges, counts, plan.width))
    }

    /// Whether all buckets of a source are one statement: logs beside the trail of changes are small, and a statement
    /// for each of their buckets would cost more than the counting.
    private func isOneRead(_ asked: TimelineFilter.Asked, _ split: HistogramSplit?) -> Bool {
        !asked.source.isPrimary && split != .action && asked.source.path(.time)?.hops.isEmpty == true
    }

    private func buckets(_ asked: TimelineFilter.Asked, _ bounds: [Int64]) throws(ConsoleError) -> Statement {
        guard let time = asked.source.path(.time) else { throw .notMapped(.audit) }
        var bounds = bounds
        // Where the window ends with a bucket, the filter says whether its last instant belongs to it.
        if let last = bounds.last, last == TimelineFilter.bounds(asked.predicate, time: time).upper {
            bounds[bounds.count - 1] = last + 1
        }
        return try session.planned { (planner) throws(PlanningError) in
            try planner.buckets(
                asked.source.relation.name, where: asked.predicate, column: time,
                bounds: bounds.map { StoredTime.value($0, for: asked.source.catalogTime) }, cap: Self.bucketCap)
        }
    }

    /// The buckets, and where exactly the stretch begins.
    private func plan(
        _ counted: [TimelineFilter.Asked], buckets: Int
    ) -> (plan: TimelineHistogramPlan, from: Int64) {
        var lower: Int64?
        var upper: Int64?
        for asked in counted {
            guard let time = asked.source.path(.time) else { continue }
            let bounds = TimelineFilter.bounds(asked.predicate, time: time)
            if let bound = bounds.lower { lower = min(lower ?? bound, bound) }
            if let bound = bounds.upper { upper = max(upper ?? bound, bound) }
        }
        let end = min(upper ?? session.now(), session.now() + 86_400_000_000)
        let from = lower ?? (end - Self.defaultDays * 86_400_000_000)
        let plan = TimelineHistogramPlan(from: from, to: end, most: max(1, buckets), zone: session.zone)
        return (plan, min(max(from, plan.edges.first ?? from), plan.edges.dropFirst().first ?? from))
    }

    private func range(_ asked: TimelineFilter.Asked, _ range: (from: Int64, to: Int64)) throws(ConsoleError)
        -> Predicate
    {
        guard let time = asked.source.path(.time) else { throw .notMapped(.audit) }
        let operand = Operand(time, type: asked.source.type(.time))
        let bounds = TimelineFilter.bounds(asked.predicate, time: time)
        // Within the filter's own window its bounds are true of every row, and each costs a comparison a row.
        let isWithin = (bounds.lower ?? .min) < range.from && range.to < (bounds.upper ?? .max)
        var parts: [Predicate] = [
            .compare(operand, .greaterOrEqual(StoredTime.value(range.from, for: asked.source.catalogTime)))
        ]
        // Where the window ends with a bucket, the filter says whether its last instant belongs to it.
        if range.to != bounds.upper {
            parts.append(.compare(operand, .less(StoredTime.value(range.to, for: asked.source.catalogTime))))
        }
        return Predicate.all(parts).and(isWithin ? asked.predicateWithoutTime : asked.predicate)
    }

    private func count(_ asked: TimelineFilter.Asked, _ bucket: (from: Int64, to: Int64)) throws(ConsoleError)
        -> Statement
    {
        let predicate = try range(asked, bucket)
        return try session.planned { (planner) throws(PlanningError) in
            // One past the cap is where a count ends that tells whether there are more.
            try planner.count(asked.source.relation.name, where: predicate, cap: Self.bucketCap - 1).statement
        }
    }

    private func groups(_ asked: TimelineFilter.Asked, _ bucket: (from: Int64, to: Int64)) throws(ConsoleError)
        -> Statement
    {
        guard let action = asked.source.path(.action) else { throw .notMapped(.audit) }
        let predicate = try range(asked, bucket)
        return try session.planned { (planner) throws(PlanningError) in
            try planner.groups(
                asked.source.relation.name, where: predicate, by: [action], cap: Self.bucketCap, limit: Self.actionLimit
            )
        }
    }

    private static func series(_ parts: [String: [Int]]) -> [TimelineHistogram.Series] {
        let sorted = parts.sorted { left, right in
            let (mine, theirs) = (left.value.reduce(0, +), right.value.reduce(0, +))
            return mine != theirs ? mine > theirs : left.key < right.key
        }
        var series = sorted.prefix(seriesLimit).map { TimelineHistogram.Series(name: $0.key, counts: $0.value) }
        let rest = sorted.dropFirst(seriesLimit)
        if let first = rest.first {
            let sums = first.value.indices.map { bucket in rest.reduce(0) { $0 + $1.value[bucket] } }
            series.append(TimelineHistogram.Series(name: "\(rest.count) others", counts: sums))
        }
        return series
    }

    // MARK: Spikes

    /// The busiest buckets of up to a day, held against the same time of the zone's clock in the four weeks before.
    private func spikes(
        _ counted: [TimelineFilter.Asked], _ ranges: [(Int64, Int64)], _ counts: [Int], _ width: Int64
    ) async throws(ConsoleError) -> [TimelineHistogram.Spike] {
        guard width <= 86_400_000_000 else { return [] }
        let busy = counts.indices.filter { counts[$0] > 0 }.sorted { counts[$0] > counts[$1] }
        let median = busy.isEmpty ? 0 : counts[busy[busy.count / 2]]
        let candidates = busy.prefix(Self.spikeCandidates).enumerated().filter { place, bucket in
            place == 0 || (counts[bucket] >= 5 && counts[bucket] >= 2 * median)
        }.map(\.element)
        guard !candidates.isEmpty else { return [] }
        let weeks: [Int64] = [1, 2, 3, 4]
        var statements: [Statement] = []
        for bucket in candidates {
            for week in weeks {
                let earlier = TimelineHistogramPlan.weeks(week, before: ranges[bucket], session.zone)
                for asked in counted {
                    // The filter's own window would hide the weeks before it.
                    let open = TimelineFilter.Asked(source: asked.source, predicate: asked.predicateWithoutTime)
                    statements.append(try count(open, earlier))
                }
            }
        }
        let numbers = try await session.blocks(statements, apart: true).map {
            Int(clamping: $0.number(row: 0, column: 0) ?? 0)
        }
        let each = weeks.count * counted.count
        return candidates.enumerated().map { place, bucket in
            let mine = Array(numbers[(place * each)..<((place + 1) * each)])
            let totals = weeks.indices.map { week in
                mine[(week * counted.count)..<((week + 1) * counted.count)].reduce(0, +)
            }.sorted()
            let usual = (totals[1] + totals[2]) / 2
            return TimelineHistogram.Spike(
                bucket: bucket, usual: usual,
                isSpike: counts[bucket] >= 5 && counts[bucket] >= Self.spikeFactor * max(1, usual))
        }
    }
}

extension TimelineFilter.Asked {
    /// The predicate without its outermost bounds of time, as far as those are known instants.
    var predicateWithoutTime: Predicate {
        guard let time = source.path(.time) else { return predicate }
        return Self.without(time, predicate)
    }

    private static func without(_ time: ColumnPath, _ predicate: Predicate) -> Predicate {
        switch predicate {
        case .all(let parts): .all(parts.map { without(time, $0) })
        case .compare(let operand, let comparison) where operand.path == time && operand.jsonPath.isEmpty:
            switch (comparison, TimelineFilter.bounds(predicate, time: time)) {
            case (.greater, (_?, _)), (.greaterOrEqual, (_?, _)), (.less, (_, _?)), (.lessOrEqual, (_, _?)),
                (.between, (_?, _?)):
                .everything
            default: predicate
            }
        default: predicate
        }
    }
}
