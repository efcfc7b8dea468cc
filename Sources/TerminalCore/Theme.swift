/// What a piece of the screen means; screens name a role, a theme decides how it looks.
package enum ThemeRole: Int, CaseIterable, Hashable, Sendable {
    case text, secondary, accent, ok, notice, danger, masked, changed, added, removed
    case header, headerEdge, headerWrite, viewAs, title, rule, columnTitle
    case selection, mark, match, hintKey, hintText, cursor, null, number
    case bar, barOver, barTrack, sparkline
    case toast, overlay, overlayTitle, input, inputError, ghost
}

/// A named set of styles, one per role. One accent; the other colours only where they mean something, and whatever
/// draws in a meaning's colour also says it with a mark or a word.
package struct Theme: Hashable, Sendable {
    package let name: String
    private var styles: [Style]

    package subscript(role: ThemeRole) -> Style {
        get { styles[role.rawValue] }
        set { styles[role.rawValue] = newValue }
    }

    /// A role drawn on the ground of another: an accent on an overlay, a danger in the header.
    package subscript(role: ThemeRole, on ground: ThemeRole) -> Style {
        var style = self[role]
        style.background = self[ground].background
        style.attributes.formUnion(self[ground].attributes.intersection(.reverse))
        return style
    }

    /// The theme for terminals without colour (NO_COLOR): a ground that told a role apart becomes reversed.
    package var withoutColour: Theme {
        var theme = self
        for role in ThemeRole.allCases {
            let hasGround = self[role].background != self[.text].background && Self.stripes.contains(role)
            theme[role] = Style(attributes: self[role].attributes)
            if hasGround { theme[role].attributes.insert(.reverse) }
        }
        return theme
    }

    /// What is told apart by its ground.
    private static let stripes: Set<ThemeRole> = [.selection, .match, .headerWrite, .viewAs]

    /// The theme of settings and `:theme`; nil where there is none of that name.
    package static func named(_ name: String) -> Theme? { builtin.first { $0.name == name } }

    /// `terminal` comes first: it is the default.
    package static let builtin: [Theme] = [.terminal, .dark, .light, .highContrast, .sixteenColour]

    /// The colours that a theme is made of; every role follows from them.
    private struct Palette {
        var text: Color = .standard
        var ground: Color = .standard
        var secondary: Style
        var accent: Color
        var ok: Color
        var notice: Color
        var danger: Color
        var headerGround: Color
        var raisedGround: Color
        var selection: Style
        var match: Style
        var write: Style
        var viewAs: Style
        var track: Style
    }

    private init(name: String, palette: Palette) {
        self.name = name
        styles = ThemeRole.allCases.map { Self.style(of: $0, palette) }
    }

    private static func style(of role: ThemeRole, _ palette: Palette) -> Style {
        let ground = palette.ground
        func colour(_ foreground: Color, _ attributes: Attributes = []) -> Style {
            Style(foreground: foreground, background: ground, attributes: attributes)
        }
        let secondary = palette.secondary.over(Style(background: ground))
        let raised = Style(foreground: palette.text, background: palette.raisedGround)
        switch role {
        case .text: return colour(palette.text)
        case .secondary, .rule, .hintText, .ghost: return secondary
        case .null: return secondary
        case .masked: return secondary.adding(.italic)
        case .accent: return colour(palette.accent)
        case .ok, .added: return colour(palette.ok)
        case .notice: return colour(palette.notice)
        case .changed: return colour(palette.notice, .bold)
        case .danger: return colour(palette.danger, .bold)
        case .removed: return colour(palette.danger)
        case .header: return Style(foreground: palette.text, background: palette.headerGround)
        case .headerEdge: return Style(foreground: palette.accent, background: palette.headerGround)
        case .headerWrite: return palette.write
        case .viewAs: return palette.viewAs
        case .title: return colour(palette.text, .bold)
        case .columnTitle: return secondary.adding(.bold)
        case .selection: return palette.selection
        case .mark: return colour(palette.accent, .bold)
        case .match: return palette.match
        case .hintKey: return colour(palette.accent)
        case .cursor: return Style(attributes: .reverse)
        case .number: return colour(palette.text)
        case .bar, .sparkline: return colour(palette.accent)
        case .barOver: return colour(palette.danger, .bold)
        case .barTrack: return palette.track.over(Style(background: ground))
        case .toast: return raised.adding(.bold)
        case .overlay, .input: return raised
        case .overlayTitle: return Style(foreground: palette.accent, attributes: .bold).over(raised)
        case .inputError: return Style(foreground: palette.danger, attributes: [.bold, .underline]).over(raised)
        }
    }

    /// The user's own colours, whatever they are: hardly any ground is set, so it fits dark and light terminals. The
    /// selected row has a colour of its own, not reversed ones, since terminals erase with a colour only: that spares
    /// writing its blanks.
    private static let terminal = Theme(
        name: "terminal",
        palette: Palette(
            secondary: Style(attributes: .dim), accent: .indexed(6), ok: .indexed(2), notice: .indexed(3),
            danger: .indexed(1), headerGround: .standard, raisedGround: .standard,
            selection: Style(foreground: .indexed(15), background: .indexed(4)),
            match: Style(attributes: [.bold, .underline]),
            write: Style(foreground: .indexed(0), background: .indexed(3), attributes: .bold),
            viewAs: Style(foreground: .indexed(0), background: .indexed(5), attributes: .bold),
            track: Style(attributes: .dim)))

    /// For terminals that have sixteen colours and no dim text.
    private static let sixteenColour = Theme(
        name: "16-colour",
        palette: Palette(
            text: .indexed(7), ground: .indexed(0), secondary: Style(foreground: .indexed(8)), accent: .indexed(14),
            ok: .indexed(10), notice: .indexed(11), danger: .indexed(9), headerGround: .indexed(0),
            raisedGround: .indexed(0), selection: Style(foreground: .indexed(15), background: .indexed(4)),
            match: Style(attributes: [.bold, .underline]),
            write: Style(foreground: .indexed(0), background: .indexed(11), attributes: .bold),
            viewAs: Style(foreground: .indexed(0), background: .indexed(13), attributes: .bold),
            track: Style(foreground: .indexed(8))))

    private static let dark = Theme(
        name: "dark",
        palette: Palette(
            text: .rgb(0xD8, 0xDC, 0xE2), ground: .rgb(0x16, 0x1A, 0x20),
            secondary: Style(foreground: .rgb(0x86, 0x90, 0x9E)), accent: .rgb(0x6C, 0xC0, 0xD8),
            ok: .rgb(0x8C, 0xC8, 0x8A), notice: .rgb(0xE2, 0xB8, 0x6B), danger: .rgb(0xF0, 0x86, 0x7E),
            headerGround: .rgb(0x20, 0x26, 0x2E), raisedGround: .rgb(0x22, 0x29, 0x32),
            selection: Style(foreground: .rgb(0xD8, 0xDC, 0xE2), background: .rgb(0x2C, 0x3D, 0x4E)),
            match: Style(foreground: .rgb(0x16, 0x1A, 0x20), background: .rgb(0xE2, 0xB8, 0x6B)),
            write: Style(
                foreground: .rgb(0x16, 0x1A, 0x20), background: .rgb(0xE2, 0xB8, 0x6B), attributes: .bold),
            viewAs: Style(
                foreground: .rgb(0x16, 0x1A, 0x20), background: .rgb(0xC2, 0xA3, 0xE0), attributes: .bold),
            track: Style(foreground: .rgb(0x38, 0x41, 0x4D))))

    private static let light = Theme(
        name: "light",
        palette: Palette(
            text: .rgb(0x1E, 0x24, 0x2C), ground: .rgb(0xFB, 0xFB, 0xF9),
            secondary: Style(foreground: .rgb(0x66, 0x6F, 0x7B)), accent: .rgb(0x0B, 0x6E, 0x8A),
            ok: .rgb(0x2B, 0x74, 0x32), notice: .rgb(0x8F, 0x5B, 0x00), danger: .rgb(0xB4, 0x23, 0x18),
            headerGround: .rgb(0xEC, 0xEE, 0xF0), raisedGround: .rgb(0xF0, 0xF2, 0xF4),
            selection: Style(foreground: .rgb(0x1E, 0x24, 0x2C), background: .rgb(0xD3, 0xE4, 0xF0)),
            match: Style(foreground: .rgb(0x1E, 0x24, 0x2C), background: .rgb(0xF6, 0xD9, 0x8B)),
            write: Style(
                foreground: .rgb(0x1E, 0x24, 0x2C), background: .rgb(0xF2, 0xC1, 0x4E), attributes: .bold),
            viewAs: Style(
                foreground: .rgb(0xFF, 0xFF, 0xFF), background: .rgb(0x6C, 0x45, 0x9B), attributes: .bold),
            track: Style(foreground: .rgb(0xCC, 0xD1, 0xD7))))

    private static let highContrast = Theme(
        name: "high-contrast",
        palette: Palette(
            text: .rgb(0xFF, 0xFF, 0xFF), ground: .rgb(0, 0, 0),
            secondary: Style(foreground: .rgb(0xD0, 0xD0, 0xD0)), accent: .rgb(0x5C, 0xE1, 0xFF),
            ok: .rgb(0x6E, 0xFF, 0x6E), notice: .rgb(0xFF, 0xE0, 0x3A), danger: .rgb(0xFF, 0x8A, 0x80),
            headerGround: .rgb(0, 0, 0), raisedGround: .rgb(0, 0, 0),
            selection: Style(foreground: .rgb(0, 0, 0), background: .rgb(0xFF, 0xFF, 0xFF), attributes: .bold),
            match: Style(foreground: .rgb(0, 0, 0), background: .rgb(0xFF, 0xE0, 0x3A), attributes: .underline),
            write: Style(foreground: .rgb(0, 0, 0), background: .rgb(0xFF, 0xE0, 0x3A), attributes: .bold),
            viewAs: Style(foreground: .rgb(0, 0, 0), background: .rgb(0xE0, 0xA8, 0xFF), attributes: .bold),
            track: Style(foreground: .rgb(0x80, 0x80, 0x80))))
}
