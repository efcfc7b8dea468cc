/// A thin line across the first row of its area; in linear mode nothing.
package struct Rule: Hashable, Sendable {
    package init() {}

    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty, !context.isLinear else { return }
        let row = area.split(top: 1).top
        buffer.fill(row, glyph: context.drawsBlocks(buffer.policy) ? "─" : "-", style: context[.rule])
    }
}
