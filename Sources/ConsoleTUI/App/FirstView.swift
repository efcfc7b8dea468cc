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

extension ConsoleApp {
    /// The old view to draw in place of one that has no rows yet.
    var oldView: FirstView? {
        guard let firstView, context.session.view == nil, !screens.canGoBack, screens.current?.isLoading == true else {
            return nil
        }
        return firstView
    }

    /// What is to be kept of a frame: the first view whenever its rows are new, unfiltered and of all tenants.
    package mutating func takeFirstView() -> FirstView? {
        guard context.isFar, hasNewFirstRows, context.session.view == nil else { return nil }
        guard overlays.isEmpty, !screens.canGoBack, context.pin == nil, let screen = screens.current, !screen.isLoading,
            screen.filter?.text.isEmpty ?? true
        else { return nil }
        hasNewFirstRows = false
        // Drawn as for a picture: what was revealed to one person for one reason is masked.
        var copy = self
        copy.toast = nil
        copy.context.leavesScreen = true
        let buffer = copy.frame().buffer
        let body = Layout(size: buffer.size).body
        let lines = buffer.lines()
        return FirstView(at: context.now, lines: Array(lines[body.y..<min(lines.count, body.maxY)]))
    }

    var hasReadItsView: Bool { screens.current?.isLoading != true }

    /// Rows of the first view have come, or will not.
    mutating func answeredFirstView(_ slot: LoadSlot, isSuccess: Bool) {
        guard slot.screen.number == screens.first?.id.number, context.session.view == nil else { return }
        switch slot.purpose {
        case .page:
            firstView = nil
            if isSuccess { hasNewFirstRows = true }
        case .tally, .computed, .detail: if isSuccess { hasNewFirstRows = true }
        default: break
        }
    }
}
