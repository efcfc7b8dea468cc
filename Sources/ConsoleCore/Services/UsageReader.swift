import TenantDomain
import TenantStore

/// What several tenants use of their plans' limits and when something last happened to them.
struct UsageReader {
    /// No usage is counted further: a limit beyond is no limit.
    static let countCap = 10_000_000

    struct Answers {
        /// By position of the tenant, in the profile's order.
        var limits: [[LimitUsage]]
        var activity: [Int64?]
    }

    let session: ConsoleSession
    let tenants: [Value]
    private var registry: ResourceRegistry { session.registry }
    private var profile: Profile { session.registry.profile }

    func read(limits wantsLimits: Bool, activity wantsActivity: Bool) async throws(ConsoleError) -> Answers {
        var answers = Answers(
            limits: Array(repeating: [], count: tenants.count), activity: Array(repeating: nil, count: tenants.count))
        guard let resource = registry.resource(for: .tenant), let key = resource.identity.first else { return answers }
        let plans = wantsLimits ? try await plans(resource, key) : []
        let usages = wantsLimits ? try usages(resource.relation, key: key, plans) : []
        let trail = wantsActivity ? try trail(resource.relation, key: key) : []
        let blocks = try await session.blocks(usages.map(\.statement) + trail.map(\.statement))

        var used: [String: [Int64]] = [:]
        for (usage, block) in zip(usages, blocks) {
            for (position, value) in block.numbers(of: usage.positions.count) {
                used[usage.limit, default: Array(repeating: 0, count: tenants.count)][usage.positions[position]] = value
            }
        }
        for (position, plan) in plans.enumerated() {
            answers.limits[position] = profile.usage.map { mapping in
                let rule = plan.limits[mapping.limit]
                return LimitUsage(
                    key: mapping.limit, title: mapping.title, used: used[mapping.limit]?[position] ?? 0,
                    limit: rule?.limit, grace: rule?.grace ?? 0,
                    enforcement: rule?.limit == nil ? .none : rule?.enforcement ?? .soft)
            }
        }
        for block in blocks.dropFirst(usages.count) {
            for row in 0..<block.rowCount {
                guard let position = block.number(row: row, column: 0), tenants.indices.contains(Int(position)),
                    let time = block.time(row: row, column: 1)
                else { continue }
                answers.activity[Int(position)] = max(answers.activity[Int(position)] ?? time, time)
            }
        }
        return answers
    }

    // MARK: Plans

    private struct Rule {
        let limit: Int64?
        let grace: Int64
        let enforcement: LimitUsage.Enforcement
    }

    private struct TenantPlan {
        var limits: [String: Rule] = [:]
        var periodStart: Int64?
    }

    private func plans(_ resource: Resource, _ key: String) async throws(ConsoleError) -> [TenantPlan] {
        var queries: [RowQuery] = []
        let plan = projection(profile.tenant?.plan, from: resource.relation)
        let own = projection(key, from: resource.relation)
        if let plan, let own {
            queries.append(
                query(resource.relation, [own, plan], where: Operand(own.path, type: own.type), limit: tenants.count))
        }
        var subscription: [Projection?] = []
        if let mapping = profile.subscription, let relation = registry.catalog.relation(named: mapping.table)?.name,
            let tenant = projection(mapping.tenant, from: relation)
        {
            subscription = [
                tenant, projection(mapping.periodStart, from: relation), projection(mapping.plan, from: relation),
            ]
            var rows = query(
                relation, subscription.compactMap { $0 }, where: Operand(tenant.path, type: tenant.type),
                limit: tenants.count * 20)
            if let end = projection(mapping.periodEnd, from: relation) {
                rows.sort = [SortTerm(end.path, descending: true)]
            }
            queries.append(rows)
        }
        var rules: [Projection?] = []
        if let mapping = profile.plan?.limits, let relation = registry.catalog.relation(named: mapping.table)?.name {
            rules = [mapping.plan, mapping.key, mapping.value, mapping.enforcement, mapping.grace].map {
                projection($0, from: relation)
            }
            queries.append(
                RowQuery(relation: relation, columns: rules.compactMap { $0 }, page: PageRequest(limit: 5000)))
        }
        var pages = try await session.pages(queries).map(\.rows)[...]

        var result = Array(repeating: TenantPlan(), count: tenants.count)
        var planOf: [Int: String] = [:]
        if plan != nil, own != nil, let rows = pages.popFirst() {
            for row in 0..<rows.rowCount {
                guard let position = tenants.firstIndex(of: rows.value(row: row, column: 0)) else { continue }
                planOf[position] = rows.text(row: row, column: 1)
            }
        }
        if !subscription.isEmpty, let rows = pages.popFirst() {
            // The period that ends last comes first; nothing older overwrites it.
            for row in 0..<rows.rowCount {
                guard let position = tenants.firstIndex(of: rows.value(row: row, column: 0)) else { continue }
                if result[position].periodStart == nil, let place = Self.place(1, in: subscription) {
                    result[position].periodStart = rows.time(row: row, column: place)
                }
                if plan == nil, planOf[position] == nil, let place = Self.place(2, in: subscription) {
                    planOf[position] = rows.text(row: row, column: place)
                }
            }
        }
        if rules.prefix(3).allSatisfy({ $0 != nil }), !rules.isEmpty, let rows = pages.popFirst() {
            let catalog = Self.rules(rows, rules)
            for (position, plan) in planOf { result[position].limits = catalog[plan] ?? [:] }
        }
        return result
    }

