import TenantDomain
import TenantStore

/// One audit entry whole: what changed, the request's facts, and the record as it is now. Two reads: the entry, then
/// the record, its neighbouring entries and the names.
package struct AuditEntryService: Sendable {
    /// Characters of a document that are read.
    package static let documentLimit = 1_000_000

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    /// - Parameter source: the table that holds the entry; nil looks through all of them.
    package func load(source: String? = nil, id: String) async throws(ConsoleError) -> AuditEntryReply {
        guard !reader.sources.isEmpty else { throw .notMapped(.audit) }
        let sources = try asked(source)
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for source in sources {
            guard let own = source.equal(.id, .text(id)), own != .nothing else { continue }
            let value: Value = source.type(.id) == .integer ? Int64(id).map(Value.integer) ?? .text(id) : .text(id)
            let query = RowQuery(
                relation: source.relation.name, columns: source.projections(whole: true),
                predicate: source.equal(.id, value) ?? own, sort: source.sort, page: PageRequest(limit: 1),
                cellLimit: Self.documentLimit)
            plans.append((source, try reader.plan(query)))
        }
        let blocks = try await session.blocks(plans.map(\.plan.statement))
        for (plan, block) in zip(plans, blocks) {
            let page = plan.plan.page(from: block)
            if page.rows.rowCount > 0 { return try await reply(plan.source, page) }
        }
        throw .noRow(resource: sources.count == 1 ? sources[0].name : "audit", id: id)
    }

    private func asked(_ name: String?) throws(ConsoleError) -> [TimelineSource] {
        guard let name else { return reader.sources }
        let folded = name.lowercased()
        if let source = reader.sources.first(where: { $0.name.lowercased() == folded || $0.resource.name == folded }) {
            return [source]
        }
        let nearest = NearestWord.find(name, among: reader.sources.map(\.name))
        throw .noSuch(what: "audit source", word: name, hint: nearest.map { "did you mean \($0)?" })
    }

    private func reply(_ source: TimelineSource, _ page: RowPage) async throws(ConsoleError) -> AuditEntryReply {
        let cells = TimelineCells(source: source, rows: page.rows, row: 0, policy: reader.policy, whole: true)
        let table = cells.text(.targetTable)
        var mask = reader.mask(table: table)
        let (before, after) = (cells.bytes(.before), cells.bytes(.after))
        let outcome = JSONDiff.compare(before: before, after: after)
        let changes = ChangeSummary.ordered(outcome.changes).map { mask.masked($0) }
        let raw = reader.entry(cells, changes: changes, more: outcome.isPartial ? 1 : 0)

        let record = try AuditEntryRecord(table: table, id: cells.text(.targetID), session)
        let around = try neighbours(source, cells, page)
        let names = try TimelineNames(of: [raw], session, policy: reader.policy)
        var second = try await session.blocks(
            [record?.statement].compactMap { $0 } + around.map(\.statement) + names.statements)[...]
        let recordBlock = record == nil ? nil : second.popFirst()
        let found = around.map { plan in
            second.popFirst().map { plan.page(from: $0).rows }.flatMap { rows in
                rows.rowCount > 0 ? reader.entries([(source, rows, 0)]).first : nil
            }
        }
        let entry = names.applied(to: [raw], Array(second)).first ?? raw
        let beside = found.map { neighbour in
            neighbour.map { $0.named(actor: name(of: $0, like: entry), target: entry.target) }
        }
        let now = record.flatMap { record in
            recordBlock.flatMap { record.now($0, document: after ?? before) }
        }
        return AuditEntryReply(
            entry: entry, changes: changes,
            unchanged: outcome.unchanged.map { Fact($0.title, mask.masked($0.text, at: $0.title)) },
            facts: facts(cells, entry), before: document(before, table), after: document(after, table),
            now: now.map { $0.map { mask.masked($0) } }, targetResource: record?.resource.name,
            earlier: beside.first ?? nil, later: beside.count > 1 ? beside[1] : nil)
    }

    private func name(of neighbour: TimelineEntry, like entry: TimelineEntry) -> String? {
        neighbour.actorID != nil && neighbour.actorID == entry.actorID ? entry.actor : neighbour.actor
    }

    private func document(_ bytes: [UInt8]?, _ table: String?) -> String? {
        bytes.map {
            AuditDocumentMask(registry: session.registry, policy: reader.policy)
                .masked(String(decoding: $0, as: UTF8.self), table: table)
        }
    }

    private func facts(_ cells: TimelineCells, _ entry: TimelineEntry) -> [Fact] {
        var facts: [Fact] = []
        func add(_ title: String, _ text: String?) {
            if let text, !text.isEmpty { facts.append(Fact(title, text)) }
        }
        add("time", entry.time.map { TimeText.full($0, zone: session.zone) } ?? entry.timeText)
        add("actor", entry.actor)
        add("recorded as", cells.text(.actorName) == entry.actor ? nil : cells.text(.actorName))
        add("actor id", entry.actorID)
        add("role then", entry.actorRole)
        add("event", entry.event)
        add("tenant", entry.tenantID?.text)
        add("address", entry.address)
        add("user agent", cells.text(.userAgent))
        add("reason", entry.reason)
        add("lease", cells.text(.lease))
        add("change", cells.text(.change))
        add("source", entry.source)
        return facts
    }

    /// The next older and the next newer entry of the same record.
    private func neighbours(
        _ source: TimelineSource, _ cells: TimelineCells, _ page: RowPage
    ) throws(ConsoleError) -> [PlannedPage] {
        guard let cursor = page.cursor(row: 0), !cells.value(.targetID).isNull,
            let record = source.equal(.targetID, cells.value(.targetID))
        else { return [] }
        let same = source.equal(.targetTable, cells.value(.targetTable)).map { record.and($0) } ?? record
        return [
            try reader.plan(source, same, PageRequest(.after(cursor), limit: 1)),
            try reader.plan(source, same, PageRequest(.before(cursor), limit: 1)),
        ]
    }
}
