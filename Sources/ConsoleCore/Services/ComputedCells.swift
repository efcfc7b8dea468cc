import TenantDomain
import TenantStore

/// A computed field of one row, filled in after the page itself.
package struct ComputedCell: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// One limit of the tenant's plan, `38/50`.
        case usage(LimitUsage)
        /// The limit that is used most; nil where the tenant's plan limits nothing.
        case highestUsage(LimitUsage?)
        /// Microseconds since 1970; nil where nothing ever happened.
        case activity(Int64?)
        case count(RowTally)
    }

    package let row: Int
    /// The place in `ListReply.columns`.
    package let column: Int
    package let content: Content

    package init(row: Int, column: Int, content: Content) {
        self.row = row
        self.column = column
        self.content = content
    }
}

extension ListService {
    /// The computed cells of the rows that are on screen, in two reads whatever their number. Empty where the list has
    /// no computed columns or its rows belong to no tenant.
    package func computed(_ reply: ListReply, rows: Range<Int>) async throws(ConsoleError) -> [ComputedCell] {
        let wanted = reply.columns.enumerated().compactMap { place, column -> (place: Int, field: ComputedField)? in
            if case .computed(let field) = column.source { (place, field) } else { nil }
        }
        let rows = Array(rows.clamped(to: 0..<reply.page.rows.rowCount))
        guard !wanted.isEmpty, !rows.isEmpty else { return [] }
        var cells: [ComputedCell] = []
        let hops = wanted.compactMap {
            if case .count(let hops) = $0.field { (place: $0.place, hops: hops) } else { nil }
        }
        cells += try await counts(reply, rows: rows, hops)

        guard let tenantColumn = reply.tenantColumn else { return cells }
        var tenants: [Value] = []
        var positions: [Int: Int] = [:]
        for row in rows {
            let id = reply.page.rows.value(row: row, column: tenantColumn)
            if id.isNull { continue }
            if let known = tenants.firstIndex(of: id) {
                positions[row] = known
            } else {
                positions[row] = tenants.count
                tenants.append(id)
            }
        }
        guard !tenants.isEmpty else { return cells }
        let usage = UsageReader(session: session, tenants: tenants)
        let fields = wanted.map(\.field)
        let answers = try await usage.read(
            limits: fields.contains { if case .usage = $0 { true } else { $0 == .highestUsage } },
            activity: fields.contains(.lastActivity))
        for (place, field) in wanted {
            for row in rows {
                guard let position = positions[row] else { continue }
                let limits = answers.limits[position]
                let content: ComputedCell.Content
                switch field {
                case .usage(let key):
                    guard let limit = limits.first(where: { $0.key == key }) else { continue }
                    content = .usage(limit)
                case .highestUsage: content = .highestUsage(Self.highest(limits))
                case .lastActivity: content = .activity(answers.activity[position])
                case .count: continue
                }
                cells.append(ComputedCell(row: row, column: place, content: content))
            }
        }
        return cells
    }

    private static func highest(_ limits: [LimitUsage]) -> LimitUsage? {
        limits.filter { $0.percent != nil }.max { ($0.percent ?? 0) < ($1.percent ?? 0) }
    }

    private func counts(
        _ reply: ListReply, rows: [Int], _ wanted: [(place: Int, hops: [Hop])]
    ) async throws(ConsoleError) -> [ComputedCell] {
        var statements: [Statement] = []
        var places: [Int] = []
        for (place, hops) in wanted {
            guard let first = hops.first else { continue }
            let columns = first.columns.compactMap { reply.place(of: $0) }
            guard columns.count == first.columns.count else { continue }
            let keys = rows.map { row in columns.map { reply.page.rows.value(row: row, column: $0) } }
            places.append(place)
            statements.append(
                try session.planned { (planner) throws(PlanningError) in
                    try planner.relatedCounts(reply.resource.relation, hops: hops, keys: keys, cap: Self.tallyCap)
                })
        }
        var cells: [ComputedCell] = []
        for (place, block) in zip(places, try await session.blocks(statements)) {
            for (position, value) in block.numbers(of: rows.count) {
                let tally: RowTally = value > Self.tallyCap ? .moreThan(Self.tallyCap) : .exactly(Int(value))
                cells.append(ComputedCell(row: rows[position], column: place, content: .count(tally)))
            }
        }
        return cells
    }
}

extension RowBlock {
    /// Rows of position and number; absent numbers left out.
    func numbers(of count: Int) -> [(position: Int, value: Int64)] {
        (0..<rowCount).compactMap { row in
            guard let position = number(row: row, column: 0), position >= 0, position < count,
                let value = number(row: row, column: 1)
            else { return nil }
            return (Int(position), value)
        }
    }
}
