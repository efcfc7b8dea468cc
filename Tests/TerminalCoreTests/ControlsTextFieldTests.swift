import Testing

@testable import TerminalCore

@Suite struct ControlsTextFieldTests {
    /// Text with `|` where the cursor is.
    private func state(_ marked: String) -> TextFieldState {
        let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
        var state = TextFieldState(String(parts[0]))
        let after = String(parts[1])
        let place = state.cursor
        state.insert(after)
        while state.cursor > place { _ = state.handle(press("left")) }
        return state
    }

    private func shown(_ state: TextFieldState) -> String { state.textBeforeCursor + "|" + state.textAfterCursor }

    struct Case: Sendable, CustomTestStringConvertible {
        var before: String
        var keys: [String]
        var after: String
        var outcome: TextFieldOutcome
        var testDescription: String { "\(before) \(keys)" }
        init(_ before: String, _ keys: String, _ after: String, _ outcome: TextFieldOutcome = .edited) {
            self.before = before
            self.keys = keys.split(separator: " ").map(String.init)
            self.after = after
            self.outcome = outcome
        }
    }

    static let cases: [Case] = [
        Case("role|", "ctrl-a", "|role", .moved),
        Case("|role", "ctrl-a", "|role", .ignored),
        Case("ro|le", "ctrl-e", "role|", .moved),
        Case("role|", "ctrl-e", "role|", .acceptGhost),
        Case("role|", "right", "role|", .acceptGhost),
        Case("ro|le", "ctrl-b", "r|ole", .moved),
        Case("ro|le", "ctrl-f", "rol|e", .moved),
        Case("ro|le", "home", "|role", .moved),
        Case("ro|le", "end", "role|", .moved),
        Case("ro|le", "x", "rox|le"),
        Case("ro|le", "space", "ro |le"),
        Case("ro|le", "backspace", "r|le"),
        Case("ro|le", "ctrl-h", "r|le"),
        Case("|role", "backspace", "|role", .ignored),
        Case("ro|le", "delete", "ro|e"),
        Case("ro|le", "ctrl-d", "ro|e"),
        Case("role|", "ctrl-d", "role|", .ignored),
        Case("a role:x|y", "ctrl-w", "a |y"),
        Case("a role  |y", "ctrl-w", "a |y"),
        Case("a role:x|y", "alt-b", "a role:|xy", .moved),
        Case("a role:x|y", "alt-b alt-b", "a |role:xy", .moved),
        Case("|a role:x", "alt-f alt-f", "a role|:x", .moved),
        Case("a |role:x", "alt-d", "a |:x"),
        Case("a role:|x", "alt-backspace", "a |x"),
        Case("a |role:x", "ctrl-right", "a role|:x", .moved),
        Case("a role|:x", "ctrl-left", "a |role:x", .moved),
        Case("a |role:x", "ctrl-delete", "a |:x"),
        Case("ab|cd", "ctrl-u", "|cd"),
        Case("ab|cd", "ctrl-k", "ab|"),
        Case("ab|cd", "ctrl-k ctrl-a ctrl-y", "cd|ab"),
        Case("ab|", "ctrl-y", "ab|", .ignored),
        Case("one two|", "ctrl-w ctrl-y ctrl-y", "one twotwo|"),
        Case("ab|cd", "ctrl-t", "acb|d"),
        Case("abcd|", "ctrl-t", "abdc|"),
        Case("|ab", "ctrl-t", "|ab", .ignored),
        Case("北京|", "backspace", "北|"),
        Case("a👩‍👩‍👧‍👦|b", "backspace", "a|b"),
        Case("e\u{301}x|", "ctrl-b ctrl-b", "|e\u{301}x", .moved),
        Case("🇸🇪🇩🇪|", "left", "🇸🇪|🇩🇪", .moved),
        Case("ab|", "up", "ab|", .historyPrevious),
        Case("ab|", "ctrl-p", "ab|", .historyPrevious),
        Case("ab|", "down", "ab|", .historyNext),
        Case("ab|", "ctrl-n", "ab|", .historyNext),
        Case("ab|", "enter", "ab|", .submit),
        Case("ab|", "esc", "ab|", .cancel),
        Case("ab|", "ctrl-g", "ab|", .cancel),
        Case("ab|", "tab", "ab|", .complete),
        Case("ab|", "shift-tab", "ab|", .completeBackwards),
        Case("ab|", "f5", "ab|", .ignored),
        Case("ab|", "ctrl-r", "ab|", .ignored),
        Case("ab|", "alt-x", "ab|", .ignored),
    ]

