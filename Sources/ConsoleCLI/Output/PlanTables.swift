import ConsoleCore
import TenantDomain

/// Plans and receipts as tables for standard output.
enum PlanTables {
    /// - Parameter zone: where times are for people; nil leaves them as stored.
    static func tables(for plan: ChangePlan, zone: ZoneClock?) -> [ReplyTables.Table] {
        let rows = plan.rows.flatMap { edit in
            edit.fields.map { field in
                [
                    edit.table, edit.action.rawValue, edit.label, field.column, text(field.before, zone),
                    text(field.after, zone),
                ]
            }
        }
        var facts = [["plan", plan.title], ["severity", plan.severity.rawValue], ["rows", count(plan)]]
        facts += plan.groups.map { ["matched", "\($0.rows) × \($0.value.text ?? "null")"] }
        facts += plan.effects.map { effect in
            [effect.kind.mark, effect.text + (effect.detail.isEmpty ? "" : "  (\(effect.detail))")]
        }
        facts += plan.notDone.map { ["not done", $0] } + plan.warnings.map { ["warning", $0] }
        facts += [["undo", ChangeText.undo(plan.undo, zone: zone ?? .utc)], ["digest", plan.digest]]
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

    private static func count(_ plan: ChangePlan) -> String {
        plan.moreRows == 0 ? String(plan.rowCount) : "\(plan.rowCount), of which \(plan.rows.count) stand below"
    }

    private static func text(_ content: FieldEdit.Content, _ zone: ZoneClock?) -> String {
        if let zone { return ChangeText.text(content, zone: zone) }
        return switch content {
        case .secret: "(secret)"
        case .value(let value): value.text ?? ""
        }
    }

    static func receipt(_ receipt: Receipt, zone: ZoneClock) -> FactTable {
        var rows = [
            ["receipt", receipt.changeID], ["done", receipt.title], ["rows", String(receipt.rowCount)],
            ["audit entries", String(receipt.entries.count)], ["undo", ChangeText.undo(receipt.undo, zone: zone)],
        ]
        if let differing = receipt.differing {
            rows.append(["differs from before", differing.joined(separator: ", ")])
        }
        if let secret = receipt.secret { rows.append(["new secret, shown once", secret]) }
        return FactTable(title: "Receipt", columns: ["what", "value"], rows: rows)
    }
}