    private static func rules(_ rows: RowBlock, _ columns: [Projection?]) -> [String: [String: Rule]] {
        var rules: [String: [String: Rule]] = [:]
        for row in 0..<rows.rowCount {
            guard let plan = rows.text(row: row, column: 0), let key = rows.text(row: row, column: 1) else { continue }
            let enforcement = place(3, in: columns).flatMap { rows.text(row: row, column: $0) }
            rules[plan, default: [:]][key] = Rule(
                limit: PlanMatrixService.limit(rows.number(row: row, column: 2)),
                grace: place(4, in: columns).flatMap { rows.number(row: row, column: $0) } ?? 0,
                enforcement: enforcement.flatMap(LimitUsage.Enforcement.init(rawValue:)) ?? .soft)
        }
        return rules
    }

    /// Where a column stands once absent ones are left out.
    private static func place(_ index: Int, in columns: [Projection?]) -> Int? {
        guard columns[index] != nil else { return nil }
        return columns[..<index].lazy.filter { $0 != nil }.count
    }

    private func projection(_ text: String?, from relation: RelationName) -> Projection? {
        guard let text, let path = ProfilePath.resolve(text, from: relation, in: registry.catalog),
            let column = registry.catalog[path.hops.last?.target ?? relation]?.column(path.column)
        else { return nil }
        return Projection(path, type: column.type)
    }

    private func query(
        _ relation: RelationName, _ columns: [Projection], where operand: Operand, limit: Int
    ) -> RowQuery {
        RowQuery(
            relation: relation, columns: columns, predicate: .compare(operand, .oneOf(tenants)),
            page: PageRequest(limit: limit))
    }

    // MARK: Usage and activity

    private struct UsageStatement {
        let limit: String
        /// Positions of the tenants whose keys the statement holds.
        let positions: [Int]
        let statement: Statement
    }

    /// One statement for each limit; tenants whose windows begin at different times need one each.
    private func usages(
        _ tenant: RelationName, key: String, _ plans: [TenantPlan]
    ) throws(ConsoleError) -> [UsageStatement] {
        var statements: [UsageStatement] = []
        for mapping in profile.usage {
            guard let relation = registry.catalog.relation(named: mapping.table),
                let path = ProfilePath.resolve(mapping.tenant, from: relation.name, in: registry.catalog)
            else { continue }
            let hops = Self.reversed(path, from: relation.name, key: key)
            var windows: [Int64?: [Int]] = [:]
            for (position, plan) in plans.enumerated() {
                let start = UsageWindow.start(
                    of: mapping.window, periodStart: plan.periodStart, now: session.now())
                windows[start, default: []].append(position)
            }
            for (start, positions) in windows.sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
                let predicate = predicate(mapping, relation.name, since: start)
                let keys = positions.map { [tenants[$0]] }
                let summed = mapping.sum.flatMap { relation.column($0)?.name }
                statements.append(
                    UsageStatement(
                        limit: mapping.limit, positions: positions,
                        statement: try session.planned { (planner) throws(PlanningError) in
                            if let summed {
                                return try planner.relatedSums(
                                    tenant, hops: hops, keys: keys, column: summed, where: predicate)
                            }
                            return try planner.relatedCounts(
                                tenant, hops: hops, keys: keys, where: predicate, cap: Self.countCap)
                        }))
            }
        }
        return statements
    }

    private func predicate(_ mapping: UsageMapping, _ relation: RelationName, since start: Int64?) -> Predicate {
        var predicate = Predicate.everything
        if let column = projection(mapping.column, from: relation) {
            predicate = predicate.and(
                .compare(Operand(column.path, type: column.type), .oneOf(mapping.values.map(Value.text))))
        }
        if let start, let created = projection(mapping.created, from: relation) {
            let column = registry.catalog[created.path.hops.last?.target ?? relation]?.column(created.path.column)
            predicate = predicate.and(
                .compare(
                    Operand(created.path, type: created.type),
                    .greaterOrEqual(StoredTime.value(start, for: column))))
        }
        return predicate
    }

    private struct TrailStatement {
        let statement: Statement
    }

    private func trail(_ tenant: RelationName, key: String) throws(ConsoleError) -> [TrailStatement] {
        var statements: [TrailStatement] = []
        for source in profile.audit {
            guard let relation = registry.catalog.relation(named: source.table), let text = source.tenant,
                let path = ProfilePath.resolve(text, from: relation.name, in: registry.catalog),
                relation.column(source.time) != nil,
                path.hops.isEmpty, relation.isIndexed(path.column) || (relation.rowEstimate ?? 0) < 100_000
            else { continue }
            let hops = Self.reversed(path, from: relation.name, key: key)
            statements.append(
                TrailStatement(
                    statement: try session.planned { (planner) throws(PlanningError) in
                        try planner.relatedHighest(tenant, hops: hops, keys: tenants.map { [$0] }, column: source.time)
                    }))
        }
        return statements
    }

    /// From a tenant to the rows whose path leads to it.
    static func reversed(_ path: ColumnPath, from relation: RelationName, key: String) -> [Hop] {
        var hops: [Hop] = []
        var target = path.hops.last?.target ?? relation
        hops.append(Hop(columns: [key], target: target, targetColumns: [path.column]))
        for (position, hop) in path.hops.enumerated().reversed() {
            target = position == 0 ? relation : path.hops[position - 1].target
            hops.append(Hop(columns: hop.targetColumns, target: target, targetColumns: hop.columns))
        }
        return hops
    }
}
