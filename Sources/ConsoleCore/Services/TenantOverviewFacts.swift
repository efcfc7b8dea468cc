import TenantDomain
import TenantStore

/// The statements of one view and the blocks that came back, by what they are for.
struct TenantOverviewBatch {
    enum Part { case facts, subscription, limits, members, widgets, deals, tab, trail, activity }

    private(set) var statements: [Statement] = []
    private var parts: [Part] = []
    private var read: [RowBlock] = []

    mutating func add(_ part: Part, _ statement: Statement?) {
        guard let statement else { return }
        parts.append(part)
        statements.append(statement)
    }

    mutating func accept(_ blocks: [RowBlock]) { read = blocks }

    func blocks(_ part: Part) -> [RowBlock] { zip(parts, read).filter { $0.0 == part }.map(\.1) }
    func block(_ part: Part) -> RowBlock? { blocks(part).first }
}

/// The tenant's own row: which result column is what.
struct TenantOverviewFacts {
    private static let plan = 0
    private static let planName = 1
    private static let price = 2
    private static let currency = 3
    private static let status = 4
    static let trialEnds = 5

    private var listed: [(title: String, column: Int, mask: ResourceColumn.Mask, isTime: Bool)] = []

    init(
        _ mapping: TenantMapping, resource: Resource, tenant: TenantMatch, _ session: ConsoleSession,
        batch: inout TenantOverviewBatch
    ) throws(PlanningError) {
        guard var select = ViewSelect(mapping.base.table, session) else { return }
        try select.add(whole: mapping.plan)
        let plans = session.registry.profile.plan
        let isKey = mapping.plan.map { select.column("\($0).\(plans?.id ?? "id")") != nil } ?? false
        let prefix = mapping.plan.flatMap { isKey ? "\($0)." : nil }
        func planColumn(_ name: String?) -> String? { prefix.flatMap { prefix in name.map { prefix + $0 } } }
        try select.add(planColumn(plans?.name))
        try select.add(planColumn(plans?.price))
        let cents = session.registry.profile.cents.first { cents in
            plans?.table.map { "\($0).\(plans?.price ?? "")" == cents.column } ?? false
        }
        try select.add(planColumn(cents?.currency))
        try select.add(mapping.base.status)
        try select.add(mapping.trialEnds)

        let parentLabel = mapping.parent.flatMap { parent in
            mapping.base.name.map { "\(parent).\($0)" }
        }
        let parent = select.column(parentLabel) == nil ? mapping.parent : parentLabel
        for (title, text) in [
            ("kind", mapping.kind), ("slug", mapping.slug), ("domain", mapping.domain), ("parent", parent),
            ("created", mapping.base.created), ("deleted", mapping.base.deleted),
        ] {
            guard let text, let column = select.column(text) else { continue }
            let mask = session.registry.mask(of: text, in: resource)
            guard mask != .secret else { continue }
            listed.append((title, try select.add(text), mask, column.type.isTime))
        }
        try select.whereEqual(mapping.base.id, tenant.id)
        select.limit(1)
        batch.add(.facts, try select.statement())
    }

    func facts(_ row: RowBlock, _ session: ConsoleSession, policy: MaskPolicy) -> [Fact] {
        listed.compactMap { title, column, mask, isTime in
            guard let text = row.text(row: 0, column: column), !text.isEmpty else { return nil }
            if isTime, let time = row.time(row: 0, column: column) {
                return Fact(title, TimeText.full(time, zone: session.zone))
            }
            return Fact(title, ValueMask.masked(text, policy.applied(mask)))
        }
    }

    func plan(_ row: RowBlock) -> String? { row.text(row: 0, column: Self.plan) }
    func planName(_ row: RowBlock) -> String? { row.text(row: 0, column: Self.planName) ?? plan(row) }
    func status(_ row: RowBlock) -> String? { row.text(row: 0, column: Self.status) }

    func price(_ row: RowBlock) -> BoardReply.Money? {
        row.number(row: 0, column: Self.price).map {
            BoardReply.Money(cents: $0, currency: row.text(row: 0, column: Self.currency))
        }
    }
}

/// When the tenant's billing period runs, and what its end means.
struct TenantOverviewPeriods {
    let start: Int64?
    let end: (label: String, time: Int64)?
    let nextPlan: String?

    /// A trial's end counts while the tenant is on trial or has no subscription.
    init(facts: TenantOverviewFacts, row: RowBlock, subscription: RowBlock?) {
        let trial = row.time(row: 0, column: TenantOverviewFacts.trialEnds)
        let live = subscription.flatMap { $0.rowCount > 0 ? $0 : nil }
        start = live?.time(row: 0, column: 0)
        let status = live?.text(row: 0, column: 2)
        let next = live?.text(row: 0, column: 4)
        nextPlan = next == live?.text(row: 0, column: 3) ? nil : next
        let isTrial = (facts.status(row) ?? "").hasPrefix("trial") || (status ?? "").hasPrefix("trial")
        if let trial, isTrial || live?.time(row: 0, column: 1) == nil {
            end = ("trial ends", trial)
        } else if let time = live?.time(row: 0, column: 1) {
            end = (["canceled", "cancelled"].contains(status) ? "ends" : "renews", time)
        } else {
            end = nil
        }
    }
}