    @Test(arguments: cases)
    func readlineKeys(_ each: Case) {
        var state = state(each.before)
        var outcome = TextFieldOutcome.ignored
        for key in each.keys { outcome = state.handle(press(key)) }
        #expect(shown(state) == each.after)
        #expect(outcome == each.outcome)
    }

    @Test func aPasteBecomesOneLine() {
        var state = state("a|z")
        state.insert("one\r\ntwo\n\n\tthree")
        #expect(shown(state) == "aone two three|z")
    }

    @Test func typedMarksJoinTheLetterBefore() {
        var state = state("e|x")
        state.insert("\u{301}")
        #expect(state.count == 2 && shown(state) == "e\u{301}|x")
        #expect(state.cursorUTF8 == 3)
    }

    @Test func completionReplacesBytes() {
        var state = state("北:ro|")
        state.replace(utf8: 4..<6, with: "role:")
        #expect(shown(state) == "北:role:|")
        state.replace(utf8: 900..<1000, with: "!")
        #expect(shown(state) == "北:role:!|")
    }

    private func draw(_ field: TextField, _ state: inout TextFieldState, _ width: Int) -> (Canvas, Point?) {
        var canvas = Canvas(width, 1)
        let cursor = field.render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return (canvas, cursor)
    }

    @Test func scrollsToTheCursor() {
        var state = TextFieldState("role:owner plan:pro")
        let (end, cursor) = draw(TextField(prompt: "/"), &state, 11)
        #expect(end.lines == ["/‹plan:pro"] && cursor == Point(x: 10, y: 0))
        _ = state.handle(press("ctrl-a"))
        let (start, home) = draw(TextField(prompt: "/"), &state, 11)
        #expect(start.lines == ["/role:owne›"] && home == Point(x: 1, y: 0))
        for _ in 0..<10 { _ = state.handle(press("right")) }
        let (middle, inside) = draw(TextField(prompt: "/"), &state, 11)
        #expect(inside == Point(x: 10, y: 0), "\(middle.lines)")
    }

    @Test func scrollsByWholeWideCharacters() {
        var state = TextFieldState("北京星图科技")
        for width in 1...14 {
            let (canvas, cursor) = draw(TextField(), &state, width)
            #expect(isSafe(canvas.buffer))
            #expect((cursor?.x ?? -1) < width)
        }
        let (canvas, cursor) = draw(TextField(), &state, 6)
        #expect(canvas.lines == ["‹ 技"] && cursor == Point(x: 4, y: 0))
    }

    @Test func showsGhostPlaceholderAndErrors() {
        var state = TextFieldState("rol")
        let (ghost, _) = draw(TextField(prompt: ":", ghost: "e:"), &state, 12)
        #expect(ghost.lines == [":role:"] && ghost.texts(.ghost, row: 0) == ["e:"])
        let (wrong, _) = draw(TextField(errorRange: 1..<2), &state, 12)
        #expect(wrong.texts(.inputError, row: 0) == ["o"])
        let (missing, _) = draw(TextField(errorRange: 3..<3), &state, 12)
        #expect(missing.texts(.inputError, row: 0) == [" "])
        var empty = TextFieldState()
        let (placeholder, cursor) = draw(TextField(placeholder: "type to narrow", isFocused: false), &empty, 10)
        #expect(placeholder.lines == ["type to n…"] && cursor == nil)
    }

    @Test func passwordsShowDots() {
        var state = TextFieldState("geheim👩‍👩‍👧")
        let (canvas, cursor) = draw(TextField(isMasked: true), &state, 12)
        #expect(canvas.lines == ["•••••••"] && cursor?.x == 7)
    }

    @Test func hostileTextStaysVisible() {
        for text in hostileTexts where text.utf8.count < 20_000 {
            var state = TextFieldState(text)
            for width in [1, 2, 3, 10, 40] {
                let (canvas, _) = draw(TextField(prompt: "/"), &state, width)
                #expect(isSafe(canvas.buffer), "\(width)")
            }
        }
    }
}
