import TerminalCore

/// The switches of a full screen.
enum ScreenEscapes {
    /// The other screen, no cursor, no automatic wrapping, nothing on it.
    static let enter: [UInt8] = Array("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[m\u{1B}[2J\u{1B}[H".utf8)

    /// Everything back, whatever was switched on: what a crash writes as well.
    static let leave: [UInt8] = Array(
        ("\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[m\u{1B}[?7h\u{1B}[2J\u{1B}[?1049l"
            + "\u{1B}[?25h").utf8)

    static let beginFrame: [UInt8] = Array("\u{1B}[?2026h".utf8)
    static let endFrame: [UInt8] = Array("\u{1B}[?2026l".utf8)
    static let showCursor: [UInt8] = Array("\u{1B}[?25h".utf8)
    static let hideCursor: [UInt8] = Array("\u{1B}[?25l".utf8)
    static let popTitle: [UInt8] = Array("\u{1B}[23;0t".utf8)

    /// What none of the modes being on looks like: the state after `enter`.
    static let noModes = TerminalModes(mouse: false, title: nil, bracketedPaste: false, focus: false)

    /// The bytes that take the terminal from one set of modes to another.
    static func modes(from old: TerminalModes, to new: TerminalModes, _ out: inout [UInt8]) {
        if old == new { return }
        if old.mouse != new.mouse {
            out += (new.mouse ? "\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l").utf8
        }
        if old.bracketedPaste != new.bracketedPaste {
            out += (new.bracketedPaste ? "\u{1B}[?2004h" : "\u{1B}[?2004l").utf8
        }
        if old.focus != new.focus { out += (new.focus ? "\u{1B}[?1004h" : "\u{1B}[?1004l").utf8 }
        if old.title != new.title {
            if let title = new.title {
                if old.title == nil { out += "\u{1B}[22;0t".utf8 }
                out += "\u{1B}]0;".utf8
                out += TextWidth.prefix(title, fitting: 80).utf8
                out.append(0x07)
            } else {
                out += popTitle
            }
        }
    }

    /// The most bytes of text that terminals take through OSC 52: 100,000 with base64 around it.
    static let clipboardLimit = 74_994

    /// OSC 52: asks the terminal to put text on the clipboard. nil where it is more than terminals take.
    static func clipboard(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count <= clipboardLimit else { return nil }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out = Array("\u{1B}]52;c;".utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value: UInt32 = 0
            for offset in 0..<3 { value = value << 8 | UInt32(offset < group.count ? group[start + offset] : 0) }
            for place in 0..<4 {
                let isFiller = place > group.count
                out.append(isFiller ? 0x3D : alphabet[Int(value >> UInt32(18 - 6 * place) & 63)])
            }
        }
        out.append(0x07)
        return out
    }
}
