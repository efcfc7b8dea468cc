/// A message that goes by itself, at the lower right of its area.
package struct Toast: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case done, notice, failure }

    package var text: String
    package var kind: Kind

    package init(_ text: String, kind: Kind = .done) {
        self.text = text
        self.kind = kind
    }

    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard area.width > 4, area.height > 0 else { return }
        let isPlain = context.isLinear || context.isASCII
        let (mark, role): (String, ThemeRole) =
            switch kind {
            case .done: (isPlain ? "done:" : "✓", .ok)
            case .notice: (isPlain ? "notice:" : "!", .notice)
            case .failure: (isPlain ? "failed:" : "✗", .danger)
            }
        let markWidth = TextWidth.width(of: mark, policy: buffer.policy)
        let room = area.width - 3 - markWidth
        let shown = TextWidth.truncate(text, to: room, policy: buffer.policy)
        let width = TextWidth.width(of: shown, policy: buffer.policy) + 3 + markWidth
        let line = Rect(x: area.maxX - width, y: area.maxY - 1, width: width, height: 1)
        buffer.fill(line, style: context[.toast])
        buffer.write(
            mark, at: Point(x: line.x + 1, y: line.y),
            style: Style(foreground: context[role].foreground).over(context[.toast]), limit: markWidth)
        buffer.write(shown, at: Point(x: line.x + 2 + markWidth, y: line.y), style: context[.toast], limit: room)
    }
}

/// Says that something is going on, one frame a tick.
package enum Spinner {
    private static let dots = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
    private static let lines = ["|", "/", "-", "\\"]

    /// One column; in linear mode empty, since it would be read out again and again.
    package static func frame(tick: Int, context: RenderContext) -> String {
        if context.isLinear { return "" }
        let frames = context.isASCII ? lines : dots
        return frames[((tick % frames.count) + frames.count) % frames.count]
    }
}
