import ConsoleCore
import TerminalCore

/// Facets side by side: the most frequent values of each with their counts.
struct FacetColumns {
    let facets: [TrailFacet: TopReply]
    let refusals: [TrailFacet: String]
    let cursor: (column: Int, row: Int)?
    /// The entries of the chart above, where all are counted: what is in no row is a line of its own.
    let total: Int?

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
        let listed = top.rows.reduce(0) { $0 + $1.count }
        var area = area
        if let total, total > listed, area.height > 1 {
            let last = min(area.maxY - 1, area.y + top.rows.count)
            let word = top.values > top.rows.count ? "others, none" : "none"
            write(
                word, total - listed, .secondary, Rect(x: area.x, y: last, width: area.width, height: 1), &buffer,
                context)
            area = Rect(x: area.x, y: area.y, width: area.width, height: last - area.y)
        } else if top.rows.isEmpty {
            buffer.write(fitted: "none", at: area.origin, width: area.width, style: context.render[.secondary])
            return
        }
        let offset = cursor?.column == column ? max(0, (cursor?.row ?? 0) - area.height + 1) : 0
        for (line, row) in top.rows.dropFirst(offset).prefix(area.height).enumerated() {
            let y = area.y + line
            write(row.label, row.count, .text, Rect(x: area.x, y: y, width: area.width, height: 1), &buffer, context)
            if let cursor, cursor.column == column, cursor.row == line + offset {
                buffer.select(Rect(x: area.x, y: y, width: area.width, height: 1), style: context.render[.selection])
            }
        }
    }

    private func write(
        _ label: String, _ number: Int, _ role: ThemeRole, _ area: Rect, _ buffer: inout CellBuffer,
        _ context: AppContext
    ) {
        let count = NumberText.grouped(Int64(number))
        let room = area.width - TextWidth.width(of: count) - 1
        buffer.write(fitted: label, at: area.origin, width: max(1, room), style: context.render[role])
        buffer.write(
            count, at: Point(x: area.maxX - TextWidth.width(of: count), y: area.y), style: context.render[.secondary],
            limit: area.width)
    }
}
