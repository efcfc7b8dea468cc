import TerminalCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the terminal around us can do, told from the environment alone: nothing is asked of the terminal itself, so
/// nothing has to be waited for.
package struct TerminalCapabilities: Hashable, Sendable {
    /// Why no full screen can be shown.
    package enum Unusable: Hashable, Sendable {
        case inputIsNoTerminal
        case outputIsNoTerminal
        /// `TERM=dumb`, or no TERM at all.
        case dumb(String)
    }

    package enum Support: Hashable, Sendable {
        case usable(TerminalCapabilities)
        case unusable(Unusable)
    }

    package var colorDepth: ColorDepth
    /// Whether a frame may be bracketed by `CSI ?2026`.
    package var synchronizedOutput: Bool
    /// Whether erasing takes the pen's background.
    package var erasesWithBackground: Bool
    package var isMultiplexed: Bool
    /// Whether the session came over SSH, so that the clipboard is to be reached through the terminal.
    package var isRemote: Bool

    package init(
        colorDepth: ColorDepth, synchronizedOutput: Bool = false, erasesWithBackground: Bool = true,
        isMultiplexed: Bool = false, isRemote: Bool = false
    ) {
        self.colorDepth = colorDepth
        self.synchronizedOutput = synchronizedOutput
        self.erasesWithBackground = erasesWithBackground
        self.isMultiplexed = isMultiplexed
        self.isRemote = isRemote
    }

    /// Judges an environment.
    package static func detect(
        environment: [String: String], inputIsTerminal: Bool, outputIsTerminal: Bool
    ) -> Support {
        if !inputIsTerminal { return .unusable(.inputIsNoTerminal) }
        if !outputIsTerminal { return .unusable(.outputIsNoTerminal) }
        let term = environment["TERM"] ?? ""
        if term.isEmpty || term == "dumb" || term == "unknown" { return .unusable(.dumb(term)) }
        let isMultiplexed =
            environment["TMUX"] != nil || environment["STY"] != nil || term.hasPrefix("tmux")
            || term.hasPrefix("screen")
        return .usable(
            TerminalCapabilities(
                colorDepth: colorDepth(environment, term: term),
                synchronizedOutput: !isMultiplexed && knowsSynchronizedOutput(environment, term: term),
                erasesWithBackground: !term.hasPrefix("screen") || environment["TMUX"] != nil,
                isMultiplexed: isMultiplexed,
                isRemote: environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil))
    }

    /// Judges this process's environment and its standard input and output.
    package static func detect(environment: [String: String]) -> Support {
        detect(
            environment: environment, inputIsTerminal: isatty(STDIN_FILENO) == 1,
            outputIsTerminal: isatty(STDOUT_FILENO) == 1)
    }

    private static func colorDepth(_ environment: [String: String], term: String) -> ColorDepth {
        if let value = environment["NO_COLOR"], !value.isEmpty { return .none }
        if let value = environment["COLORTERM"], value == "truecolor" || value == "24bit" { return .trueColor }
        if term.hasSuffix("-direct") || term.hasSuffix("-truecolor") { return .trueColor }
        if ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour"].contains(term) {
            return .trueColor
        }
        if term.contains("256color") { return .palette256 }
        if term.hasPrefix("vt1") || term.hasPrefix("vt2") || term.hasSuffix("-mono") || term.hasSuffix("-m") {
            return .none
        }
        return .sixteen
    }

    private static func knowsSynchronizedOutput(_ environment: [String: String], term: String) -> Bool {
        if ["xterm-kitty", "xterm-ghostty", "foot", "foot-extra", "alacritty", "wezterm", "contour"].contains(term) {
            return true
        }
        return ["WezTerm", "ghostty", "iTerm.app", "contour"].contains(environment["TERM_PROGRAM"] ?? "")
    }
}
