import ConsoleCore
import TenantDomain
import TerminalCore

/// Views embedded in another one behind tabs: each is read when it is first looked at, and keeps its place.
struct PaneStrip: Sendable {
    private struct Pane: Sendable {
        let title: String
        let badge: String
        var screen: any Screen
        var isRead = false
    }

    private var panes: [Pane] = []
    private(set) var selected = 0

    var isEmpty: Bool { panes.isEmpty }
    var count: Int { panes.count }
    var current: (any Screen)? { panes.indices.contains(selected) ? panes[selected].screen : nil }

    mutating func add(_ screen: any Screen, title: String, badge: String, in owner: ScreenID) {
        var screen = screen
        screen.id = owner.embedding(panes.count + 1)
        panes.append(Pane(title: title, badge: badge, screen: screen))
    }

    func tabs(before first: [Tabs.Item] = [], selected place: Int? = nil) -> Tabs {
        Tabs(first + panes.map { Tabs.Item($0.title, badge: $0.badge) }, selected: place ?? selected)
    }

    mutating func select(_ place: Int) {
        selected = panes.isEmpty ? 0 : (place % panes.count + panes.count) % panes.count
    }

    /// The first read of the pane that comes on view; nothing where it was read before, unless it watches.
    mutating func readIfNew(_ context: AppContext) -> [Effect] {
        guard panes.indices.contains(selected), !panes[selected].isRead || panes[selected].screen.isWatching else {
            return []
        }
        panes[selected].isRead = true
        return panes[selected].screen.appear(context)
    }

    mutating func reload(_ context: AppContext) -> [Effect] {
        guard panes.indices.contains(selected), panes[selected].isRead else { return [] }
        return panes[selected].screen.appear(context)
    }

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        let place = slot.screen.pane - 1
        guard panes.indices.contains(place) else { return [] }
        return panes[place].screen.receive(result, for: slot, context)
    }

    mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        guard let id = timer.screen, panes.indices.contains(id.pane - 1) else { return [] }
        if case .watch = timer, id.pane - 1 != selected { return [] }
        return panes[id.pane - 1].screen.timer(timer, context)
    }

    mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        guard panes.indices.contains(selected) else { return nil }
        return panes[selected].screen.perform(action, context)
    }

    mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        guard panes.indices.contains(selected) else { return [] }
        return panes[selected].screen.apply(change, context)
    }

    mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] {
        guard panes.indices.contains(selected) else { return [] }
        return panes[selected].screen.mouse(event, in: area, context)
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard panes.indices.contains(selected) else { return }
        panes[selected].screen.render(in: area, into: &buffer, context)
    }
}
