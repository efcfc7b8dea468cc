import ConsoleCore
import TenantDomain
import TerminalCore

/// The generic browser: any resource as a table, paged by key, filtered and sorted in the database.
package struct ListScreen: Screen {
    package var id = ScreenID.none
    var request: ListRequest
    var query: ListQuery?
    /// The tenant whose rows these are whatever is pinned; of the request's name once that was found.
    var own: TenantMatch?
    /// What the rows on screen were read with: where a newer read fails or is cancelled, it is so again.
    var shown: (request: ListRequest, query: ListQuery, tally: RowTally)?
    var window: RowWindow?
    var tally = RowTally.unknown
    var computed: [RowIdentity: [String: ComputedCell.Content]] = [:]
    var computing: Set<RowIdentity> = []
    var table = TableState()
    var pending: Pending?
    var problem: Notice?
    var isDim = false
    var spinner: Int?
    package var isWatching = false
    var changeToken: Int64?
    var elapsed = 0
    /// Whether the page behind the rows in memory is on its way unasked.
    var isReadingAhead = false
    /// What the list was opened from, for the crumb (`Members of Acme`).
    let origin: String?
    /// The filter that makes the list what it is as a part of another view: esc goes back to it and no further.
    let baseFilter: String
    /// Whether another view shows the list as a part of itself.
    let isEmbedded: Bool

    enum Pending: Equatable { case first, last, after, before, reload }

    package init(
        _ request: ListRequest, origin: String? = nil, tenant: TenantMatch? = nil, isEmbedded: Bool = false
    ) {
        self.request = request
        own = tenant
        self.origin = origin
        self.isEmbedded = isEmbedded
        baseFilter = isEmbedded ? request.filter : ""
    }

    package var crumb: String {
        var text = query?.resource.title ?? request.resource
        if let origin = origin ?? own?.name { text += " of \(origin)" }
        if !request.filter.isEmpty { text += " › \(request.filter)" }
        return text
    }

    package var isLoading: Bool { pending != nil }
    package var tenant: TenantMatch? { query?.tenant }
    package var exportQuery: ListQuery? { query }
    package var filter: FilterableView? {
        query.map { FilterableView(language: .resource($0.resource.name), text: request.filter) }
    }

    package var hints: [Action] {
        query?.resource.concept == .tenant
            ? [.open, .filter, .find, .actions, .audit, .related, .pin, .command]
            : [.open, .filter, .find, .actions, .related, .sort, .columns, .copy, .command]
    }

    package var supported: Set<Action> {
        [
            .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .open, .cancel, .filter, .nextMatch,
            .previousMatch, .mark, .range, .sort, .columns, .watch, .reload, .actions, .related, .copy, .copyCommand,
            .export, .screenshot, .audit, .describe, .pin,
        ]
    }

    package func selection(_ context: AppContext) -> Selection? { selection(row: table.selected) }

    package func marked(_ context: AppContext) -> [Selection] {
        table.affected(count: window?.count ?? 0).compactMap(selection)
    }

    private func selection(row: Int) -> Selection? {
        guard let window, let query, let identity = window.identity(row: row) else { return nil }
        let label = window.label(row: row)
        var tenant = query.tenant
        if query.resource.concept == .tenant, let id = identity.values.first {
            tenant = TenantMatch(id: id, name: label)
        }
        return Selection(resource: query.resource, identity: identity, label: label, tenant: tenant)
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let window, let query, window.count > 0 else { return [] }
        let rows = table.affected(count: window.count)
        return RowCopies.choices(window: window, columns: query.columns, rows: rows, cell: table.leftColumn)
    }

    package func commandLine(_ context: AppContext) -> String? {
        query.map { context.commandLine.list($0) }
    }
}
