/// Memberships that a profile cannot say: keys that name rows of several tables, and tenants that stand among the people.
struct UnmappedMembership: Sendable, Equatable {
    let words: String
    /// Whether the tenants are rows of the table of people.
    let isAmongPeople: Bool

    static func find(_ links: SchemaLinks, users: RelationName) -> [UnmappedMembership] {
        links.tables.compactMap { table in
            let own = links.links(from: table.name)
            let people = own.filter { $0.target == users }
            guard table.name != users, !people.isEmpty else { return nil }
            return amongPeople(table, people, users: users) ?? ofSeveralTables(table)
        }
    }

    /// `organization_members (organization_id, user_id)`, both naming users.
    private static func amongPeople(
        _ table: Relation, _ people: [SchemaLink], users: RelationName
    ) -> UnmappedMembership? {
        let container = people.first { link in
            NameVocabulary.tenants[IdentifierWords.stem(of: link.column)?.head ?? ""] ?? 0 >= 4
        }
        guard people.count >= 2, let container, IdentifierWords(table.name.name).containsAny(NameVocabulary.memberships)
        else { return nil }
        return UnmappedMembership(
            words:
                "\(table.name).\(container.column) names a row of \(users), as its members' column does: the tenants "
                + "seem to stand among the people. A profile maps one table to one thing; a view of those rows alone could "
                + "be its tenant.", isAmongPeople: true)
    }

    /// `members (source_type, source_id, user_id)`.
    private static func ofSeveralTables(_ table: Relation) -> UnmappedMembership? {
        guard IdentifierWords(table.name.name).containsAny(NameVocabulary.memberships) else { return nil }
        for column in table.columns {
            for (id, type) in [("_id", "_type"), ("Id", "Type")] where column.name.hasSuffix(id) {
                let kind = column.name.dropLast(id.count) + type
                guard table.column(String(kind)) != nil else { continue }
                return UnmappedMembership(
                    words: "\(table.name) says what somebody is in by \(kind) and \(column.name), which name rows of "
                        + "several tables: a profile maps keys to one table each, so these memberships are not shown.",
                    isAmongPeople: false)
            }
        }
        return nil
    }
}
