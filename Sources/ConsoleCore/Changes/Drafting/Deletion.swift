import TenantDomain

extension ChangeDrafter {
    /// Any row, with what goes along.
    func deleteRow(_ table: String, _ key: [KeyPart]) async throws(ConsoleError) -> ChangeDraft {
        let relation = try rows.relation(table)
        try RowRule.check(relation, rows)
        guard !key.isEmpty, let row = try await rows.row(relation, key: key) else {
            throw .change(.rowGone(key.map { $0.value.text ?? "" }.joined(separator: " ")))
        }
        let label = rows.label(row)
        let noun = session.registry.resource(of: relation.name)?.singular ?? table
        var draft = ChangeDraft(title: "Delete \(noun): \(label)")
        try await delete(row, label: label, in: &draft)
        draft.notDone += ["what is kept outside of this database stays", "no mail is sent"]
        return draft
    }

    /// A deleted row with everything that the database's foreign keys do along with it.
    ///
    /// - Throws: `tooManyRows` over the cap, `restricted` where a key keeps the row from going.
    func delete(_ row: StoredRow, label: String, in draft: inout ChangeDraft) async throws(ConsoleError) {
        draft.edits.append(row.deletion(label: label))
        var gone: Set<RowName> = [RowName(row)]
        var open = [row]
        // Rows whose keys are checked only when everything is gone: they may go themselves.
        var held: [(row: RowName, table: String)] = []
        // What keys empty, a row that several keys name once.
        var emptied: [(row: StoredRow, columns: [String])] = []
        while let first = open.first {
            // Rows of one table together: the number of questions follows the tables, not the rows.
            let batch = open.filter { $0.relation.name == first.relation.name }
            open.removeAll { $0.relation.name == first.relation.name }
            for reference in rows.catalog.references(to: first.relation.name) {
                guard let relation = rows.catalog[reference.from] else { continue }
                let left = Self.cascadeCap + 1 - draft.edits.count - draft.followers.count
                for found in try await naming(batch, by: reference, relation, limit: left + gone.count)
                where !gone.contains(RowName(found)) {
                    switch reference.key.onDelete {
                    case .restrict: throw .change(.restricted(row: label, table: relation.name.description))
                    case .none: held.append((RowName(found), relation.name.description))
                    case .cascade:
                        gone.insert(RowName(found))
                        draft.followers.append(found.deletion(label: rows.label(found)))
                        open.append(found)
                    case .setNull, .setDefault: emptied.append((found, reference.key.columns))
                    }
                    let count = draft.edits.count + draft.followers.count + emptied.count
                    if count > Self.cascadeCap { throw .change(.tooManyRows(count, cap: Self.cascadeCap)) }
                }
            }
        }
        if let keeper = held.first(where: { !gone.contains($0.row) }) {
            throw .change(.restricted(row: label, table: keeper.table))
        }
        for (row, columns) in emptied where !gone.contains(RowName(row)) {
            let fields = columns.map { ($0, FieldEdit.Content.value(.null)) }
            if let edit = row.update(fields, label: rows.label(row)) { draft.followers.append(edit) }
        }
        describe(draft.followers, in: &draft)
        draft.raise(to: .destructive)
    }

    /// Rows that name one of the batch by the key.
    private func naming(
        _ batch: [StoredRow], by reference: IncomingReference, _ relation: Relation, limit: Int
    ) async throws(ConsoleError) -> [StoredRow] {
        let keys = batch.map { row in reference.key.targetColumns.map { row[$0].value ?? .null } }
            .filter { !$0.contains(where: \.isNull) }
        var found: [StoredRow] = []
        for chunk in keys.chunks(of: 200) {
            let predicate: Predicate
            if let column = reference.key.columns.first, reference.key.columns.count == 1 {
                let operand = Operand(ColumnPath(column), type: relation.column(column)?.type ?? .text)
                predicate = .compare(operand, .oneOf(chunk.map { $0[0] }))
            } else {
                predicate = .any(
                    chunk.map { key in
                        .all(zip(reference.key.columns, key).map { rows.equal($0, of: relation, $1) })
                    })
            }
            found += try await rows.rows(relation, where: predicate, limit: limit)
        }
        return found
    }

    /// What follows, a line for each table, and the trail's own rows as a warning of their own.
    private func describe(_ followers: [RowEdit], in draft: inout ChangeDraft) {
        var order: [String] = []
        var rows: [String: Int] = [:]
        var columns: [String: Set<String>] = [:]
        for edit in followers {
            let name = "\(edit.action.rawValue) \(edit.table)"
            if rows[name] == nil { order.append(name) }
            rows[name, default: 0] += 1
            if edit.action == .update { columns[name, default: []].formUnion(edit.fields.map(\.column)) }
        }
        for name in order {
            let table = String(name.split(separator: " ")[1])
            let count = rows[name] ?? 0
            let noun = "\(NumberText.grouped(Int64(count))) \(count == 1 ? "row" : "rows")"
            if let emptied = columns[name] {
                draft.effects.append(
                    ChangeEffect(.note, "\(table) loses \(emptied.sorted().joined(separator: ", "))", detail: noun))
            } else {
                draft.effects.append(ChangeEffect(.loss, "\(table) goes along", detail: noun))
            }
        }
        let lost = followers.count { edit in
            edit.action == .delete
                && self.rows.catalog.relation(named: edit.table).map { RowRule.isTrail($0, self.rows) } == true
        }
        if lost > 0 {
            draft.warnings.append(
                "\(lost) audit \(lost == 1 ? "row goes" : "rows go") with it: the trail of what happened is lost")
            draft.irreversible = "audit rows go with it, and nobody writes those back"
        }
    }

    private struct RowName: Hashable {
        let table: RelationName
        let key: [KeyPart]

        /// A row without a key is known by all that it holds.
        init(_ row: StoredRow) {
            table = row.relation.name
            key =
                row.relation.identity.isEmpty
                ? row.all.map { KeyPart($0.column, $0.content.value ?? .null) } : row.key
        }
    }
}
