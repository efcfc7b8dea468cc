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
        let shown = columns(context, width: body.width)
        table.widths.userSet = Dictionary(uniqueKeysWithValues: shown.widths.map { ($0.key.rawValue, $0.value) })
        let columns = shown.columns.map { column in
            TableColumn(
                id: column.rawValue, title: TimelineColumns.title(column), role: Self.role(column),
                minWidth: shown.widths[column] ?? 1)
        }
        if entries.isEmpty, let bounded = reply?.bounded {
            let words = bounded.words(zone: context.zone)
            _ = Paragraph("No entries since then. \(words.long)\n\n\(words.hint)").render(
                in: body.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            return
        }
        let text =
            query.filter.isEmpty
            ? "No audit entries."
            : (reply?.unmatched.first.map { "\($0) " } ?? "")
                + "No entries match \(query.filter); \(context.key(.cancel)) clears the filter."
        TableControl(
            columns: columns, needles: MatchNeedles(FilterPresentation.bareWords(query.filter)), isDimmed: isDim,
            emptyText: text, extent: hasBefore || hasAfter ? .unknown : .rows
        ).render(
            rows(context, shown), in: body, into: &buffer,
            state: &table, context: context.render)
    }

    private func rows(_ context: AppContext, _ shown: TimelineColumns) -> TimelineRows {
        TimelineRows(
            entries: entries, zone: context.zone, now: context.now, registry: context.registry,
            fresh: following.fresh, late: following.late, columns: shown.columns, showsRoles: shown.showsRoles)
    }

    /// The columns by what is on the page that is read.
    private mutating func columns(_ context: AppContext, width: Int) -> TimelineColumns {
        var columns = TimelineColumns.Column.allCases
        if following.late.isEmpty { columns.removeAll { $0 == .late } }
        if (reply?.sources.count ?? 0) < 2 { columns.removeAll { $0 == .source } }
        let last = min(entries.count, max(table.top, table.selected) + Self.measured)
        let page = max(0, min(table.top, last - Self.measured))..<last
        if measured?.of != entries.count || measured?.from != page.lowerBound / Self.measured {
            let rows = TimelineRows(
                entries: Array(entries[page]), zone: context.zone, now: context.now, registry: context.registry,
                fresh: [], late: [], columns: columns, showsRoles: true)
            measured = (entries.count, page.lowerBound / Self.measured)
            needs.widen(by: rows.needs(context.policy))
        }
        return TimelineColumns(columns, needs: needs, room: width - 3)
    }

    private static func role(_ column: TimelineColumns.Column) -> ThemeRole {
        switch column {
        case .time, .ip, .source: .secondary
        case .late: .notice
        case .change: .changed
        case .actor, .action, .target: .text
        }
    }
}
