import TenantDomain
import TenantStore

/// Plans side by side: what each includes, how much it allows, and how many tenants are on it. One read.
package struct PlanMatrixService: Sendable {
    private let session: ConsoleSession
    private var profile: Profile { session.registry.profile }

    package init(session: ConsoleSession) { self.session = session }

    package func load() async throws(ConsoleError) -> PlanMatrix {
        guard let mapping = profile.plan else { throw .notMapped(.plan) }
        let statements: (plans: Statement?, tenants: Statement?, features: Statement?, limits: Statement?)
        do {
            statements = try (plans(mapping), tenants(), features(mapping.features), limits(mapping.limits))
        } catch {
            throw ConsoleError(error)
        }
        let wanted = [statements.plans, statements.tenants, statements.features, statements.limits]
        var blocks = try await session.blocks(wanted.compactMap { $0 })[...]
        let read = wanted.map { $0 == nil ? RowBlock(columnCount: 6) : blocks.popFirst() ?? RowBlock(columnCount: 6) }
        return Self.matrix(plans: read[0], tenants: read[1], features: read[2], limits: read[3])
    }

    private func plans(_ mapping: PlanMapping) throws(PlanningError) -> Statement? {
        guard var select = ViewSelect(mapping.table, session) else { return nil }
        try select.add(whole: mapping.id)
        try select.add(mapping.name)
        try select.add(mapping.price)
        try select.add(currency(of: mapping, select.relation))
        if let rank = try select.sql(mapping.rank) { select.order(by: rank) }
        if let price = try select.sql(mapping.price) { select.order(by: price) }
        if let id = try select.sql(mapping.id) { select.order(by: id) }
        select.limit(200)
        return try select.statement()
    }

    private func currency(of mapping: PlanMapping, _ relation: Relation) -> String? {
        guard let price = mapping.price else { return nil }
        return profile.cents.first { $0.column == "\(relation.name).\(price)" }?.currency
    }

    private func tenants() throws(PlanningError) -> Statement? {
        guard let tenant = profile.tenant else { return nil }
        if var select = ViewSelect(tenant.base.table, session), let plan = try select.sql(tenant.plan) {
            select.add(expression: plan)
            select.add(expression: "count(*)")
            try select.whereNull(tenant.base.deleted)
            select.group(by: plan)
            return try select.statement()
        }
        guard let subscription = profile.subscription, var select = ViewSelect(subscription.table, session),
            let plan = try select.sql(subscription.plan), let owner = try select.sql(subscription.tenant)
        else { return nil }
        select.add(expression: plan)
        select.add(expression: "count(DISTINCT \(owner))")
        select.group(by: plan)
        return try select.statement()
    }

    private func features(_ mapping: PlanMapping.Features?) throws(PlanningError) -> Statement? {
        guard let mapping, var select = ViewSelect(mapping.table, session) else { return nil }
        try select.add(whole: mapping.plan)
        try select.add(whole: mapping.key)
        try select.add(mapping.enabled)
        try select.add(mapping.value)
        if let key = try select.sql(mapping.key) { select.order(by: key) }
        select.limit(20_000)
        return try select.statement()
    }

    private func limits(_ mapping: PlanMapping.Limits?) throws(PlanningError) -> Statement? {
        guard let mapping, var select = ViewSelect(mapping.table, session) else { return nil }
        try select.add(whole: mapping.plan)
        try select.add(whole: mapping.key)
        try select.add(mapping.value)
        try select.add(mapping.enforcement)
        try select.add(mapping.grace)
        if let key = try select.sql(mapping.key) { select.order(by: key) }
        select.limit(20_000)
        return try select.statement()
    }

    // MARK: The matrix

    /// Plans that only tenants, features or limits name follow those of the catalog.
    static func matrix(plans: RowBlock, tenants: RowBlock, features: RowBlock, limits: RowBlock) -> PlanMatrix {
        var counts: [String: Int] = [:]
        for row in 0..<tenants.rowCount {
            guard let plan = tenants.text(row: row, column: 0) else { continue }
            counts[plan, default: 0] += Int(clamping: tenants.number(row: row, column: 1) ?? 0)
        }
        var known: [PlanMatrix.Plan] = []
        for row in 0..<plans.rowCount {
            let id = plans.text(row: row, column: 0) ?? ""
            let name = plans.text(row: row, column: 1) ?? id
            // A tenant's plan column may hold the plan's name instead of its key.
            let count = (counts.removeValue(forKey: id) ?? 0) + (name == id ? 0 : counts.removeValue(forKey: name) ?? 0)
            known.append(
                PlanMatrix.Plan(
                    id: id, name: name, priceCents: plans.number(row: row, column: 2), tenants: count,
                    currency: plans.text(row: row, column: 3)))
        }
        var others = Set(counts.keys)
        for block in [features, limits] {
            for row in 0..<block.rowCount { if let plan = block.text(row: row, column: 0) { others.insert(plan) } }
        }
        let ids = Set(known.map(\.id))
        for plan in others.subtracting(ids).sorted() {
            known.append(PlanMatrix.Plan(id: plan, name: plan, priceCents: nil, tenants: counts[plan] ?? 0))
        }
        let columns = known.map(\.id)
        return PlanMatrix(
            plans: known,
            rows: rows(limits, columns, isLimit: true) { block, row in
                .limit(
                    limit(block.number(row: row, column: 2)), enforcement: block.text(row: row, column: 3),
                    grace: block.number(row: row, column: 4) ?? 0)
            }
                + rows(features, columns, isLimit: false) { block, row in
                    if !block.isNull(row: row, column: 2), !block.truth(row: row, column: 2) { return .disabled }
                    if let value = block.text(row: row, column: 3), !value.isEmpty { return .text(value) }
                    return .enabled
                })
    }

    /// A limit that is absent or negative is none.
    static func limit(_ value: Int64?) -> Int64? { value.flatMap { $0 < 0 ? nil : $0 } }

    private static func rows(
        _ block: RowBlock, _ plans: [String], isLimit: Bool, cell: (RowBlock, Int) -> PlanMatrix.Cell
    ) -> [PlanMatrix.Row] {
        var keys: [String] = []
        var cells: [String: [PlanMatrix.Cell]] = [:]
        for row in 0..<block.rowCount {
            guard let plan = block.text(row: row, column: 0), let key = block.text(row: row, column: 1),
                let position = plans.firstIndex(of: plan)
            else { continue }
            if cells[key] == nil {
                keys.append(key)
                cells[key] = Array(repeating: .absent, count: plans.count)
            }
            cells[key]?[position] = cell(block, row)
        }
        return keys.map { PlanMatrix.Row(title: $0, isLimit: isLimit, cells: cells[$0] ?? []) }
    }
}
