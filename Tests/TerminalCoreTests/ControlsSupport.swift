import Testing

@testable import TerminalCore

/// A screen to draw controls on and compare as lines.
struct Canvas {
    var buffer: CellBuffer
    var context: RenderContext

    init(_ width: Int, _ height: Int, isLinear: Bool = false, isASCII: Bool = false, theme: String = "dark") {
        buffer = CellBuffer(size: Size(width: width, height: height))
        context = RenderContext(
            theme: Theme.named(theme) ?? Theme.builtin[0], isLinear: isLinear, isASCII: isASCII)
    }

    var area: Rect { buffer.bounds }
    var lines: [String] { buffer.lines() }

    /// What stands in cells of a role, row by row.
    func texts(_ role: ThemeRole, row: Int) -> [String] {
        buffer.styleRuns(row: row).filter { $0.style == context[role] }.map(\.text)
    }
}

func press(_ name: String) -> KeyPress {
    KeyPress(parsing: name) ?? KeyPress(Character(name))
}

/// Text that tries to take over a terminal or break a layout.
let hostileTexts = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}", "a\r\nb\tc", "\u{202E}gpj.exe", "\u{200B}\u{200B}\u{200B}", "\u{9B}31m",
    "e" + String(repeating: "\u{301}", count: 500), String(repeating: "👩‍👩‍👧‍👦", count: 300), "\u{0}",
    String(repeating: "x", count: 100_000), "\u{FEFF}", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
]

/// Whether a buffer holds nothing that a terminal would act upon and every row is as wide as the buffer.
func isSafe(_ buffer: CellBuffer) -> Bool {
    (0..<buffer.size.height).allSatisfy { row in
        let text = buffer.text(row: row)
        let clean = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E
                && scalar.value != 0x200B && scalar.value != 0xFEFF
        }
        return clean && TextWidth.width(of: text) == buffer.size.width
    }
}
