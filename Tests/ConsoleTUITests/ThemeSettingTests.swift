import ConsoleCore
import Settings
import TerminalCore
import Testing

@Suite struct ThemeSettingTests {
    @Test func settingsTakeTheThemesThatThereAreAndTheSameDefault() throws {
        #expect(ConfigSchema.themes == Theme.builtin.map(\.name))
        let key = try #require(ConfigSchema.keys.first { $0.pattern == "theme" })
        #expect(key.defaultText == "\"\(Theme.builtin[0].name)\"")
    }

    @Test func theThemeCommandCompletesThemAll() throws {
        let theme = try #require(CommandTable.entry(named: "theme"))
        guard case .words(let words) = theme.argument else {
            Issue.record("`:theme` takes words")
            return
        }
        #expect(words == Theme.builtin.map(\.name))
    }
}
