import Testing

@testable import TerminalCore

@Suite struct ControlsTableTests {
    private let columns = [
        TableColumn(id: "name", title: "NAME", isLabel: true),
        TableColumn(id: "plan", title: "PLAN", sort: .descending),
        TableColumn(id: "members", title: "MEMBERS", alignment: .right),
    ]
    private let rows = TextRows([
        ["Acme Industries", "pro", "38"], ["北京星图科技", "enterprise", "412"], ["Blåbär 👩‍👩‍👧 Studio", "free", "3"],
    ])

    private func draw(
        _ table: TableControl, _ rows: some TableRows, _ state: inout TableState, _ width: Int, _ height: Int
    ) -> Canvas {
        var canvas = Canvas(width, height)
        table.render(rows, in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return canvas
    }

    @Test func drawsRowsUnderTitles() {
        var state = TableState(selected: 1)
        let canvas = draw(TableControl(columns: columns), rows, &state, 50, 5)
        #expect(
            canvas.lines == [
                "  NAME              PLAN ↓      MEMBERS",
                "  Acme Industries   pro              38",
                "▸ 北京星图科技      enterprise      412",
                "  Blåbär 👩‍👩‍👧 Studio  free              3",
                "",
            ])
        let selected = canvas.buffer.styleRuns(row: 2)
        #expect(selected.allSatisfy { $0.style.background == canvas.context[.selection].background })
    }

