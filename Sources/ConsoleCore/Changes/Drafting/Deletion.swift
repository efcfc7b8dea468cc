import TenantDomain

extension ChangeDrafter {
    /// A deleted row with everything that the database's foreign keys do along with it.
    ///
    /// - Throws: `tooManyRows` over the cap, `restricted` where a key keeps the row from going.
    func delete(_ row: StoredRow, label: String, in draft: inout ChangeDraft) async throws(ConsoleError) {
        draft.edits.append(row.deletion(label: label))
        var seen: Set<RowName> = [RowName(row)]
        var open = [row]
        while let next = open.popLast() {
            for reference in rows.catalog.references(to: next.relation.name) {
                guard let relation = rows.catalog[reference.from] else { continue }
                let values = reference.key.targetColumns.map { next[$0].value ?? .null }
                guard !values.contains(where: \.isNull) else { continue }
                let predicate = Predicate.all(
                    zip(reference.key.columns, values).map { rows.equal($0, of: relation, $1) })
                let found = try await rows.rows(relation, where: predicate, limit: Self.cascadeCap + 1)
                let fresh = found.filter { !seen.contains(RowName($0)) }
                guard !fresh.isEmpty else { continue }
                switch reference.key.onDelete {
                case .none, .restrict:
                    throw .change(.restricted(row: label, table: relation.name.description))
                case .cascade:
                    for row in fresh {
                        seen.insert(RowName(row))
                        draft.followers.append(row.deletion(label: rows.label(row)))
                        open.append(row)
                    }
                case .setNull, .setDefault:
                    for row in fresh {
                        let fields = reference.key.columns.map { ($0, FieldEdit.Content.value(.null)) }
                        if let edit = row.update(fields, label: rows.label(row)) { draft.followers.append(edit) }
                    }
                }
                let count = draft.edits.count + draft.followers.count
                if count > Self.cascadeCap { throw .change(.tooManyRows(count, cap: Self.cascadeCap)) }
            }
        }
        let trails = Set(profile.audit.map(\.table))
        let lost = draft.followers.count { $0.action == .delete && trails.contains($0.table) }
        if lost > 0 { draft.warnings.append("\(lost) audit rows go with it: the trail of what happened is lost") }
        draft.raise(to: .destructive)
    }

    private struct RowName: Hashable {
        let table: RelationName
        let key: [KeyPart]

        init(_ row: StoredRow) {
            table = row.relation.name
            key = row.key
        }
    }
}
