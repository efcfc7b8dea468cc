import ConsoleCore
import TenantDomain
import TerminalCore

/// The title line's note and the table.
extension ListScreen {
    package func note(_ context: AppContext) -> String {
        if let spinner, pending != nil {
            return
                "\(Spinner.frame(tick: spinner, context: context.render)) \(spinner / 10) s · \(context.key(.cancel)) cancels"
        }
        guard let window, let query else { return pending == nil ? "" : "…" }
        var parts: [String] = []
        if let sort = query.sort.first {
            parts.append("sort \(sort.field)\(sort.descending ? " ↓" : "")")
        }
        if isWatching { parts.append("watching") }
        if table.hasMarks { parts.append("\(table.affected(count: window.count).count) marked") }
        if elapsed > 0 { parts.append("\(max(1, elapsed / 1000)) ms") }
        parts.append(range(window))
        return parts.joined(separator: "   ")
    }

    func range(_ window: RowWindow) -> String {
        if window.count == 0 { return "no rows" }
        let total: RowTally =
            if let offset = window.offset, !window.hasAfter { .exactly(offset + window.count) } else { tally }
        let first = table.top + 1
        let last = min(window.count, table.top + table.pageRows)
        let place =
            if let offset = window.offset {
                "\(NumberText.grouped(Int64(offset + first)))–\(NumberText.grouped(Int64(offset + last)))"
            } else if !window.hasAfter, last == window.count {
                "last \(last - first + 1)"
            } else {
                "\(last - first + 1) rows"
            }
        if let cap = window.reply.page.windowCap, window.hasAfter {
            return "\(place) of the first \(NumberText.grouped(Int64(cap))): no key to page by"
        }
        return total.text.isEmpty ? place : "\(place) of \(total.text)"
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let window, let query else {
            if let problem {
                Paragraph(problem.text + (problem.hint.map { "\n\n\($0)" } ?? ""))
                    .render(in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        let control = TableControl(
            columns: query.columns.map { ListColumns.tableColumn($0, query: query) },
            needles: MatchNeedles(FilterPresentation.bareWords(request.filter)), isDimmed: isDim,
            emptyText: emptyText(query, context), extent: extent(window))
        let rows = ListRows(
            window: window, columns: query.columns, computed: computed,
            text: CellText(zone: context.zone, now: context.now))
        control.render(rows, in: area, into: &buffer, state: &table, context: context.render)
    }

    func extent(_ window: RowWindow) -> TableControl.Extent {
        guard let offset = window.offset else { return .unknown }
        switch tally {
        case .exactly(let count): return .window(offset: offset, total: max(count, offset + window.count))
        case .about(let count): return .window(offset: offset, total: max(count, offset + window.count))
        default: return window.hasAfter || window.hasBefore ? .unknown : .rows
        }
    }

    func emptyText(_ query: ListQuery, _ context: AppContext) -> String {
        // A table without a concept may have any name: "No empty." would say nothing.
        let title = query.resource.title
        var text = query.resource.concept == nil ? "No rows in \(title)" : "No \(title.lowercased())"
        if let tenant = query.tenant { text += " of \(tenant.name)" }
        if request.filter != baseFilter {
            return text + " match \(request.filter); \(context.key(.cancel)) clears the filter."
        }
        if let view = context.session.view {
            return text + " for \(view.label): there are none, or the policies let none through."
        }
        return text + "."
    }
}
