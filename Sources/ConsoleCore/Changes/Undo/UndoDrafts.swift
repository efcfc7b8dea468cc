import TenantDomain
import TenantStore

/// The way back as a change like any other.
extension ChangeDrafter {
    func undo(_ id: String) async throws(ConsoleError) -> ChangeDraft {
        guard let archive, let record = try await archive.find(id, database: session.store.identity.key) else {
            throw .change(.noReceipt(id))
        }
        try await checkPersona(of: record.receipt, archive)
        if case .never(let reason) = record.receipt.undo { throw .change(.cannotUndo(reason: reason)) }
        if case .until(let end) = record.receipt.undo, end < session.now() {
            throw .change(.cannotUndo(reason: "the time for it is over"))
        }
        var draft = ChangeDraft(title: "Undo: \(record.receipt.title)")
        draft.isReversal = true
        draft.raise(to: record.receipt.rowCount > 1 ? .notable : .routine)
        draft.notDone.append("what the application did meanwhile stays")
        if let bulk = record.bulk {
            draft.bulkUndo = try await checked(bulk)
            draft.bulkUndoSample = try await BulkSample(rows: rows).edits(of: bulk)
            return draft
        }
        let edits: [RowEdit]
        if let kept = record.edits {
            edits = ReferenceOrder(kept, catalog: rows.catalog).ordered(kept)
        } else {
            edits = try await AuditUndo(rows: rows).edits(ofChange: record.receipt.changeID)
        }
        try await reverse(edits, in: &draft)
        return draft
    }

    /// Going back takes the rights of going there: what is undone is a verb of this persona, or an undo of one.
    private func checkPersona(of receipt: Receipt, _ archive: any ChangeArchive) async throws(ConsoleError) {
        var receipt = receipt
        var steps = 0
        while case .undo(let id) = receipt.change.verb, steps < 100 {
            guard let earlier = try await archive.find(id, database: session.store.identity.key) else { break }
            receipt = earlier.receipt
            steps += 1
        }
        try PersonaRule.check(receipt.change.verb, rows)
    }

    func revertEntry(_ source: String?, _ id: String) async throws(ConsoleError) -> ChangeDraft {
        let edit = try await AuditUndo(rows: rows).edit(ofEntry: id, source: source)
        var draft = ChangeDraft(title: "Revert: \(edit.action.rawValue) of \(edit.table) \(edit.label)")
        draft.isReversal = true
        draft.raise(to: .notable)
        draft.notDone.append("what the application did meanwhile stays")
        try await reverse([edit], in: &draft)
        if let label = draft.edits.first?.label {
            draft.title = "Revert: \(edit.action.rawValue) of \(edit.table) \(label)"
        }
        return draft
    }

    /// The inverse of edits, last first, each held against what stands there now.
    private func reverse(_ edits: [RowEdit], in draft: inout ChangeDraft) async throws(ConsoleError) {
        // What rows hold as the inverse goes along, so that two edits of one row are followed.
        var state: [String: [String: FieldEdit.Content]?] = [:]
        for edit in edits.reversed() {
            if edit.action != .insert, edit.fields.contains(where: { $0.before == .secret }) {
                throw .change(.cannotUndo(reason: "a secret was overwritten, and nobody keeps those"))
            }
            let relation = try rows.relation(edit.table)
            let name = "\(edit.table) \(edit.key.map { $0.value.text ?? "" })"
            if state[name] == nil {
                state[name] = .some(try await rows.row(relation, key: edit.key)?.values)
            }
            let current = state[name] ?? nil
            switch edit.action {
            case .update:
                guard var values = current else { throw .change(.rowGone(edit.label)) }
                for field in edit.fields {
                    let found = values[field.column] ?? .value(.null)
                    guard Self.isSame(found, field.after, relation.column(field.column)) else {
                        throw .change(
                            .changedSince(
                                row: edit.label, column: field.column, expected: field.after.value?.text ?? "null",
                                found: found.value?.text ?? "null"))
                    }
                    values[field.column] = field.before
                }
                // What stands there now is what the statement expects, letter for letter.
                let fields = edit.fields.map { field in
                    FieldEdit(
                        field.column, before: current?[field.column] ?? .value(.null), after: field.before)
                }
                let label = label(of: edit, StoredRow(relation: relation, values: values))
                draft.edits.append(
                    RowEdit(.update, table: edit.table, key: edit.key, label: label, fields: fields))
                state[name] = .some(values)
            case .insert:
                guard let values = current else { throw .change(.rowGone(edit.label)) }
                let row = StoredRow(relation: relation, values: values)
                try await refuseDependants(of: row, label: edit.label, besides: draft.edits)
                draft.edits.append(row.deletion(label: label(of: edit, row)))
                state[name] = .some(nil)
            case .delete:
                if current != nil { throw .change(.rowIsThere(edit.label)) }
                let fields = edit.fields.map { FieldEdit($0.column, before: .value(.null), after: $0.before) }
                draft.edits.append(
                    RowEdit(.insert, table: edit.table, key: edit.key, label: edit.label, fields: fields))
                if let warning = Self.triggers(of: relation), !draft.warnings.contains(warning) {
                    draft.warnings.append(warning)
                }
                state[name] = .some(Dictionary(fields.map { ($0.column, $0.after) }) { $1 })
            }
        }
        if draft.edits.isEmpty { throw .change(.nothingToDo("nothing is left to take back")) }
        draft.edits = InsertionOrder(rows.catalog).ordered(draft.edits)
    }

