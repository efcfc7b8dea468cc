import ConsoleCore
import TenantDomain
import TerminalCore

/// The audit trail as a timeline over all its sources, newest first, with a histogram on top.
package struct TimelineScreen: Screen {
    package var id = ScreenID.none
    private var query: AuditQuery
    private let tenantName: String?
    private let subject: String?
    private let isEmbedded: Bool
    /// The tenant of the view itself, which a pin does not change.
    private var own: TenantMatch?
    private var entries: [TimelineEntry] = []
    /// The pages that `entries` is made of, for the cursors at both ends.
    private var pages: [Page] = []
    /// The filter of the entries on screen; where a newer one cannot be read it is so again.
    private var shownFilter = ""
    private var reply: TimelineReply?
    private var hasBefore = false
    private var hasAfter = false
    private var table = TableState()
    private var pending: Pending?
    private var isDim = false
    private var spinner: Int?
    private var histogram: TimelineHistogram?
    private var showsHistogram = true
    private var isWatching = false
    private var changeToken: Int64?
    private var problem: Notice?

    private enum Pending: Equatable { case first, last, after, before, reload }

    private struct Page: Sendable {
        let count: Int
        let here: String?
        let next: String?

        init(_ reply: TimelineReply) {
            count = reply.entries.count
            here = reply.here
            next = reply.next
        }
    }

    private static let longest = 1500
    private var pageSize = 60

    init(
        filter: String, tenant: TenantMatch?, tenantName: String? = nil, subject: String? = nil,
        isEmbedded: Bool = false
    ) {
        query = AuditQuery(filter: filter, tenant: tenant)
        own = tenant
        self.tenantName = tenantName
        self.subject = subject
        self.isEmbedded = isEmbedded
    }

    /// The trail of one row; of a tenant everything in it, of a person everything done by or to them.
    static func of(_ selection: Selection, _ context: AppContext) -> TimelineScreen {
        let id = selection.identity.words.first ?? ""
        switch selection.resource.concept {
        case .tenant:
            return TimelineScreen(
                filter: "", tenant: selection.identity.values.first.map { TenantMatch(id: $0, name: selection.label) })
        case .user:
            return TimelineScreen(
                filter: "actor:\(FilterText.quoting(id)) or id:\(FilterText.quoting(id))", tenant: nil,
                subject: selection.label)
        default:
            return TimelineScreen(
                filter: "table:\(FilterText.quoting(selection.resource.relation.name)) id:\(FilterText.quoting(id))",
                tenant: nil, subject: "\(selection.resource.singular) \(selection.label)")
        }
    }

    package var crumb: String {
        if let subject { return "Audit of \(subject)" }
        return query.filter.isEmpty ? "Audit" : "Audit › \(query.filter)"
    }
    package var isLoading: Bool { pending != nil }
    package var tenant: TenantMatch? { query.tenant }
    package var filter: FilterableView? { FilterableView(language: .audit, text: query.filter) }
    package var hints: [Action] { [.open, .filter, .actions, .histogram, .watch, .related, .copy] }
    package func hint(_ action: Action) -> String? {
        switch action {
        case .related: "same actor, record, …"
        case .watch: "follow"
        case .open: "diff"
        default: nil
        }
    }
    package var supported: Set<Action> {
        [
            .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .open, .filter, .histogram, .watch, .copy,
            .copyCommand, .reload, .related, .actions, .cancel,
        ]
    }

    package func note(_ context: AppContext) -> String {
        if let spinner, pending != nil {
            return
                "\(Spinner.frame(tick: spinner, context: context.render)) \(spinner / 10) s · \(context.key(.cancel)) cancels"
        }
        guard let reply else { return pending == nil ? "" : "…" }
        var parts: [String] = []
        if isWatching { parts.append("following") }
        if entries.isEmpty {
            parts.append("no entries")
        } else {
            let shown = min(entries.count, table.top + table.pageRows) - table.top
            let isWhole = !hasBefore && !hasAfter
            let place = hasBefore ? "\(shown) entries" : "\(table.top + 1)–\(table.top + shown)"
            let total = isWhole ? NumberText.grouped(Int64(entries.count)) : reply.tally.text
            parts.append(total.isEmpty ? place : "\(place) of \(total)")
        }
        let asked = reply.sources.count
        let all = asked + reply.leftOut.count
        parts.append(asked == all ? "\(asked) source\(asked == 1 ? "" : "s")" : "\(asked) of \(all) sources")
        parts.append("\(max(1, reply.elapsedMicroseconds / 1000)) ms")
        return parts.joined(separator: " · ")
    }

    // MARK: Reading

    package mutating func appear(_ context: AppContext) -> [Effect] {
        if let tenantName, own == nil {
            return [.load(LoadSlot(screen: id, purpose: .detail), .tenantNamed(tenantName))]
        }
        pageSize = max(60, context.size.height * 2)
        let wanted = own ?? context.pin
        let isSame = query.tenant == wanted
        query.tenant = wanted
        guard isSame, !entries.isEmpty, hasBefore || table.selected > 0, let here = pages.first?.here else {
            return read(.first, .first) + histogramLoad()
        }
        return read(.reload, .from(here)) + histogramLoad()
    }

    private mutating func read(_ kind: Pending, _ position: AuditQuery.Position) -> [Effect] {
        pending = kind
        spinner = nil
        problem = nil
        query.position = position
        query.limit = kind == .reload ? max(pageSize, entries.count) : pageSize
        return [
            .load(LoadSlot(screen: id, purpose: .page), .timeline(query)), .timer(.dim(id), milliseconds: 150),
            .timer(.spinner(id), milliseconds: 300),
        ]
    }

    private func histogramLoad() -> [Effect] {
        showsHistogram ? [.load(LoadSlot(screen: id, purpose: .histogram), .histogram(query, buckets: 60))] : []
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        switch (slot.purpose, result) {
        case (.page, .success(.timeline(let reply))): arrived(reply)
        case (.page, .failure(let error)):
            pending = nil
            isDim = false
            spinner = nil
            problem = Notice(error)
            if reply != nil { query.filter = shownFilter }
            return [.toast(Notice(error))]
        case (.detail, .success(.tenant(let tenant))):
            own = tenant
            query.tenant = tenant
            return read(.first, .first) + histogramLoad()
        case (.detail, .failure(let error)):
            problem = Notice(error)
            return [.toast(Notice(error))]
        case (.histogram, .success(.histogram(let reply))): histogram = reply
        case (.watch, .success(.change(let token))):
            guard isWatching else { return [] }
            let isNew = token != changeToken || token == nil
            changeToken = token
            let again = Effect.timer(.watch(id), milliseconds: 2000)
            return isNew && pending == nil && table.selected == 0 ? read(.first, .first) + [again] : [again]
        default: break
        }
        return []
    }

    private mutating func arrived(_ reply: TimelineReply) {
        let kind = pending
        pending = nil
        isDim = false
        spinner = nil
        self.reply = reply
        shownFilter = query.filter
        switch kind {
        case .after where !entries.isEmpty:
            entries += reply.entries
            pages.append(Page(reply))
            hasAfter = reply.hasAfter
            table.move(by: 1, count: entries.count)
            while let first = pages.first, entries.count - first.count >= Self.longest {
                pages.removeFirst()
                entries.removeFirst(first.count)
                hasBefore = true
                table.shift(by: -first.count)
            }
        case .before where !entries.isEmpty:
            entries.insert(contentsOf: reply.entries, at: 0)
            pages.insert(Page(reply), at: 0)
            hasBefore = reply.hasBefore
            table.shift(by: reply.entries.count)
            table.move(by: -1, count: entries.count)
            while let last = pages.last, entries.count - last.count >= Self.longest {
                pages.removeLast()
                entries.removeLast(last.count)
                hasAfter = true
            }
        case .reload where !entries.isEmpty:
            let kept = entry
            hold(reply)
            if let kept, let place = entries.firstIndex(where: { $0.source == kept.source && $0.id == kept.id }) {
                table.select(place, count: entries.count)
            }
            table.clamp(count: entries.count)
        default:
            hold(reply)
            table.widths.forget()
            table.home()
            if kind == .last { table.end(count: entries.count) }
        }
    }

    private mutating func hold(_ reply: TimelineReply) {
        entries = reply.entries
        pages = [Page(reply)]
        hasBefore = reply.hasBefore
        hasAfter = reply.hasAfter
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        switch timer {
        case .dim: isDim = pending != nil
        case .spinner:
            guard pending != nil else { return [] }
            spinner = (spinner ?? 2) + 1
            return [.timer(.spinner(id), milliseconds: 100)]
        case .watch: return isWatching ? [.load(LoadSlot(screen: id, purpose: .watch), .change)] : []
        default: break
        }
        return []
    }

    // MARK: Keys

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        switch action {
        case .up: return step(-1)
        case .down: return step(1)
        case .pageUp: return step(-max(1, table.pageRows - 1))
        case .pageDown: return step(max(1, table.pageRows - 1))
        case .left: table.scrollColumns(by: -1, columns: 6)
        case .right: table.scrollColumns(by: 1, columns: 6)
        case .top:
            if hasBefore { return read(.first, .first) }
            table.home()
        case .bottom:
            if hasAfter { return read(.last, .last) }
            table.end(count: entries.count)
        case .open:
            guard let entry else { return [] }
            return [
                .push(EntryScreen(source: entry.source, id: entry.id.text ?? "", title: entry.target ?? entry.action))
            ]
        case .histogram:
            showsHistogram.toggle()
            return histogramLoad()
        case .related:
            guard let entry else { return [] }
            return [.show(TimelinePivots.menu(entry, query))]
        case .watch: return apply(.watch, context)
        case .cancel:
            if pending != nil { return [.cancelAll(id)] }
            if !query.filter.isEmpty, subject == nil { return apply(.filter(""), context) }
            return nil
        default: return nil
        }
        return []
    }

    private var entry: TimelineEntry? { entries.indices.contains(table.selected) ? entries[table.selected] : nil }

    private mutating func step(_ rows: Int) -> [Effect] {
        let target = table.selected + rows
        if target >= entries.count, hasAfter, pending == nil, let oldest = pages.last?.next {
            table.end(count: entries.count)
            return read(.after, .after(oldest))
        }
        if target < 0, hasBefore, pending == nil {
            table.home()
            return pages.first?.here.map { read(.before, .before($0)) } ?? read(.first, .first)
        }
        table.move(by: rows, count: entries.count)
        return []
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        switch change {
        case .filter(let text):
            query.filter = text
            return read(.first, .first) + histogramLoad()
        case .watch:
            isWatching.toggle()
            return isWatching ? [.load(LoadSlot(screen: id, purpose: .watch), .change)] : []
        default: return []
        }
    }

    // MARK: Selection

    /// The record that the entry is about, where it has a resource.
    package func selection(_ context: AppContext) -> Selection? {
        guard let entry, let table = entry.targetTable, let id = entry.targetID,
            let resource = context.registry.resource(named: table)
        else { return nil }
        return Selection(
            resource: resource, identity: RowIdentity([.text(id)]), label: entry.target ?? id, tenant: query.tenant)
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let entry else { return [] }
        let line = [
            entry.timeText, entry.actor ?? "", entry.action, entry.target ?? entry.targetID ?? "",
            ChangeSummary.text(entry.changes, more: entry.moreChanges), entry.address ?? "",
        ].joined(separator: "\t")
        return [
            CopyChoice(key: "t", title: "entry as TSV", text: line),
            CopyChoice(key: "i", title: "entry id", text: entry.id.text ?? ""),
            CopyChoice(key: "r", title: "record id", text: entry.targetID ?? ""),
            CopyChoice(key: "a", title: "actor id", text: entry.actorID ?? ""),
        ].filter { !$0.text.isEmpty }
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.audit(AuditRequest(filter: query.filter, tenant: query.tenant?.id.text, limit: query.limit))
    }

    // MARK: Drawing

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard reply != nil else {
            if let problem {
                _ = Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? ""))
                    .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        var body = area
        if showsHistogram, let histogram, area.height > 10, !isEmbedded {
            let split = area.split(top: 1)
            TimelineHistogramLine(histogram: histogram, context: context).render(in: split.top, into: &buffer)
            body = split.rest
        }
        var columns = [
            TableColumn(id: "time", title: "TIME", role: .secondary, minWidth: 8, preferredWidth: 8),
            TableColumn(id: "actor", title: "ACTOR", minWidth: 12, maxWidth: 26),
            TableColumn(id: "action", title: "ACTION", minWidth: 9, maxWidth: 18),
            TableColumn(id: "target", title: "TARGET", minWidth: 15, maxWidth: 28),
            TableColumn(id: "change", title: "WHAT CHANGED", role: .changed, minWidth: 28, maxWidth: 60),
            TableColumn(id: "ip", title: "FROM", role: .secondary, minWidth: 9, maxWidth: 15),
        ]
        if (reply?.sources.count ?? 0) > 1 {
            columns.append(TableColumn(id: "source", title: "SOURCE", role: .secondary, minWidth: 10, maxWidth: 18))
        }
        let text =
            query.filter.isEmpty
            ? "No audit entries." : "No entries match \(query.filter); \(context.key(.cancel)) clears the filter."
        TableControl(
            columns: columns, needles: MatchNeedles(FilterPresentation.bareWords(query.filter)), isDimmed: isDim,
            emptyText: text, extent: hasBefore || hasAfter ? .unknown : .rows
        ).render(
            TimelineRows(entries: entries, zone: context.zone, now: context.now), in: body, into: &buffer,
            state: &table, context: context.render)
    }
}
