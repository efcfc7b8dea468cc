import TerminalCore
import Testing

@testable import ConsoleTUI

struct KeymapTests {
    @Test(arguments: Action.allCases)
    func everyActionHasAKeyOfItsOwn(action: Action) throws {
        let presses = action.defaultKeys.map { ($0, KeyPress(parsing: $0)) }
        #expect(!presses.isEmpty)
        for (name, press) in presses {
            let press = try #require(press, "no key '\(name)'")
            #expect(Keymap.standard.action(for: press) == action, "\(name) is on another action too")
        }
        #expect(!action.meaning.isEmpty && !action.hint.isEmpty)
    }

    /// Keys that delete, send, suspend or detach in readline, editors and tmux, and those that terminals keep.
    @Test func noDefaultKeyIsOneThatHandsHaveLearntToFear() {
        let feared = [
            "ctrl-a", "ctrl-d", "ctrl-h", "ctrl-k", "ctrl-o", "ctrl-q", "ctrl-s", "ctrl-t", "ctrl-u", "ctrl-v",
            "ctrl-w",
            "ctrl-x", "ctrl-y", "ctrl-z", "alt-d", "alt-backspace", "ctrl-backspace", "delete", "backspace", "insert",
            "d", "D", "u", "U", "r", "S", "C", "Z",
        ].compactMap(KeyPress.init(parsing:))
        #expect(feared.count == 28)
        for press in feared { #expect(Keymap.standard.action(for: press) == nil, "\(press.name)") }
    }

    @Test func rebindingTakesTheOldKeysAwayAndTellsOfClashes() {
        var problems: [Keymap.Problem] = []
        let keymap = Keymap(
            overrides: [("find", "ctrl-g, F"), ("sort", "F"), ("nonsense", "x"), ("copy", "hyper-q"), ("watch", "")],
            problems: &problems)
        #expect(keymap.action(for: KeyPress("f")) == nil)
        #expect(keymap.action(for: KeyPress("g", modifiers: .control)) == .find)
        #expect(keymap.action(for: KeyPress("F")) == .sort)
        #expect(keymap.keys(for: .find).map(\.name) == ["ctrl-g"])
        #expect(keymap.label(for: .watch) == nil)
        #expect(problems.contains(.taken(key: "F", by: "find", instead: "sort")))
        #expect(problems.contains(.unknownAction("nonsense")))
        #expect(problems.contains(.unknownKey("hyper-q", action: "copy")))
    }
}
