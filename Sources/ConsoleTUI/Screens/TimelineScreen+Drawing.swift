import ConsoleCore
import TenantDomain
import TerminalCore

/// The title line's note, the histogram line and the entries.
extension TimelineScreen {
    package func note(_ context: AppContext) -> String {
        if let spinner, pending != nil {
            return
                "\(Spinner.frame(tick: spinner, context: context.render)) \(spinner / 10) s · \(context.key(.cancel)) cancels"
        }
        guard let reply else { return pending == nil ? "" : "…" }
        var parts: [String] = []
        parts += following.words
        let asked = reply.sources.count
        let all = asked + reply.leftOut.count
        parts.append(asked == all ? "\(asked) source\(asked == 1 ? "" : "s")" : "\(asked) of \(all) sources")
        if let bounded = reply.bounded { parts.append(bounded.words(zone: context.zone).short) }
        parts.append("\(max(1, reply.elapsedMicroseconds / 1000)) ms")
        if entries.isEmpty {
            parts.append("no entries")
        } else {
            let shown = min(entries.count, table.top + table.pageRows) - table.top
            let isWhole = !hasBefore && !hasAfter
            let place = hasBefore ? "\(shown) entries" : "\(table.top + 1)–\(table.top + shown)"
            let total = isWhole ? NumberText.grouped(Int64(entries.count)) : reply.tally.text
            parts.append(total.isEmpty ? place : "\(place) of \(total)")
        }
        return parts.joined(separator: " · ")
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard reply != nil else {
            if let problem {
                _ = Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? ""))
                    .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        var body = area
        if let histogram, area.height > 10, !isEmbedded {
            let split = area.split(top: 1)
            TimelineHistogramLine(histogram: histogram, context: context).render(in: split.top, into: &buffer)
            body = split.rest
        }
        // What changed is what people read; the others give way to it, in a wide terminal not below what tells who and what.
        let isWide = area.width >= 108
        var columns = [
            TableColumn(
                id: "time", title: "TIME", role: .secondary, minWidth: 8,
                preferredWidth: following.late.isEmpty ? 8 : 13),
            TableColumn(id: "actor", title: "ACTOR", minWidth: isWide ? 16 : 10, maxWidth: 26),
            TableColumn(id: "action", title: "ACTION", minWidth: isWide ? 14 : 9, maxWidth: 18),
            TableColumn(id: "target", title: "TARGET", minWidth: isWide ? 14 : 12, maxWidth: 28),
            TableColumn(
                id: "change", title: "WHAT CHANGED", role: .changed, minWidth: 20, maxWidth: 60, isLabel: isWide),
        ]
        // What changed has to be on screen: where and in which log it happened stand in the entry too.
        if area.width >= 92 {
            columns.append(TableColumn(id: "ip", title: "FROM", role: .secondary, minWidth: 9, maxWidth: 15))
        }
        if isWide, (reply?.sources.count ?? 0) > 1 {
            columns.append(TableColumn(id: "source", title: "SOURCE", role: .secondary, minWidth: 10, maxWidth: 18))
        }
        let text =
            query.filter.isEmpty
            ? "No audit entries." : "No entries match \(query.filter); \(context.key(.cancel)) clears the filter."
        TableControl(
            columns: columns, needles: MatchNeedles(FilterPresentation.bareWords(query.filter)), isDimmed: isDim,
            emptyText: text, extent: hasBefore || hasAfter ? .unknown : .rows
        ).render(
            TimelineRows(
                entries: entries, zone: context.zone, now: context.now, registry: context.registry,
                fresh: following.fresh, late: following.late), in: body, into: &buffer,
            state: &table, context: context.render)
    }
}
