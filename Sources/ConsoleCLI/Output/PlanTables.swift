import ConsoleCore
import TenantDomain

/// Plans and receipts as tables for standard output.
enum PlanTables {
    static func tables(for plan: ChangePlan) -> [ReplyTables.Table] {
        let rows = plan.rows.flatMap { edit in
            edit.fields.map { field in
                [
                    edit.table, edit.action.rawValue, edit.label, field.column, ChangeText.text(field.before),
                    ChangeText.text(field.after),
                ]
            }
        }
        var facts = [["plan", plan.title], ["severity", plan.severity.rawValue], ["rows", String(plan.rowCount)]]
        facts += plan.groups.map { ["matched", "\($0.rows) × \($0.value.text ?? "null")"] }
        facts += plan.effects.map { effect in
            [effect.kind.mark, effect.text + (effect.detail.isEmpty ? "" : "  (\(effect.detail))")]
        }
        facts += plan.notDone.map { ["not done", $0] } + plan.warnings.map { ["warning", $0] }
        facts += [["undo", ChangeText.undo(plan.undo)], ["digest", plan.digest]]
        return [
            ReplyTables.Table(
                title: nil, rows: OutputRows(FactTable(title: "", columns: ["what", "value"], rows: facts))),
            ReplyTables.Table(
                title: "Rows",
                rows: OutputRows(
                    FactTable(
                        title: "Rows", columns: ["table", "action", "row", "column", "before", "after"], rows: rows)),
                isMain: true),
        ]
    }

    static func receipt(_ receipt: Receipt) -> FactTable {
        var rows = [
            ["receipt", receipt.changeID], ["done", receipt.title], ["rows", String(receipt.rowCount)],
            ["audit entries", String(receipt.entries.count)], ["undo", ChangeText.undo(receipt.undo)],
        ]
        if let differing = receipt.differing {
            rows.append(["differs from before", differing.joined(separator: ", ")])
        }
        if let secret = receipt.secret { rows.append(["new secret, shown once", secret]) }
        return FactTable(title: "Receipt", columns: ["what", "value"], rows: rows)
    }
}
