import TenantDomain
import TenantStore

/// What one tenant is, uses and has: everything that the profile maps, in two reads.
package struct TenantOverviewService: Sendable {
    /// Rows that a tab's tally counts to.
    package static let tabCap = 1000
    /// Audit entries that a day's activity counts to, in each source.
    static let dayCap = 10_000
    static let days = 30
    static let changes = 10

    private let session: ConsoleSession
    private let reader: TimelineReader
    private var profile: Profile { session.registry.profile }

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    package func load(tenant: TenantMatch) async throws(ConsoleError) -> TenantOverview {
        guard let mapping = profile.tenant, let resource = session.registry.resource(for: .tenant) else {
            throw .notMapped(.tenant)
        }
        var batch = TenantOverviewBatch()
        let facts: TenantOverviewFacts
        let trail: [(source: TimelineSource, plan: PlannedPage)]
        let edges = Self.dayEdges(session)
        let tabs: [RelatedRows]
        do {
            facts = try TenantOverviewFacts(mapping, resource: resource, tenant: tenant, session, batch: &batch)
            try batch.add(.subscription, subscription(tenant))
            try batch.add(.limits, limits(mapping, tenant))
            try batch.add(.members, members(tenant))
            try batch.add(.widgets, widgets(tenant))
            try batch.add(.deals, deals(tenant))
            tabs = try TenantOverviewTabs(session).tabs(tenant, batch: &batch)
        } catch {
            throw ConsoleError(error)
        }
        trail = try changes(tenant)
        for (_, plan) in trail { batch.add(.trail, plan.statement) }
        for statement in try activity(tenant, edges) { batch.add(.activity, statement) }
        batch.accept(try await session.blocks(batch.statements))

        guard let row = batch.block(.facts), row.rowCount > 0 else {
            throw .noRow(resource: resource.name, id: tenant.id.text ?? "")
        }
        let periods = TenantOverviewPeriods(facts: facts, row: row, subscription: batch.block(.subscription))
        let pages = zip(trail, batch.blocks(.trail)).map { ($0.source, $0.plan.page(from: $1).rows) }
        let merged = TimelineMerge.merged(
            pages.map { source, rows in (0..<rows.rowCount).map { reader.time(source, rows, $0) } },
            limit: Self.changes, fromEnd: false)
        let entries = reader.entries(merged.map { (pages[$0.source].0, pages[$0.source].1, $0.row) })

        let usages: [(mapping: UsageMapping, statement: Statement)]
        do {
            usages = try usage(tenant, periodStart: periods.start)
        } catch {
            throw ConsoleError(error)
        }
        let names = try TimelineNames(of: entries, session, policy: reader.policy)
        let second = try await session.blocks(usages.map(\.statement) + names.statements)
        let used = zip(usages, second).map { usage, block in
            (mapping: usage.mapping, used: block.number(row: 0, column: 0) ?? 0)
        }
        let deals = Self.totals(batch.block(.deals))
        return TenantOverview(
            tenant: tenant, facts: facts.facts(row, session, policy: reader.policy), plan: facts.plan(row),
            planName: facts.planName(row), planPrice: facts.price(row), status: facts.status(row),
            periodEnd: periods.end, nextPlan: periods.nextPlan, limits: Self.limits(batch.block(.limits), used: used),
            membersByRole: Self.tallies(batch.block(.members), order: roles()),
            widgetsByStatus: Self.tallies(batch.block(.widgets), order: widgetStatuses()),
            openDeals: deals.count, openDealTotals: deals.totals,
            changes: names.applied(to: entries, Array(second.dropFirst(usages.count))),
            activity: Self.activity(batch.blocks(.activity), days: edges.count - 1),
            tabs: TenantOverviewTabs.counted(tabs, batch.blocks(.tab), cap: Self.tabCap))
    }

    // MARK: Statements

    private func subscription(_ tenant: TenantMatch) throws(PlanningError) -> Statement? {
        guard let mapping = profile.subscription, var select = ViewSelect(mapping.table, session) else { return nil }
        try select.add(mapping.periodStart)
        try select.add(mapping.periodEnd)
        try select.add(mapping.status)
        try select.add(mapping.plan)
        try select.add(profile.writing.subscription?.nextPlan)
        try select.whereEqual(mapping.tenant, tenant.id)
        if let end = try select.sql(mapping.periodEnd) {
            select.order(by: "CASE WHEN \(end) IS NULL THEN 1 ELSE 0 END")
            select.order(by: "\(end) DESC")
        }
        select.limit(1)
        return try select.statement()
    }

    private func limits(_ mapping: TenantMapping, _ tenant: TenantMatch) throws(PlanningError) -> Statement? {
        guard let limits = profile.plan?.limits, var select = ViewSelect(limits.table, session),
            let plan = try select.sql(limits.plan)
        else { return nil }
        try select.add(whole: limits.key)
        try select.add(limits.value)
        try select.add(limits.enforcement)
        try select.add(limits.grace)
        let subscription = profile.subscription
        let owned: String?
        if ViewSelect(mapping.base.table, session)?.column(mapping.plan) != nil {
            owned = try select.nested(mapping.base.table) { (owner) throws(PlanningError) in
                try owner.add(whole: mapping.plan)
                try owner.whereEqual(mapping.base.id, tenant.id)
            }
        } else if let subscription, ViewSelect(subscription.table, session)?.column(subscription.plan) != nil {
            owned = try select.nested(subscription.table) { (owner) throws(PlanningError) in
                try owner.add(whole: subscription.plan)
                try owner.whereEqual(subscription.tenant, tenant.id)
                if let end = try owner.sql(subscription.periodEnd) { owner.order(by: "\(end) DESC") }
                owner.limit(1)
            }
        } else {
            owned = nil
        }
        guard let owned else { return nil }
        select.add(where: "\(plan) IN (\(owned))")
        select.limit(500)
        return try select.statement()
    }

    private func members(_ tenant: TenantMatch) throws(PlanningError) -> Statement? {
        guard let mapping = profile.membership else { return nil }
        return try grouped(mapping.table, by: mapping.role, tenant: mapping.container, tenant, deleted: nil)
    }

    private func widgets(_ tenant: TenantMatch) throws(PlanningError) -> Statement? {
        guard let mapping = profile.widget else { return nil }
        return try grouped(
            mapping.base.table, by: mapping.base.status, tenant: mapping.base.tenant, tenant,
            deleted: mapping.base.deleted)
    }

    private func grouped(
        _ table: String, by column: String?, tenant field: String?, _ tenant: TenantMatch, deleted: String?
    ) throws(PlanningError) -> Statement? {
        guard var select = ViewSelect(table, session) else { return nil }
        let group = try select.sql(column)
        select.add(expression: group ?? "NULL")
        select.add(expression: "count(*)")
        guard try scope(&select, field, tenant) else { return nil }
        try select.whereNull(deleted)
        if let group { select.group(by: group) }
        return try select.statement()
    }

    /// Keeps the rows of the tenant, by the mapped column or along the keys; false where rows belong to no tenant.
    private func scope(_ select: inout ViewSelect, _ field: String?, _ tenant: TenantMatch) throws(PlanningError)
        -> Bool
    {
        if select.column(field) != nil {
            try select.whereEqual(field, tenant.id)
            return true
        }
        guard let path = session.registry.resource(of: select.relation.name)?.tenantPath else { return false }
        try select.whereTenant(path, is: tenant.id)
        return true
    }

    private func deals(_ tenant: TenantMatch) throws(PlanningError) -> Statement? {
        guard let crm = profile.crm, var select = ViewSelect(crm.deal.table, session) else { return nil }
        guard let amount = try select.sql(crm.deal.amount) else { return nil }
        let currency = try select.sql(crm.deal.currency)
        select.add(expression: "count(*)")
        select.add(expression: "sum(\(amount))")
        select.add(expression: currency ?? "NULL")
        guard try scope(&select, nil, tenant) else { return nil }
        try BoardService.keepOpen(&select, crm, session)
        if let currency { select.group(by: currency) }
        return try select.statement()
    }

    private func changes(_ tenant: TenantMatch) throws(ConsoleError) -> [(source: TimelineSource, plan: PlannedPage)] {
        var plans: [(TimelineSource, PlannedPage)] = []
        for source in reader.sources where source.isPaged {
            guard let scope = source.scope(toTenant: tenant.id, session.registry) else { continue }
            plans.append((source, try reader.plan(source, scope, PageRequest(limit: Self.changes))))
        }
        return plans
    }

    /// A range count for each day on the index of tenant and time, in the sources that hold changes.
    private func activity(_ tenant: TenantMatch, _ edges: [Int64]) throws(ConsoleError) -> [Statement] {
        var statements: [Statement] = []
        for source in TimelineSource.primary(reader.sources) where source.isPaged {
            guard let scope = source.scope(toTenant: tenant.id, session.registry), let time = source.path(.time) else {
                continue
            }
            let operand = Operand(time, type: source.type(.time))
            for (from, to) in zip(edges, edges.dropFirst()) {
                let day = Predicate.all([
                    .compare(operand, .greaterOrEqual(StoredTime.value(from, for: source.catalogTime))),
                    .compare(operand, .less(StoredTime.value(to, for: source.catalogTime))),
                ])
                statements.append(try reader.count(source, scope.and(day), cap: Self.dayCap))
            }
        }
        return statements
    }

    private func usage(
        _ tenant: TenantMatch, periodStart: Int64?
    ) throws(PlanningError) -> [(mapping: UsageMapping, statement: Statement)] {
        var statements: [(UsageMapping, Statement)] = []
        for mapping in profile.usage {
            guard var select = ViewSelect(mapping.table, session) else { continue }
            if let sum = try select.sql(mapping.sum) {
                select.add(expression: "COALESCE(sum(\(sum)), 0)")
            } else {
                select.add(expression: "count(*)")
            }
            try select.whereEqual(mapping.tenant, tenant.id)
            if mapping.column != nil { try select.whereOneOf(mapping.column, mapping.values.map(Value.text)) }
            if let start = UsageWindow.start(of: mapping.window, periodStart: periodStart, now: session.now()),
                let created = try select.sql(mapping.created)
            {
                let bound = select.bind(StoredTime.value(start, for: select.column(mapping.created)))
                select.add(where: "\(created) >= \(bound)")
            }
            statements.append((mapping, try select.statement()))
        }
        return statements
    }

    // MARK: Making sense of it

    /// Midnights of the session's zone, the last one tomorrow's.
    static func dayEdges(_ session: ConsoleSession) -> [Int64] {
        var today = session.zone.civil(session.now())
        (today.hour, today.minute, today.second, today.microsecond) = (0, 0, 0, 0)
        let day: Int64 = 86_400_000_000
        return (0...days).map { position in
            session.zone.instant(CivilTime(instantAsUTC: today.instantAsUTC + Int64(position - days + 1) * day))
        }
    }

    static func activity(_ blocks: [RowBlock], days: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: days)
        for (position, block) in blocks.enumerated() {
            counts[position % days] += Int(clamping: block.number(row: 0, column: 0) ?? 0)
        }
        return counts
    }

    private func roles() -> [String] {
        guard let mapping = profile.membership else { return [] }
        return mapping.roles.isEmpty ? allowed(mapping.table, mapping.role) : mapping.roles
    }

    private func widgetStatuses() -> [String] {
        guard let mapping = profile.widget else { return [] }
        return allowed(mapping.base.table, mapping.base.status)
    }

    private func allowed(_ table: String, _ column: String?) -> [String] {
        ViewSelect(table, session)?.column(column)?.allowedValues ?? []
    }

    /// Groups in the given order, unknown ones behind by size, empty ones left out.
    static func tallies(_ block: RowBlock?, order: [String]) -> [Tally] {
        guard let block else { return [] }
        let tallies = (0..<block.rowCount).map { row in
            Tally(block.text(row: row, column: 0) ?? "none", Int(clamping: block.number(row: row, column: 1) ?? 0))
        }
        func place(_ tally: Tally) -> Int { order.firstIndex(of: tally.name) ?? order.count }
        return tallies.filter { $0.count > 0 }.sorted { left, right in
            (place(left), -left.count, left.name) < (place(right), -right.count, right.name)
        }
    }

    static func totals(_ block: RowBlock?) -> (count: Int, totals: [BoardReply.Money]) {
        guard let block else { return (0, []) }
        var count = 0
        var totals: [BoardReply.Money] = []
        for row in 0..<block.rowCount {
            let rows = Int(clamping: block.number(row: row, column: 0) ?? 0)
            guard rows > 0 else { continue }
            count += rows
            totals.append(
                BoardReply.Money(
                    cents: block.number(row: row, column: 1) ?? 0, currency: block.text(row: row, column: 2)))
        }
        return (count, totals.sorted { ($1.cents, $0.currency ?? "") < ($0.cents, $1.currency ?? "") })
    }

    /// The profile's usages in its order, each against the plan's limit; limits that nothing counts against follow
    /// only through the plan matrix, since nothing is known of their use.
    static func limits(_ block: RowBlock?, used: [(mapping: UsageMapping, used: Int64)]) -> [LimitUsage] {
        var rows: [String: Int] = [:]
        if let block {
            for row in 0..<block.rowCount { if let key = block.text(row: row, column: 0) { rows[key] = row } }
        }
        return used.map { mapping, used in
            guard let block, let row = rows[mapping.limit] else {
                return LimitUsage(key: mapping.limit, title: mapping.title, used: used, limit: nil, enforcement: .none)
            }
            let limit = PlanMatrixService.limit(block.number(row: row, column: 1))
            let enforcement = block.text(row: row, column: 2).flatMap(LimitUsage.Enforcement.init(rawValue:)) ?? .soft
            return LimitUsage(
                key: mapping.limit, title: mapping.title, used: used, limit: limit,
                grace: block.number(row: row, column: 3) ?? 0, enforcement: limit == nil ? .none : enforcement)
        }
    }
}
