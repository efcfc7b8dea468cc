/// What happens to one row.
package struct RowEdit: Sendable, Equatable, Codable {
    package enum Action: String, Sendable, Codable { case insert, update, delete }

    package let action: Action
    /// The relation's name as the catalog spells it.
    package let table: String
    package let key: [KeyPart]
    /// What to call the row.
    package let label: String
    /// An update's changed columns, an insert's given ones, all columns of a deleted row.
    package let fields: [FieldEdit]

    package init(_ action: Action, table: String, key: [KeyPart], label: String, fields: [FieldEdit]) {
        self.action = action
        self.table = table
        self.key = key
        self.label = label
        self.fields = fields
    }

    package func field(_ column: String) -> FieldEdit? { fields.first { $0.column == column } }

    /// The edit that takes this one back.
    package var inverse: RowEdit {
        let action: Action =
            switch self.action {
            case .insert: .delete
            case .update: .update
            case .delete: .insert
            }
        return RowEdit(
            action, table: table, key: key, label: label,
            fields: fields.map { FieldEdit($0.column, before: $0.after, after: $0.before) })
    }

    /// Whether it cannot be taken back from what it says: a secret that nobody kept would be needed.
    package var holdsSecret: Bool {
        fields.contains { $0.before == .secret || $0.after == .secret }
    }
}

/// One column of a row, before and after.
package struct FieldEdit: Sendable, Equatable, Codable {
    /// A value, or what stands for one that is never shown, kept or compared.
    package enum Content: Sendable, Hashable, Codable {
        case value(Value)
        /// Before: there is one. After: a new one is made when the change is applied.
        case secret

        package var value: Value? {
            if case .value(let value) = self { value } else { nil }
        }

        package var isNull: Bool { self == .value(.null) }
    }

    package let column: String
    package let before: Content
    package let after: Content

    package init(_ column: String, before: Content, after: Content) {
        self.column = column
        self.before = before
        self.after = after
    }

    package init(_ column: String, before: Value, after: Value) {
        self.init(column, before: .value(before), after: .value(after))
    }
}
