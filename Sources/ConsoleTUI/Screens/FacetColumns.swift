import ConsoleCore
import TerminalCore

/// Facets side by side: the most frequent values of each with their counts.
struct FacetColumns {
    let facets: [TrailFacet: TopReply]
    let refusals: [TrailFacet: String]
    let cursor: (column: Int, row: Int)?

    private static let narrowest = 18

    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let all = HistogramScreen.shown
        let fitting = max(1, min(all.count, area.width / Self.narrowest))
        // The column with the cursor is always among those drawn.
        let first = max(0, min((cursor?.column ?? 0) - fitting + 1, all.count - fitting))
        let width = area.width / fitting
        for (position, column) in (first..<(first + fitting)).enumerated() {
            let facet = all[column]
            let x = area.x + position * width
            buffer.write(
                fitted: facet.rawValue.uppercased(), at: Point(x: x, y: area.y), width: width - 2,
                style: context.render[.columnTitle])
            guard let top = facets[facet] else {
                buffer.write(
                    fitted: refusals[facet] ?? "…", at: Point(x: x, y: area.y + 1), width: width - 2,
                    style: context.render[.secondary])
                continue
            }
            draw(top, column, Rect(x: x, y: area.y + 1, width: width - 2, height: area.height - 1), &buffer, context)
        }
    }

    private func draw(
        _ top: TopReply, _ column: Int, _ area: Rect, _ buffer: inout CellBuffer, _ context: AppContext
    ) {
        if top.rows.isEmpty {
            buffer.write(fitted: "none", at: area.origin, width: area.width, style: context.render[.secondary])
            return
        }
        let offset = cursor?.column == column ? max(0, (cursor?.row ?? 0) - area.height + 1) : 0
        for (line, row) in top.rows.dropFirst(offset).prefix(area.height).enumerated() {
            let count = NumberText.grouped(Int64(row.count))
            let room = area.width - TextWidth.width(of: count) - 1
            let y = area.y + line
            buffer.write(
                fitted: row.label, at: Point(x: area.x, y: y), width: max(1, room), style: context.render[.text])
            buffer.write(
                count, at: Point(x: area.maxX - TextWidth.width(of: count), y: y), style: context.render[.secondary],
                limit: area.width)
            if let cursor, cursor.column == column, cursor.row == line + offset {
                buffer.select(Rect(x: area.x, y: y, width: area.width, height: 1), style: context.render[.selection])
            }
        }
    }
}
