import ConsoleCore
import TenantDomain
import TerminalCore

/// The timeline of a bundle as a picture: what was asked of which database above, then entries in aligned columns,
/// newest first, a heading for each day. Whoever looks at it may have nothing else of the bundle.
enum TimelinePicture {
    private static let widest = 220
    private static let most = [8, 34, 24, 40, 80, 39, 24]

    /// - Parameter more: whether there are older entries than those.
    static func svg(
        _ entries: some Collection<TimelineEntry>, filter: String, tenant: TenantMatch?, more: Bool,
        session: ConsoleSession
    ) -> String {
        let zone = session.zone
        let rows = entries.map { cells($0, zone) }
        let widths = most.indices.map { column in
            min(most[column], rows.map { TextWidth.width(of: $0[column]) }.max() ?? 0)
        }
        var lines = head(filter, tenant, session)
        var last: CivilTime?
        for (entry, row) in zip(entries, rows) {
            if let time = entry.time {
                let day = zone.civil(time)
                if last.map({ TimeText.date($0) }) != TimeText.date(day) {
                    lines += ["", "\(TimeText.dayHeading(day, in: 0))  \(zone.label(at: time))"]
                }
                last = day
            }
            let cells = row.indices.filter { widths[$0] > 0 }.map { column in
                let text = TextWidth.truncate(row[column], to: widths[column])
                return text + String(repeating: " ", count: max(0, widths[column] - TextWidth.width(of: text)))
            }
            lines.append(cells.joined(separator: "  "))
        }
        if rows.isEmpty { lines += ["", "no entries"] }
        if more { lines += ["", "… older entries stand in entries.csv"] }
        let width = min(widest, max(40, lines.map { TextWidth.width(of: $0) }.max() ?? 40))
        var buffer = CellBuffer(size: Size(width: width, height: lines.count))
        for (row, line) in lines.enumerated() {
            buffer.write(TextWidth.truncate(line, to: width), at: Point(x: 0, y: row), style: Style())
        }
        return ScreenImage.svg(buffer, title: "Incident timeline")
    }

    private static func head(_ filter: String, _ tenant: TenantMatch?, _ session: ConsoleSession) -> [String] {
        [
            "query        " + (filter.isEmpty ? "every entry" : TextWidth.visible(filter)),
            tenant.map { "tenant       " + TextWidth.visible($0.name) },
            "environment  " + session.environment.name,
            "zone         \(session.zone.name); made \(TimeText.full(session.now() / 1_000_000 * 1_000_000, zone: session.zone))",
        ].compactMap { $0 }
    }

    private static func cells(_ entry: TimelineEntry, _ zone: ZoneClock) -> [String] {
        let actor = (entry.actor ?? entry.actorID ?? "—") + (entry.actorRole.map { " (\($0) then)" } ?? "")
        let target = [entry.targetTable, entry.target ?? entry.targetID].compactMap { $0 }.joined(separator: " ")
        return [
            entry.time.map { TimeText.clock(zone.civil($0)) } ?? entry.timeText, actor, entry.action.lowercased(),
            target,
            ChangeSummary.text(entry.changes, more: entry.moreTelling, zone: zone), entry.address ?? "", entry.source,
        ].map { TextWidth.visible($0) }
    }
}
