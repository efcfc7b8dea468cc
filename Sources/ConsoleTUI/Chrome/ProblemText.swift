import TerminalCore

extension Notice {
    /// The words in place of a view that could not be read, with what to do below.
    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        Paragraph(text + (hint.map { "\n\n\($0)" } ?? ""))
            .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
    }
}
