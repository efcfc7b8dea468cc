import TerminalCore

/// The question on leaving the last view. `q` asks, so `q` is not the answer.
struct ConfirmQuitOverlay: Overlay {
    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        body.centred(Size(width: min(44, body.width - 2), height: 5))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: "Quit?").render(area.size, in: area, into: &buffer, context: context.render)
        Paragraph("y or enter leaves, any other key stays.")
            .render(in: inside.inset(left: 1), into: &buffer, context: context.render)
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        press.key == .enter || press.key == .character("y") ? .close([.quit]) : .close([])
    }

    var hints: [HintBar.Hint] {
        [HintBar.Hint("y", "quit"), HintBar.Hint("esc", "stay", isEssential: true)]
    }
}
