import ConsoleCore
import TerminalCore

/// The rows of the first view as they stood on screen when it was last there: over a slow link they are shown, marked
/// as old, until the database has answered. It holds what was drawn and nothing else, masks and all.
package struct FirstView: Sendable, Equatable, Codable {
    /// Microseconds since 1970.
    package let at: Int64
    /// The body's lines, from its top.
    package let lines: [String]

    package init(at: Int64, lines: [String]) {
        self.at = at
        self.lines = lines
    }

    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let style = context.render[.text].adding(.dim)
        for (row, line) in lines.prefix(area.height).enumerated() {
            buffer.write(line, at: Point(x: area.x, y: area.y + row), style: style, limit: area.width)
        }
    }

    func note(_ context: AppContext) -> String {
        "as of \(TimeText.relative(at, now: context.now)), waiting for the database"
    }
}
