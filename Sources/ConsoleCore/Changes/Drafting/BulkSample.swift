import TenantDomain

/// The first rows of a change to many, called what people call them.
struct BulkSample: Sendable {
    /// Rows shown of those that change.
    static let rows = 20

    let rows: ChangeRows

    /// - Parameter keys: with what stands there and what will.
    func edits(
        _ relation: Relation, _ column: String, _ keys: [(key: Value, before: Value, after: Value)]
    ) async throws(ConsoleError) -> [RowEdit] {
        guard let identity = relation.identity.first, !keys.isEmpty else { return [] }
        let labels = try await labels(relation, identity, keys.map(\.key))
        return keys.map { row in
            RowEdit(
                .update, table: relation.name.description, key: [KeyPart(identity, row.key)],
                label: labels[row.key] ?? row.key.text ?? "",
                fields: [FieldEdit(column, before: .value(row.before), after: .value(row.after))])
        }
    }

    /// What takes the rows of a change by filter back, from its first parts on.
    func edits(of undo: BulkUndo) async throws(ConsoleError) -> [RowEdit] {
        let keys = undo.parts.flatMap { part in
            part.keys.prefix(Self.rows).map { (key: $0, before: part.after, after: part.before) }
        }
        return try await edits(try rows.relation(undo.table), undo.column, Array(keys.prefix(Self.rows)))
    }

    /// Members are called by their person's name, in two questions however many they are.
    private func labels(
        _ relation: Relation, _ identity: String, _ keys: [Value]
    ) async throws(ConsoleError) -> [Value: String] {
        let found = try await self.found(relation, identity, keys)
        var labels: [Value: String] = [:]
        let people = try await people(of: relation, found)
        for row in found {
            guard let key = row[identity].value else { continue }
            labels[key] = people[key] ?? rows.label(row)
        }
        return labels
    }

    private func people(of relation: Relation, _ members: [StoredRow]) async throws(ConsoleError) -> [Value: String] {
        let memberships = [rows.profile.membership, rows.profile.projectMembership].compactMap { $0 }
        guard
            let mapping = memberships.first(where: { rows.catalog.relation(named: $0.table)?.name == relation.name }),
            let user = rows.profile.user, let users = rows.catalog.relation(named: user.base.table),
            let identity = relation.identity.first
        else { return [:] }
        let found = try await found(users, user.base.id, members.compactMap { $0[mapping.user].value })
        let names = Dictionary(
            found.compactMap { row in row[user.base.id].value.map { ($0, rows.label(row)) } }
        ) { first, _ in first }
        return Dictionary(
            members.compactMap { row in
                guard let key = row[identity].value, let person = row[mapping.user].value else { return nil }
                return names[person].map { (key, $0) }
            }
        ) { first, _ in first }
    }

    private func found(_ relation: Relation, _ column: String, _ keys: [Value]) async throws(ConsoleError)
        -> [StoredRow]
    {
        let operand = Operand(ColumnPath(column), type: relation.column(column)?.type ?? .text)
        return try await rows.rows(relation, where: .compare(operand, .oneOf(keys)), limit: keys.count)
    }
}
