import TenantDomain
import TenantStore

/// A pipeline as columns of cards: totals of whole stages from integer cents, the largest deals as cards. Two reads:
/// the pipelines, then one pipeline's stages, totals and cards.
package struct BoardService: Sendable {
    package static let cards = 50
    /// Pipelines that one may switch to.
    private static let pipelines = 200
    private static let stages = 60

    package enum Order: Sendable, Equatable {
        case amount
        /// Longest in the stage first.
        case age
    }

    private let session: ConsoleSession
    private let policy: MaskPolicy

    package init(session: ConsoleSession) {
        self.session = session
        policy = session.masks
    }

    /// - Parameters:
    ///   - pipeline: key or name, in any case; nil takes the first by name of a tenant's, and is refused where
    ///     several tenants' pipelines could be meant.
    ///   - tenant: only its pipelines and deals.
    package func load(
        pipeline: String? = nil, tenant: TenantMatch? = nil, order: Order = .amount
    ) async throws(ConsoleError) -> BoardReply {
        guard let crm = session.registry.profile.crm else { throw .notMapped(.pipeline) }
        let list = try await session.blocks([try planned { () throws(PlanningError) in try pipelines(crm, tenant) }])
        let rows = list.first ?? RowBlock(columnCount: 2)
        let named = (0..<rows.rowCount).map { row in
            (
                name: rows.text(row: row, column: 1) ?? rows.text(row: row, column: 0) ?? "",
                id: RowIdentity([rows.exactValue(row: row, column: 0)])
            )
        }
        if pipeline == nil, tenant == nil, named.count > 1 {
            throw .choiceNeeded(
                of: "pipelines", list: session.registry.resource(for: .pipeline)?.name ?? crm.pipeline.table)
        }
        guard let chosen = try Self.chosen(pipeline, among: named) else {
            throw .noSuch(what: "pipeline", word: pipeline ?? "", hint: tenant.map { "\($0.name) has none" })
        }
        let id = chosen.id.values[0]
        let plans = try planned { () throws(PlanningError) in
            [try stages(crm, id), try totals(crm, id), try cards(crm, id, order), try ages(crm, id)]
        }
        let blocks = try await session.blocks(plans)
        return BoardReply(
            pipeline: chosen.id, name: chosen.name, tenant: tenant,
            stages: stages(crm, blocks), others: named.filter { $0.id != chosen.id })
    }

    private func planned<Result>(_ body: () throws(PlanningError) -> Result) throws(ConsoleError) -> Result {
        do {
            return try body()
        } catch {
            throw ConsoleError(error)
        }
    }

    // MARK: Which pipeline

    private func pipelines(_ crm: CRMMapping, _ tenant: TenantMatch?) throws(PlanningError) -> Statement {
        guard var select = ViewSelect(crm.pipeline.table, session) else {
            throw .unknownRelation(RelationName(parsing: crm.pipeline.table))
        }
        try select.add(whole: crm.pipeline.id)
        try select.add(crm.pipeline.name)
        if let tenant { try scope(&select, crm.pipeline.tenant, tenant) }
        try select.whereNull(crm.pipeline.deleted)
        if let name = try select.sql(crm.pipeline.name) { select.order(by: name) }
        if let id = try select.sql(crm.pipeline.id) { select.order(by: id) }
        select.limit(Self.pipelines)
        return try select.statement()
    }

    private func scope(_ select: inout ViewSelect, _ field: String?, _ tenant: TenantMatch) throws(PlanningError) {
        if select.column(field) != nil {
            try select.whereEqual(field, tenant.id)
        } else if let path = session.registry.resource(of: select.relation.name)?.tenantPath {
            try select.whereTenant(path, is: tenant.id)
        }
    }

    /// By key, then by whole name, then by a part of the name where only one has it.
    static func chosen(
        _ word: String?, among pipelines: [(name: String, id: RowIdentity)]
    ) throws(ConsoleError) -> (name: String, id: RowIdentity)? {
        guard let word, !word.isEmpty else { return pipelines.first }
        if let exact = pipelines.first(where: { $0.id.words == [word] }) { return exact }
        let folded = word.lowercased()
        for matches in [
            pipelines.filter { $0.name.lowercased() == folded },
            pipelines.filter { $0.name.lowercased().contains(folded) },
        ] where !matches.isEmpty {
            if matches.count == 1 { return matches[0] }
            throw .ambiguous(word: word, what: "pipeline", candidates: matches.map { "\($0.name) \($0.id.words[0])" })
        }
        return nil
    }

    // MARK: Its stages

    private func stages(_ crm: CRMMapping, _ pipeline: Value) throws(PlanningError) -> Statement {
        guard var select = ViewSelect(crm.stage.table, session) else {
            throw .unknownRelation(RelationName(parsing: crm.stage.table))
        }
        try select.add(whole: crm.stage.id)
        try select.add(crm.stage.name)
        try select.add(crm.stage.won)
        try select.add(crm.stage.lost)
        try select.whereEqual(crm.stage.pipeline, pipeline)
        if let position = try select.sql(crm.stage.position) { select.order(by: position) }
        if let id = try select.sql(crm.stage.id) { select.order(by: id) }
        select.limit(Self.stages)
        return try select.statement()
    }

    private func ofPipeline(_ crm: CRMMapping, _ pipeline: Value) throws(PlanningError) -> (
        select: ViewSelect, stage: String, amount: String
    ) {
        let table = RelationName(parsing: crm.deal.table)
        guard var select = ViewSelect(crm.deal.table, session) else { throw .unknownRelation(table) }
        guard let stage = try select.sql(crm.deal.stage), let amount = try select.sql(crm.deal.amount) else {
            throw .unknownColumn(table, crm.deal.stage)
        }
        let ids = try select.nested(crm.stage.table) { (stages) throws(PlanningError) in
            try stages.add(whole: crm.stage.id)
            try stages.whereEqual(crm.stage.pipeline, pipeline)
        }
        select.add(where: "\(stage) IN (\(ids ?? "NULL"))")
        return (select, stage, amount)
    }

    private func totals(_ crm: CRMMapping, _ pipeline: Value) throws(PlanningError) -> Statement {
        var (select, stage, amount) = try ofPipeline(crm, pipeline)
        let currency = try select.sql(crm.deal.currency)
        select.add(expression: stage)
        select.add(expression: "count(*)")
        select.add(expression: "sum(\(amount))")
        select.add(expression: currency ?? "NULL")
        select.group(by: stage)
        if let currency { select.group(by: currency) }
        return try select.statement()
    }

    /// The cards of all stages at once, numbered inside their stage.
    private func cards(_ crm: CRMMapping, _ pipeline: Value, _ order: Order) throws(PlanningError) -> Statement {
        var (select, stage, amount) = try ofPipeline(crm, pipeline)
        try select.add(whole: crm.deal.id)
        select.add(expression: stage)
        try select.add(crm.deal.name)
        select.add(expression: amount)
        try select.add(crm.deal.currency)
        try select.add(label(crm.deal.contact, select))
        try select.add(label(crm.deal.owner, select))
        let since = crm.deal.stageSince ?? crm.deal.created
        try select.add(since)
        let id = try select.sql(crm.deal.id) ?? amount
        let largest = "CASE WHEN \(amount) IS NULL THEN 1 ELSE 0 END, \(amount) DESC, \(id)"
        var inside = largest
        if order == .age, let since = try select.sql(since) {
            inside = "CASE WHEN \(since) IS NULL THEN 1 ELSE 0 END, \(since), \(id)"
        }
        return try select.numbered(partition: stage, order: inside, most: Self.cards)
    }

    /// When each open deal entered its stage, for the stage's median; a stage beyond the cap is judged by its newest.
    private func ages(_ crm: CRMMapping, _ pipeline: Value) throws(PlanningError) -> Statement {
        var (select, stage, _) = try ofPipeline(crm, pipeline)
        let since = try select.sql(crm.deal.stageSince ?? crm.deal.created)
        select.add(expression: stage)
        select.add(expression: since ?? "NULL")
        if let since { select.order(by: "\(since) DESC") } else { select.add(where: "FALSE") }
        select.limit(5000)
        return try select.statement()
    }

    /// What a contact or owner is called: the mapped column where it holds a name already, else the label of the row
    /// that it names.
    private func label(_ text: String?, _ select: ViewSelect) -> String? {
        guard let text, let path = ProfilePath.resolve(text, from: select.relation.name, in: session.registry.catalog),
            let holder = session.registry.catalog[path.hops.last?.target ?? select.relation.name],
            let key = holder.foreignKeys.first(where: { $0.columns == [path.column] }),
            let resource = session.registry.resource(of: key.target),
            let label = resource.column(resource.label), label.mask != .secret, label.path?.hops.isEmpty == true
        else { return text }
        return "\(text).\(label.path?.column ?? resource.label)"
    }

    private func mask(_ text: String?, _ crm: CRMMapping) -> ResourceColumn.Mask {
        guard let select = ViewSelect(crm.deal.table, session), let text = label(text, select),
            let path = ProfilePath.resolve(text, from: select.relation.name, in: session.registry.catalog),
            let resource = session.registry.resource(of: path.hops.last?.target ?? select.relation.name)
        else { return .none }
        return policy.applied(resource.columns.first { $0.path == ColumnPath(path.column) }?.mask ?? .none)
    }

    private func stages(_ crm: CRMMapping, _ blocks: [RowBlock]) -> [BoardReply.Stage] {
        guard blocks.count == 4 else { return [] }
        let now = session.now()
        let day: Int64 = 86_400_000_000
        var totals: [Value: [(count: Int, money: BoardReply.Money)]] = [:]
        for row in 0..<blocks[1].rowCount {
            let money = BoardReply.Money(
                cents: blocks[1].number(row: row, column: 2) ?? 0, currency: blocks[1].text(row: row, column: 3))
            totals[blocks[1].exactValue(row: row, column: 0), default: []].append(
                (Int(clamping: blocks[1].number(row: row, column: 1) ?? 0), money))
        }
        var ages: [Value: [Int64]] = [:]
        for row in 0..<blocks[3].rowCount {
            guard let since = blocks[3].time(row: row, column: 1) else { continue }
            ages[blocks[3].exactValue(row: row, column: 0), default: []].append(max(0, now - since))
        }
        let medians = ages.mapValues { Self.median($0) }
        let (contactMask, ownerMask) = (mask(crm.deal.contact, crm), mask(crm.deal.owner, crm))
        var cards: [Value: [BoardReply.Card]] = [:]
        var closed: Set<Value> = []
        for row in 0..<blocks[0].rowCount
        where blocks[0].truth(row: row, column: 2) || blocks[0].truth(row: row, column: 3) {
            closed.insert(blocks[0].exactValue(row: row, column: 0))
        }
        let rows = blocks[2]
        for row in 0..<rows.rowCount {
            let stage = rows.exactValue(row: row, column: 1)
            let age = rows.time(row: row, column: 7).map { max(0, now - $0) }
            // A deal that is won or lost doesn't wait any more.
            let isStale =
                !closed.contains(stage)
                && (age.flatMap { age in medians[stage].map { age > 2 * $0 && age >= day } } ?? false)
            cards[stage, default: []].append(
                BoardReply.Card(
                    identity: RowIdentity([rows.exactValue(row: row, column: 0)]),
                    name: rows.text(row: row, column: 2) ?? "",
                    contact: rows.text(row: row, column: 5).map { ValueMask.masked($0, contactMask) },
                    owner: rows.text(row: row, column: 6).map { ValueMask.masked($0, ownerMask) },
                    cents: rows.number(row: row, column: 3) ?? 0, currency: rows.text(row: row, column: 4),
                    days: age.map { Int($0 / day) }, isStale: isStale))
        }
        return (0..<blocks[0].rowCount).map { row in
            let id = blocks[0].exactValue(row: row, column: 0)
            let sums = totals[id] ?? []
            return BoardReply.Stage(
                id: id, name: blocks[0].text(row: row, column: 1) ?? "",
                outcome: blocks[0].truth(row: row, column: 2)
                    ? .won : blocks[0].truth(row: row, column: 3) ? .lost : .open,
                count: sums.map(\.count).reduce(0, +),
                totals: sums.map(\.money).sorted { ($1.cents, $0.currency ?? "") < ($0.cents, $1.currency ?? "") },
                cards: cards[id] ?? [])
        }
    }

    /// The lower middle of the values.
    static func median(_ values: [Int64]) -> Int64 {
        values.isEmpty ? 0 : values.sorted()[(values.count - 1) / 2]
    }

    /// Keeps deals that are still open: by their status where the profile says which are, else by their stage.
    static func keepOpen(
        _ select: inout ViewSelect, _ crm: CRMMapping, _ session: ConsoleSession
    ) throws(PlanningError) {
        if select.column(crm.deal.status) != nil, !crm.deal.openStatuses.isEmpty {
            try select.whereOneOf(crm.deal.status, crm.deal.openStatuses.map(Value.text))
            return
        }
        guard let stage = try select.sql(crm.deal.stage), let stages = ViewSelect(crm.stage.table, session) else {
            return
        }
        let ends = [crm.stage.won, crm.stage.lost].compactMap { $0 }.filter { stages.column($0) != nil }
        guard !ends.isEmpty else { return }
        let closed = try select.nested(crm.stage.table) { (inner) throws(PlanningError) in
            try inner.add(whole: crm.stage.id)
            var conditions: [String] = []
            for end in ends { if let column = try inner.sql(end) { conditions.append("\(column) IS TRUE") } }
            inner.add(where: "(\(conditions.joined(separator: " OR ")))")
        }
        if let closed { select.add(where: "\(stage) NOT IN (\(closed))") }
    }
}
