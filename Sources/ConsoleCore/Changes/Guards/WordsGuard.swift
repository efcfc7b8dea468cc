import TenantDomain

/// Keeps changes off columns that the profile makes of others (`[[words]]`): the database has no such column to write, and
/// writing the codes behind a role would pass by the rules for roles.
struct WordsGuard: Sendable {
    let rows: ChangeRows

    /// - Throws: `unwritable` with what the column is made of.
    func check(_ draft: ChangeDraft) throws(ConsoleError) {
        if let bulk = draft.bulk { try check(bulk.column, of: bulk.relation, isReversal: draft.isReversal) }
        for edit in draft.edits where edit.action != .delete {
            let relation = try rows.relation(edit.table)
            for field in edit.fields { try check(field.column, of: relation, isReversal: draft.isReversal) }
        }
    }

    private func check(_ name: String, of relation: Relation, isReversal: Bool) throws(ConsoleError) {
        if let words = relation.column(name)?.words {
            let sources = Set(words.cases.map(\.column)).sorted().joined(separator: ", ")
            throw .change(
                .unwritable(
                    column: name, why: "the profile's [[words]] make it of \(sources.isEmpty ? "nothing" : sources)"))
        }
        guard !isReversal, let role = roleColumn(of: relation),
            role.words?.cases.contains(where: { $0.column == name }) == true
        else { return }
        throw .change(
            .unwritable(
                column: name, why: "\(role.name) is made of it, and the rules for roles are not kept on codes"))
    }

    private func roleColumn(of relation: Relation) -> Column? {
        for mapping in [rows.profile.membership, rows.profile.projectMembership] {
            guard let mapping, rows.catalog.relation(named: mapping.table)?.name == relation.name,
                let role = mapping.role
            else { continue }
            return relation.column(role)
        }
        return nil
    }
}
