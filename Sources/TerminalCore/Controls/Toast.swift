/// A message that goes by itself, at the lower right of its area: a row, or as many as its text takes.
package struct Toast: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case done, notice, failure }

    package var text: String
    package var kind: Kind

    package init(_ text: String, kind: Kind = .done) {
        self.text = text
        self.kind = kind
    }

    /// The rows that the whole text takes in an area of this width.
    package func height(width: Int, policy: WidthPolicy, context: RenderContext) -> Int {
        let room = width - 3 - TextWidth.width(of: mark(context).text, policy: policy)
        return max(1, TextWrap.rows(text, width: room, policy: policy).count)
    }

    /// Draws as many rows as the text takes and the area has, at its lower end; what does not fit ends in `…`.
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard area.width > 4, area.height > 0 else { return }
        let (mark, role) = mark(context)
        let markWidth = TextWidth.width(of: mark, policy: buffer.policy)
        let room = area.width - 3 - markWidth
        var rows = [TextWidth.truncate(text, to: room, policy: buffer.policy)]
        if area.height > 1 {
            rows = TextWrap.rows(text, width: room, maxRows: area.height, policy: buffer.policy)
        }
        let widest = rows.map { TextWidth.width(of: $0, policy: buffer.policy) }.max() ?? 0
        let width = widest + 3 + markWidth
        let block = Rect(x: area.maxX - width, y: area.maxY - rows.count, width: width, height: rows.count)
        buffer.fill(block, style: context[.toast])
        buffer.write(
            mark, at: Point(x: block.x + 1, y: block.y),
            style: Style(foreground: context[role].foreground).over(context[.toast]), limit: markWidth)
        for (line, row) in rows.enumerated() {
            buffer.write(
                row, at: Point(x: block.x + 2 + markWidth, y: block.y + line), style: context[.toast], limit: room)
        }
    }

    private func mark(_ context: RenderContext) -> (text: String, role: ThemeRole) {
        let isPlain = context.isLinear || context.isASCII
        return switch kind {
        case .done: (isPlain ? "done:" : "✓", .ok)
        case .notice: (isPlain ? "notice:" : "!", .notice)
        case .failure: (isPlain ? "failed:" : "✗", .danger)
        }
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
