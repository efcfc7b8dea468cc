import ConsoleCore
import TenantDomain
import TerminalCore

/// Related rows of the selection, both directions of every foreign key, with how many there are.
struct RelatedOverlay: LoadingOverlay {
    private let selection: Selection
    private var menu: MenuOverlay?
    private var problem: String?

    init(selection: Selection, _ context: AppContext) { self.selection = selection }

    func firstLoad(_ context: AppContext) -> LoadRequest {
        .record(RecordRequest(resource: selection.resource.name, id: selection.identity.words))
    }

    mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for purpose: LoadSlot.Purpose, _ context: AppContext
    ) -> OverlayOutcome {
        switch result {
        case .success(.record(let record)):
            menu = MenuOverlay(title: "Related to \(selection.label)", entries: Self.entries(record, context))
        case .failure(let error): return .close([.toast(Notice(error))])
        default: break
        }
        return .nothing
    }

    static func entries(_ record: RecordReply, _ context: AppContext) -> [MenuEntry] {
        var letters = "asdghjklqwertuiopzxcvbnm".map(String.init)[...]
        let some = record.relations.filter { $0.tally != .exactly(0) }
        let none = record.relations.filter { $0.tally == .exactly(0) }
        return (some + none).map { relation in
            let isEmpty = relation.tally == .exactly(0)
            let arrow = relation.direction == .toOne ? "→" : "←"
            let detail =
                relation.direction == .toOne ? relation.through : "\(relation.tally.text) by \(relation.through)"
            let key = isEmpty ? "" : letters.popFirst() ?? ""
            return MenuEntry(
                key: key, title: "\(arrow) \(relation.title)", detail: detail, disabled: isEmpty ? "none" : nil,
                effects: [
                    .push(
                        ListScreen(
                            ListRequest(resource: relation.resource, filter: relation.filter), origin: record.label))
                ])
        }
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
        let inside = OverlayFrame(title: "Related").render(area.size, in: area, into: &buffer, context: context.render)
        buffer.write("looking …", at: inside.origin, style: context.render[.secondary])
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        guard var menu else { return press.key == .escape ? .close([]) : .nothing }
        let outcome = menu.handle(press, context)
        self.menu = menu
        return outcome
    }

    var hints: [HintBar.Hint] { menu?.hints ?? [HintBar.Hint("esc", "close", isEssential: true)] }
}
