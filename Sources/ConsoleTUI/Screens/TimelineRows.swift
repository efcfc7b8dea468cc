import ConsoleCore
import TenantDomain
import TerminalCore

/// Audit entries as lines, grouped by day, with long gaps said.
struct TimelineRows: TableRows {
    let entries: [TimelineEntry]
    let zone: ZoneClock
    let now: Int64
    let registry: ResourceRegistry
    /// Entries that came while following, and those committed late, by source and id.
    let fresh: Set<String>
    let late: Set<String>

    /// Gaps from this length on are named.
    private static let gap: Int64 = 6 * 3_600_000_000

    var count: Int { entries.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let entry = entries[row]
        switch column {
        case 0:
            guard let time = entry.time else { return body(TableCell(.text(entry.timeText))) }
            let key = fresh.isEmpty ? "" : TimelineScreen.Following.key(entry)
            let clock = TimeText.clock(zone.civil(time))
            if late.contains(key) {
                body(TableCell(.text("\(clock) late"), role: .notice))
            } else {
                body(TableCell(.text(clock), role: fresh.contains(key) ? .added : nil))
            }
        case 1: body(TableCell(.text(actor(entry)), role: entry.actor == nil ? .secondary : nil))
        case 2: body(TableCell(.text(action(entry)), role: role(entry.action)))
        case 3: body(TableCell(.text(target(entry))))
        case 4: body(TableCell(.text(entry.changeText(in: zone))))
        case 5: body(TableCell(.text(entry.address ?? "")))
        default: body(TableCell(.text(entry.source)))
        }
    }

    private func actor(_ entry: TimelineEntry) -> String {
        guard let actor = entry.actor ?? entry.actorID else { return "—" }
        return entry.actorRole.map { "\(actor) (\($0) then)" } ?? actor
    }

    /// `update member`, where the table is known.
    private func action(_ entry: TimelineEntry) -> String {
        // A product's own word names what it is about already.
        if let event = entry.event { return event }
        let word = entry.action.lowercased()
        guard let table = entry.targetTable, let resource = registry.resource(named: table) else { return word }
        return "\(word) \(resource.singular)"
    }

    private func target(_ entry: TimelineEntry) -> String {
        if let target = entry.target { return target }
        let isNamed = entry.targetTable.flatMap(registry.resource(named:)) != nil
        return [isNamed ? nil : entry.targetTable, entry.targetID.map { String($0.prefix(8)) }].compactMap { $0 }
            .joined(separator: " ")
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
        guard let place = histogram.peak else { return }
        let since = TimeText.shortDate(
            context.zone.civil(histogram.start), in: context.zone.civil(context.now).year)
        let peak = TrailWords.peak(histogram, zone: context.zone) ?? ""
        let spikes = histogram.spikes.filter { $0.isSpike && $0.bucket != place }.count
        let more = spikes > 0 ? " · \(spikes + 1) spikes" : ""
        let text = "\(peak)\(more) · since \(since)"
        buffer.write(
            TextWidth.truncate(text, to: max(0, area.maxX - bars.maxX - 3), policy: context.policy),
            at: Point(x: bars.maxX + 2, y: area.y), style: context.render[.secondary])
    }
}

extension TimelineEntry {
    /// What changed in one line, times in the zone; nothing where all of it is masked.
    func changeText(in zone: ZoneClock) -> String {
        let text = ChangeSummary.text(changes, more: moreChanges, zone: zone)
        return text == "•••" ? "" : text
    }
}
