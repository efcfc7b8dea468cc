import ConsoleCore
import TerminalCore

/// Keeps what the first view showed, and shows it while the database is waited for.
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
