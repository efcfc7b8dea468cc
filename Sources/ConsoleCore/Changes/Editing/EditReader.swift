import TenantDomain

/// An edited text back into values: what differs from the row, held to types and allowed values.
struct EditReader {
    static let setNull = "set_null"

    private let draft: EditDraft

    init(_ draft: EditDraft) { self.draft = draft }

    func values(_ fields: [EditedField]) throws(ConsoleError) -> [ColumnValue] {
        var values: [ColumnValue] = []
        var faults: [EditFault] = []
        for field in fields {
            do throws(EditFault) {
                if field.name == Self.setNull, draft.field(field.name) == nil {
                    for value in try emptied(field) where !values.contains(where: { $0.column == value.column }) {
                        values.append(value)
                    }
                } else if let value = try self.value(field) {
                    values.append(value)
                }
            } catch {
                faults.append(error)
            }
        }
        for field in fields where field.name == Self.setNull {
            guard case .list(let names) = field.content else { continue }
            for (place, name) in zip(field.elements, names) where fields.contains(where: { $0.name == name }) {
                faults.append(EditFault(place, "\(name) has a value above; take one of the two out"))
            }
        }
        guard faults.isEmpty else {
            throw .edit(faults.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) })
        }
        return values
    }

    private func open(_ name: String, at place: TextPlace) throws(EditFault) -> (column: Column, now: Value) {
        guard let field = draft.field(name) else {
            let nearest = NearestWord.find(name, among: draft.fields.map(\.column.name))
            throw EditFault(
                place, "\(draft.table) has no column '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
        switch field.standing {
        case .open(let value): return (field.column, value)
        case .closed(let why, _): throw EditFault(place, "\(name) cannot be edited: \(why)")
        }
    }

    private func emptied(_ field: EditedField) throws(EditFault) -> [ColumnValue] {
        guard case .list(let names) = field.content else {
            throw EditFault(field.place, "\(Self.setNull) takes a list of columns: [\"column\"]")
        }
        var values: [ColumnValue] = []
        for (place, name) in zip(field.elements, names) {
            let (column, now) = try open(name, at: place)
            if !column.isNullable { throw EditFault(place, "\(name) needs a value") }
            if !now.isNull { values.append(ColumnValue(name, .null)) }
        }
        return values
    }

    /// Nil where it is what the row holds.
    private func value(_ field: EditedField) throws(EditFault) -> ColumnValue? {
        let (column, now) = try open(field.name, at: field.place)
        let text: String
        switch field.content {
        case .text(let given): text = given
        case .boolean(let flag):
            guard column.type == .boolean else { throw fault(field, column, "true or false") }
            text = flag ? "1" : "0"
        case .integer(let number):
            guard column.type == .integer || column.type == .real else { throw fault(field, column, "a number") }
            text = String(number)
        case .real(let number):
            guard column.type == .real else { throw fault(field, column, "a decimal number") }
            text = String(number)
        case .list: throw fault(field, column, "a list")
        case .other(let what): throw fault(field, column, what)
        }
        if !now.isNull, text == now.text { return nil }
        do {
            let value = try FieldValueReader.value(text, for: column)
            if value == now { return nil }
            try AllowedValueRule.check(column: field.name, value: value, allowed: column.allowedValues)
            return ColumnValue(field.name, value)
        } catch let error as ConsoleError {
            throw EditFault(field.place, Self.words(error))
        } catch let refusal as ChangeRefusal {
            throw EditFault(field.place, Self.words(.change(refusal)))
        } catch {
            throw EditFault(field.place, "it cannot be read")
        }
    }

    private func fault(_ field: EditedField, _ column: Column, _ found: String) -> EditFault {
        let wanted =
            switch column.type {
            case .boolean: "true or false"
            case .integer: "a whole number"
            case .real: "a number"
            default: "a text in quotes"
            }
        return EditFault(field.place, "\(field.name) takes \(wanted), not \(found)")
    }

    private static func words(_ error: ConsoleError) -> String {
        let wording = ErrorWording.wording(for: error)
        return wording.message + (wording.hint.map { " \($0)" } ?? "")
    }
}
