import TenantDomain

/// A row opened for editing as text: what its columns hold, and which of them may be written.
package struct EditDraft: Sendable, Equatable {
    /// A column of the row as the text shows it.
    package struct Field: Sendable, Equatable {
        package enum Standing: Sendable, Equatable {
            case open(Value)
            /// A comment only: why, and what may be shown of the value.
            case closed(why: String, shown: String?)
        }

        package let column: Column
        package let standing: Standing
    }

    /// As the person's own word for a list names it.
    package let resource: String
    package let singular: String
    package let label: String
    package let table: String
    package let key: [KeyPart]
    package let fields: [Field]

    /// The row as TOML, for an editor.
    package var text: String { EditText(self).text }

    /// The columns that the edited fields change.
    ///
    /// - Throws: `edit` with everything that is wrong, each with its place.
    package func values(of fields: [EditedField]) throws(ConsoleError) -> [ColumnValue] {
        try EditReader(self).values(fields)
    }

    package func change(_ values: [ColumnValue], instant: Int64) -> Change {
        Change(.edit(table: table, key: key, fields: values), instant: instant)
    }

    func field(_ name: String) -> Field? { fields.first { $0.column.name == name } }

    /// What a plan would overwrite that the text did not show: somebody was faster.
    package func conflict(with plan: ChangePlan) -> ConsoleError? {
        guard plan.change.verb.isEdit, let row = plan.rows.first else { return nil }
        for edit in row.fields {
            guard case .open(let shown)? = field(edit.column)?.standing, edit.before != .value(shown) else { continue }
            return .change(
                .changedSince(
                    row: label, column: edit.column, expected: shown.text ?? "null",
                    found: edit.before.value?.text ?? "null"))
        }
        return nil
    }
}

extension ChangeVerb {
    fileprivate var isEdit: Bool { if case .edit = self { true } else { false } }
}
