import TerminalCore

/// Short facts under their titles, side by side in columns of one width as the room allows. A fact that is too long for
/// its column takes the columns beside it, and more rows where a whole row is too short: nothing is cut.
struct FactGrid {
    struct Fact {
        let title: String
        let text: String
        var role: ThemeRole = .text
        var bar: BarControl?
        var sparkline: Sparkline?
    }

    let facts: [Fact]
    /// The least width of a column.
    var columnWidth = 38
    var mostColumns = 3
    /// Where texts begin behind their titles, at least.
    var titleWidth = 11

    private struct Place {
        let fact: Int
        let row: Int
        let column: Int
        let span: Int
        let lines: [String]
    }

    private static let gap = 2

    private func columns(_ width: Int) -> Int { max(1, min(mostColumns, width / columnWidth)) }

    private func indent(_ fact: Fact, _ policy: WidthPolicy) -> Int {
        max(titleWidth, TextWidth.width(of: fact.title, policy: policy) + 1)
    }

    /// Left to right, row by row; a fact that needs several columns begins a row where the rest of one is too short.
    private func places(_ width: Int, _ policy: WidthPolicy) -> (places: [Place], rows: Int) {
        let columns = columns(width)
        let cell = width / columns
        var places: [Place] = []
        var row = 0
        var column = 0
        for (number, fact) in facts.enumerated() {
            let extra = fact.bar != nil ? 0 : fact.sparkline != nil ? 8 : 0
            let needed = indent(fact, policy) + TextWidth.width(of: fact.text, policy: policy) + extra
            let span = min(columns, max(1, (needed + Self.gap + cell - 1) / cell))
            if column + span > columns {
                row += 1
                column = 0
            }
            let room = span * cell - Self.gap - indent(fact, policy)
            let lines =
                needed + Self.gap <= span * cell
                ? [fact.text] : TextWrap.rows(fact.text, width: max(8, room), policy: policy)
            places.append(Place(fact: number, row: row, column: column, span: span, lines: lines))
            column += span
            if lines.count > 1 {
                row += lines.count
                column = 0
            } else if column == columns {
                row += 1
                column = 0
            }
        }
        return (places, column == 0 ? row : row + 1)
    }

    func height(width: Int, policy: WidthPolicy) -> Int { places(width, policy).rows }

    /// Draws what fits; where not all does, the last row says how many facts are missing.
    func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty else { return }
        let (places, rows) = places(area.width, buffer.policy)
        let cell = area.width / columns(area.width)
        let shownRows = rows > area.height ? area.height - 1 : area.height
        var hidden = 0
        for place in places {
            guard place.row + place.lines.count <= shownRows else {
                hidden += 1
                continue
            }
            draw(
                facts[place.fact], place.lines,
                in: Rect(
                    x: area.x + place.column * cell, y: area.y + place.row, width: place.span * cell - Self.gap,
                    height: place.lines.count), into: &buffer, context)
        }
        guard hidden > 0 else { return }
        buffer.write(
            fitted: "… \(hidden) more", at: Point(x: area.x, y: area.y + shownRows), width: area.width,
            style: context[.secondary])
    }

    private func draw(
        _ fact: Fact, _ lines: [String], in area: Rect, into buffer: inout CellBuffer, _ context: RenderContext
    ) {
        buffer.write(fact.title, at: area.origin, style: context[.columnTitle], limit: area.width)
        let start = area.x + indent(fact, buffer.policy)
        var x = start
        for (offset, line) in lines.enumerated() {
            x = start
            x += buffer.write(
                line, at: Point(x: x, y: area.y + offset), style: context[fact.role], limit: max(0, area.maxX - x))
        }
        let rest = Rect(x: x + 1, y: area.y + lines.count - 1, width: max(0, area.maxX - x - 1), height: 1)
        if let bar = fact.bar, rest.width >= 8 {
            bar.render(
                in: rest.split(left: min(rest.width, BarControl.preferredWidth)).left, into: &buffer, context: context)
        }
        if let sparkline = fact.sparkline, rest.width >= 6 {
            sparkline.render(in: rest, into: &buffer, context: context)
        }
    }
}
