import Testing

@testable import TerminalCore

@Suite struct GeometryAndStyleTests {
    private let area = Rect(x: 2, y: 3, width: 10, height: 6)

    @Test func splitsGiveTheWhole() {
        for count in -1...12 {
            let (top, below) = area.split(top: count)
            #expect(top.height + below.height == 6 && below.y == top.maxY && top.y == 3)
            let (bottom, above) = area.split(bottom: count)
            #expect(bottom.height + above.height == 6 && bottom.y == above.maxY && bottom.maxY == area.maxY)
            let (left, right) = area.split(left: count)
            #expect(left.width + right.width == 10 && right.x == left.maxX && left.x == 2)
            let (end, start) = area.split(right: count)
            #expect(end.width + start.width == 10 && end.x == start.maxX && end.maxX == area.maxX)
        }
    }

    @Test func insetsAndIntersections() {
        #expect(area.inset(by: 1) == Rect(x: 3, y: 4, width: 8, height: 4))
        #expect(area.inset(by: 9).isEmpty)
        #expect(area.intersection(Rect(x: 0, y: 0, width: 5, height: 5)) == Rect(x: 2, y: 3, width: 3, height: 2))
        #expect(area.intersection(Rect(x: 50, y: 0, width: 5, height: 5)).isEmpty)
        #expect(area.centred(Size(width: 4, height: 2)) == Rect(x: 5, y: 5, width: 4, height: 2))
        #expect(area.centred(Size(width: 40, height: 20)) == area)
    }

    @Test func stylesKeepTheirParts() {
        var style = Style(foreground: .rgb(1, 2, 3), background: .indexed(255), attributes: [.bold, .strikethrough])
        #expect(style.foreground == .rgb(1, 2, 3))
        #expect(style.background == .indexed(255))
        style.foreground = .standard
        style.attributes = .dim
        style.background = .rgb(255, 255, 255)
        #expect(style == Style(foreground: .standard, background: .rgb(255, 255, 255), attributes: .dim))
        let under = Style(foreground: .indexed(0), background: .indexed(9), attributes: .bold)
        #expect(
            style.over(under)
                == Style(foreground: .indexed(0), background: .rgb(255, 255, 255), attributes: [.bold, .dim]))
        #expect(Style.plain.over(under) == under)
    }

    @Test func themesAreAllThere() {
        #expect(Theme.builtin.map(\.name) == ["terminal", "dark", "light", "high-contrast", "16-colour"])
        #expect(Theme.named("dark")?.name == "dark")
        #expect(Theme.named("pink") == nil)
        for theme in Theme.builtin {
            for role in [ThemeRole.danger, .barOver, .selection, .headerWrite, .viewAs, .changed, .title] {
                #expect(theme[role] != theme[.text], "\(theme.name) \(role)")
            }
            #expect(theme[.headerWrite] != theme[.viewAs])
        }
    }

    @Test func withoutColourTheMeaningStays() {
        for theme in Theme.builtin {
            let plain = theme.withoutColour
            for role in ThemeRole.allCases {
                #expect(plain[role].foreground == .standard && plain[role].background == .standard)
            }
            for role in [ThemeRole.selection, .headerWrite, .viewAs] {
                #expect(plain[role].attributes.contains(.reverse), "\(theme.name) \(role)")
            }
            #expect(plain[.text] == .plain)
        }
    }

    @Test func rolesStandOnOtherGrounds() throws {
        let theme = try #require(Theme.named("dark"))
        #expect(theme[.accent, on: .overlay].background == theme[.overlay].background)
        #expect(theme[.accent, on: .overlay].foreground == theme[.accent].foreground)
    }

    @Test func theTerminalThemeLeavesTheUsersColours() {
        let theme = Theme.builtin[0]
        for role in ThemeRole.allCases {
            for colour in [theme[role].foreground, theme[role].background] {
                if case .rgb = colour { Issue.record("\(role)") }
                if case .indexed(let index) = colour { #expect(index < 16) }
            }
        }
        #expect(theme[.text] == .plain)
    }
}
