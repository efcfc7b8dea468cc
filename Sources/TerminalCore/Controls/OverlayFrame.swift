/// A popup: a cleared area in the middle with a title and the one thin border there is. In linear mode it takes the
/// top left of its area and has no border.
package struct OverlayFrame: Hashable, Sendable {
    package var title: String
    /// Dim at the lower edge, for what keys do.
    package var footer: String

    package init(title: String, footer: String = "") {
        self.title = title
        self.footer = footer
    }

    /// - Parameter content: the size of what stands inside; made smaller where the area is.
    /// - Returns: the area inside, `content` or less.
    package func render(
        _ content: Size, in area: Rect, into buffer: inout CellBuffer, context: RenderContext
    ) -> Rect {
        guard area.width > 4, area.height > 2 else { return area }
        if context.isLinear {
            let height = min(area.height, content.height + 1 + (footer.isEmpty ? 0 : 1))
            let frame = area.split(top: height).top
            buffer.fill(frame, style: context[.overlay])
            buffer.write(fitted: title, at: frame.origin, width: frame.width, style: context[.overlayTitle])
            return frame.inset(top: 1, bottom: footer.isEmpty ? 0 : 1)
        }
        let frame = area.centred(Size(width: content.width + 4, height: content.height + 2))
        let style = context[.rule].on(context[.overlay])
        buffer.fill(frame, style: context[.overlay])
        let plain = !context.drawsBlocks(buffer.policy)
        let edges = plain ? ["-", "|", "+", "+", "+", "+"] : ["─", "│", "┌", "┐", "└", "┘"]
        let across = Character(edges[0])
        buffer.fill(Rect(x: frame.x, y: frame.y, width: frame.width, height: 1), glyph: across, style: style)
        buffer.fill(Rect(x: frame.x, y: frame.maxY - 1, width: frame.width, height: 1), glyph: across, style: style)
        for y in (frame.y + 1)..<max(frame.y + 1, frame.maxY - 1) {
            buffer.write(edges[1], at: Point(x: frame.x, y: y), style: style, limit: 1)
            buffer.write(edges[1], at: Point(x: frame.maxX - 1, y: y), style: style, limit: 1)
        }
        buffer.write(edges[2], at: frame.origin, style: style, limit: 1)
        buffer.write(edges[3], at: Point(x: frame.maxX - 1, y: frame.y), style: style, limit: 1)
        buffer.write(edges[4], at: Point(x: frame.x, y: frame.maxY - 1), style: style, limit: 1)
        buffer.write(edges[5], at: Point(x: frame.maxX - 1, y: frame.maxY - 1), style: style, limit: 1)
        edge(title, y: frame.y, frame, role: .overlayTitle, into: &buffer, context)
        edge(footer, y: frame.maxY - 1, frame, role: .secondary, into: &buffer, context)
        return frame.inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    private func edge(
        _ text: String, y: Int, _ frame: Rect, role: ThemeRole, into buffer: inout CellBuffer, _ context: RenderContext
    ) {
        guard !text.isEmpty, frame.width > 6 else { return }
        let label = TextWidth.truncate(text, to: frame.width - 6, policy: buffer.policy)
        buffer.write(
            " \(label) ", at: Point(x: frame.x + 2, y: y), style: context[role].on(context[.overlay]),
            limit: frame.width - 4)
    }
}
