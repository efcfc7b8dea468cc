import ConsoleCore
import TenantDomain
import TerminalCore

/// One tenant on one screen: what it is, what it uses, who is in it, and its lists behind tabs.
package struct TenantScreen: Screen {
    package var id = ScreenID.none
    private let wanted: TenantMatch
    private var overview: TenantOverview?
    private var isReading = false
    private var problem: Notice?
    private var strip = PaneStrip()
    private var paneArea = Rect.zero

    init(_ tenant: TenantMatch) { wanted = tenant }

    package var crumb: String { overview?.tenant.name ?? wanted.name }
    package var isLoading: Bool { isReading || strip.current?.isLoading == true }
    package var tenant: TenantMatch? { overview?.tenant ?? wanted }
    package var hints: [Action] { [.open, .nextPane, .filter, .actions, .audit, .related, .pin] }
    package var supported: Set<Action> {
        (strip.current?.supported ?? []).union([.nextPane, .previousPane, .pin, .reload])
    }

    package func note(_ context: AppContext) -> String {
        guard let overview else { return isReading ? "reading …" : "" }
        let known = overview.facts.compactMap { fact in
            switch fact.title.lowercased() {
            case "kind": fact.text
            case "created", "since": "since \(fact.text.prefix(10))"
            default: nil
            }
        }
        let listed = strip.current?.note(context) ?? ""
        return (known + [listed]).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        return [
            .load(LoadSlot(screen: id, purpose: .page), .tenantOverview(wanted)), .remember(.recentTenant(wanted)),
        ] + strip.reload(inside(context))
    }

    /// Lists inside show this tenant only, whatever is pinned.
    private func inside(_ context: AppContext) -> AppContext {
        var context = context
        context.pin = overview?.tenant ?? wanted
        return context
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        if slot.screen.pane > 0 { return strip.receive(result, for: slot, inside(context)) }
        isReading = false
        switch result {
        case .success(.reply(.tenant(let reply))):
            overview = reply
            if strip.isEmpty { return makePanes(reply, context) }
        case .failure(let error):
            problem = Notice(error)
            return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    private mutating func makePanes(_ reply: TenantOverview, _ context: AppContext) -> [Effect] {
        for tab in reply.tabs {
            let screen: any Screen =
                context.registry.resource(named: tab.resource)?.concept == .audit
                ? TimelineScreen(filter: "", tenant: reply.tenant, isEmbedded: true)
                : ListScreen(ListRequest(resource: tab.resource), isEmbedded: true)
            strip.add(screen, title: tab.title, badge: tab.tally.text, in: id)
        }
        return strip.readIfNew(inside(context))
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        strip.timer(timer, inside(context))
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        switch action {
        case .nextPane, .previousPane:
            strip.select(strip.selected + (action == .nextPane ? 1 : -1))
            return strip.readIfNew(inside(context))
        case .reload: return nil
        default: return strip.perform(action, inside(context))
        }
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        strip.apply(change, inside(context))
    }

    package var filter: FilterableView? { strip.current?.filter }
    package var exportQuery: ListQuery? { strip.current?.exportQuery }

    package func selection(_ context: AppContext) -> Selection? {
        guard let selection = strip.current?.selection(inside(context)) else { return nil }
        return Selection(
            resource: selection.resource, identity: selection.identity, label: selection.label,
            tenant: selection.tenant ?? tenant)
    }

    package func marked(_ context: AppContext) -> [Selection] {
        (strip.current?.marked(inside(context)) ?? []).map { row in
            Selection(
                resource: row.resource, identity: row.identity, label: row.label, tenant: row.tenant ?? tenant)
        }
    }

    package func copies(_ context: AppContext) -> [CopyChoice] { strip.current?.copies(inside(context)) ?? [] }

    package func menu(_ context: AppContext) -> [MenuEntry] {
        guard let overview else { return [] }
        var entries = TrailVerbs.tenant(overview.tenant, context)
        if let resource = context.registry.resource(for: .tenant) {
            entries.append(
                MenuEntry(
                    key: "w", title: "Record of the \(resource.singular)", detail: overview.tenant.name,
                    effects: [
                        .push(
                            RecordScreen(
                                Selection(
                                    resource: resource, identity: RowIdentity([overview.tenant.id]),
                                    label: overview.tenant.name, tenant: overview.tenant)))
                    ]))
        }
        if context.registry.profile.crm != nil {
            entries.append(
                MenuEntry(
                    key: "b", title: "Pipeline board",
                    effects: [.push(BoardScreen(pipeline: nil, tenant: overview.tenant))]))
        }
        entries.append(
            MenuEntry(
                key: "f", title: "Facts in full", detail: "plan, limits, roles, dates",
                effects: [.push(FactsScreen(TenantSummary(overview: overview, context: context).table))]))
        entries.append(MenuEntry(key: "m", title: "Plans compared", effects: [.push(PlansScreen())]))
        return entries
    }

    package func commandLine(_ context: AppContext) -> String? {
        context.commandLine.text(["tenant", wanted.id.text ?? wanted.name])
    }

    // MARK: Drawing

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let overview else {
            problem?.render(in: area, into: &buffer, context)
            return
        }
        let summary = TenantSummary(overview: overview, context: context)
        let (top, rest) = area.split(top: min(summary.height(width: area.width), max(3, area.height / 2)))
        summary.render(in: top, into: &buffer)
        let (rule, below) = rest.split(top: area.height > 16 ? 1 : 0)
        Rule().render(in: rule, into: &buffer, context: context.render)
        let (line, body) = below.split(top: 1)
        strip.tabs().render(in: line.inset(left: 2), into: &buffer, context: context.render)
        paneArea = body
        strip.render(in: body, into: &buffer, inside(context))
    }

    package mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] {
        strip.mouse(event, in: paneArea, inside(context))
    }
}
