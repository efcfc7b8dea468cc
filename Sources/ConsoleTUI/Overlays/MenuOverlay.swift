import ConsoleCore
import TenantDomain
import TerminalCore

/// A popup list of entries chosen by their letter, by arrows and enter, or by typing after `/`.
package struct MenuOverlay: Overlay {
    let title: String
    let entries: [MenuEntry]
    private let picker: Picker
    private var state: PickerState

    init(title: String, entries: [MenuEntry], filtering: Bool = false) {
        self.title = title
        self.entries = entries
        picker = Picker(
            items: entries.enumerated().map { place, entry in
                Picker.Item(
                    id: String(place), label: entry.title, detail: entry.detail,
                    key: entry.key.isEmpty ? nil : entry.key, disabledReason: entry.disabled)
            }, emptyText: "Nothing here.")
        state = PickerState(isFiltering: filtering)
    }

    package func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        // Details stand in a column of their own behind the longest title.
        let titles = entries.map { TextWidth.width(of: $0.title) }.max() ?? 0
        let details = entries.map { TextWidth.width(of: $0.disabled ?? $0.detail) }.max() ?? 0
        let widest = titles + details + 14
        let width = min(max(widest, TextWidth.width(of: title) + 6, 34), body.width - 2)
        let height = min(entries.count + 3, body.height)
        return body.centred(Size(width: width, height: max(4, height)))
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: title).render(area.size, in: area, into: &buffer, context: context.render)
        return picker.render(in: inside, into: &buffer, state: &state, context: context.render)
    }

    package mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch state.handle(press, picker) {
        case .picked(let place): return .close(entries[place].effects)
        case .refused(let place):
            return .stay([.toast(Notice(entries[place].disabled ?? "Not available.", kind: .problem))])
        case .cancel: return .close([])
        default: return .nothing
        }
    }

    package mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        state.paste(text)
        return .nothing
    }

    package var hints: [HintBar.Hint] {
        [
            HintBar.Hint("enter", "choose"), HintBar.Hint("letter", "choose"), HintBar.Hint("/", "search"),
            HintBar.Hint("esc", "close", isEssential: true),
        ]
    }
}
