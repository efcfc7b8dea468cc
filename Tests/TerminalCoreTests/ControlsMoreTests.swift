import Testing

@testable import TerminalCore

@Suite struct ControlsTextTests {
    @Test func wrapsByDisplayWidth() {
        #expect(TextWrap.rows("one two three", width: 7) == ["one two", "three"])
        #expect(TextWrap.rows("  indented text", width: 10) == ["  indented", "text"])
        #expect(TextWrap.rows("北京星图科技", width: 5) == ["北京", "星图", "科技"])
        #expect(TextWrap.rows("internationalisation", width: 8) == ["internat", "ionalisa", "tion"])
        #expect(TextWrap.rows("a\n\r\nb\rc", width: 8) == ["a", "", "b", "c"])
        #expect(TextWrap.rows("", width: 8) == [""])
        #expect(TextWrap.rows("abc", width: 0) == [])
        #expect(TextWrap.rows("one two three four", width: 5, maxRows: 2) == ["one", "two…"])
        #expect(TextWrap.rows("👩‍👩‍👧‍👦👩‍👩‍👧‍👦 e\u{301}e\u{301}", width: 3) == ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦", "e\u{301}e\u{301}"])
    }

    @Test func wrappedRowsNeverExceedTheWidth() {
        for text in hostileTexts {
            for width in [1, 2, 3, 7, 40] {
                let rows = TextWrap.rows(text, width: width, maxRows: 20)
                #expect(rows.count <= 20)
                for row in rows where width > 1 { #expect(TextWidth.width(of: row) <= width) }
            }
        }
    }

    @Test func paragraphsScroll() {
        var canvas = Canvas(7, 2)
        let rows = Paragraph("one two three four", offset: 1).render(
            in: canvas.area, into: &canvas.buffer, context: canvas.context)
        #expect(canvas.lines == ["three", "four"] && rows == 2)
    }

    @Test func linesOfSpansAreCutOnce() {
        let line = TextLine([.init("Workspaces", .secondary), .init(" › ", .rule), .init("Acme", .title)])
        func drawn(_ width: Int, _ alignment: TextAlignment = .left) -> String {
            var canvas = Canvas(width, 1)
            line.render(in: canvas.area, into: &canvas.buffer, alignment: alignment, context: canvas.context)
            return canvas.lines[0]
        }
        #expect(drawn(17) == "Workspaces › Acme")
        #expect(drawn(20, .right) == "   Workspaces › Acme")
        #expect(drawn(16) == "Workspaces › Ac…")
        #expect(drawn(13) == "Workspaces ›…")
        #expect(drawn(10) == "Workspace…")
        #expect(drawn(1) == "…")
    }
}

@Suite struct ControlsPopupTests {
    @Test func framesClearWhatIsBelow() {
        var canvas = Canvas(20, 6)
        canvas.buffer.fill(canvas.area, glyph: "x")
        let inside = OverlayFrame(title: "Role", footer: "esc").render(
            Size(width: 10, height: 2), in: canvas.area, into: &canvas.buffer, context: canvas.context)
        #expect(inside == Rect(x: 5, y: 2, width: 10, height: 2))
        #expect(
            canvas.lines == [
                "xxxxxxxxxxxxxxxxxxxx",
                "xxx┌─ Role ─────┐xxx",
                "xxx│            │xxx",
                "xxx│            │xxx",
                "xxx└─ esc ──────┘xxx",
                "xxxxxxxxxxxxxxxxxxxx",
            ])
        var linear = Canvas(20, 4, isLinear: true)
        linear.buffer.fill(linear.area, glyph: "x")
        let rest = OverlayFrame(title: "Role").render(
            Size(width: 10, height: 2), in: linear.area, into: &linear.buffer, context: linear.context)
        #expect(linear.lines == ["Role", "", "", "xxxxxxxxxxxxxxxxxxxx"])
        #expect(rest == Rect(x: 0, y: 1, width: 20, height: 2))
    }

