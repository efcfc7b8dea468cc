/// Rows under column titles, drawn for what is on screen only.
///
/// The first columns stay while the others scroll sideways; `‹` and `›` say that there are more. The selected row is
/// drawn across the full width; the gutter shows `▸` for it and `●` for marked rows (`◉` for both). It draws onto a
/// cleared area.
package struct TableControl: Hashable, Sendable {
    package enum Extent: Hashable, Sendable {
        /// The scroll bar stands for the rows there are.
        case rows
        /// The rows are a window, `offset` rows into `total`.
        case window(offset: Int, total: Int)
        case unknown
    }

    package var columns: [TableColumn]
    /// How many columns at the left never scroll away.
    package var frozenColumns: Int
    package var needles: MatchNeedles
    /// Draws the rows dimmed: they are old and newer ones are on their way.
    package var isDimmed: Bool
    /// Without the focus the selected row keeps its `▸` and nothing else.
    package var isFocused: Bool
    package var showsHeader: Bool
    /// What stands there instead of rows.
    package var emptyText: String
    package var extent: Extent

    package init(
        columns: [TableColumn], frozenColumns: Int = 1, needles: MatchNeedles = MatchNeedles(),
        isDimmed: Bool = false, isFocused: Bool = true, showsHeader: Bool = true, emptyText: String = "",
        extent: Extent = .rows
    ) {
        self.columns = columns
        self.frozenColumns = frozenColumns
        self.needles = needles
        self.isDimmed = isDimmed
        self.isFocused = isFocused
        self.showsHeader = showsHeader
        self.emptyText = emptyText
        self.extent = extent
    }

    /// Draws the table and has `state` keep the selected row in view and its sizes up to date.
    package func render(
        _ rows: some TableRows, in area: Rect, into buffer: inout CellBuffer, state: inout TableState,
        context: RenderContext
    ) {
        guard area.width > TableLayout.gutter + 1, area.height > 0 else { return }
        let (header, body) = area.split(top: showsHeader ? 1 : 0)
        let count = rows.count
        state.keepInView(height: body.height, count: count)
        if count > 0 {
            let visible = state.top..<min(count, state.top + max(1, body.height))
            state.widths.measure(columns, rows: rows, visible: visible, policy: buffer.policy)
            beginLower(rows, &state, height: body.height)
        }
        let layout = TableLayout(
            columns, widths: state.widths.isMeasured ? state.widths : titleWidths(state.widths, buffer.policy),
            frozen: frozenColumns, leftColumn: state.leftColumn, x: area.x + TableLayout.gutter,
            width: area.width - TableLayout.gutter - 1)
        state.limitColumns(to: layout.leftColumn + 1)
        if showsHeader { drawHeader(layout, in: header, into: &buffer, context) }
        guard count > 0 else {
            buffer.write(
                fitted: emptyText, at: Point(x: area.x + TableLayout.gutter, y: body.y),
                width: body.height > 0 ? area.width - TableLayout.gutter : 0, style: context[.secondary])
            return
        }
        drawRows(rows, layout, in: body, into: &buffer, state: state, context)
        scrollBar(state, count: count, height: body.height).render(
            in: body.split(right: 1).right, into: &buffer, context: context)
    }

    /// What a click meant: the row of a line of the last frame with this state, nil on titles, headings and below.
    package func row(at point: Point, in area: Rect, rows: some TableRows, state: TableState) -> Int? {
        let body = area.split(top: showsHeader ? 1 : 0).rest
        guard body.contains(point) else { return nil }
        var y = body.y
        for row in state.top..<max(state.top, rows.count) where y <= point.y {
            y += rows.headings(above: row).count
            if y == point.y { return row }
            y += 1
        }
        return nil
    }

    // MARK: Parts

    private func titleWidths(_ widths: ColumnWidths, _ policy: WidthPolicy) -> ColumnWidths {
        var widths = widths
        widths.measure(columns, rows: TextRows([]), visible: 0..<0, policy: policy)
        return widths
    }

    /// Headings take lines as well: the view begins lower until the selected row is inside.
    private func beginLower(_ rows: some TableRows, _ state: inout TableState, height: Int) {
        var top = state.top
        var lines = 0
        for row in top...state.selected { lines += 1 + rows.headings(above: row).count }
        while lines > height, top < state.selected {
            lines -= 1 + rows.headings(above: top).count
            top += 1
        }
        state.showFrom(top)
    }

    private func scrollBar(_ state: TableState, count: Int, height: Int) -> ScrollBar {
        switch extent {
        case .rows: ScrollBar(offset: state.top, visible: height, total: count)
        case .window(let offset, let total):
            ScrollBar(offset: offset + state.top, visible: height, total: max(total, offset + count))
        case .unknown: ScrollBar(offset: 0, visible: 0, total: 0)
        }
    }

    private func drawHeader(
        _ layout: TableLayout, in area: Rect, into buffer: inout CellBuffer, _ context: RenderContext
    ) {
        let style = context[.columnTitle]
        for place in layout.places {
            let column = columns[place.column]
            let arrow =
                switch column.sort {
                case .ascending: context.isASCII ? " ^" : " ↑"
                case .descending: context.isASCII ? " v" : " ↓"
                case nil: ""
                }
            let room = place.width - (arrow.isEmpty ? 0 : 2)
            let text = TextWidth.truncate(column.title, to: room, policy: buffer.policy)
            buffer.write(
                fitted: text + arrow, at: Point(x: place.x, y: area.y), width: place.width,
                alignment: column.alignment, style: style)
        }
        if layout.hidesLeft {
            buffer.write("‹", at: Point(x: layout.leftMark, y: area.y), style: context[.accent], limit: 1)
        }
        if layout.hidesRight {
            buffer.write("›", at: Point(x: area.maxX - 1, y: area.y), style: context[.accent], limit: 1)
        }
    }

    private func drawRows(
        _ rows: some TableRows, _ layout: TableLayout, in body: Rect, into buffer: inout CellBuffer,
        state: TableState, _ context: RenderContext
    ) {
        let count = rows.count
        var y = body.y
        var row = state.top
        while y < body.maxY, row < count {
            for heading in rows.headings(above: row) where y < body.maxY {
                buffer.write(
                    fitted: heading.text, at: Point(x: body.x + TableLayout.gutter, y: y),
                    width: body.width - TableLayout.gutter - 1, style: context[heading.role])
                y += 1
            }
            guard y < body.maxY else { break }
            let line = Rect(x: body.x, y: y, width: body.width, height: 1)
            drawGutter(row, y: y, x: body.x, into: &buffer, state: state, context)
            var hits: [Range<Int>] = []
            let rowRole = rows.role(row: row)
            for place in layout.places {
                rows.withCell(row: row, column: place.column) { cell in
                    draw(cell, place, y: y, rowRole: rowRole, into: &buffer, hits: &hits, context)
                }
            }
            if isDimmed { buffer.restyle(line, over: Style(attributes: .dim)) }
            if row == state.selected, isFocused { buffer.select(line, style: context[.selection]) }
            for hit in hits {
                buffer.restyle(Rect(x: hit.lowerBound, y: y, width: hit.count, height: 1), over: context[.match])
            }
            y += 1
            row += 1
        }
    }

    private func drawGutter(
        _ row: Int, y: Int, x: Int, into buffer: inout CellBuffer, state: TableState, _ context: RenderContext
    ) {
        let plain = context.isLinear || context.isASCII
        let mark: String
        switch (row == state.selected, state.isMarked(row)) {
        case (true, true): mark = plain ? "#" : "◉"
        case (true, false): mark = plain ? ">" : "▸"
        case (false, true): mark = plain ? "*" : "●"
        case (false, false): return
        }
        buffer.write(mark, at: Point(x: x, y: y), style: context[.mark], limit: TableLayout.gutter)
    }

    private func draw(
        _ cell: TableCell, _ place: TableLayout.Place, y: Int, rowRole: ThemeRole?, into buffer: inout CellBuffer,
        hits: inout [Range<Int>], _ context: RenderContext
    ) {
        let column = columns[place.column]
        let style = context[cell.role ?? rowRole ?? column.role]
        let alignment = cell.alignment ?? column.alignment
        let point = Point(x: place.x, y: y)
        switch cell.content {
        case .bytes(let raw):
            let bytes = raw.bindMemory(to: UInt8.self)
            let drawn = buffer.write(
                fitted: bytes, at: point, width: place.width, alignment: alignment, style: style,
                continues: cell.continues)
            if !needles.isEmpty { find(in: bytes, drawn: drawn, policy: buffer.policy, &hits) }
        case .text(var text):
            text.withUTF8 { bytes in
                let drawn = buffer.write(
                    fitted: bytes, at: point, width: place.width, alignment: alignment, style: style,
                    continues: cell.continues)
                if !needles.isEmpty { find(in: bytes, drawn: drawn, policy: buffer.policy, &hits) }
            }
        case .bar(let bar):
            let width = min(place.width, bar.label == .percent ? BarControl.preferredWidth : place.width)
            bar.render(in: Rect(x: point.x, y: y, width: width, height: 1), into: &buffer, context: context)
        case .null:
            write("∅", context[.null], alignment, place, y, into: &buffer)
        case .emptyText:
            write("\"\"", context[.null], alignment, place, y, into: &buffer)
        case .pending:
            write("·", context[.null], alignment, place, y, into: &buffer)
        case .blank:
            return
        }
    }

    private func write(
        _ mark: String, _ style: Style, _ alignment: TextAlignment, _ place: TableLayout.Place, _ y: Int,
        into buffer: inout CellBuffer
    ) {
        buffer.write(
            fitted: mark, at: Point(x: place.x, y: y), width: place.width, alignment: alignment, style: style)
    }

    private func find(
        in bytes: UnsafeBufferPointer<UInt8>, drawn: Range<Int>, policy: WidthPolicy, _ hits: inout [Range<Int>]
    ) {
        for range in needles.ranges(in: bytes) {
            let before = TextWidth.width(
                ofBytes: UnsafeBufferPointer(rebasing: bytes[..<range.lowerBound]), policy: policy)
            let width = TextWidth.width(ofBytes: UnsafeBufferPointer(rebasing: bytes[range]), policy: policy)
            let hit = (drawn.lowerBound + before)..<(drawn.lowerBound + before + width)
            let shown = hit.clamped(to: drawn)
            if !shown.isEmpty { hits.append(shown) }
        }
    }
}
