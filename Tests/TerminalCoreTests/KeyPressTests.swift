import Testing

@testable import TerminalCore

@Suite struct KeyPressTests {
    @Test(arguments: [
        "a", "G", "?", ":", "-", "space", "ctrl-r", "alt-x", "ctrl-alt-x", "f5", "f12", "shift-f5", "enter", "esc",
        "tab",
        "shift-tab", "backspace", "delete", "insert", "up", "shift-down", "ctrl-left", "alt-right", "home", "end",
        "pgup",
        "pgdn", "ctrl-space", "alt-G", "é", "北", "ctrl--", "alt-shift-up",
    ])
    func nameRoundTrips(name: String) throws {
        let key = try #require(KeyPress(parsing: name))
        #expect(key.name == name)
        #expect(KeyPress(parsing: key.name) == key)
    }

    @Test func readsOtherSpellings() {
        #expect(KeyPress(parsing: "Control-R") == KeyPress("r", modifiers: .control))
        #expect(KeyPress(parsing: "ctrl-C") == KeyPress("c", modifiers: .control))
        #expect(KeyPress(parsing: "escape") == KeyPress(key: .escape))
        #expect(KeyPress(parsing: "PageDown") == KeyPress(key: .pageDown))
        #expect(KeyPress(parsing: "shift-tab") == KeyPress(key: .backTab))
    }

    @Test(arguments: ["", " ", "ctrl-", "nokey", "hyper-x", "shift-a", "f0", "f99", "f+1", "ctrl-nokey", "ab"])
    func refusesWhatIsNoKey(name: String) {
        #expect(KeyPress(parsing: name) == nil)
    }
}
