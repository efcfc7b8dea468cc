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
        var letting: [(row: StoredRow, key: ForeignKey)] = []
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
                    case .setNull, .setDefault: letting.append((found, reference.key))
                    }
                    let count = draft.edits.count + draft.followers.count + letting.count
                    if count > Self.cascadeCap { throw .change(.tooManyRows(count, cap: Self.cascadeCap)) }
                }
            }
        }
        if let keeper = held.first(where: { !gone.contains($0.row) }) {
            throw .change(.restricted(row: label, table: keeper.table))
        }
        var targets: Set<RowName> = []
        for (found, key) in letting where !gone.contains(RowName(found)) {
            let after = try lettingGo(found, of: label, by: key)
            if let name = newTarget(of: found, key, after), targets.insert(name).inserted {
                try await check(name, of: found, key, label: label, gone: gone)
            }
            let fields = key.onDeleteColumns.map { ($0, FieldEdit.Content.value(after[$0] ?? .null)) }
            if let edit = found.update(fields, label: rows.label(found)) { draft.followers.append(edit) }
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

    /// What the key writes into a row when the one goes that it names.
    private func lettingGo(
        _ row: StoredRow, of label: String, by key: ForeignKey
    ) throws(ConsoleError) -> [String: Value] {
        var values: [String: Value] = [:]
        for name in key.onDeleteColumns {
            guard let column = row.relation.column(name) else { continue }
            func refusal(_ why: LettingGo) -> ConsoleError {
                .change(.cannotLetGo(row: label, table: row.relation.name.description, column: name, why))
            }
            switch key.onDelete == .setDefault ? ColumnDefault(column.defaultValue) : .null {
            case .null:
                guard column.isNullable else { throw refusal(.needsValue) }
                values[name] = .null
            case .constant(let text): values[name] = try FieldValueReader.value(text, for: column)
            case .computed(let text): throw refusal(.computed(text))
            }
        }
        return values
    }

    /// What the row names once the key has set defaults, nil where it names nothing.
    private func newTarget(of row: StoredRow, _ key: ForeignKey, _ after: [String: Value]) -> RowName? {
        let values = key.columns.map { after[$0] ?? row[$0].value ?? .null }
        guard key.onDelete == .setDefault, !values.contains(where: \.isNull) else { return nil }
        return RowName(table: key.target, key: zip(key.targetColumns, values).map { KeyPart($0, $1) })
    }

    /// A default has to name a row that stays, else the database keeps the row from going.
    private func check(
        _ target: RowName, of row: StoredRow, _ key: ForeignKey, label: String, gone: Set<RowName>
    ) async throws(ConsoleError) {
        guard let relation = rows.catalog[target.table] else { return }
        let predicate = Predicate.all(target.key.map { rows.equal($0.column, of: relation, $0.value) })
        let found = try await rows.rows(relation, where: predicate, limit: 1).first
        if let found, !gone.contains(RowName(found)) { return }
        throw .change(
            .cannotLetGo(
                row: label, table: row.relation.name.description, column: key.columns.joined(separator: ", "),
                .namesNothing(target.key.compactMap(\.value.text).joined(separator: ", "))))
    }

    /// What follows, a line for each table and what happens to it, and the trail's own rows as a warning of their own.
    private func describe(_ followers: [RowEdit], in draft: inout ChangeDraft) {
        var order: [ChangeEffect] = []
        var rows: [String: Int] = [:]
        for edit in followers {
            for effect in Self.effects(on: edit) {
                if rows[effect.text] == nil { order.append(effect) }
                rows[effect.text, default: 0] += 1
            }
        }
        for effect in order {
            let count = rows[effect.text] ?? 0
            let noun = "\(NumberText.grouped(Int64(count))) \(count == 1 ? "row" : "rows")"
            draft.effects.append(ChangeEffect(effect.kind, effect.text, detail: noun))
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

    private static func effects(on follower: RowEdit) -> [ChangeEffect] {
        guard follower.action == .update else { return [ChangeEffect(.loss, "\(follower.table) goes along")] }
        let emptied = follower.fields.filter(\.after.isNull).map(\.column).sorted()
        let defaults = follower.fields.filter { !$0.after.isNull }.sorted { $0.column < $1.column }
            .map { "\($0.column) \($0.after.value?.text ?? "")" }
        return
            (emptied.isEmpty ? [] : [ChangeEffect(.note, "\(follower.table) loses \(emptied.joined(separator: ", "))")])
            + (defaults.isEmpty
                ? []
                : [ChangeEffect(.note, "\(follower.table) gets the default \(defaults.joined(separator: ", "))")])
    }

    private struct RowName: Hashable {
        let table: RelationName
        let key: [KeyPart]

        init(table: RelationName, key: [KeyPart]) {
            self.table = table
            self.key = key
        }

        /// A row without a key is known by all that it holds.
        init(_ row: StoredRow) {
            table = row.relation.name
            key =
                row.relation.identity.isEmpty
                ? row.all.map { KeyPart($0.column, $0.content.value ?? .null) } : row.key
        }
    }
}
