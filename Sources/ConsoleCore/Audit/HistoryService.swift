import TenantDomain
import TenantStore

/// The life of one row: its entries as versions, its state at a time, and what no entry explains.
package struct HistoryService: Sendable {
    /// Entries that are read, the newest.
    package static let versionLimit = 500

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    private struct Step {
        let entry: TimelineEntry
        let before: JSONLeaves?
        let after: JSONLeaves?
        let outcome: JSONDiff.Outcome
    }

    package func load(_ request: HistoryRequest) async throws(ConsoleError) -> HistoryReply {
        let resource = try ListQueryBuilder(session).resource(request.resource)
        let table = resource.relation.name
        let id = try await key(request.id, of: resource)
        let at = try instant(request.at)
        let other = try instant(request.diff)
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for source in reader.sources where source.isPrimary && source.isPaged {
            guard let own = source.equal(.targetID, .text(id)), own != .nothing else { continue }
            let same = source.equal(.targetTable, .text(table)).map { $0.and(own) } ?? own
            let query = RowQuery(
                relation: source.relation.name, columns: source.projections(whole: true), predicate: same,
                sort: source.sort, page: PageRequest(limit: Self.versionLimit),
                cellLimit: AuditEntryService.documentLimit)
            plans.append((source, try reader.plan(query)))
        }
        guard !plans.isEmpty else { throw .notMapped(.audit) }
        let record = try AuditEntryRecord(table: table, id: id, session)
        var blocks = try await session.blocks(
            plans.map(\.plan.statement) + [record?.statement].compactMap { $0 })[...]
        var steps: [Step] = []
        var isCut = false
        for plan in plans {
            guard let block = blocks.popFirst() else { break }
            let page = plan.plan.page(from: block)
            isCut = isCut || page.hasAfter
            for row in 0..<page.rows.rowCount { steps.append(step(plan.source, page.rows, row)) }
        }
        let now = record == nil ? nil : blocks.popFirst()
        if steps.isEmpty, (now?.rowCount ?? 0) == 0 { throw .noRow(resource: resource.name, id: request.id) }
        steps.sort { ($0.entry.time ?? .min) < ($1.entry.time ?? .min) }
        return try await reply(resource, id, steps, isCut, record, now, at, other)
    }

    private func reply(
        _ resource: Resource, _ id: String, _ steps: [Step], _ isCut: Bool, _ record: AuditEntryRecord?,
        _ now: RowBlock?, _ at: Int64?, _ other: Int64?
    ) async throws(ConsoleError) -> HistoryReply {
        var mask = reader.mask(table: resource.relation.name)
        let names = try TimelineNames(of: steps.map(\.entry), session, policy: reader.policy)
        let named = names.applied(to: steps.map(\.entry), try await session.blocks(names.statements))
        let states = Self.states(steps)
        var versions: [HistoryReply.Version] = []
        for (place, entry) in named.enumerated() {
            let gap = place == 0 ? [] : Self.unexplained(states[place - 1], steps[place])
            versions.append(
                HistoryReply.Version(
                    entry: entry,
                    changes: ChangeSummary.ordered(steps[place].outcome.changes).map { mask.masked($0) },
                    unexplained: gap.map { mask.masked($0) }))
        }
        func shown(_ time: Int64) -> [Fact]? {
            state(at: time, steps, states)?.map { Fact($0.path, mask.masked($0.text, at: $0.path)) }
        }
        let isGone = (now?.rowCount ?? 0) == 0
        let last = states.last ?? nil
        var bypassed: [FieldChange]?
        if let now, !isGone, let record, let last {
            let found = record.now(now, leaves: JSONLeaves(leaves: last, isComplete: true))
            bypassed = found?.map { mask.masked($0) }
        }
        var difference: [FieldChange]?
        if let at, let other {
            difference = JSONDiff.compare(
                before: self.state(at: at, steps, states).map { JSONLeaves(leaves: $0, isComplete: true) },
                after: self.state(at: other, steps, states).map { JSONLeaves(leaves: $0, isComplete: true) }
            ).changes.map { mask.masked($0) }
        }
        return HistoryReply(
            resource: resource.name, id: id, label: named.last?.target ?? id, versions: versions, isCut: isCut,
            state: at.map { HistoryReply.State(time: $0, fields: shown($0)) }, difference: difference,
            bypassed: bypassed, vanished: now != nil && isGone && last != nil)
    }

    // MARK: States

    private func step(_ source: TimelineSource, _ rows: RowBlock, _ row: Int) -> Step {
        let cells = TimelineCells(source: source, rows: rows, row: row, policy: reader.policy, whole: true)
        let before = cells.bytes(.before).map(JSONDiff.leaves)
        let after = cells.bytes(.after).map(JSONDiff.leaves)
        let outcome = JSONDiff.compare(before: before, after: after)
        return Step(
            // What changed stands beside the entry, masked.
            entry: reader.entry(cells, changes: [], more: 0), before: before, after: after, outcome: outcome)
    }

    /// The row after each step; nil where it was deleted. Trails that hold only what changed are laid over each other.
    private static func states(_ steps: [Step]) -> [[JSONLeaf]?] {
        var state: [JSONLeaf]?
        return steps.map { step in
            guard let after = step.after else {
                if step.before != nil { state = nil }
                return state
            }
            state = laid(after.leaves, over: state ?? step.before?.leaves ?? [])
            return state
        }
    }

    /// Newer leaves in place of those they replace: of the same path, above it or below it.
    private static func laid(_ newer: [JSONLeaf], over older: [JSONLeaf]) -> [JSONLeaf] {
        let roots = Set(newer.map { root($0.path) })
        return newer + older.filter { !roots.contains(root($0.path)) }
    }

    private static func root(_ path: String) -> Substring { path.prefix { $0 != "." } }

    /// What the entry found otherwise than the state before it.
    private static func unexplained(_ state: [JSONLeaf]?, _ step: Step) -> [FieldChange] {
        guard let state, let before = step.before else { return [] }
        let roots = Set(before.leaves.map { root($0.path) })
        let known = state.filter { roots.contains(root($0.path)) }
        return JSONDiff.compare(before: JSONLeaves(leaves: known, isComplete: true), after: before).changes.filter {
            $0.before != nil && $0.after != nil
        }
    }

    /// The row at a time: as the last entry up to then left it, or as the first one later found it.
    private func state(at time: Int64, _ steps: [Step], _ states: [[JSONLeaf]?]) -> [JSONLeaf]? {
        guard let last = steps.lastIndex(where: { ($0.entry.time ?? .min) <= time }) else {
            return steps.first?.before?.leaves
        }
        return states[last]
    }

    // MARK: Words

    private func key(_ text: String, of resource: Resource) async throws(ConsoleError) -> String {
        guard let column = resource.identity.first.flatMap(resource.ownColumn) else { return text }
        if KeyText.value(text, type: column.type) != nil { return text }
        // A name: the living row's key; a row that is gone answers to its key alone.
        let record = try await RecordService(session: session).show(
            RecordRequest(resource: resource.name, id: [text]))
        return record.identity.words.first ?? text
    }

    private func instant(_ text: String?) throws(ConsoleError) -> Int64? {
        guard let text else { return nil }
        guard let time = session.instant(text) else {
            throw .usage(message: "'\(text)' is no time.", hint: "2026-11-01T03:00, yesterday, 03:00 or 7d.")
        }
        return time
    }
}

extension ConsoleSession {
    /// The instant that a time, as filters write it, begins at; nil where the text is none.
    package func instant(_ text: String) -> Int64? {
        FilterClock.instant(text, now: now(), zone: filterContext().zone)
    }
}
