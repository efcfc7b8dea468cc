import TenantDomain
import TenantStore

/// The life of one row: its newest entries as versions, its state at any time, and what no entry explains.
package struct HistoryService: Sendable {
    /// Entries that are read, the newest.
    package static let versionLimit = 500

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    package func load(_ request: HistoryRequest) async throws(ConsoleError) -> HistoryReply {
        let resource = try ListQueryBuilder(session).resource(request.resource)
        let table = resource.relation.name
        let id = try await key(request.id, of: resource)
        let at = try instant(request.at)
        let other = try instant(request.diff)
        let sources = HistorySource.all(reader, table: table, id: id)
        guard !sources.isEmpty else { throw .notMapped(.audit) }
        var plans: [PlannedPage] = []
        for source in sources { plans.append(try source.page(source.own, PageRequest(limit: Self.versionLimit))) }
        let record = try AuditEntryRecord(table: table, id: id, session)
        var blocks = try await session.blocks(plans.map(\.statement) + [record?.statement].compactMap { $0 })[...]
        var steps: [HistoryStep] = []
        var isCut = false
        for (source, plan) in zip(sources, plans) {
            guard let block = blocks.popFirst() else { break }
            let page = plan.page(from: block)
            isCut = isCut || page.hasAfter
            steps += source.steps(page.rows)
        }
        let now = record == nil ? nil : blocks.popFirst()
        if steps.isEmpty, (now?.rowCount ?? 0) == 0 { throw .noRow(resource: resource.name, id: request.id) }
        steps = HistoryStep.sorted(steps)
        var moments: [HistoryMoment] = []
        for time in [at, other].compactMap({ $0 }) {
            moments.append(try await HistoryMoment.read(time, sources, session))
        }
        return try await reply(resource, id, steps, isCut, record, now, moments)
    }

    private func reply(
        _ resource: Resource, _ id: String, _ steps: [HistoryStep], _ isCut: Bool, _ record: AuditEntryRecord?,
        _ now: RowBlock?, _ moments: [HistoryMoment]
    ) async throws(ConsoleError) -> HistoryReply {
        var mask = reader.mask(table: resource.relation.name)
        let names = try TimelineNames(of: steps.map(\.entry), session, policy: reader.policy)
        let named = names.applied(to: steps.map(\.entry), try await session.blocks(names.statements))
        let states = HistoryStep.states(steps)
        var versions: [HistoryReply.Version] = []
        for (place, entry) in named.enumerated() {
            let gap = place == 0 ? [] : steps[place].unexplained(after: states[place - 1])
            versions.append(
                HistoryReply.Version(
                    entry: entry,
                    changes: ChangeSummary.ordered(steps[place].outcome.changes).map { mask.masked($0) },
                    unexplained: gap.map { mask.masked($0) }))
        }
        let isGone = (now?.rowCount ?? 0) == 0
        let last = states.last ?? nil
        var bypassed: [FieldChange]?
        if let now, !isGone, let record, let last {
            let found = record.now(now, leaves: JSONLeaves(leaves: last, isComplete: true))
            bypassed = found?.map { mask.masked($0) }
        }
        let state = moments.first.map { moment in
            HistoryReply.State(
                time: moment.time,
                fields: moment.state.leaves?.map { Fact($0.path, mask.masked($0.text, at: $0.path)) },
                absence: moment.state.absence)
        }
        // The earlier time is what was before, in whatever order they were asked for.
        let ordered = moments.sorted { $0.time < $1.time }
        let difference =
            ordered.count < 2
            ? nil
            : HistoryReply.Difference(
                from: ordered[0].time, to: ordered[1].time,
                changes: JSONDiff.compare(
                    before: ordered[0].state.leaves.map { JSONLeaves(leaves: $0, isComplete: true) },
                    after: ordered[1].state.leaves.map { JSONLeaves(leaves: $0, isComplete: true) }
                ).changes.map { mask.masked($0) })
        return HistoryReply(
            resource: resource.name, id: id, label: named.last?.target ?? id, versions: versions, isCut: isCut,
            state: state, difference: difference, bypassed: bypassed, vanished: now != nil && isGone && last != nil)
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
