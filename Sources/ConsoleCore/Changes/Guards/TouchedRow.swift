import TenantDomain

/// One row over the whole of a change: what it holds before the first edit of it and after the last.
struct TouchedRow: Sendable {
    let relation: Relation
    let key: [KeyPart]
    let label: String
    let before: [String: FieldEdit.Content]?
    let after: [String: FieldEdit.Content]?

    func text(before column: String?) -> String? { column.flatMap { before?[$0]?.value?.text } }
    func text(after column: String?) -> String? { column.flatMap { after?[$0]?.value?.text } }

    /// Whether the change gives the column another value.
    func changes(_ column: String?) -> Bool {
        guard let column else { return false }
        return (before?[column] ?? .value(.null)) != (after?[column] ?? .value(.null))
    }

    /// Edits of the same row become one.
    static func all(_ edits: [RowEdit], _ rows: ChangeRows) async throws(ConsoleError) -> [TouchedRow] {
        var order: [String] = []
        var touched: [String: TouchedRow] = [:]
        for (place, edit) in edits.enumerated() {
            let relation = try rows.relation(edit.table)
            let known = edit.key.isEmpty ? "\(edit.table) new \(place)" : "\(edit.table) \(edit.key)"
            let start: [String: FieldEdit.Content]?
            let current: [String: FieldEdit.Content]?
            if let row = touched[known] {
                (start, current) = (row.before, row.after)
            } else {
                order.append(known)
                let values =
                    edit.action == .insert || edit.key.isEmpty
                    ? nil : try await rows.row(relation, key: edit.key)?.values
                (start, current) = (values, values)
            }
            var after = current
            switch edit.action {
            case .insert: after = Dictionary(edit.fields.map { ($0.column, $0.after) }) { $1 }
            case .delete: after = nil
            case .update: for field in edit.fields { after?[field.column] = field.after }
            }
            touched[known] = TouchedRow(
                relation: relation, key: edit.key, label: edit.label, before: start, after: after)
        }
        return order.compactMap { touched[$0] }
    }
}
