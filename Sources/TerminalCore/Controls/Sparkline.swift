/// Values over time, a column each: `▁▂▅█`. Nothing happened is `▁`, no data is a dim `·`.
package struct Sparkline: Hashable, Sendable {
    /// Nil where there is no data. Below 0 counts as 0.
    package var values: [Double?]
    /// What the highest column stands for; the greatest value where nil.
    package var top: Double?
    /// Values that are brushed.
    package var highlight: Range<Int>?

    package init(_ values: [Double?], top: Double? = nil, highlight: Range<Int>? = nil) {
        self.values = values
        self.top = top
        self.highlight = highlight
    }

    /// Draws into the first row, from the left. More values than columns share them; each shows its highest.
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty, !values.isEmpty else { return }
        if context.isLinear {
            buffer.write(fitted: summary, at: area.origin, width: area.width, style: context[.text])
            return
        }
        let levels = context.drawsBlocks(buffer.policy) ? Self.blocks : Self.ascii
        let columns = min(area.width, values.count)
        let top = top ?? values.reduce(0) { max($0, $1 ?? 0) }
        for column in 0..<columns {
            let range = range(ofColumn: column, width: area.width)
            let known = values[range].compactMap { $0 }
            let point = Point(x: area.x + column, y: area.y)
            if let value = known.max() {
                buffer.write(levels[Self.level(value, top)], at: point, style: context[.sparkline], limit: 1)
            } else {
                buffer.write("·", at: point, style: context[.null], limit: 1)
            }
            if let highlight, highlight.overlaps(range) {
                buffer.select(Rect(x: point.x, y: point.y, width: 1, height: 1), style: context[.selection])
            }
        }
    }

    /// The values behind a column.
    package func range(ofColumn column: Int, width: Int) -> Range<Int> {
        guard values.count > width, width > 0 else { return column..<min(values.count, column + 1) }
        return (column * values.count / width)..<((column + 1) * values.count / width)
    }

    /// In words: `0 to 41, last 2`.
    package var summary: String {
        let known = values.compactMap { $0 }
        guard let low = known.min(), let high = known.max(), let last = known.last else { return "no data" }
        return "\(Self.text(low)) to \(Self.text(high)), last \(Self.text(last))"
    }

    private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let ascii = ["_", ".", ":", "-", "=", "+", "*", "#"]

    /// 0 for nothing, 1 to 7 for something.
    private static func level(_ value: Double, _ top: Double) -> Int {
        guard value > 0, top > 0 else { return 0 }
        return 1 + min(6, Int(min(1, value / top) * 7 - 1e-9))
    }

    private static func text(_ value: Double) -> String {
        if value.magnitude < 1e15, value == Double(Int64(value)) { return String(Int64(value)) }
        return String(value)
    }
}
