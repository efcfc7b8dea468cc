import TenantDomain
import TenantStore

/// Opens rows for editing as text.
package struct EditService: Sendable {
    /// Longer values are no matter for a text that somebody reads through.
    static let longestValue = 65_536

    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// - Throws: `change` where the persona may not edit, or the rows of the resource are not edited by hand.
    package func draft(_ word: String, _ id: [String]) async throws(ConsoleError) -> EditDraft {
        try PersonaRule.check(.edit(table: "", key: [], fields: []), persona: session.persona)
        let rows = ChangeRows(session: session)
        let resource = try ListQueryBuilder(session).resource(word)
        let relation = try rows.relation(resource.relation.description)
        try RowRule.check(relation, rows)
        let identity = try await RecordService(session: session).identity(id, of: resource)
        guard !relation.identity.isEmpty, identity.values.count == relation.identity.count else {
            throw .change(.unwritable(column: resource.name, why: "its rows have no key"))
        }
        let key = zip(relation.identity, identity.values).map { KeyPart($0, $1) }
        guard let row = try await rows.row(relation, key: key) else {
            throw .noRow(resource: resource.name, id: id.joined(separator: " "))
        }
        return EditDraft(
            resource: resource.name, singular: resource.singular, label: rows.label(row),
            table: relation.name.description, key: key,
            fields: relation.columns.map { column in
                EditDraft.Field(column: column, standing: standing(column, row, resource))
            })
    }

    private func standing(_ column: Column, _ row: StoredRow, _ resource: Resource) -> EditDraft.Field.Standing {
        let content = row[column.name]
        let value = content.value ?? .null
        if row.relation.identity.contains(column.name) {
            return .closed(why: "names the row", shown: value.text)
        }
        if column.generation != .no { return .closed(why: "made by the database", shown: nil) }
        let own = resource.ownColumn(column.name)
        if content == .secret || own?.mask == .secret { return .closed(why: "secret", shown: nil) }
        if let own, session.masks.hides(own) {
            let shown = session.masks.masked(value, of: own).text
            return .closed(why: "masked for \(session.persona.rawValue)", shown: value.isNull ? nil : shown)
        }
        if column.type == .bytes { return .closed(why: "holds bytes", shown: nil) }
        if case .bytes = value { return .closed(why: "holds bytes", shown: nil) }
        if let text = value.text {
            if text.utf8.count > Self.longestValue {
                return .closed(why: "too long to edit here (\(NumberText.bytes(text.utf8.count)))", shown: nil)
            }
            if text.hasPrefix("{") || text.hasPrefix("["), JSONMask(session.masks).masked(Array(text.utf8)) != nil {
                return .closed(why: "holds masked values", shown: nil)
            }
        }
        return .open(value)
    }
}
