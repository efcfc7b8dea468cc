import ConsoleCore
import TenantDomain
import TerminalCore

/// The audit trail as a timeline over all its sources, newest first, with a histogram on top.
package struct TimelineScreen: Screen {
    package var id = ScreenID.none
    var query: AuditQuery
    let tenantName: String?
    let subject: String?
    let isEmbedded: Bool
    /// The tenant of the view itself, which a pin does not change.
    var own: TenantMatch?
    var entries: [TimelineEntry] = []
    /// The pages that `entries` is made of, for the cursors at both ends.
    var pages: [Page] = []
    /// The filter of the entries on screen; where a newer one cannot be read it is so again.
    var shownFilter = ""
    var reply: TimelineReply?
    var hasBefore = false
    var hasAfter = false
    var table = TableState()
    var pending: Pending?
    var isDim = false
    var spinner: Int?
    var histogram: TimelineHistogram?
    var following = Following()
    package var isWatching: Bool { following.isOn }
    var problem: Notice?
    /// Which entries were measured last, and what those measured since the list was read take in each column: columns
    /// grow with other rows and never shrink under somebody's eyes.
    var measured: (of: Int, from: Int)?
    var needs = TimelineColumns.Needs()
    /// Entries that the widths are measured by.
    static let measured = 60

    enum Pending: Equatable { case first, last, after, before, reload }

    struct Page: Sendable {
        var count: Int
        let here: String?
        let next: String?

        init(_ reply: TimelineReply) {
            count = reply.entries.count
            here = reply.here
            next = reply.next
        }
    }

    static let longest = 1500
    var pageSize = 60

    init(
        filter: String, tenant: TenantMatch?, tenantName: String? = nil, subject: String? = nil,
        isEmbedded: Bool = false, follows: Bool = false
    ) {
        following.isOn = follows
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
        let name = own.map { "Audit of \($0.name)" } ?? "Audit"
        return query.filter.isEmpty ? name : "\(name) › \(query.filter)"
    }
    package var isLoading: Bool { pending != nil }
    package var tenant: TenantMatch? { query.tenant }
    package var filter: FilterableView? { FilterableView(language: .audit, text: query.filter) }
    package var hints: [Action] { [.open, .filter, .histogram, .watch, .related, .export, .actions, .copy] }
    package func hint(_ action: Action) -> String? {
        switch action {
        case .related: "same actor, record, …"
        case .watch: following.isOn ? "pause" : "follow"
        case .export: "export"
        case .open: "diff"
        default: nil
        }
    }
    package func meaning(_ action: Action) -> String? {
        switch action {
        case .watch: "follow: new entries as they come; again: pause"
        case .open: "the entry: before and after, the request, the row now"
        case .histogram: "when the entries fell: zoom, brush, facets"
        case .related: "same actor, record, tenant or address; ten minutes around"
        case .export: "save every entry of the filter, or an incident bundle"
        default: nil
        }
    }
    package var supported: Set<Action> {
        [
            .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .open, .filter, .histogram, .watch, .copy,
            .copyCommand, .reload, .related, .actions, .cancel, .export,
        ]
    }

    /// The record that the entry is about, where it has a resource.
    package func selection(_ context: AppContext) -> Selection? {
        guard let entry, let table = entry.targetTable, let id = entry.targetID,
            let resource = context.registry.resource(named: table)
        else { return nil }
        return Selection(
            resource: resource, identity: RowIdentity([.text(id)]), label: entry.target ?? id, tenant: query.tenant)
    }

    package func menu(_ context: AppContext) -> [MenuEntry] {
        entry.map { TrailVerbs.revert($0, context) } ?? []
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let entry else { return [] }
        let line = [
            entry.timeText, entry.actor ?? "", entry.action, entry.target ?? entry.targetID ?? "",
            ChangeSummary.text(entry.changes, more: entry.moreTelling), entry.address ?? "",
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
}
