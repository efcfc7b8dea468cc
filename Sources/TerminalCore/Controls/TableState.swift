/// Where somebody is in a table: the selected row, what is scrolled, what is marked.
package struct TableState: Hashable, Sendable {
    /// The selected row; 0 in an empty table.
    package private(set) var selected = 0
    /// The first row on screen.
    package private(set) var top = 0
    /// How many of the columns behind the frozen ones are scrolled away to the left.
    package private(set) var leftColumn = 0
    package private(set) var marks: Set<Int> = []
    /// Where a range begins that goes on to the selected row.
    package private(set) var anchor: Int?
    /// Rows of the last frame; what a page is.
    package internal(set) var pageRows = 1
    package var widths: ColumnWidths

    package init(selected: Int = 0, widths: ColumnWidths = ColumnWidths()) {
        self.selected = max(0, selected)
        self.widths = widths
    }

    // MARK: Moving

    package mutating func select(_ row: Int, count: Int) {
        selected = min(max(0, row), max(0, count - 1))
    }

    package mutating func move(by rows: Int, count: Int) { select(selected + rows, count: count) }

    /// A page keeps one row of the last one in sight; the view moves with the selection.
    package mutating func page(by pages: Int, count: Int) {
        let step = max(1, pageRows - 1) * pages
        top = min(max(0, top + step), max(0, count - pageRows))
        move(by: step, count: count)
    }

    package mutating func home() { selected = 0 }

    package mutating func end(count: Int) { select(count - 1, count: count) }

    /// Moves the view; the selection comes along only as far as it must.
    package mutating func scroll(by rows: Int, count: Int) {
        top = min(max(0, top + rows), max(0, count - pageRows))
        select(min(max(selected, top), top + pageRows - 1), count: count)
    }

    /// - Parameter columns: how many columns there are behind the frozen ones.
    package mutating func scrollColumns(by step: Int, columns: Int) {
        leftColumn = min(max(0, leftColumn + step), max(0, columns - 1))
    }

    /// After the rows became more or fewer: selection, view and marks stay within them.
    package mutating func clamp(count: Int) {
        select(selected, count: count)
        top = min(top, max(0, count - 1))
        if let last = marks.max(), last >= count { marks = marks.filter { $0 < count } }
        if let anchor, anchor >= count { self.anchor = nil }
    }

    /// After rows were put before the first one, or (below 0) taken away there: everything stays on its row.
    package mutating func shift(by rows: Int) {
        selected = max(0, selected + rows)
        top = max(0, top + rows)
        marks = Set(marks.map { $0 + rows }.filter { $0 >= 0 })
        anchor = anchor.map { max(0, $0 + rows) }
        widths.shift(by: rows)
    }

    /// Scrolls as little as needed for the selected row to be among `height` rows.
    package mutating func keepInView(height: Int, count: Int) {
        pageRows = max(1, height)
        select(selected, count: count)
        top = min(max(0, top), max(0, count - 1))
        if selected < top { top = selected }
        if selected >= top + pageRows { top = selected - pageRows + 1 }
        top = min(top, max(0, count - pageRows))
    }

    /// For rows that take more than one line: begins the view further down.
    mutating func showFrom(_ row: Int) { top = row }

    mutating func limitColumns(to columns: Int) { leftColumn = min(leftColumn, max(0, columns - 1)) }

    // MARK: Marks

    package mutating func toggleMark() {
        if marks.remove(selected) == nil { marks.insert(selected) }
    }

    /// The first call begins a range at the selected row, the second marks all of it.
    package mutating func toggleRange() {
        if let range {
            marks.formUnion(range)
            anchor = nil
        } else {
            anchor = selected
        }
    }

    /// The rows of the range that is being drawn up.
    package var range: ClosedRange<Int>? { anchor.map { min($0, selected)...max($0, selected) } }

    package func isMarked(_ row: Int) -> Bool { marks.contains(row) || range?.contains(row) ?? false }

    package var hasMarks: Bool { !marks.isEmpty || anchor != nil }

    package mutating func markAll(count: Int) { marks = Set(0..<max(0, count)) }

    package mutating func clearMarks() {
        marks = []
        anchor = nil
    }

    /// What an action is about: the marked rows in order, else the selected one; none in an empty table.
    package func affected(count: Int) -> [Int] {
        guard count > 0 else { return [] }
        guard hasMarks else { return [min(selected, count - 1)] }
        return marks.union(range.map(Set.init) ?? []).filter { $0 < count }.sorted()
    }
}
