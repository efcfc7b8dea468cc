import Testing

@testable import TerminalCore

@Suite struct ControlsPickerTests {
    private let picker = Picker(items: [
        .init(id: "role", label: "Set role", detail: "viewer now", key: "r"),
        .init(
            id: "suspend", label: "Suspend", detail: "sign-in stops", key: "s", disabledReason: "needs a write lease"),
        .init(id: "invite", label: "Invite again", key: "i"),
        .init(id: "transfer", label: "Transfer ownership 北京", detail: "to another member"),
    ])

    private func draw(_ picker: Picker, _ state: inout PickerState, _ width: Int, _ height: Int) -> (Canvas, Point?) {
        var canvas = Canvas(width, height)
        let cursor = picker.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return (canvas, cursor)
    }

    @Test func listsWithDetailsAndReasons() {
        var state = PickerState(isFiltering: false)
        let (canvas, cursor) = draw(picker, &state, 52, 5)
        #expect(
            canvas.lines == [
                "▸ r Set role                 viewer now",
                "  s Suspend                  needs a write lease",
                "  i Invite again",
                "    Transfer ownership 北京  to another member",
                "",
            ])
        #expect(cursor == nil)
        #expect(canvas.texts(.notice, row: 1) == ["needs a write lease"])
    }

    @Test func lettersChooseAndReasonsRefuse() {
        var state = PickerState(isFiltering: false)
        #expect(state.handle(press("i"), picker) == .picked(2))
        #expect(state.handle(press("s"), picker) == .refused(1))
        #expect(state.selected == 1)
        #expect(state.handle(press("enter"), picker) == .refused(1))
        #expect(state.handle(press("j"), picker) == .moved)
        #expect(state.handle(press("z"), picker) == .ignored)
        #expect(state.handle(press("/"), picker) == .filtered)
        #expect(state.handle(press("i"), picker) == .filtered)
        #expect(state.handle(press("esc"), picker) == .filtered)
        #expect(state.handle(press("esc"), picker) == .cancel)
    }

    @Test func typingNarrowsBestFirst() {
        var state = PickerState()
        for key in ["s", "e"] { _ = state.handle(press(key), picker) }
        let (canvas, cursor) = draw(picker, &state, 40, 5)
        #expect(canvas.lines[0] == "  se" && cursor == Point(x: 4, y: 0))
        #expect(canvas.lines[1].hasPrefix("▸ r Set role"))
        #expect(canvas.lines[2].hasPrefix("  s Suspend"))
        #expect(canvas.lines[3].hasPrefix("    Transfer"))
        #expect(state.handle(press("enter"), picker) == .picked(0))
        _ = state.handle(press("ctrl-u"), picker)
        state.paste("member")
        #expect(picker.matches(state.filter.text).map(\.item) == [3])
        state.paste("zzz")
        #expect(draw(picker, &state, 40, 3).0.lines == ["  memberzzz", "  nothing matches", ""])
        #expect(state.handle(press("enter"), picker) == .ignored)
        #expect(state.selectedItem(picker) == nil)
    }

    @Test func marksSeveral() {
        var several = picker
        several.allowsMarks = true
        var state = PickerState()
        #expect(state.handle(press("tab"), several) == .marked)
        #expect(state.handle(press("tab"), several) == .marked)
        #expect(state.marks == ["role", "suspend"] && state.selected == 2)
        #expect(draw(several, &state, 40, 5).0.lines[1].hasPrefix("● r Set role"))
    }

    @Test func scrollsLongLists() {
        let long = Picker(items: (0..<100).map { .init(id: "\($0)", label: "item \($0)") })
        var state = PickerState()
        _ = draw(long, &state, 12, 5)
        for _ in 0..<6 { _ = state.handle(press("down"), long) }
        #expect(
            draw(long, &state, 12, 5).0.lines == [
                "  type to n…", "  item 3   │", "  item 4   ┃", "  item 5   │", "▸ item 6   │",
            ])
    }

    @Test func ranksByStartsOfWordsAndRuns() {
        #expect(SubsequenceMatch("xyz", in: "members") == nil)
        let labels = ["crm_deals", "embed_tokens", "tenant_members", "members", "team members"]
        func ranked(_ pattern: String) -> [String] {
            labels.compactMap { label in SubsequenceMatch(pattern, in: label).map { (label, $0.score) } }
                .sorted { $0.1 > $1.1 }.map(\.0)
        }
        #expect(ranked("mem") == ["members", "team members", "tenant_members"])
        #expect(ranked("tm").first == "team members")
        #expect(SubsequenceMatch("tm", in: "tenant_members")?.places == [0, 7])
        #expect(SubsequenceMatch("ET", in: "embed_tokens")?.places == [0, 6])
    }
}
