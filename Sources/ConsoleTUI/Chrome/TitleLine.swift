import ConsoleCore
import TerminalCore

/// Breadcrumbs at the left; at the right what the view says of its rows, with a spinner while they are read.
struct TitleLine {
    let trail: [any Screen]
    let screen: any Screen
    let progress: String?
    let context: AppContext

    func render(in area: Rect, into buffer: inout CellBuffer) {
        let available = area.width - 4
        let note = note(available)
        let noteWidth = TextWidth.width(of: note, policy: context.policy)
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

    /// The note as far as there is room beside the name of the view: the parts at the front, those least asked for,
    /// give way first; for the last one the name gives way too.
    private func note(_ available: Int) -> String {
        var note = progress ?? screen.note(context)
        let crumb = TextWidth.width(of: screen.crumb, policy: context.policy) + (trail.count > 1 ? 4 : 0)
        let isBusy = progress != nil || screen.isLoading
        let lastPart = note.split(separator: "   ").last?.split(separator: " · ").last.map(String.init) ?? note
        let needed = TextWidth.width(of: isBusy ? note : lastPart, policy: context.policy)
        let room = max(available - 2 - crumb, min(needed, available - 16))
        while TextWidth.width(of: note, policy: context.policy) > room {
            let ends = ["   ", " · "].compactMap { note.firstRange(of: $0)?.upperBound }
            guard !isBusy, let end = ends.min() else {
                return TextWidth.truncate(note, to: room, policy: context.policy)
            }
            note = String(note[end...])
        }
        return note
    }

    /// As many of the last crumbs as fit; the first one left out shows as `…`.
    private func crumbs(room: Int) -> [String] {
        let all = trail.map(\.crumb)
        guard !all.isEmpty else { return [] }
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
        let before = kept.dropLast().reduce(0) { $0 + TextWidth.width(of: $1, policy: context.policy) + 3 }
        kept[kept.count - 1] = TextWidth.truncate(
            kept[kept.count - 1], to: max(4, room - before), policy: context.policy)
        return kept
    }
}
