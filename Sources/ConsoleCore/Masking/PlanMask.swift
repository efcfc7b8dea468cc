import TenantDomain

/// A plan as somebody may see it: values of rows masked as they are everywhere else. What is applied is the plan
/// itself; what is shown, saved and copied has been through this.
package struct PlanMask: Sendable {
    private let documents: AuditDocumentMask

    package init(registry: ResourceRegistry, policy: MaskPolicy) {
        documents = AuditDocumentMask(registry: registry, policy: policy)
    }

    package func masked(_ edits: [RowEdit]) -> [RowEdit] { edits.map(masked) }

    package func masked(_ edit: RowEdit) -> RowEdit {
        let table = edit.table
        return RowEdit(
            edit.action, table: table, key: edit.key, label: edit.label,
            fields: edit.fields.map { field in
                FieldEdit(
                    field.column, before: masked(field.before, field.column, table),
                    after: masked(field.after, field.column, table))
            })
    }

    private func masked(_ content: FieldEdit.Content, _ column: String, _ table: String) -> FieldEdit.Content {
        guard let text = content.value?.text else { return content }
        switch documents.mask(path: [column], table: table) {
        case .none:
            guard text.hasPrefix("{") || text.hasPrefix("[") else { return content }
            return .value(.text(documents.masked(text, table: table)))
        case .secret: return .secret
        case .personal(let kind): return .value(.text(ValueMask.personal(text, kind)))
        }
    }
}

extension ConsoleSession {
    /// The plan as this persona may see it. It still has the digest of the plan itself, and is not applied.
    package func shown(_ plan: ChangePlan) -> ChangePlan {
        plan.showing(PlanMask(registry: registry, policy: masks).masked(plan.rows))
    }
}
