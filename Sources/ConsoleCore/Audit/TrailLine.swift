import TenantDomain

/// One entry as a line of plain text: what follows prints and bundles hold. Text is as stored; whoever writes it out
/// makes controls visible.
package enum TrailLine {
    package static func text(_ entry: TimelineEntry, zone: ZoneClock, isLate: Bool = false) -> String {
        let time = entry.time.map { TimeText.offset($0, zone: zone) } ?? entry.timeText
        let actor = (entry.actor ?? entry.actorID ?? "—") + (entry.actorRole.map { " (\($0) then)" } ?? "")
        let target = entry.target.map { "“\($0)”" } ?? entry.targetID ?? ""
        let changes = ChangeSummary.text(entry.changes, more: entry.moreTelling, zone: zone)
        let parts = [
            isLate ? "late" : "", actor, entry.deed, entry.targetTable ?? "", target, changes,
            entry.address ?? "", entry.source,
        ]
        return "\(time)  " + parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Lines with a heading for each day and a line for each long gap, entries newest first.
    package static func document(_ entries: [TimelineEntry], zone: ZoneClock, now: Int64) -> [String] {
        var lines: [String] = []
        var last: (day: CivilTime, time: Int64)?
        for entry in entries {
            if let time = entry.time {
                let day = zone.civil(time)
                if let last, last.time - time >= 6 * 3_600_000_000 {
                    lines.append("· · · \(TimeText.span((last.time - time) / 1_000_000)) nothing · · ·")
                }
                if last == nil || TimeText.date(day) != last.map({ TimeText.date($0.day) }) {
                    lines.append(TimeText.dayHeading(day, in: zone.civil(now).year))
                }
                last = (day, time)
            }
            lines.append(text(entry, zone: zone))
        }
        return lines
    }
}
