/// Where a view stands in what it shows a part of. Draws nothing where everything is in view, or in linear mode.
package struct ScrollBar: Hashable, Sendable {
    package var offset: Int
    package var visible: Int
    package var total: Int

    package init(offset: Int, visible: Int, total: Int) {
        self.offset = offset
        self.visible = visible
        self.total = total
    }

    package var isNeeded: Bool { total > visible && visible > 0 }

    /// The rows of the thumb in a track of `height` rows: at least one, and at an end only when the view is.
    package func thumb(height: Int) -> Range<Int> {
        guard isNeeded, height > 0 else { return 0..<0 }
        let length = min(height, max(1, Int(Double(height) * Double(visible) / Double(total))))
        let last = height - length
        let hidden = total - visible
        let place = min(max(0, offset), hidden)
        var start = Int(Double(last) * Double(place) / Double(hidden) + 0.5)
        if last >= 2 {
            if place > 0 { start = max(1, start) }
            if place < hidden { start = min(last - 1, start) }
        }
        return start..<(start + length)
    }

    /// Draws down the first column of the area.
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard isNeeded, !area.isEmpty, !context.isLinear else { return }
        let thumb = thumb(height: area.height)
        let blocks = context.drawsBlocks(buffer.policy)
        for row in 0..<area.height {
            let isThumb = thumb.contains(row)
            buffer.write(
                isThumb ? (blocks ? "┃" : "#") : (blocks ? "│" : "|"), at: Point(x: area.x, y: area.y + row),
                style: context[isThumb ? .secondary : .rule], limit: 1)
        }
    }
}