    @Test func dialogsSayWhatHappens() {
        let dialog = ConfirmDialog(
            title: "Suspend", question: "Suspend Jane Doe?",
            consequences: [
                .init("signs out 3 sessions at once, on every device", mark: "!", role: .notice),
                .init("keeps her 12 widgets"),
            ], verb: "suspend", openedBy: press("s"))
        var canvas = Canvas(30, 7)
        var state = ConfirmState()
        dialog.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        #expect(
            canvas.lines == [
                "Suspend Jane Doe?",
                " !  signs out 3 sessions at",
                "    once, on every device",
                " ·  keeps her 12 widgets",
                "", "", "y suspend   esc cancel",
            ])
        #expect(dialog.preferredSize(width: 30) == Size(width: 30, height: 6))
        #expect(state.handle(press("s"), dialog) == .ignored)
        #expect(state.handle(press("enter"), dialog) == .ignored)
        #expect(state.handle(press("y"), dialog) == .confirmed)
        #expect(state.handle(press("esc"), dialog) == .cancelled)
    }

    @Test func theConfirmKeyIsNeverTheKeyThatLedHere() {
        let dialog = ConfirmDialog(title: "", question: "", verb: "copy", openedBy: press("y"))
        var state = ConfirmState()
        #expect(state.handle(press("y"), dialog) == .ignored)
        #expect(state.handle(press("o"), dialog) == .confirmed)
    }

    @Test func aNameHasToBeTyped() {
        let dialog = ConfirmDialog(
            title: "Set plan", question: "pro → free", verb: "set plan", typedName: "北京 Acme")
        var state = ConfirmState()
        #expect(state.handle(press("y"), dialog) == .edited)
        #expect(state.handle(press("enter"), dialog) == .mismatch)
        _ = state.handle(press("ctrl-u"), dialog)
        state.paste(" 北京 Acme\n")
        #expect(state.handle(press("enter"), dialog) == .confirmed)
        var canvas = Canvas(40, 5)
        let cursor = dialog.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        #expect(
            canvas.lines == [
                "pro → free", "Type 北京 Acme to go on: set plan", "", "", ">  北京 Acme",
            ])
        #expect(cursor == Point(x: 13, y: 4))
    }

    @Test func toastsStandAtTheLowerRight() {
        var canvas = Canvas(24, 2)
        Toast("copied 3 rows").render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        #expect(canvas.buffer.text(row: 1) == "        ✓ copied 3 rows ")
        var small = Canvas(12, 1, isLinear: true)
        Toast("connection lost", kind: .failure).render(
            in: small.area, into: &small.buffer, context: small.context)
        #expect(small.lines == [" failed: c…"])
    }

    @Test func longToastsTakeMoreRows() {
        var canvas = Canvas(24, 4)
        let toast = Toast("no index serves it; name a column that has one", kind: .failure)
        #expect(toast.height(width: 24, policy: canvas.buffer.policy, context: canvas.context) == 3)
        toast.render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        #expect(canvas.lines == ["", "  ✗ no index serves it;", "    name a column that", "    has one"])
    }

    @Test func spinnersTurn() {
        let canvas = Canvas(1, 1)
        #expect(Spinner.frame(tick: 0, context: canvas.context) != Spinner.frame(tick: 1, context: canvas.context))
        #expect(Spinner.frame(tick: -1, context: canvas.context) == "⠏")
        #expect(Spinner.frame(tick: 3, context: Canvas(1, 1, isLinear: true).context) == "")
    }
}

@Suite struct ControlsViewTests {
    private func tabs(_ width: Int, _ selected: Int, isLinear: Bool = false) -> String {
        var canvas = Canvas(width, 1, isLinear: isLinear)
        Tabs(
            [
                .init("Members", badge: "38"), .init("Widgets", badge: "12"), .init("Billing"),
                .init("Audit", badge: "4,113"),
            ],
            selected: selected
        ).render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        return canvas.lines[0]
    }

