/// What the terminal is to be switched to while a frame stands; the device switches only what differs.
package struct TerminalModes: Hashable, Sendable {
    /// Whether clicks and the wheel are reported (the terminal's own selection then needs shift).
    package var mouse: Bool
    /// The window title, or nil to leave the user's own. Only ever words of ours, never data.
    package var title: String?
    package var bracketedPaste: Bool
    package var focus: Bool

    package init(mouse: Bool = false, title: String? = nil, bracketedPaste: Bool = true, focus: Bool = true) {
        self.mouse = mouse
        self.title = title
        self.bracketedPaste = bracketedPaste
        self.focus = focus
    }
}

/// Everything the terminal shows at one moment, as a value.
package struct Frame: Sendable {
    package var buffer: CellBuffer
    /// Where the terminal's cursor stands; nil hides it.
    package var cursor: Point?
    package var modes: TerminalModes

    package init(buffer: CellBuffer, cursor: Point? = nil, modes: TerminalModes = TerminalModes()) {
        self.buffer = buffer
        self.cursor = cursor
        self.modes = modes
    }
}