    /// An audit entry calls a row by its key; people call it by more where the row itself tells.
    private func label(of edit: RowEdit, _ row: StoredRow) -> String {
        edit.label == edit.key.map { $0.value.text ?? "" }.joined(separator: "/") ? rows.label(row) : edit.label
    }

    /// What a row that goes back in sets off, but for the trail's own triggers.
    private static func triggers(of relation: Relation) -> String? {
        let names = relation.triggers.filter { trigger in
            trigger.isEnabled && trigger.definition.uppercased().contains("INSERT")
                && !trigger.definition.uppercased().contains("INSTEAD OF")
        }.map(\.name).sorted()
        guard !names.isEmpty else { return nil }
        return "putting rows of \(relation.name) back fires \(names.joined(separator: ", "))"
    }

    /// An audit document and a column spell truth, numbers and times each in their own way.
    static func isSame(_ found: FieldEdit.Content, _ wanted: FieldEdit.Content, _ column: Column?) -> Bool {
        if found == wanted { return true }
        guard let left = found.value, let right = wanted.value else { return found == .secret || wanted == .secret }
        if left.isNull || right.isNull { return false }
        if column?.type == .json, let one = left.text, let other = right.text {
            return JSONDiff.compare(before: Array(one.utf8), after: Array(other.utf8)).changes.isEmpty
        }
        return AuditEntryRecord.isSame(left.text, right.text, column?.type ?? .other)
    }

    /// - Parameter edits: rows that go before this one.
    private func refuseDependants(
        of row: StoredRow, label: String, besides edits: [RowEdit]
    ) async throws(ConsoleError) {
        for reference in rows.catalog.references(to: row.relation.name) {
            guard let relation = rows.catalog[reference.from] else { continue }
            let values = reference.key.targetColumns.map { row[$0].value ?? .null }
            guard !values.contains(where: \.isNull) else { continue }
            let predicate = Predicate.all(zip(reference.key.columns, values).map { rows.equal($0, of: relation, $1) })
            let found = try await rows.rows(relation, where: predicate, limit: Self.cascadeCap)
            let table = relation.name.description
            let left = found.count { row in
                !edits.contains { $0.action == .delete && $0.table == table && $0.key == row.key }
            }
            if left > 0 { throw .change(.dependants(row: label, table: table, rows: left)) }
        }
    }

    /// How many rows of each part still hold what the change gave them; the others have moved on.
    private func checked(_ bulk: BulkUndo) async throws(ConsoleError) -> BulkUndo {
        let relation = try rows.relation(bulk.table)
        guard let key = relation.identity.first, relation.identity.count == 1 else {
            throw .change(.unwritable(column: bulk.table, why: "its rows have no key of one column"))
        }
        for part in bulk.parts {
            for chunk in part.keys.chunks(of: BulkUndo.chunk) {
                let predicate = Predicate.all([
                    .compare(Operand(ColumnPath(key), type: relation.column(key)?.type ?? .text), .oneOf(chunk)),
                    rows.equal(bulk.column, of: relation, part.after),
                ])
                let count = try await rows.count(relation, where: predicate, cap: chunk.count)
                if count != chunk.count {
                    throw .change(
                        .changedSince(
                            row: "\(chunk.count - count) rows of \(bulk.table)", column: bulk.column,
                            expected: part.after.text ?? "null", found: "another value"))
                }
            }
        }
        return bulk
    }
}

extension BulkUndo {
    /// Keys of one statement.
    static let chunk = 2_000

    var rows: Int { parts.reduce(0) { $0 + $1.keys.count } }
}

extension Array {
    func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: Swift.max(1, size)).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
