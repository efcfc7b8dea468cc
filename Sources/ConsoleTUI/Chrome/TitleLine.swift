import ConsoleCore
import TerminalCore

/// Breadcrumbs at the left; at the right what the view says of its rows, with a spinner while they are read.
struct TitleLine {
    let trail: [any Screen]
    let screen: any Screen
    let progress: String?
    let context: AppContext

    func render(in area: Rect, into buffer: inout CellBuffer) {
        var note = progress ?? screen.note(context)
        let available = area.width - 4
        let noteWidth = min(TextWidth.width(of: note, policy: context.policy), max(0, available - 12))
        note = TextWidth.truncate(note, to: noteWidth, policy: context.policy)
        buffer.write(
            note, at: Point(x: area.maxX - TextWidth.width(of: note, policy: context.policy) - 1, y: area.y),
            style: context.render[.secondary])
        let crumbs = crumbs(room: available - noteWidth - (noteWidth > 0 ? 2 : 0))
        var x = area.x + 2
        for (place, crumb) in crumbs.enumerated() {
            let isLast = place == crumbs.count - 1
            if place > 0 {
                x += buffer.write(" › ", at: Point(x: x, y: area.y), style: context.render[.secondary])
            }
            x += buffer.write(
                crumb, at: Point(x: x, y: area.y),
                style: isLast ? context.render[.title] : context.render[.secondary],
                limit: max(0, area.maxX - 3 - noteWidth - x))
        }
    }

    /// As many of the last crumbs as fit; the first one left out shows as `…`.
    private func crumbs(room: Int) -> [String] {
        let all = trail.map(\.crumb)
        var kept: [String] = []
        var width = 0
        for crumb in all.reversed() {
            let needed = TextWidth.width(of: crumb, policy: context.policy) + (kept.isEmpty ? 0 : 3)
            if !kept.isEmpty, width + needed > room - 4 || kept.count >= 4 {
                kept.insert("…", at: 0)
                break
            }
            kept.insert(crumb, at: 0)
            width += needed
        }
        if kept.count == 1 { return [TextWidth.truncate(kept[0], to: max(4, room), policy: context.policy)] }
        return kept
    }
}
