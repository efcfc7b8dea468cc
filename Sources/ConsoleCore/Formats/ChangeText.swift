import TenantDomain

/// A plan for people to read, line by line.
package enum ChangeText {
    /// - Parameter zone: of the times in it.
    package static func lines(_ plan: ChangePlan, zone: ZoneClock) -> [String] {
        var lines = ["\(plan.title)   (\(plan.severity.rawValue), \(rows(plan)))"]
        // Where several rows change, each is named.
        let namesRows = Set(plan.rows.map(\.key)).count > 1
        for edit in plan.rows {
            guard edit.action == .update else {
                let fields = edit.fields.filter { !(edit.action == .insert ? $0.after : $0.before).isNull }
                    .map { "\($0.column) \(text(edit.action == .insert ? $0.after : $0.before, zone: zone))" }
                lines.append("  \(mark(edit.action)) \(edit.table)  \(edit.label)  \(fields.joined(separator: ", "))")
                continue
            }
            for (place, field) in edit.fields.enumerated() {
                let name = "\(mark(edit.action)) \(edit.table)" + (namesRows ? "  \(edit.label)" : "")
                let head = place == 0 ? name : String(repeating: " ", count: name.count)
                lines.append(
                    "  \(head)  \(field.column)  \(text(field.before, zone: zone)) → \(text(field.after, zone: zone))")
            }
        }
        if plan.moreRows > 0 { lines.append("  … \(plan.moreRows) more rows") }
        for group in plan.groups { lines.append("  \(group.rows) rows hold \(group.value.text ?? "null") now") }
        if !plan.effects.isEmpty { lines.append("What happens") }
        for effect in plan.effects {
            lines.append("  \(effect.kind.mark) \(effect.text)\(effect.detail.isEmpty ? "" : "  (\(effect.detail))")")
        }
        if !plan.notDone.isEmpty { lines.append("What does not happen: \(plan.notDone.joined(separator: "; "))") }
        for warning in plan.warnings { lines.append("! \(warning)") }
        lines.append(undo(plan.undo, zone: zone))
        return lines
    }

    package static func rows(_ plan: ChangePlan) -> String {
        plan.rowCount == 1 ? "1 row" : "\(plan.rowCount) rows"
    }

    package static func undo(_ undo: ChangeUndo, zone: ZoneClock) -> String {
        switch undo {
        case .until(let end): "Can be undone until \(TimeText.date(zone.civil(end)))"
        case .never(let reason): "Cannot be undone: \(reason)"
        }
    }

    /// A value for people: times in the zone and named by it.
    package static func text(_ content: FieldEdit.Content, zone: ZoneClock) -> String {
        switch content {
        case .secret: return "(secret)"
        case .value(.null): return "∅"
        case .value(.text("")): return "\"\""
        case .value(let value):
            let text = value.text ?? ""
            guard let instant = instant(text) else { return text }
            return TimeText.full(instant, zone: zone)
        }
    }

    /// The instant of a text that is a time of day on a date, in any spelling of a database; nil for dates and words.
    package static func instant(_ text: String) -> Int64? {
        let bytes = Array(text.utf8.prefix(41))
        guard bytes.count >= 16, bytes.count <= 40, bytes[4] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20 else {
            return nil
        }
        return TimeText.parse(bytes)
    }

    private static func mark(_ action: RowEdit.Action) -> String {
        switch action {
        case .insert: "+"
        case .update: "~"
        case .delete: "−"
        }
    }
}
