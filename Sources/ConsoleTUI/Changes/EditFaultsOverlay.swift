import ConsoleCore
import TenantDomain
import TerminalCore

/// What cannot be written of an edited text, by line and column; the text is offered again.
struct EditFaultsOverlay: Overlay {
    private let draft: EditDraft
    private let text: String
    private let lines: String

    init(draft: EditDraft, faults: [EditFault], text: String) {
        self.draft = draft
        self.text = text
        lines = Notice(ConsoleError.edit(faults)).text
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        let width = min(body.width - 2, 90)
        let rows = TextWrap.rows(lines, width: max(10, width - 4), maxRows: 40, policy: context.policy).count
        return body.centred(Size(width: width, height: min(body.height, rows + 4)))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: "Not written: \(draft.label)")
            .render(area.size, in: area, into: &buffer, context: context.render)
        let (foot, body) = inside.split(bottom: 1)
        Paragraph(lines).render(in: body, into: &buffer, context: context.render)
        TextLine([
            .init("enter", .accent), .init(" edits it again   ", .text), .init("esc", .accent),
            .init(" drops the text", .text),
        ]).render(in: foot, into: &buffer, context: context.render)
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch press.key {
        case .enter, .character("e"): .close([.edit(draft, text: text)])
        case .escape: .close([.toast(Notice("\(draft.label) stays as it is."))])
        default: .nothing
        }
    }

    var hints: [HintBar.Hint] {
        [HintBar.Hint("enter", "edit again"), HintBar.Hint("esc", "drop it", isEssential: true)]
    }
}