    @Test func tabsKeepTheOpenOneInView() {
        #expect(tabs(60, 0) == "Members 38 │ Widgets 12 │ Billing │ Audit 4,113")
        #expect(tabs(40, 0) == "Members 38 │ Widgets 12 │ Billing      ›")
        #expect(tabs(40, 3) == "‹ Widgets 12 │ Billing │ Audit 4,113")
        #expect(tabs(20, 3) == "‹ Audit 4,113")
        #expect(tabs(10, 1) == "‹ Widge… ›")
        #expect(tabs(60, 1, isLinear: true) == "Members 38 | [Widgets 12] | Billing | Audit 4,113")
    }

    private func spark(_ values: [Double?], _ width: Int, isLinear: Bool = false, isASCII: Bool = false) -> String {
        var canvas = Canvas(width, 1, isLinear: isLinear, isASCII: isASCII)
        Sparkline(values).render(in: canvas.area, into: &canvas.buffer, context: canvas.context)
        return canvas.lines[0]
    }

    @Test func sparklinesTellZeroFromNoData() {
        #expect(spark([0, nil, 1, 2, 3, 4, 5, 6, 7], 20) == "▁·▂▃▄▅▆▇█")
        #expect(spark([0, 0.001, 1000], 20) == "▁▂█")
        #expect(spark([0, 0], 20) == "▁▁" && spark([nil, nil], 20) == "··" && spark([], 20) == "")
        #expect(spark([0, 7, 0, 0, nil, 1], 3) == "█▁▂")
        #expect(spark([0, nil, 7], 20, isASCII: true) == "_·#")
        #expect(spark([0, nil, 41, 2], 40, isLinear: true) == "0 to 41, last 2")
        #expect(spark([-5, 3], 4) == "▁█")
    }

    private let record = RecordControl([
        .init("", [.init("name", "Acme Industries"), .init("plan", "pro", isChanged: true, note: "was free")]),
        .init(
            "Contact",
            [
                .init("website_url", "https://acme.example/a/long/path/to/somewhere"), .init("phone", "∅", role: .null),
            ]),
    ])

    private func draw(_ record: RecordControl, _ state: inout RecordState, _ width: Int, _ height: Int) -> [String] {
        var canvas = Canvas(width, height)
        record.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return canvas.lines
    }

