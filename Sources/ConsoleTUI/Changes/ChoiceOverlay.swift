import ConsoleCore
import TenantDomain
import TerminalCore

/// The values that the database allows for a verb's argument; the present one of a single row cannot be chosen.
struct ChoiceOverlay: LoadingOverlay {
    private let subject: VerbSubject
    private let choice: VerbChoice
    private var menu: MenuOverlay?

    init(subject: VerbSubject, choice: VerbChoice) {
        self.subject = subject
        self.choice = choice
    }

    func firstLoad(_ context: AppContext) -> LoadRequest {
        .verbValues(choice, of: subject.selections.map(\.identity))
    }

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome {
        switch result {
        case .success(.verbValues(let values)):
            menu = MenuOverlay(
                title: subject.title,
                entries: values.map { value in
                    MenuEntry(
                        key: "", title: value.label, detail: value.detail,
                        disabled: value.isCurrent ? "as it is now" : nil,
                        effects: subject.plan(value.value, openedBy: KeyPress(key: .enter), context))
                }, filtering: true)
        case .failure(let error): return .close([.toast(Notice(error))])
        default: break
        }
        return .nothing
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        menu?.area(screen: screen, body: body, context) ?? body.centred(Size(width: min(40, body.width - 2), height: 4))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        if var menu {
            let cursor = menu.render(in: area, into: &buffer, context)
            self.menu = menu
            return cursor
        }
        let inside = OverlayFrame(title: subject.title)
            .render(area.size, in: area, into: &buffer, context: context.render)
        buffer.write("looking …", at: inside.origin, style: context.render[.secondary])
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        guard var menu else { return press.key == .escape ? .close([]) : .nothing }
        let outcome = menu.handle(press, context)
        self.menu = menu
        return outcome
    }

    mutating func paste(_ text: String, _ context: AppContext) -> OverlayOutcome {
        guard var menu else { return .nothing }
        let outcome = menu.paste(text, context)
        self.menu = menu
        return outcome
    }

    var hints: [HintBar.Hint] { menu?.hints ?? [HintBar.Hint("esc", "close", isEssential: true)] }
}
