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
    let columns: [TimelineColumns.Column]
    /// Whether the role that an actor had stands behind the name.
    let showsRoles: Bool

    /// Gaps from this length on are named.
    private static let gap: Int64 = 6 * 3_600_000_000

    var count: Int { entries.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let entry = entries[row]
        switch columns[column] {
        case .time:
            guard let time = entry.time else { return body(TableCell(.text(entry.timeText))) }
            let isFresh = !fresh.isEmpty && fresh.contains(TimelineScreen.Following.key(entry))
            body(TableCell(.text(TimeText.clock(zone.civil(time))), role: isFresh ? .added : nil))
        case .late:
            body(TableCell(.text(late.contains(TimelineScreen.Following.key(entry)) ? "late" : "")))
        case .actor:
            body(TableCell(.text(actor(entry, showsRoles)), role: entry.actor == nil ? .secondary : nil))
        case .action: body(TableCell(.text(action(entry)), role: role(entry.action)))
        case .target: body(TableCell(.text(target(entry))))
        case .change: body(TableCell(.text(entry.changeText(in: zone))))
        case .ip: body(TableCell(.text(entry.address ?? "")))
        case .source: body(TableCell(.text(entry.source)))
        }
    }

    /// What the cells would take. Longer than a line makes no difference.
    func needs(_ policy: WidthPolicy) -> TimelineColumns.Needs {
        var needs = TimelineColumns.Needs()
        for row in entries.indices {
            for (place, column) in columns.enumerated() where column != .late {
                withCell(row: row, column: place) { cell in
                    guard case .text(let text) = cell.content else { return }
                    needs.natural[column] = max(needs.natural[column] ?? 0, width(text, policy))
                }
            }
            needs.plainActor = max(needs.plainActor, width(actor(entries[row], false), policy))
        }
        needs.natural[.late] = 4
        return needs
    }

    private func width(_ text: String, _ policy: WidthPolicy) -> Int {
        min(200, TextWidth.width(of: text, policy: policy))
    }

    private func actor(_ entry: TimelineEntry, _ showsRole: Bool) -> String {
        guard let actor = entry.actor ?? entry.actorID else { return "—" }
        return showsRole ? entry.actorRole.map { "\(actor) (\($0) then)" } ?? actor : actor
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
        let peak = TrailWords.peak(histogram, zone: context.zone) ?? ""
        let spikes = histogram.spikes.filter { $0.isSpike && $0.bucket != place }.count
        let more = spikes > 0 ? " · \(spikes + 1) spikes" : ""
        let left = histogram.uncounted.isEmpty ? "" : " · \(histogram.uncounted.count) sources not counted"
        let text = "\(peak)\(more) · \(TrailWords.since(histogram, zone: context.zone))\(left)"
        buffer.write(
            TextWidth.truncate(text, to: max(0, area.maxX - bars.maxX - 3), policy: context.policy),
            at: Point(x: bars.maxX + 2, y: area.y), style: context.render[.secondary])
    }
}

extension TimelineEntry {
    /// What changed in one line, times in the zone; nothing where all of it is masked.
    func changeText(in zone: ZoneClock) -> String {
        let text = ChangeSummary.text(changes, more: moreTelling, zone: zone)
        return text == "•••" ? "" : text
    }
}
