import TenantDomain
import TenantStore

/// How many entries fell when: each bucket a range count on the time index of each source.
///
/// Where the filter asks sources that hold changes, only those are counted.
package struct HistogramService: Sendable {
    /// Entries that are counted in one bucket of one source.
    package static let bucketCap = 100_000
    /// Parts that are drawn apart.
    private static let seriesLimit = 5
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
        let all = try await reader.filter(query.filter, tenant: query.tenant).asked
        let primary = Set(TimelineSource.primary(all.map(\.source)).map(\.name))
        let counted = all.filter { primary.contains($0.source.name) || split == .source }
        let plan = plan(counted, buckets: buckets)
        let ranges = Array(zip(plan.edges, plan.edges.dropFirst()))
        var counts = [Int](repeating: 0, count: ranges.count)
        var parts: [String: [Int]] = [:]
        var statements: [Statement] = []
        for asked in counted {
            for range in ranges {
                statements.append(
                    split == .action ? try groups(asked, range) : try count(asked, range))
            }
        }
        for (position, block) in try await session.blocks(statements, apart: true).enumerated() where !ranges.isEmpty {
            let bucket = position % ranges.count
            for row in 0..<block.rowCount {
                let number = Int(clamping: block.number(row: row, column: split == .action ? 1 : 0) ?? 0)
                counts[bucket] += number
                let name: String? =
                    switch split {
                    case .action: block.text(row: row, column: 0) ?? "—"
                    case .source: counted[position / ranges.count].source.name
                    case nil: nil
                    }
                guard let name else { continue }
                parts[name, default: [Int](repeating: 0, count: ranges.count)][bucket] += number
            }
        }
        return TimelineHistogram(
            edges: plan.edges, width: plan.width, counts: counts, cap: Self.bucketCap,
            sources: counted.map(\.source.name), series: Self.series(parts),
            spikes: try await spikes(counted, ranges, counts, plan.width))
    }

    private func plan(_ counted: [TimelineFilter.Asked], buckets: Int) -> TimelineHistogramPlan {
        var lower: Int64?
        var upper: Int64?
        for asked in counted {
            guard let time = asked.source.path(.time) else { continue }
            let bounds = TimelineFilter.bounds(asked.predicate, time: time)
            if let bound = bounds.lower { lower = min(lower ?? bound, bound) }
            if let bound = bounds.upper { upper = max(upper ?? bound, bound) }
        }
        let end = min(upper ?? session.now(), session.now() + 86_400_000_000)
        return TimelineHistogramPlan(
            from: lower ?? (end - Self.defaultDays * 86_400_000_000), to: end, most: max(1, buckets),
            zone: session.zone)
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
                asked.source.relation.name, where: predicate, by: [action], cap: Self.bucketCap, limit: 50)
        }
    }

    private static func series(_ parts: [String: [Int]]) -> [TimelineHistogram.Series] {
        let sorted = parts.sorted { left, right in
            let (mine, theirs) = (left.value.reduce(0, +), right.value.reduce(0, +))
            return mine != theirs ? mine > theirs : left.key < right.key
        }
        return sorted.prefix(seriesLimit).map { TimelineHistogram.Series(name: $0.key, counts: $0.value) }
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
