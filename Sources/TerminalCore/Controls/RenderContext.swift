/// What every control needs to know to draw itself, besides its own value: the theme and the ways of drawing.
package struct RenderContext: Hashable, Sendable {
    package var theme: Theme
    /// For screen readers: no borders, bars or scroll bars; what they would show stands there as words.
    package var isLinear: Bool
    /// Bars and sparklines in ASCII, for terminals and fonts without block elements.
    package var isASCII: Bool

    package init(theme: Theme, isLinear: Bool = false, isASCII: Bool = false) {
        self.theme = theme
        self.isLinear = isLinear
        self.isASCII = isASCII
    }

    package subscript(role: ThemeRole) -> Style { theme[role] }

    /// Whether a bar of block elements fits the terminal: each of them is ambiguous, so two columns under `wide`.
    func drawsBlocks(_ policy: WidthPolicy) -> Bool { !isLinear && !isASCII && policy.ambiguous == .narrow }
}
