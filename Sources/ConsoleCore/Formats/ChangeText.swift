import TenantDomain

/// A plan for people to read, line by line.
package enum ChangeText {
    package static func lines(_ plan: ChangePlan) -> [String] {
        var lines = ["\(plan.title)   (\(plan.severity.rawValue), \(rows(plan)))"]
        for edit in plan.rows {
            guard edit.action == .update else {
                let fields = edit.fields.map { "\($0.column) \(text(edit.action == .insert ? $0.after : $0.before))" }
                lines.append("  \(mark(edit.action)) \(edit.table)  \(edit.label)  \(fields.joined(separator: ", "))")
                continue
            }
            for (place, field) in edit.fields.enumerated() {
                let head =
                    place == 0
                    ? "\(mark(edit.action)) \(edit.table)" : "  " + String(repeating: " ", count: edit.table.count)
                lines.append("  \(head)  \(field.column)  \(text(field.before)) → \(text(field.after))")
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
        lines.append(undo(plan.undo))
        return lines
    }

    package static func rows(_ plan: ChangePlan) -> String {
        plan.rowCount == 1 ? "1 row" : "\(plan.rowCount) rows"
    }

    package static func undo(_ undo: ChangeUndo) -> String {
        switch undo {
        case .until(let end): "Can be undone until \(TimeText.iso(end).prefix(10))"
        case .never(let reason): "Cannot be undone: \(reason)"
        }
    }

    package static func text(_ content: FieldEdit.Content) -> String {
        switch content {
        case .secret: "(secret)"
        case .value(.null): "∅"
        case .value(let value): value.text ?? ""
        }
    }

    private static func mark(_ action: RowEdit.Action) -> String {
        switch action {
        case .insert: "+"
        case .update: "~"
        case .delete: "−"
        }
    }
}
