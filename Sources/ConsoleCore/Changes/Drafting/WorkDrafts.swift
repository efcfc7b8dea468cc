import TenantDomain

/// Widgets, deals and stages.
extension ChangeDrafter {
    /// A new secret for an instance. The old one is never kept: there is no way back.
    func rotateToken(_ instance: ChangeTarget, instant: Int64) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.writing.token, let relation = rows.catalog.relation(named: mapping.table),
            let id = instance.key.first
        else { throw .change(.unmapped(what: "embed tokens (writing.token)")) }
        guard
            let row = try await rows.rows(relation, column: mapping.instance, equals: id, limit: 1).first
        else { throw .change(.rowGone("a token of \(instance.label)")) }
        var fields: [(column: String, after: FieldEdit.Content)] = [(mapping.token, .secret)]
        if let column = mapping.rotated {
            fields.append((column, .value(rows.time(instant, for: column, of: relation))))
        }
        var draft = ChangeDraft(title: "Rotate embed token: \(instance.label)")
        if let edit = row.update(fields, label: instance.label) { draft.edits.append(edit) }
        draft.effects.append(
            ChangeEffect(.loss, "pages with the old token stop working at once", detail: "until they get the new one"))
        draft.effects.append(ChangeEffect(.note, "the new token is shown once and kept nowhere else"))
        draft.irreversible = "token"
        draft.raise(to: .notable)
        return draft
    }

    /// Stages get the positions of their new order. Two steps, because positions are unique and never checked late.
    func reorderStages(_ pipeline: ChangeTarget, _ stages: [ChangeTarget]) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.crm?.stage, let relation = rows.catalog.relation(named: mapping.table),
            let id = pipeline.key.first
        else { throw .notMapped(.stage) }
        let all = try await rows.rows(
            relation, where: rows.equal(mapping.pipeline, of: relation, id), limit: Self.cascadeCap,
            sort: [SortTerm(ColumnPath(mapping.position))])
        let wanted = stages.map(\.key)
        let known = all.map { $0.key.map(\.value) }
        guard wanted.allSatisfy(known.contains), Set(wanted).count == wanted.count else {
            throw .change(.rowGone("a stage of \(pipeline.label)"))
        }
        // Stages that were not named follow in their old order.
        let order = wanted + known.filter { !wanted.contains($0) }
        let positions = all.compactMap { $0[mapping.position].value?.text.flatMap { Int64($0) } }.sorted()
        guard positions.count == all.count, let highest = positions.last else {
            throw .change(.unwritable(column: mapping.position, why: "a stage has no position"))
        }
        var draft = ChangeDraft(title: "Reorder stages: \(pipeline.label)")
        var moves: [(row: StoredRow, from: Int64, to: Int64)] = []
        for (place, key) in order.enumerated() {
            guard let row = all.first(where: { $0.key.map(\.value) == key }),
                let from = row.text(mapping.position).flatMap({ Int64($0) }), from != positions[place]
            else { continue }
            moves.append((row, from, positions[place]))
        }
        if moves.isEmpty { throw .change(.nothingToDo("the stages stand in that order already")) }
        func edit(_ row: StoredRow, _ from: Int64, _ to: Int64) -> RowEdit {
            RowEdit(
                .update, table: relation.name.description, key: row.key, label: row.text(mapping.name) ?? "",
                fields: [FieldEdit(mapping.position, before: .integer(from), after: .integer(to))])
        }
        for (place, move) in moves.enumerated() {
            draft.edits.append(edit(move.row, move.from, highest + 1 + Int64(place)))
        }
        for (place, move) in moves.enumerated() {
            draft.edits.append(edit(move.row, highest + 1 + Int64(place), move.to))
        }
        draft.effects = order.enumerated().compactMap { place, key in
            all.first { $0.key.map(\.value) == key }.map { row in
                ChangeEffect(.note, "\(place + 1). \(row.text(mapping.name) ?? "")")
            }
        }
        return draft
    }

    func addInteraction(
        _ deal: ChangeTarget, _ kind: String, _ text: String, _ id: String, instant: Int64
    ) async throws(ConsoleError) -> ChangeDraft {
        guard let mapping = profile.writing.interaction, let relation = rows.catalog.relation(named: mapping.table),
            let crm = profile.crm, let deals = rows.catalog.relation(named: crm.deal.table)
        else { throw .change(.unmapped(what: "interactions (writing.interaction)")) }
        let row = try await found(deals, deal)
        var fields: [(String, FieldEdit.Content)] = [
            (mapping.id, .value(.text(id))), (mapping.deal, .value(row[crm.deal.id].value ?? .null)),
            (mapping.kind, .value(.text(kind))), (mapping.text, .value(.text(text))),
        ]
        if let column = mapping.tenant {
            guard let tenant = row[column].value else { throw .change(.unmapped(what: "the deal's \(column)")) }
            fields.append((column, .value(tenant)))
        }
        if let column = mapping.time { fields.append((column, .value(rows.time(instant, for: column, of: relation)))) }
        var draft = ChangeDraft(title: "Add \(kind): \(deal.label)")
        draft.edits.append(try insertion(relation, fields, label: deal.label))
        draft.notDone.append("nobody is told")
        return draft
    }

    /// Fields of any row, judged like any other change.
    func edit(_ table: String, _ key: [KeyPart], _ fields: [ColumnValue]) async throws(ConsoleError) -> ChangeDraft {
        let relation = try rows.relation(table)
        try RowRule.check(relation, rows)
        guard let row = try await rows.row(relation, key: key) else {
            throw .change(.rowGone(key.map { $0.value.text ?? "" }.joined(separator: " ")))
        }
        for field in fields {
            guard let column = relation.column(field.column) else {
                throw .change(.unwritable(column: field.column, why: "there is no such column"))
            }
            if column.generation != .no {
                throw .change(.unwritable(column: field.column, why: "the database makes it"))
            }
            if rows.isSecret(field.column, of: relation) {
                throw .change(.unwritable(column: field.column, why: "it is a secret"))
            }
            if relation.identity.contains(field.column) {
                throw .change(.unwritable(column: field.column, why: "it names the row"))
            }
        }
        let label = rows.label(row)
        var draft = ChangeDraft(
            title: "Edit \(session.registry.resource(of: relation.name)?.singular ?? table): \(label)")
        guard let edit = row.update(fields.map { ($0.column, .value($0.value)) }, label: label) else {
            throw .change(.nothingToDo("\(label) holds these values already"))
        }
        draft.edits.append(edit)
        draft.raise(to: .notable)
        return draft
    }
}
