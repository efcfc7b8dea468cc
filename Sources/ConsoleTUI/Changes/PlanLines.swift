import ConsoleCore
import TenantDomain
import TerminalCore

/// A change plan as lines for a person: rows before and after, what happens, what does not, and how it is taken back.
/// The same lines at every width; narrow ones drop columns that repeat.
struct PlanLines {
    let plan: ChangePlan
    let edits: [RowEdit]
    let zone: ZoneClock
    let policy: WidthPolicy

    /// Rows drawn before the rest is only counted.
    private static let shownRows = 200

    func lines(width: Int) -> [TextLine] {
        var lines = rowLines(width: width)
        if !plan.groups.isEmpty { lines += groupLines() }
        lines.append(TextLine(""))
        lines.append(TextLine("What happens", .title))
        lines += plan.effects.map { effectLine($0, width: width) }
        lines += plan.warnings.flatMap { wrapped($0, mark: "!", role: .notice, width: width) }
        if plan.effects.isEmpty, plan.warnings.isEmpty { lines.append(TextLine("  ·  nothing besides", .secondary)) }
        if !plan.notDone.isEmpty {
            lines.append(TextLine(""))
            lines.append(TextLine("What does not happen", .title))
            lines += plan.notDone.flatMap { wrapped($0, mark: "·", role: .secondary, width: width) }
        }
        return lines
    }

    /// `3 rows`, `3 rows in 2 tables`.
    var extent: String {
        let rows = plan.rowCount
        let tables = Set(plan.tables.map(\.table)).count
        return "\(NumberText.grouped(Int64(rows))) \(rows == 1 ? "row" : "rows")"
            + (tables > 1 ? " in \(tables) tables" : "")
    }

    var undo: String {
        switch plan.undo {
        case .until(let instant):
            "Undo until \(TimeText.date(zone.civil(instant)))."
        case .never(let reason): "Cannot be undone: \(reason)."
        }
    }

    // MARK: Rows

    private struct Cells {
        var table: String
        var label: String
        var column: String
        var before: TextLine.Span
        var after: TextLine.Span
        var arrow: String
    }

    private func rowLines(width: Int) -> [TextLine] {
        var cells: [Cells] = []
        var lastTable = ""
        for edit in edits.prefix(Self.shownRows) {
            let isFirst = edit.table != lastTable
            lastTable = edit.table
            cells += rows(of: edit, table: isFirst ? edit.table : "")
        }
        let showsLabels = Set(edits.map(\.label)).count > 1 && width >= 60
        let widest = { (pick: (Cells) -> String, most: Int) in
            min(most, cells.map { TextWidth.width(of: pick($0), policy: policy) }.max() ?? 0)
        }
        let tableWidth = width >= 60 ? widest(\.table, width / 4) : 0
        let labelWidth = showsLabels ? widest(\.label, width / 5) : 0
        let columnWidth = widest(\.column, 24)
        let beforeWidth = widest(\.before.text, max(8, width / 4))
        var lines: [TextLine] = []
        for row in cells {
            if tableWidth == 0, !row.table.isEmpty { lines.append(TextLine("  \(row.table)", .secondary)) }
            var spans = [TextLine.Span("  ")]
            if tableWidth > 0 { spans.append(.init(padded(row.table, tableWidth) + "  ", .secondary)) }
            if labelWidth > 0 { spans.append(.init(padded(row.label, labelWidth) + "  ", .text)) }
            spans.append(.init(padded(row.column, columnWidth) + "  ", .text))
            if row.arrow.isEmpty {
                spans.append(
                    .init(row.before.text + row.after.text, row.after.text.isEmpty ? row.before.role : row.after.role))
            } else {
                spans.append(.init(padded(row.before.text, beforeWidth), row.before.role))
                spans.append(.init(" \(row.arrow) ", .secondary))
                spans.append(row.after)
            }
            lines.append(TextLine(spans))
        }
        let more = plan.moreRows + max(0, edits.count - Self.shownRows)
        if more > 0 { lines.append(TextLine("  … and \(NumberText.grouped(Int64(more))) more rows", .secondary)) }
        return lines
    }

    private func rows(of edit: RowEdit, table: String) -> [Cells] {
        switch edit.action {
        case .update:
            return edit.fields.enumerated().map { place, field in
                Cells(
                    table: place == 0 ? table : "", label: place == 0 ? edit.label : "", column: field.column,
                    before: .init(text(field.before), .removed), after: .init(text(field.after), .changed), arrow: "→")
            }
        case .insert, .delete:
            let isNew = edit.action == .insert
            let shown = edit.fields.filter { !(isNew ? $0.after : $0.before).isNull }
                .map { "\($0.column) \(text(isNew ? $0.after : $0.before))" }.joined(separator: ", ")
            let span = TextLine.Span(shown, isNew ? .added : .removed)
            return [
                Cells(
                    table: table, label: edit.label, column: isNew ? "+ new row" : "− row goes",
                    before: isNew ? .init("") : span,
                    after: isNew ? span : .init(""), arrow: "")
            ]
        }
    }

    private func text(_ content: FieldEdit.Content) -> String {
        switch content {
        case .secret: return "••••••••"
        case .value(.null): return "∅"
        case .value(.text("")): return "\"\""
        case .value(.integer(let number)):
            return number.magnitude >= 10_000 ? NumberText.grouped(number) : String(number)
        case .value: return ChangeText.text(content, zone: zone)
        }
    }

    private func groupLines() -> [TextLine] {
        [TextLine(""), TextLine("Values that are there now", .title)]
            + plan.groups.prefix(12).map { group in
                TextLine([
                    .init("  "), .init(padded(group.value.text ?? "∅", 24) + "  "),
                    .init("\(NumberText.grouped(Int64(group.rows))) rows", .secondary),
                ])
            }
    }

    // MARK: Effects

    private func effectLine(_ effect: ChangeEffect, width: Int) -> TextLine {
        let role: ThemeRole =
            switch effect.kind {
            case .gain: .ok
            case .loss, .soft: .notice
            case .hard: .danger
            case .note: .secondary
            }
        let textWidth = min(max(30, width * 3 / 5), width - 5)
        var spans: [TextLine.Span] = [
            .init("  "), .init(effect.kind.mark, role), .init("  "),
            .init(
                effect.detail.isEmpty ? effect.text : padded(effect.text, textWidth),
                effect.kind == .note ? .secondary : .text),
        ]
        if !effect.detail.isEmpty { spans.append(.init("  \(effect.detail)", .secondary)) }
        return TextLine(spans)
    }

    private func wrapped(_ text: String, mark: String, role: ThemeRole, width: Int) -> [TextLine] {
        TextWrap.rows(text, width: max(10, width - 5), maxRows: 4, policy: policy).enumerated().map { place, row in
            TextLine([
                .init("  "), .init(place == 0 ? mark : " ", role), .init("  "),
                .init(row, role == .secondary ? .secondary : .text),
            ])
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        TextWidth.pad(TextWidth.truncate(text, to: width, policy: policy), to: width)
    }
}
