import TenantDomain
import TenantStore

/// Who changed what and why, as it goes into audit rows.
struct AuditFacts: Sendable {
    let changeID: String
    let event: String
    let authority: WriteAuthority
    let place: JournalPlace
    let time: Int64

    /// Both stand in the row where one planned and another applied.
    var reason: String {
        guard let planner = authority.planner, planner != authority.operatorName else { return authority.reason }
        return "\(authority.reason) · planned by \(planner)"
    }
}

/// Audit rows for tables that no trigger watches.
struct AuditRowWriter: Sendable {
    let rows: ChangeRows
    let trail: AuditTrail
    let facts: AuditFacts

    /// Whether the table takes a row of what we know.
    static func canWrite(_ trail: AuditTrail) -> Bool {
        let mapping = trail.mapping
        let given = Set(
            [
                mapping.id, mapping.time, mapping.action, mapping.targetTable, mapping.targetID, trail.before,
                trail.after, mapping.reason, mapping.lease, mapping.change,
            ].compactMap { $0 })
        return trail.relation.kind == .table
            && trail.relation.columns.allSatisfy {
                $0.isNullable || $0.defaultValue != nil || $0.generation != .no || given.contains($0.name)
            }
    }

    func statement(_ edit: RowEdit, tenant: Value?, _ planner: WritePlanner) throws(ConsoleError) -> Statement {
        let mapping = trail.mapping
        var values: [ColumnValue] = []
        func add(_ column: String?, _ value: Value?) {
            // A mapping may lead into another table; only the table's own columns are written.
            guard let column, let value, !value.isNull, trail.relation.column(column) != nil else { return }
            if !values.contains(where: { $0.column == column }) { values.append(ColumnValue(column, value)) }
        }
        if let column = trail.relation.column(mapping.id), column.type == .uuid || column.type == .text {
            add(mapping.id, .text(ChangeID.uuid()))
        }
        add(mapping.time, rows.time(facts.time, for: mapping.time, of: trail.relation))
        add(mapping.tenant, tenant)
        add(mapping.actorName, .text(facts.authority.operatorName))
        add(mapping.actorRole, .text(facts.authority.persona.rawValue))
        add(mapping.action, .text(action(edit.action)))
        add(mapping.targetTable, .text(edit.table))
        add(mapping.targetID, .text(edit.key.map { $0.value.text ?? "" }.joined(separator: "/")))
        if edit.action != .insert { add(trail.before, .text(document(edit, \.before))) }
        if edit.action != .delete { add(trail.after, .text(document(edit, \.after))) }
        add(mapping.reason, .text(facts.reason))
        add(mapping.lease, .text(facts.authority.lease.id))
        add(mapping.change, .text(facts.changeID))
        let context = rows.profile.writing.context
        add(context?.event, .text(facts.event))
        add(context?.journalSession, .text(facts.place.session))
        add(context?.journalNumber, .integer(facts.place.number))
        add(context?.journalHead, .text(facts.place.head))
        do {
            return try planner.insert(trail.relation.name, values: values)
        } catch {
            throw ConsoleError(error)
        }
    }

    /// As the table spells it.
    private func action(_ action: RowEdit.Action) -> String {
        let allowed = trail.relation.column(trail.mapping.action)?.allowedValues ?? []
        let words: [RowEdit.Action: [String]] = [
            .insert: ["insert", "create", "created"], .update: ["update", "updated"], .delete: ["delete", "deleted"],
        ]
        for word in words[action] ?? [] {
            if let spelled = allowed.first(where: { $0.lowercased() == word }) { return spelled }
        }
        return action.rawValue.uppercased()
    }

    private func document(_ edit: RowEdit, _ side: KeyPath<FieldEdit, FieldEdit.Content>) -> String {
        let relation = rows.catalog.relation(named: edit.table)
        let members = edit.fields.map { field -> JSONNode.Member in
            let type = relation?.column(field.column)?.type
            switch field[keyPath: side] {
            case .secret: return JSONNode.Member(field.column, .string("[masked]"))
            case .value(.null): return JSONNode.Member(field.column, .null)
            case .value(.integer(let number)) where type == .boolean:
                return JSONNode.Member(field.column, .boolean(number != 0))
            case .value(.integer(let number)): return JSONNode.Member(field.column, .integer(number))
            case .value(let value):
                let text = value.text ?? ""
                return JSONNode.Member(field.column, type == .json ? .document(text) : .string(text))
            }
        }
        var bytes: [UInt8] = []
        JSONNode.object(members).append(to: &bytes, indented: false)
        return String(decoding: bytes, as: UTF8.self)
    }
}
