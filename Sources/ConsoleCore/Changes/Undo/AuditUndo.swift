import TenantDomain

/// Before-values out of the database's own audit rows.
struct AuditUndo: Sendable {
    let rows: ChangeRows
    private static let masked = "[masked]"

    /// The edits that a change left in the trail, oldest first.
    func edits(ofChange id: String) async throws(ConsoleError) -> [RowEdit] {
        guard let trail = AuditTrail(rows), let change = trail.mapping.change else {
            throw .change(.cannotUndo(reason: "the trail does not name changes"))
        }
        let found = try await rows.rows(
            trail.relation, where: rows.equal(change, of: trail.relation, .text(id)),
            limit: ChangeDrafter.cascadeCap * 2, sort: trail.order)
        if found.isEmpty { throw .change(.cannotUndo(reason: "its audit rows are gone")) }
        var edits: [RowEdit] = []
        for row in found { edits.append(try edit(row, trail)) }
        return ReferenceOrder(edits, catalog: rows.catalog).ordered(edits)
    }

    func edit(ofEntry id: String, source: String?) async throws(ConsoleError) -> RowEdit {
        guard let trail = AuditTrail(rows, table: source) else {
            throw .change(.unmapped(what: "an audit table with the rows before and after"))
        }
        guard let row = try await rows.row(trail.relation, id: trail.mapping.id, .text(id)) else {
            throw .noRow(resource: trail.relation.name.description, id: id)
        }
        return try edit(row, trail)
    }

    private func edit(_ row: StoredRow, _ trail: AuditTrail) throws(ConsoleError) -> RowEdit {
        guard let table = row.text(trail.mapping.targetTable), let id = row.text(trail.mapping.targetID) else {
            throw .change(.cannotUndo(reason: "the entry names no row"))
        }
        let relation = try rows.relation(table)
        let before = row.text(trail.before).flatMap(JSONDocument.members)
        let after = row.text(trail.after).flatMap(JSONDocument.members)
        let identity = relation.identity
        let parts = identity.count == 1 ? [id] : id.split(separator: "/").map(String.init)
        guard parts.count == identity.count else { throw .change(.cannotUndo(reason: "the entry names no single row")) }
        let key = zip(identity, parts).map { column, text in
            KeyPart(column, Self.value(.document(text), relation.column(column), raw: text))
        }
        var fields: [FieldEdit] = []
        for column in relation.columns where column.generation == .no || column.generation == .identity {
            let old = before?.first { $0.key == column.name }.map { content($0.value, column, relation) }
            let new = after?.first { $0.key == column.name }.map { content($0.value, column, relation) }
            switch (before != nil, after != nil) {
            case (true, true):
                guard let old, let new, old != new else { continue }
                fields.append(FieldEdit(column.name, before: old, after: new))
            case (true, false):
                if let old, !old.isNull { fields.append(FieldEdit(column.name, before: old, after: .value(.null))) }
            case (false, true):
                if let new, !new.isNull { fields.append(FieldEdit(column.name, before: .value(.null), after: new)) }
            case (false, false): break
            }
        }
        let action: RowEdit.Action = before == nil ? .insert : after == nil ? .delete : .update
        guard before != nil || after != nil, !fields.isEmpty else {
            throw .change(.cannotUndo(reason: "the entry does not say what stood there before"))
        }
        return RowEdit(action, table: relation.name.description, key: key, label: id, fields: fields)
    }

    private func content(_ node: JSONNode, _ column: Column, _ relation: Relation) -> FieldEdit.Content {
        if rows.isSecret(column.name, of: relation), JSONDocument.text(node) != nil { return .secret }
        if JSONDocument.text(node) == Self.masked { return .secret }
        return .value(Self.value(node, column, raw: nil))
    }

    /// A document's value as the column holds it.
    private static func value(_ node: JSONNode, _ column: Column?, raw: String?) -> Value {
        guard let text = raw ?? JSONDocument.text(node) else { return .null }
        switch column?.type {
        case .json:
            // The document itself, quotes of a string included.
            if case .document(let spelled) = node { return .text(spelled) }
            var bytes: [UInt8] = []
            node.append(to: &bytes, indented: false)
            return .text(String(decoding: bytes, as: UTF8.self))
        case .boolean: return .integer(["1", "t", "true"].contains(text.lowercased()) ? 1 : 0)
        case .integer: return Int64(text).map(Value.integer) ?? .text(text)
        case .real: return Double(text).map(Value.real) ?? .text(text)
        case .bytes: return .bytes(bytes(text))
        default: return .text(text)
        }
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16)
        }
    }
}
