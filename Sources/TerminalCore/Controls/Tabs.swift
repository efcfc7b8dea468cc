/// Names of views side by side, the open one underlined (in brackets in linear mode).
package struct Tabs: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var title: String
        /// A count as text, behind the title.
        package var badge: String

        package init(_ title: String, badge: String = "") {
            self.title = title
            self.badge = badge
        }
    }

    package var items: [Item]
    package var selected: Int

    package init(_ items: [Item], selected: Int = 0) {
        self.items = items
        self.selected = selected
    }

    /// Draws into the first row; where not all fit, those around the open one between `‹` and `›`.
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty, !items.isEmpty else { return }
        let policy = buffer.policy
        let selected = min(max(0, selected), items.count - 1)
        let isPlain = !context.drawsBlocks(policy)
        let separator = isPlain ? " | " : " │ "
        let texts = items.enumerated().map { place, item in
            let text = item.badge.isEmpty ? item.title : "\(item.title) \(item.badge)"
            return context.isLinear && place == selected ? "[\(text)]" : text
        }
        let widths = texts.map { TextWidth.width(of: $0, policy: policy) }
        let view = view(widths, around: selected, width: area.width)
        var x = area.x
        if view.lowerBound > 0 { x += 1 + buffer.write("‹", at: area.origin, style: context[.accent], limit: 1) }
        for place in view {
            if place > view.lowerBound {
                x += buffer.write(separator, at: Point(x: x, y: area.y), style: context[.rule], limit: area.maxX - x)
            }
            let isOpen = place == selected
            let style = isOpen ? context[.accent].adding([.bold, .underline]) : context[.secondary]
            let room = max(0, area.maxX - x - (view.upperBound < items.count ? 2 : 0))
            let drawn = buffer.write(fitted: texts[place], at: Point(x: x, y: area.y), width: room, style: style)
            x = max(x, min(drawn.upperBound, area.maxX))
        }
        if view.upperBound < items.count {
            buffer.write("›", at: Point(x: area.maxX - 1, y: area.y), style: context[.accent], limit: 1)
        }
    }

    /// The tabs that are shown: from the first as long as the open one is among them.
    private func view(_ widths: [Int], around selected: Int, width: Int) -> Range<Int> {
        for first in 0...selected {
            var end = first
            var taken = first > 0 ? 2 : 0
            while end < widths.count {
                let next = taken + widths[end] + (end > first ? 3 : 0)
                let reserve = end + 1 < widths.count ? 2 : 0
                if next + reserve > width { break }
                taken = next
                end += 1
            }
            if end > selected { return first..<end }
        }
        return selected..<(selected + 1)
    }
}
