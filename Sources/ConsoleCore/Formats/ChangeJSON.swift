import TenantDomain

/// Plans and receipts as JSON; docs/changes.md describes them.
enum ChangeJSON {
    static func plan(_ plan: ChangePlan) -> JSONNode {
        object([
            ("change", .string(plan.change.verb.words)), ("title", .string(plan.title)),
            ("severity", .string(plan.severity.rawValue)), ("tenant", target(plan.tenant)),
            ("tables", tables(plan.tables)), ("rows", .array(plan.rows.map(row))),
            ("more_rows", .integer(Int64(plan.moreRows))),
            (
                "matched",
                .array(
                    plan.groups.map {
                        object([("value", .value($0.value)), ("rows", .integer(Int64($0.rows)))])
                    })
            ),
            (
                "effects",
                .array(
                    plan.effects.map {
                        object([
                            ("kind", .string($0.kind.rawValue)), ("text", .string($0.text)),
                            ("detail", .string($0.detail)),
                        ])
                    })
            ),
            ("not_done", .array(plan.notDone.map(JSONNode.string))),
            ("warnings", .array(plan.warnings.map(JSONNode.string))), ("undo", undo(plan.undo)),
            ("audit", .string(audit(plan.audit))), ("digest", .string(plan.digest)),
        ])
    }

    static func receipt(_ receipt: Receipt) -> JSONNode {
        object([
            ("receipt", .string(receipt.changeID)), ("change", .string(receipt.change.verb.words)),
            ("title", .string(receipt.title)), ("tenant", target(receipt.tenant)),
            ("time", .string(TimeText.iso(receipt.time))), ("operator", .string(receipt.operatorName)),
            ("persona", .string(receipt.persona)), ("reason", .string(receipt.reason)),
            ("lease", .string(receipt.leaseID)), ("tables", tables(receipt.tables)),
            (
                "audit_entries",
                .array(receipt.entries.map { object([("table", .string($0.table)), ("id", .string($0.id))]) })
            ),
            ("undo", undo(receipt.undo)), ("secret", .text(receipt.secret)),
        ])
    }

    private static func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .object(members.map { JSONNode.Member($0.0, $0.1) })
    }

    private static func target(_ target: ChangeTarget?) -> JSONNode {
        guard let target else { return .null }
        return object([("id", .value(target.key.first)), ("name", .string(target.label))])
    }

    private static func tables(_ tables: [TableCount]) -> JSONNode {
        .array(
            tables.map {
                object([
                    ("table", .string($0.table)), ("action", .string($0.action.rawValue)),
                    ("rows", .integer(Int64($0.rows))),
                ])
            })
    }

    private static func row(_ edit: RowEdit) -> JSONNode {
        object([
            ("table", .string(edit.table)), ("action", .string(edit.action.rawValue)),
            ("key", object(edit.key.map { ($0.column, .value($0.value)) })), ("label", .string(edit.label)),
            (
                "fields",
                .array(
                    edit.fields.map {
                        object([
                            ("column", .string($0.column)), ("before", content($0.before)),
                            ("after", content($0.after)),
                        ])
                    })
            ),
        ])
    }

    private static func content(_ content: FieldEdit.Content) -> JSONNode {
        switch content {
        case .secret: .string("[masked]")
        case .value(let value): .value(value)
        }
    }

    private static func undo(_ undo: ChangeUndo) -> JSONNode {
        switch undo {
        case .until(let end): object([("until", .string(TimeText.iso(end))), ("impossible", .null)])
        case .never(let reason): object([("until", .null), ("impossible", .string(reason))])
        }
    }

    private static func audit(_ audit: AuditPlan) -> String {
        switch audit {
        case .triggers(true): "triggers"
        case .triggers(false): "triggers without your name"
        case .written: "written"
        case .both: "triggers and written"
        case .journalOnly: "journal only"
        }
    }
}
