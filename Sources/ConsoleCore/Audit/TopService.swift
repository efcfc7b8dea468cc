import TenantDomain
import TenantStore

/// Counts entries by who, what and where, and compares two stretches of the trail.
package struct TopService: Sendable {
    /// Entries that are counted in one source, the newest ones.
    package static let cap = 1_000_000
    /// Without a time in the filter only so much of the trail is counted.
    package static let defaultDays: Int64 = 7
    /// Values that are listed; more where two stretches are compared, so that few stand in one alone.
    private static let groupLimit = 500
    private static let comparedLimit = 5000

    private let session: ConsoleSession
    private let cap: Int
    private let reader: TimelineReader

    package init(session: ConsoleSession, cap: Int = Self.cap) {
        self.session = session
        self.cap = cap
        reader = TimelineReader(session)
    }

    private struct Counted {
        var counts: [String: Int] = [:]
        var latest: [String: Int64] = [:]
        var total = 0
        var isCapped = false
        /// From when on all entries are counted, where counting stopped at the cap.
        var oldest: Int64?
        /// How often the least frequent listed value stands there, where there are more values than are listed.
        var least: Int?
        var since: Int64?
        var until: Int64 = 0
        var leftOut: [String] = []
        var filter = ""
    }

    /// - Throws: `refused` where the persona may not group by the facet.
    package func load(_ request: TopRequest, tenant: TenantMatch?) async throws(ConsoleError) -> TopReply {
        let limit = request.against == nil ? Self.groupLimit : Self.comparedLimit
        let here = try await count(
            request.facet, filter: request.filter, tenant: tenant, limit: limit, stretch: request.stretch)
        guard let against = request.against else {
            let rows = here.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(request.limit).map {
                TopReply.Row(value: $0.key, label: $0.key, count: $0.value, latest: here.latest[$0.key])
            }
            return reply(request, here, try await labelled(Array(rows), request.facet))
        }
        let there = try await count(request.facet, filter: against, tenant: tenant, limit: limit)
        let rows = Self.compared(here, there).prefix(request.limit)
        return reply(request, here, try await labelled(Array(rows), request.facet), compared: there)
    }

    private func reply(
        _ request: TopRequest, _ counted: Counted, _ rows: [TopReply.Row], compared: Counted? = nil
    ) -> TopReply {
        func extent(_ counted: Counted) -> TopReply.Extent {
            TopReply.Extent(
                total: counted.total, isCapped: counted.isCapped, oldest: counted.oldest, least: counted.least)
        }
        return TopReply(
            facet: request.facet, rows: rows, extent: extent(counted), compared: compared.map(extent),
            since: counted.since, until: counted.until, filter: counted.filter, against: request.against,
            leftOut: counted.leftOut, values: max(counted.counts.count, rows.count))
    }

    // MARK: Counting

    static func part(_ facet: TrailFacet) -> TimelineSource.Part {
        switch facet {
        case .actor: .actor
        case .action: .action
        case .table: .targetTable
        case .tenant: .tenant
        case .ip: .address
        }
    }

    private func count(
        _ facet: TrailFacet, filter text: String, tenant: TenantMatch?, limit: Int, stretch: Range<Int64>? = nil
    ) async throws(ConsoleError) -> Counted {
        let filter = try await reader.filter(text, tenant: tenant)
        var counted = Counted(until: session.now(), leftOut: filter.leftOut, filter: filter.text)
        var parts: [Part] = []
        let part = Self.part(facet)
        for asked in filter.asked {
            guard let path = asked.source.path(part), let column = asked.source.column(part),
                let time = asked.source.path(.time)
            else {
                counted.leftOut.append(asked.source.name)
                continue
            }
            if column.mask == .secret || session.masks.hides(column) {
                throw .refused(
                    reason:
                        "\(facet.rawValue) is masked for the persona \(session.persona.rawValue): entries cannot be "
                        + "counted by it.",
                    hint: "tenantctl audit top --by actor, action, table or tenant.")
            }
            let bounds = TimelineFilter.bounds(asked.predicate, time: time)
            var predicate = asked.predicate
            let since =
                stretch?.lowerBound ?? bounds.lower ?? (bounds.upper ?? session.now())
                - Self.defaultDays * 86_400_000_000
            if bounds.lower == nil || stretch != nil {
                predicate = Predicate.compare(
                    Operand(time, type: asked.source.type(.time)),
                    .greaterOrEqual(StoredTime.value(since, for: asked.source.catalogTime))
                ).and(predicate)
            }
            if let upper = stretch?.upperBound, upper != bounds.upper {
                predicate = Predicate.compare(
                    Operand(time, type: asked.source.type(.time)),
                    .less(StoredTime.value(upper, for: asked.source.catalogTime))
                ).and(predicate)
            }
            counted.since = min(counted.since ?? since, since)
            if let upper = bounds.upper { counted.until = min(counted.until, upper) }
            parts.append(Part(source: asked.source, path: path, time: time, predicate: predicate))
        }
        try await withinCap(&parts, &counted)
        let statements = try parts.map { (part) throws(ConsoleError) in
            try session.planned { (planner) throws(PlanningError) in
                try planner.frequencies(
                    part.source.relation.name, where: part.predicate, of: part.path, time: part.time, limit: limit)
            }
        }
        for block in try await session.blocks(statements) where block.rowCount > 0 {
            for row in 0..<block.rowCount {
                let count = Int(clamping: block.number(row: row, column: 1) ?? 0)
                guard let value = block.text(row: row, column: 0) else { continue }
                counted.counts[value, default: 0] += count
                if let time = block.time(row: row, column: 2) {
                    counted.latest[value] = max(counted.latest[value] ?? time, time)
                }
            }
            counted.total += Int(clamping: block.number(row: 0, column: 3) ?? 0)
            if (block.number(row: 0, column: 4) ?? 0) > Int64(block.rowCount) {
                let last = Int(clamping: block.number(row: block.rowCount - 1, column: 1) ?? 0)
                counted.least = (counted.least ?? 0) + last
            }
        }
        return counted
    }

    /// What is counted of one source.
    private struct Part {
        let source: TimelineSource
        let path: ColumnPath
        let time: ColumnPath
        var predicate: Predicate
    }

    /// Bounds the parts that have more entries than are counted to the newest. Found first, by the order of time alone,
    /// so that the engine counts by the index of what it counts.
    private func withinCap(_ parts: inout [Part], _ counted: inout Counted) async throws(ConsoleError) {
        let statements = try parts.map { (part) throws(ConsoleError) in
            try session.planned { (planner) throws(PlanningError) in
                try planner.newestEdge(part.source.relation.name, where: part.predicate, time: part.time, cap: cap)
            }
        }
        for (place, block) in try await session.blocks(statements).enumerated() where block.rowCount == 2 {
            let part = parts[place]
            parts[place].predicate = Predicate.compare(
                Operand(part.time, type: part.source.type(.time)),
                .greaterOrEqual(block.exactValue(row: 0, column: 0))
            ).and(part.predicate)
            counted.isCapped = true
            if let oldest = block.time(row: 0, column: 0) {
                counted.oldest = max(counted.oldest ?? oldest, oldest)
            }
        }
    }

    // MARK: Comparing

    /// What stands out here, the most telling first: by the logarithm of the likelihood ratio, so that a value that
    /// was seen twice does not outrank one that was seen a thousand times.
    private static func compared(_ here: Counted, _ there: Counted) -> [TopReply.Row] {
        let (whole, other) = (max(1, here.total), max(1, there.total))
        func score(_ count: Int, _ before: Int) -> Double {
            let (a, b) = (Double(count), Double(before))
            let share = (a + b) / Double(whole + other)
            let (expectedHere, expectedThere) = (share * Double(whole), share * Double(other))
            let gain = (a > 0 ? a * ln(a / expectedHere) : 0) + (b > 0 ? b * ln(b / expectedThere) : 0)
            return a / Double(whole) >= b / Double(other) ? gain : -gain
        }
        let values = Set(here.counts.keys).union(there.counts.keys)
        return values.map { value -> (row: TopReply.Row, score: Double) in
            let count = here.counts[value] ?? 0
            // What is not listed there stands there no more often than the last that is.
            let before = there.counts[value] ?? there.least ?? 0
            let lift = ((Double(count) + 0.5) / Double(whole)) / ((Double(before) + 0.5) / Double(other))
            return (
                TopReply.Row(
                    value: value, label: value, count: count, latest: here.latest[value], before: before, lift: lift),
                score(count, before)
            )
        }.sorted { ($1.score, $0.row.value) < ($0.score, $1.row.value) }.map(\.row)
    }

    /// The natural logarithm by its series: the standard library has none without Foundation.
    private static func ln(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 0 }
        let exponent = Double(value.exponent)
        let z = (value.significand - 1) / (value.significand + 1)
        var term = z
        var sum = 0.0
        for step in 0..<20 {
            sum += term / Double(2 * step + 1)
            term *= z * z
        }
        return 2 * sum + exponent * 0.6931471805599453
    }

    // MARK: Names

    private func labelled(_ rows: [TopReply.Row], _ facet: TrailFacet) async throws(ConsoleError) -> [TopReply.Row] {
        let tenants = session.registry.profile.tenant?.base.table
        guard facet == .actor || (facet == .tenant && tenants != nil) else { return rows }
        let entries = rows.map { row in
            TimelineEntry(
                source: "", id: .null, time: nil, timeText: "", actorID: facet == .actor ? row.value : nil,
                actor: nil, actorRole: nil, action: "", targetTable: facet == .tenant ? tenants : nil,
                targetID: facet == .tenant ? row.value : nil, target: nil, changes: [], address: nil, tenantID: nil,
                reason: nil)
        }
        let names = try TimelineNames(of: entries, session, policy: reader.policy)
        let named = names.applied(to: entries, try await session.blocks(names.statements))
        return zip(rows, named).map { row, entry in
            (facet == .actor ? entry.actor : entry.target).map { row.labelled($0) } ?? row
        }
    }
}
