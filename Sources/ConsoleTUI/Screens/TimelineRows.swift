import ConsoleCore
import TerminalCore

/// Audit entries as lines, grouped by day, with long gaps said.
struct TimelineRows: TableRows {
    let entries: [TimelineEntry]
    let zone: ZoneClock
    let now: Int64

    /// Gaps from this length on are named.
    private static let gap: Int64 = 6 * 3_600_000_000

    var count: Int { entries.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let entry = entries[row]
        switch column {
        case 0:
            guard let time = entry.time else { return body(TableCell(.text(entry.timeText))) }
            body(TableCell(.text(TimeText.clock(zone.civil(time)))))
        case 1: body(TableCell(.text(actor(entry)), role: entry.actor == nil ? .secondary : nil))
        case 2: body(TableCell(.text(entry.action.lowercased()), role: role(entry.action)))
        case 3: body(TableCell(.text(target(entry))))
        case 4: body(TableCell(.text(entry.changeText)))
        case 5: body(TableCell(.text(entry.address ?? "")))
        default: body(TableCell(.text(entry.source)))
        }
    }

    private func actor(_ entry: TimelineEntry) -> String {
        guard let actor = entry.actor ?? entry.actorID else { return "—" }
        return entry.actorRole.map { "\(actor) (\($0) then)" } ?? actor
    }

    private func target(_ entry: TimelineEntry) -> String {
        if let target = entry.target { return target }
        return [entry.targetTable, entry.targetID.map { String($0.prefix(8)) }].compactMap { $0 }.joined(separator: " ")
    }

    private func role(_ action: String) -> ThemeRole? {
        switch action.uppercased() {
        case "DELETE": .removed
        case "INSERT": .added
        default: nil
        }
    }

    func headings(above row: Int) -> [TableHeading] {
        guard let time = entries[row].time else { return [] }
        let day = zone.civil(time)
        let heading = TableHeading(TimeText.dayHeading(day, in: zone.civil(now).year))
        guard row > 0, let newer = entries[row - 1].time else { return [heading] }
        var headings: [TableHeading] = []
        if newer - time >= Self.gap {
            headings.append(
                TableHeading("· · · \(TimeText.span((newer - time) / 1_000_000)) nothing · · ·", role: .secondary))
        }
        let newerDay = zone.civil(newer)
        if newerDay.day != day.day || newerDay.month != day.month || newerDay.year != day.year {
            headings.append(heading)
        }
        return headings
    }
}

/// How busy the trail was, on one line: bars, what a bar stands for, and the peak.
struct TimelineHistogramLine {
    let histogram: TimelineHistogram
    let context: AppContext

    func render(in area: Rect, into buffer: inout CellBuffer) {
        guard !histogram.counts.isEmpty else { return }
        let width = min(histogram.counts.count, max(10, area.width / 2))
        let bars = Rect(x: area.x + 2, y: area.y, width: width, height: 1)
        Sparkline(histogram.counts.map { Double($0) }).render(in: bars, into: &buffer, context: context.render)
        guard let peak = histogram.counts.max(), peak > 0, let place = histogram.counts.firstIndex(of: peak) else {
            return
        }
        let instant = histogram.start + Int64(place) * histogram.width
        let civil = context.zone.civil(instant)
        let year = context.zone.civil(context.now).year
        let unit = unit(histogram.width)
        let count =
            peak >= histogram.cap ? "\(NumberText.grouped(Int64(histogram.cap)))+" : NumberText.grouped(Int64(peak))
        var when = TimeText.shortDate(civil, in: year)
        if histogram.width < 86_400_000_000 { when += " \(TimeText.clock(civil).prefix(5))" }
        let text =
            "\(unit) a bar, since \(TimeText.shortDate(context.zone.civil(histogram.start), in: year)); peak \(count) at \(when)"
        buffer.write(
            TextWidth.truncate(text, to: max(0, area.maxX - bars.maxX - 3), policy: context.policy),
            at: Point(x: bars.maxX + 2, y: area.y), style: context.render[.secondary])
    }

    private func unit(_ width: Int64) -> String {
        let seconds = width / 1_000_000
        return switch seconds {
        case ..<3600: "\(max(1, seconds / 60)) min"
        case 3600: "hour"
        case ..<86_400: "\(seconds / 3600) h"
        case 86_400: "day"
        default: "\(seconds / 86_400) d"
        }
    }
}

extension TimelineEntry {
    /// What changed in one line; nothing where all of it is masked.
    var changeText: String {
        let text = ChangeSummary.text(changes, more: moreChanges)
        return text == "•••" ? "" : text
    }
}
