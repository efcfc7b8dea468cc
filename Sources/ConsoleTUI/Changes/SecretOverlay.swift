import ConsoleCore
import TerminalCore

/// A secret that a change made: on screen until it is closed, and nowhere else.
struct SecretOverlay: Overlay {
    private let title: String
    private let secret: String

    init(title: String, secret: String) {
        self.title = title
        self.secret = secret
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        body.centred(Size(width: min(body.width - 2, max(44, secret.count + 6)), height: 6))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: title).render(area.size, in: area, into: &buffer, context: context.render)
        let split = inside.split(top: 2)
        Paragraph(secret, role: .accent).render(in: split.top, into: &buffer, context: context.render)
        Paragraph("Shown once and kept nowhere.", role: .secondary)
            .render(in: split.rest, into: &buffer, context: context.render)
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        switch press.key {
        case .character("y"): .stay([.copy(secret, what: "the new secret")])
        case .escape: .close([])
        default: .nothing
        }
    }

    var hints: [HintBar.Hint] {
        [HintBar.Hint("y", "copy"), HintBar.Hint("esc", "close for good", isEssential: true)]
    }
}
