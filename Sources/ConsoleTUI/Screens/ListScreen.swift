import ConsoleCore
import TenantDomain
import TerminalCore

/// The generic browser: any resource as a table, paged by key, filtered and sorted in the database.
package struct ListScreen: Screen {
    package var id = ScreenID.none
    private(set) var request: ListRequest
    private var query: ListQuery?
    /// The tenant whose rows these are whatever is pinned; of the request's name once that was found.
    private var own: TenantMatch?
    /// What the rows on screen were read with: where a newer read fails or is cancelled, it is so again.
    private var shown: (request: ListRequest, query: ListQuery, tally: RowTally)?
    private var window: RowWindow?
    private var tally = RowTally.unknown
    private var computed: [RowIdentity: [String: ComputedCell.Content]] = [:]
    private var computing: Set<RowIdentity> = []
    private var table = TableState()
    private var pending: Pending?
    private var problem: Notice?
    private var isDim = false
    private var spinner: Int?
    private var isWatching = false
    private var changeToken: Int64?
    private var elapsed = 0
    /// What the list was opened from, for the crumb (`Members of Acme`).
    private let origin: String?
    /// Whether another view shows the list as a part of itself: esc is then the other view's once nothing is filtered.
    private let isEmbedded: Bool

    private enum Pending: Equatable { case first, last, after, before, reload }

    package init(
        _ request: ListRequest, origin: String? = nil, tenant: TenantMatch? = nil, isEmbedded: Bool = false
    ) {
        self.request = request
        own = tenant
        self.origin = origin
        self.isEmbedded = isEmbedded
    }

    package var crumb: String {
        var text = query?.resource.title ?? request.resource
        if let origin { text += " of \(origin)" }
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
            .export, .screenshot, .audit, .pin,
        ]
    }

    package func note(_ context: AppContext) -> String {
        if let spinner, pending != nil {
            return
                "\(Spinner.frame(tick: spinner, context: context.render)) \(spinner / 10) s · \(context.key(.cancel)) cancels"
        }
        guard let window, let query else { return pending == nil ? "" : "…" }
        var parts: [String] = []
        if let sort = query.sort.first {
            parts.append("sort \(sort.field)\(sort.descending ? " ↓" : "")")
        }
        if isWatching { parts.append("watching") }
        if table.hasMarks { parts.append("\(table.affected(count: window.count).count) marked") }
        parts.append(range(window))
        if elapsed > 0 { parts.append("\(max(1, elapsed / 1000)) ms") }
        return parts.joined(separator: "   ")
    }

    private func range(_ window: RowWindow) -> String {
        if window.count == 0 { return "no rows" }
        let total: RowTally =
            if let offset = window.offset, !window.hasAfter { .exactly(offset + window.count) } else { tally }
        let first = table.top + 1
        let last = min(window.count, table.top + table.pageRows)
        let place =
            if let offset = window.offset {
                "\(NumberText.grouped(Int64(offset + first)))–\(NumberText.grouped(Int64(offset + last)))"
            } else if !window.hasAfter, last == window.count {
                "last \(last - first + 1)"
            } else {
                "\(last - first + 1) rows"
            }
        if let cap = window.reply.page.windowCap, window.hasAfter {
            return "\(place) of the first \(NumberText.grouped(Int64(cap))): no key to page by"
        }
        return total.text.isEmpty ? place : "\(place) of \(total.text)"
    }

    // MARK: Reading

    package mutating func appear(_ context: AppContext) -> [Effect] {
        if let name = request.tenant, own == nil {
            return [.load(slot(.detail), .tenantNamed(name))]
        }
        return load(context, fromStart: false)
    }

    /// Old rows stay on screen until the new ones are there.
    private mutating func load(_ context: AppContext, fromStart: Bool) -> [Effect] {
        var fromStart = fromStart
        do {
            var wanted = request
            let resource = try ListQueryBuilder(context.session).resource(wanted.resource)
            if wanted.sort.isEmpty { wanted.sort = remembered(context, resource).sort }
            if wanted.columns.isEmpty {
                let chosen = remembered(context, resource).columns
                wanted.columns = chosen.names
                if query == nil { table.widths.userSet = chosen.widths }
            }
            if wanted.limit == nil { wanted.limit = max(60, context.size.height * 2) }
            var tenant = own
            if tenant == nil, let pin = context.pin, context.registry.scope(resource, toTenant: pin.id) != nil {
                tenant = pin
            }
            let made = try ListQueryBuilder(context.session).query(wanted, tenant: tenant)
            if made.tenant != query?.tenant {
                tally = .unknown
                fromStart = true
            }
            query = made
        } catch {
            if let shown { (request, query, tally) = shown } else { problem = Notice(error) }
            return [.toast(Notice(error))]
        }
        guard !fromStart, let window, let cursor = window.cursor(row: table.top) else {
            return read(.first, .first, context)
        }
        return read(.reload, .from(cursor), context)
    }

    /// What was chosen for the resource in earlier sessions, without what the database has no more.
    private func remembered(
        _ context: AppContext, _ resource: Resource
    ) -> (sort: [FieldSort], columns: RememberedViews.Columns) {
        let builder = ListQueryBuilder(context.session)
        let sort = (context.remembered.sorts[resource.name] ?? []).filter { term in
            resource.column(term.field).map(builder.isSortable) ?? false
        }
        var columns = context.remembered.columns[resource.name] ?? RememberedViews.Columns(names: [])
        columns.names.removeAll { resource.column($0) == nil }
        return (sort, columns)
    }

    private mutating func read(_ kind: Pending, _ position: PageRequest.Position, _ context: AppContext) -> [Effect] {
        guard let query else { return [] }
        pending = kind
        problem = nil
        spinner = nil
        var effects: [Effect] = [
            .load(slot(.page), .list(query, position)),
            .timer(.dim(id), milliseconds: 150), .timer(.spinner(id), milliseconds: 300),
        ]
        if kind == .reload || kind == .first && tally == .unknown { effects.append(.load(slot(.tally), .tally(query))) }
        return effects
    }

    private func slot(_ purpose: LoadSlot.Purpose) -> LoadSlot { LoadSlot(screen: id, purpose: purpose) }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        switch (slot.purpose, result) {
        case (.page, .success(.list(let reply))): return arrived(reply, context)
        case (.page, .failure(let error)):
            pending = nil
            isDim = false
            spinner = nil
            let toast = Notice(error)
            if let shown { (request, query, tally) = shown } else { problem = toast }
            return [.toast(toast)]
        case (.detail, .success(.tenant(let tenant))):
            own = tenant
            return load(context, fromStart: true)
        case (.detail, .failure(let error)):
            problem = Notice(error)
            return [.toast(Notice(error))]
        case (.tally, .success(.tally(let tally))):
            self.tally = tally
            shown?.tally = tally
        case (.computed, .success(.computed(let cells, let rows))):
            for row in 0..<rows.page.rows.rowCount {
                if let identity = rows.identity(row: row), computed[identity] == nil { computed[identity] = [:] }
            }
            for cell in cells {
                guard let identity = rows.identity(row: cell.row) else { continue }
                computed[identity, default: [:]][rows.columns[cell.column].name] = cell.content
            }
            computing = []
        case (.computed, .failure): computing = []
        case (.watch, .success(.change(let token))):
            guard isWatching else { return [] }
            let isNew = token != changeToken || token == nil
            changeToken = token
            let again = Effect.timer(.watch(id), milliseconds: 2000)
            return isNew && pending == nil ? appear(context) + [again] : [again]
        default: break
        }
        return []
    }

    private mutating func arrived(_ reply: ListReply, _ context: AppContext) -> [Effect] {
        let kind = pending
        pending = nil
        isDim = false
        spinner = nil
        elapsed = reply.elapsedMicroseconds
        switch kind {
        case .after where window != nil:
            let dropped = window?.append(reply) ?? 0
            if dropped > 0 { table.shift(by: -dropped) }
            table.move(by: 1, count: window?.count ?? 0)
        case .before where window != nil:
            let added = window?.prepend(reply) ?? 0
            table.shift(by: added)
            table.move(by: -1, count: window?.count ?? 0)
        case .reload where window != nil:
            let kept = window?.identity(row: table.selected)
            let marked = table.affected(count: table.hasMarks ? window?.count ?? 0 : 0).compactMap {
                window?.identity(row: $0)
            }
            let offset = window?.offset.map { $0 + table.top }
            let line = table.selected - table.top
            window = RowWindow(first: reply, offset: offset)
            computed = [:]
            let place = kept.flatMap { window?.row(of: $0) } ?? line
            table.clearMarks()
            table.shift(by: -table.top)
            for row in marked.compactMap({ window?.row(of: $0) }) {
                table.select(row, count: window?.count ?? 0)
                table.toggleMark()
            }
            table.select(place, count: window?.count ?? 0)
        default:
            window = RowWindow(first: reply, offset: kind == .last ? nil : 0)
            computed = [:]
            table.clearMarks()
            table.widths.forget()
            table.home()
            if kind == .last { table.end(count: reply.page.rows.rowCount) }
        }
        shown = query.map { (request, $0, tally) }
        return computeVisible(context)
    }

    /// Computed cells of the rows on screen that have none yet; the second query of a list.
    private mutating func computeVisible(_ context: AppContext) -> [Effect] {
        guard let window, let query,
            query.columns.contains(where: { if case .computed = $0.source { true } else { false } })
        else { return [] }
        let visible = table.top..<min(window.count, table.top + max(context.size.height, table.pageRows))
        let missing = visible.filter { row in
            guard let identity = window.identity(row: row) else { return false }
            return computed[identity] == nil && !computing.contains(identity)
        }
        guard !missing.isEmpty else { return [] }
        var rows = RowBlock(columnCount: window.rows.columnCount)
        for row in missing {
            rows.appendRow(from: window.rows, row: row)
            if let identity = window.identity(row: row) { computing.insert(identity) }
        }
        return [.load(slot(.computed), .computed(window.reply.with(rows: rows)))]
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        switch timer {
        case .dim: isDim = pending != nil
        case .spinner:
            guard pending != nil else { return [] }
            spinner = (spinner ?? 2) + 1
            return [.timer(.spinner(id), milliseconds: 100)]
        case .watch:
            return isWatching ? [.load(slot(.watch), .change)] : []
        default: break
        }
        return []
    }

    // MARK: Keys

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = window?.count ?? 0
        switch action {
        case .up: return step(-1, context)
        case .down: return step(1, context)
        case .pageUp: return step(-max(1, table.pageRows), context)
        case .pageDown: return step(max(1, table.pageRows), context)
        case .left: table.scrollColumns(by: -1, columns: query?.columns.count ?? 0)
        case .right: table.scrollColumns(by: 1, columns: query?.columns.count ?? 0)
        case .top:
            if window?.hasBefore == true { return read(.first, .first, context) }
            table.home()
        case .bottom:
            if window?.hasAfter == true, window?.reply.page.windowCap == nil { return read(.last, .last, context) }
            table.end(count: count)
        case .mark:
            guard count > 0 else { return [] }
            table.toggleMark()
            return step(1, context)
        case .range:
            table.toggleRange()
        case .nextMatch: return match(1, context)
        case .previousMatch: return match(-1, context)
        case .open:
            guard let selection = selection(context) else {
                return count == 0 ? [] : [.toast(Notice("This row has no key to open it by.", kind: .problem))]
            }
            return [ScreenOpening.open(selection, context)]
        case .cancel:
            if pending != nil { return [.cancelAll(id)] }
            if table.hasMarks {
                table.clearMarks()
                return []
            }
            if !request.filter.isEmpty { return apply(.filter(""), context) }
            return nil
        case .watch: return apply(.watch, context)
        default: return nil
        }
        return computeVisible(context)
    }

    /// Moves the selection; at either end of the rows in memory the next page is read.
    private mutating func step(_ rows: Int, _ context: AppContext) -> [Effect] {
        guard let window else { return [] }
        let target = table.selected + rows
        if target >= window.count, window.hasAfter, pending == nil, let cursor = window.cursor(row: window.count - 1) {
            table.end(count: window.count)
            return read(.after, .after(cursor), context)
        }
        if target < 0, window.hasBefore, pending == nil, let cursor = window.cursor(row: 0) {
            table.home()
            return read(.before, .before(cursor), context)
        }
        table.move(by: rows, count: window.count)
        return computeVisible(context)
    }

    /// The next row whose label or cells hold one of the filter's bare words, in memory.
    private mutating func match(_ direction: Int, _ context: AppContext) -> [Effect] {
        guard let window, let query else { return [] }
        let needles = MatchNeedles(FilterPresentation.bareWords(request.filter))
        guard !needles.isEmpty else {
            return [.toast(Notice("No words to look for.", hint: "\(context.key(.filter)) filters", kind: .problem))]
        }
        var row = table.selected + direction
        while row >= 0, row < window.count {
            for place in query.columns.indices where place < window.reply.columns.count {
                if let text = window.rows.text(row: row, column: place), !needles.ranges(in: text).isEmpty {
                    table.select(row, count: window.count)
                    return computeVisible(context)
                }
            }
            row += direction
        }
        return [.toast(Notice(direction > 0 ? "No further match on these rows." : "No earlier match on these rows."))]
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        guard let query else { return [] }
        switch change {
        case .filter(let text):
            request.filter = text
            tally = .unknown
        case .sort(let sort):
            request.sort = sort
        case .columns(let names):
            request.columns = names
        case .width(let column, let width):
            table.widths.userSet[column] = width > 0 ? width : nil
            return [rememberColumns(query)]
        case .watch:
            isWatching.toggle()
            return isWatching ? [.load(slot(.watch), .change)] : []
        }
        var effects = load(context.remembering(change, resource: query.resource.name), fromStart: true)
        guard pending != nil else { return effects }
        switch change {
        case .sort(let sort): effects.append(.remember(.sort(resource: query.resource.name, sort)))
        case .columns: if let changed = self.query { effects.append(rememberColumns(changed)) }
        default: break
        }
        return effects
    }

    private func rememberColumns(_ query: ListQuery) -> Effect {
        .remember(
            .columns(
                resource: query.resource.name, names: query.columns.map(\.name), widths: table.widths.userSet))
    }

    // MARK: Selection

    package func selection(_ context: AppContext) -> Selection? {
        guard let window, let query, let identity = window.identity(row: table.selected) else { return nil }
        let label = window.label(row: table.selected)
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

    // MARK: Drawing

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let window, let query else {
            if let problem {
                Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? ""))
                    .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        let control = TableControl(
            columns: query.columns.map { ListColumns.tableColumn($0, query: query) },
            needles: MatchNeedles(FilterPresentation.bareWords(request.filter)), isDimmed: isDim,
            emptyText: emptyText(query, context), extent: extent(window))
        let rows = ListRows(
            window: window, columns: query.columns, computed: computed,
            text: CellText(zone: context.zone, now: context.now))
        control.render(rows, in: area, into: &buffer, state: &table, context: context.render)
    }

    private func extent(_ window: RowWindow) -> TableControl.Extent {
        guard let offset = window.offset else { return .unknown }
        switch tally {
        case .exactly(let count): return .window(offset: offset, total: max(count, offset + window.count))
        case .about(let count): return .window(offset: offset, total: max(count, offset + window.count))
        default: return window.hasAfter || window.hasBefore ? .unknown : .rows
        }
    }

    private func emptyText(_ query: ListQuery, _ context: AppContext) -> String {
        var text = "No \(query.resource.title.lowercased())"
        if let tenant = query.tenant { text += " of \(tenant.name)" }
        if !request.filter.isEmpty {
            return text + " match \(request.filter); \(context.key(.cancel)) clears the filter."
        }
        return text + "."
    }

    package mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] {
        guard let window, let query else { return [] }
        switch event.action {
        case .scrollDown: return step(3, context)
        case .scrollUp: return step(-3, context)
        case .press where event.button == .left:
            let control = TableControl(columns: query.columns.map { ListColumns.tableColumn($0, query: query) })
            let rows = ListRows(
                window: window, columns: query.columns, computed: [:], text: CellText(zone: context.zone, now: 0))
            guard let row = control.row(at: event.position, in: area, rows: rows, state: table) else { return [] }
            if row == table.selected, let selection = selection(context) {
                return [ScreenOpening.open(selection, context)]
            }
            table.select(row, count: window.count)
            return []
        default: return []
        }
    }
}

extension AppContext {
    /// The context in which a change of this very view has been remembered already.
    fileprivate func remembering(_ change: ViewChange, resource: String) -> AppContext {
        var context = self
        switch change {
        case .sort(let sort): context.remembered.sorts[resource] = sort
        case .columns(let names): context.remembered.columns[resource]?.names = names
        default: break
        }
        return context
    }
}