    @Test func labelGivesWayLast() {
        var state = TableState()
        let long = TextRows([["Northwind Traders International", "enterprise yearly", "38"]])
        let canvas = draw(TableControl(columns: columns), long, &state, 52, 2)
        #expect(
            canvas.lines == [
                "  NAME                             PLAN ↓   MEMBERS",
                "▸ Northwind Traders International  enterp…       38",
            ])
    }

    @Test func scrollsColumnsBehindTheFrozenOne() {
        let wide = (0..<8).map { TableColumn(id: "c\($0)", title: "COLUMN \($0)", alignment: $0 > 0 ? .right : .left) }
        let table = TableControl(columns: wide)
        let rows = TextRows([(0..<8).map { "value \($0)" }])
        var state = TableState()
        #expect(
            draw(table, rows, &state, 40, 2).lines == [
                "  COLUMN 0  COLUMN 1  COLUMN 2         ›",
                "▸ value 0    value 1   value 2",
            ])
        state.scrollColumns(by: 1, columns: 7)
        #expect(
            draw(table, rows, &state, 40, 2).lines == [
                "  COLUMN 0‹ COLUMN 2  COLUMN 3         ›",
                "▸ value 0    value 2   value 3",
            ])
        for _ in 0..<20 { state.scrollColumns(by: 1, columns: 7) }
        #expect(
            draw(table, rows, &state, 40, 2).lines == [
                "  COLUMN 0‹ COLUMN 6  COLUMN 7",
                "▸ value 0    value 6   value 7",
            ])
        #expect(state.leftColumn == 5)
    }

    @Test func widthsStayPutWithinAScreenAndGrowWithTheNext() {
        let table = TableControl(columns: [TableColumn(id: "a", title: "A", maxWidth: 12), .init(id: "b", title: "B")])
        let rows = TextRows((0..<40).map { [(5..<20).contains($0) ? "a very long value indeed" : "short", "b"] })
        var state = TableState()
        #expect(draw(table, rows, &state, 30, 5).lines[1] == "▸ short  b                   ┃")
        state.scroll(by: 2, count: 40)
        #expect(draw(table, rows, &state, 30, 5).lines[4] == "  a ve…  b                   │")
        state.scroll(by: 1, count: 40)
        #expect(draw(table, rows, &state, 30, 5).lines[4] == "  a very long value indeed  b│")
        state.page(by: 8, count: 40)
        #expect(draw(table, rows, &state, 30, 5).lines[1] == "▸ short                     b│", "nothing gets narrower")
        state.widths.forget()
        #expect(draw(table, rows, &state, 30, 5).lines[1] == "▸ short  b                   │")
        state.widths.userSet["a"] = 4
        #expect(draw(table, rows, &state, 30, 5).lines[1] == "▸ sho…  b                    │")
    }

    /// Rows that come before the first one move the screen's place, and not the screen.
    @Test func rowsAboveMoveNoWidths() {
        let table = TableControl(columns: [TableColumn(id: "a", title: "A", maxWidth: 12), .init(id: "b", title: "B")])
        var state = TableState()
        _ = draw(table, TextRows((0..<10).map { ["r\($0)", "b"] }), &state, 30, 5)
        state.shift(by: 20)
        let rows = TextRows((-20..<10).map { [$0 == 3 ? "a long one" : "r\($0)", "b"] })
        #expect(draw(table, rows, &state, 30, 5).lines[4].hasPrefix("  a…  b"))
    }

    @Test func marksRangesAndAnchors() {
        var state = TableState()
        let rows = TextRows((0..<6).map { ["row \($0)"] })
        let table = TableControl(columns: [TableColumn(id: "a", title: "A")])
        state.toggleMark()
        state.move(by: 2, count: 6)
        state.toggleRange()
        state.move(by: 1, count: 6)
        #expect(
            draw(table, rows, &state, 12, 7).lines == [
                "  A", "● row 0", "  row 1", "● row 2", "◉ row 3", "  row 4", "  row 5",
            ])
        #expect(state.affected(count: 6) == [0, 2, 3])
        state.toggleRange()
        state.move(by: 1, count: 6)
        #expect(state.marks == [0, 2, 3])
        #expect(state.affected(count: 3) == [0, 2])
        state.shift(by: 10)
        #expect(state.marks == [10, 12, 13] && state.selected == 14)
        state.clamp(count: 12)
        #expect(state.marks == [10] && state.selected == 11)
        state.clearMarks()
        #expect(state.affected(count: 12) == [11] && state.affected(count: 0) == [])
    }

    private struct MixedRows: TableRows {
        let count = 2
        func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
            switch (row, column) {
            case (0, 0): [UInt8]("raw \u{FF}".utf8).withUnsafeBytes { body(.value($0)) }
            case (0, 1): body(TableCell(.null))
            case (0, 2): body(TableCell(.bar(BarControl(fraction: 0.71))))
            case (0, 3): [UInt8]([0x61, 0xFF, 0x1B]).withUnsafeBytes { body(.value($0, continues: true)) }
            case (1, 0): body(.value(UnsafeRawBufferPointer(start: nil, count: 0)))
            case (1, 1): body(TableCell(.pending))
            case (1, 2): body(TableCell(.bar(BarControl(used: 5, limit: 3))))
            default: body(TableCell(.blank))
            }
        }
        func role(row: Int) -> ThemeRole? { row == 1 ? .removed : nil }
    }

    @Test func drawsEveryKindOfCell() {
        let columns = ["A", "B", "USAGE", "LONG"].map { TableColumn(id: $0, title: $0, minWidth: 4) }
        var state = TableState()
        let canvas = draw(TableControl(columns: columns), MixedRows(), &state, 50, 3)
        #expect(
            canvas.lines == [
                "  A      B  USAGE              LONG",
                "▸ raw ÿ  ∅  ██████▍    71 %    a\u{FFFD}␛…",
                "  \"\"     ·  █████████ 166 % !",
            ])
        #expect(canvas.texts(.barOver, row: 2) == ["█████████", "166 % !"])
    }

    private struct DayRows: TableRows {
        let count = 6
        func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) { body(TableCell(.text("entry \(row)"))) }
        func headings(above row: Int) -> [TableHeading] {
            row == 0 ? [.init("TUE 17 NOV")] : row == 3 ? [.init("· 6 h nothing ·"), .init("MON 16 NOV")] : []
        }
    }

    @Test func headingsTakeLinesAndKeepTheSelectionInView() {
        let table = TableControl(columns: [TableColumn(id: "a", title: "A")], showsHeader: false)
        var state = TableState()
        #expect(
            draw(table, DayRows(), &state, 20, 5).lines == [
                "  TUE 17 NOV       ┃", "▸ entry 0          ┃", "  entry 1          ┃", "  entry 2          ┃",
                "  · 6 h nothing ·  │",
            ])
        for row in 0..<6 {
            state.select(row, count: 6)
            let canvas = draw(table, DayRows(), &state, 20, 5)
            #expect(canvas.lines.contains { $0.hasPrefix("▸ entry \(row)") }, "row \(row): \(canvas.lines)")
        }
        #expect(draw(table, DayRows(), &state, 20, 5).lines[0].hasPrefix("  · 6 h nothing ·"))
        #expect(
            table.row(at: Point(x: 3, y: 2), in: Rect(x: 0, y: 0, width: 20, height: 5), rows: DayRows(), state: state)
                == 3)
        #expect(
            table.row(at: Point(x: 3, y: 1), in: Rect(x: 0, y: 0, width: 20, height: 5), rows: DayRows(), state: state)
                == nil)
    }

    @Test func highlightsWhatWasSearched() {
        var state = TableState(selected: 1)
        let table = TableControl(columns: columns, needles: MatchNeedles(["acme", "星图"]))
        let canvas = draw(table, rows, &state, 50, 4)
        #expect(canvas.texts(.match, row: 1) == ["Acme"])
        #expect(
            canvas.buffer.styleRuns(row: 2).filter { $0.style.background == canvas.context[.match].background }.map(
                \.text) == ["星图"])
        #expect(canvas.texts(.match, row: 3) == [])
    }

    @Test func highlightStopsWhereTheTextIsCut() {
        var state = TableState(widths: ColumnWidths(userSet: ["a": 6]))
        let table = TableControl(columns: [TableColumn(id: "a", title: "A")], needles: MatchNeedles(["needle"]))
        let canvas = draw(table, TextRows([["", ""], ["in needles"]]), &state, 20, 3)
        #expect(canvas.lines[2] == "  in ne…")
        #expect(canvas.texts(.match, row: 2) == ["ne"])
    }

    @Test func oldRowsAreDimmed() {
        var state = TableState(selected: 2)
        let canvas = draw(TableControl(columns: columns, isDimmed: true), rows, &state, 50, 4)
        #expect(canvas.buffer.style(at: Point(x: 2, y: 1)).attributes.contains(.dim))
        #expect(!canvas.buffer.style(at: Point(x: 2, y: 0)).attributes.contains(.dim))
    }

    @Test func emptyTableSaysSo() {
        var state = TableState(selected: 4)
        let canvas = draw(TableControl(columns: columns, emptyText: "no members match"), TextRows([]), &state, 30, 3)
        #expect(canvas.lines == ["  NAME  PLAN ↓  MEMBERS", "  no members match", ""])
        #expect(state.selected == 0)
    }

    @Test func hostileCellsStayInTheirCells() {
        let columns = ["A", "B", "C"].map { TableColumn(id: $0, title: $0) }
        let rows = TextRows(hostileTexts.map { [$0, $0, "end"] })
        for width in [0, 1, 2, 3, 4, 5, 8, 13, 40, 80, 200] {
            var state = TableState()
            let canvas = draw(
                TableControl(columns: columns, needles: MatchNeedles(["x", "👩"])), rows, &state, width, 14)
            #expect(isSafe(canvas.buffer), "width \(width)")
        }
    }

    @Test func pagesKeepOneRowInSight() {
        var state = TableState()
        let rows = TextRows((0..<100).map { ["\($0)"] })
        let table = TableControl(columns: [TableColumn(id: "a", title: "A")])
        _ = draw(table, rows, &state, 20, 11)
        state.page(by: 1, count: 100)
        _ = draw(table, rows, &state, 20, 11)
        #expect(state.top == 9 && state.selected == 9)
        state.end(count: 100)
        _ = draw(table, rows, &state, 20, 11)
        #expect(state.top == 90 && state.selected == 99)
        state.scroll(by: -20, count: 100)
        #expect(state.top == 70 && state.selected == 79)
        state.home()
        _ = draw(table, rows, &state, 20, 11)
        #expect(state.top == 0)
    }

    @Test func threeHundredColumnsAreAsked() {
        let columns = (0..<300).map { TableColumn(id: "c\($0)", title: "C\($0)") }
        let rows = TextRows((0..<50).map { row in (0..<300).map { "r\(row)c\($0)" } })
        var state = TableState()
        state.scrollColumns(by: 298, columns: 299)
        let canvas = draw(TableControl(columns: columns), rows, &state, 40, 3)
        #expect(canvas.lines[1] == "▸ r0c0  r0c296  r0c297  r0c298  r0c299 ┃")
    }
}