    @Test func recordsPutNamesBeforeValues() {
        var state = RecordState(selected: 1)
        #expect(
            draw(record, &state, 40, 9) == [
                "  name         Acme Industries",
                "▸~plan         pro  was free",
                "",
                "  Contact",
                "  website_url  https://acme.example/a/l",
                "               ong/path/to/somewhere",
                "  phone        ∅",
                "", "",
            ])
        #expect(record.field(2)?.name == "website_url" && record.field(4) == nil && record.count == 4)
    }

    @Test func recordsKeepTheSelectedFieldInView() {
        var state = RecordState()
        for field in 0..<4 {
            state.select(field, count: 4)
            #expect(draw(record, &state, 40, 3).contains { $0.hasPrefix("▸") }, "field \(field)")
        }
        state.home()
        #expect(draw(record, &state, 40, 3)[0].hasPrefix("▸ name"))
        for value in hostileTexts {
            var canvas = Canvas(30, 8)
            RecordControl([.init(value, [.init(value, value, note: value)])]).render(
                in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
            #expect(isSafe(canvas.buffer))
        }
    }

    private let board = Board([
        .init(
            "Lead", total: "2 · 38,000",
            cards: [
                .init("Retainer Q1", lines: [.init("Lindqvist AB", right: "12,000"), .init("3 d · K. Osei")]),
                .init("Chatbot pilot", lines: [.init("星图", right: "31,500"), .init("1 d · J. Doe")]),
            ]),
        .init("Qualified", total: "0"),
        .init("Won", total: "1 · 15,000", cards: [.init("Website relaunch of a very long name", lines: [])]),
    ])

    private func draw(_ state: inout BoardState, _ width: Int, _ height: Int, isLinear: Bool = false) -> [String] {
        var canvas = Canvas(width, height, isLinear: isLinear)
        board.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return canvas.lines
    }

    @Test func boardsShowOneStageAtFortyColumns() {
        var state = BoardState()
        #expect(
            draw(&state, 40, 7) == [
                "  Lead  2 · 38,000                     ›",
                "┌──────────────────────────────────────┐",
                "│▸Retainer Q1                          │",
                "│ Lindqvist AB                  12,000 │",
                "│ 3 d · K. Osei                        │",
                "├─ ↓ ──────────────────────────────────┤",
                "",
            ])
        state.moveCard(by: 1, board)
        #expect(
            draw(&state, 40, 7)[1...2] == [
                "├─ ↑ ──────────────────────────────────┤", "│▸Chatbot pilot                        │",
            ])
        state.moveStage(by: 1, board)
        #expect(draw(&state, 40, 3)[0...1] == ["‹ Qualified  0                         ›", "  no cards"])
        #expect(state.selection(board) == nil)
        state.moveStage(by: 5, board)
        #expect(draw(&state, 40, 3)[0] == "‹ Won  1 · 15,000")
        #expect(state.selection(board)?.stage == 2)
    }

    @Test func boardsShowStagesSideBySide() {
        var state = BoardState(stage: 2)
        #expect(
            draw(&state, 74, 10) == [
                "  Lead  2 · 38,000         Qualified  0             Won  1 · 15,000",
                "┌──────────────────────┐   no cards               ┌──────────────────────┐",
                "│ Retainer Q1          │                          │▸Website relaunch of… │",
                "│ Lindqvist AB  12,000 │                          │                      │",
                "│ 3 d · K. Osei        │                          │                      │",
                "├──────────────────────┤                          └──────────────────────┘",
                "│ Chatbot pilot        │",
                "│ 星图          31,500 │",
                "│ 1 d · J. Doe         │",
                "└──────────────────────┘",
            ])
        #expect(
            draw(&state, 40, 3, isLinear: true) == ["‹ Won  1 · 15,000", "> Website relaunch of a very long name", ""])
    }

    private let form = Form([
        .init(id: "email", label: "Email", kind: .text(placeholder: "name@company")),
        .init(
            id: "role", label: "Role",
            kind: .choice([.init(id: "viewer", label: "viewer"), .init(id: "editor", label: "editor")]),
            help: "what they may do"),
        .init(id: "notify", label: "Send a mail", kind: .toggle),
    ])

    private func draw(_ state: inout FormState, _ width: Int, _ height: Int) -> ([String], Point?) {
        var canvas = Canvas(width, height)
        let cursor = form.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return (canvas.lines, cursor)
    }

    @Test func formsTakeTextChoicesAndToggles() {
        var state = FormState(choices: ["role": "viewer"])
        #expect(state.handle(press("a"), form) == .changed("email"))
        #expect(state.paste("@b", form) == .changed("email"))
        #expect(state.handle(press("tab"), form) == .moved)
        #expect(state.paste("x", form) == .ignored)
        #expect(state.handle(press("right"), form) == .changed("role"))
        #expect(state.handle(press("v"), form) == .changed("role"))
        #expect(state.handle(press("z"), form) == .ignored)
        #expect(state.choice("role") == "viewer")
        state.errors["email"] = "no such domain"
        let (lines, cursor) = draw(&state, 40, 6)
        #expect(
            lines == [
                "  Email        a@b",
                "               ! no such domain",
                "▸ Role         ‹ viewer ›",
                "               what they may do",
                "  Send a mail  [ ] no",
                "",
            ])
        #expect(cursor == nil && form.height(state) == 5)
        #expect(state.handle(press("down"), form) == .moved)
        #expect(state.handle(press("space"), form) == .changed("notify"))
        #expect(state.isOn("notify"))
        #expect(state.handle(press("down"), form) == .moved)
        #expect(state.focused == 0)
        #expect(state.handle(press("backspace"), form) == .changed("email"))
        #expect(state.errors.isEmpty && state.text("email") == "a@")
        #expect(draw(&state, 40, 2).1 == Point(x: 17, y: 0))
        #expect(state.handle(press("shift-tab"), form) == .moved)
        #expect(draw(&state, 40, 1).0 == ["▸ Send a mail  [x] yes"])
        #expect(state.handle(press("enter"), form) == .submit)
        #expect(state.handle(press("esc"), form) == .cancel)
    }
}
