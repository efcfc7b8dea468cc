/// What stands inside a tenant with members of its own: teams in an organization, projects in a workspace.
enum SecondLevelEvidence {
    struct Found: Sendable {
        let container: RelationName
        let project: ConceptMapping
        let membership: MembershipCandidate
    }

    static func find(
        _ memberships: [MembershipCandidate], tenant: RelationName, _ links: SchemaLinks
    ) -> Found? {
        let inside = memberships.filter { entry in
            entry.container.target != tenant && entry.candidate.points >= 5
                && links.links(from: entry.container.target).contains { $0.target == tenant }
                && isGroup(entry.container.target)
        }
        guard let best = inside.max(by: { weight($0) < weight($1) }), let table = links[best.container.target],
            let link = links.links(from: table.name).first(where: { $0.target == tenant })
        else { return nil }
        return Found(
            container: table.name,
            project: ConceptMapping(
                table: table.name.description, id: table.identity.first ?? "id",
                name: ColumnNames.first(ColumnNames.name, in: table, where: ColumnNames.isText), tenant: link.column,
                status: ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText),
                created: ColumnNames.first(ColumnNames.created, in: table),
                deleted: ColumnNames.first(ColumnNames.deleted, in: table)), membership: best)
    }

    /// Words for people who work together come before any other table that has people: an inbox has them too.
    private static func weight(_ entry: MembershipCandidate) -> Int {
        let preferred = [
            "project": 13, "team": 13, "workspace": 13, "department": 12, "group": 12, "space": 12, "board": 1,
            "channel": 1,
        ]
        return entry.candidate.points + (preferred[IdentifierWords(entry.container.target.name).head] ?? 0)
    }

    /// What was written or done may be shared with people, a word of a list may be given to them: neither is a place
    /// that they belong to.
    private static func isGroup(_ container: RelationName) -> Bool {
        let head = IdentifierWords(container.name).head
        return !NameVocabulary.lookups.contains(head) && !NameVocabulary.happenings.contains(head)
    }

    /// A table without members that stands inside the tenant and is called a project.
    static func project(tenant: RelationName, _ links: SchemaLinks) -> ConceptMapping? {
        for table in links.tables where isProject(table) {
            guard let link = links.links(from: table.name).first(where: { $0.target == tenant }) else { continue }
            return ConceptMapping(
                table: table.name.description, id: table.identity.first ?? "id",
                name: ColumnNames.first(ColumnNames.name, in: table, where: ColumnNames.isText), tenant: link.column,
                status: ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText),
                created: ColumnNames.first(ColumnNames.created, in: table),
                deleted: ColumnNames.first(ColumnNames.deleted, in: table))
        }
        return nil
    }

    private static func isProject(_ table: Relation) -> Bool {
        let words = IdentifierWords(table.name.name).words
        return words.last == "project" && words.count <= 2
    }

    static func invitation(tenant: RelationName, _ links: SchemaLinks) -> InvitationMapping? {
        for link in links.links(to: tenant) {
            guard let table = links[link.from],
                IdentifierWords(table.name.name).containsAny(["invitation", "invite", "memberinvite"]),
                let email = ColumnNames.first(
                    ColumnNames.email + [
                        "invitee_email", "inviteeEmail", "recipient_email", "target_email", "targetEmail",
                        "invite_email",
                    ], in: table)
            else { continue }
            let role = RoleEvidence.find(in: table, links, container: link, user: nil)
            var column: String?
            switch role {
            case .words(let name, _), .codes(let name, _), .list(let name): column = name
            case .lookup(let path, _): column = path
            default: column = nil
            }
            return InvitationMapping(
                table: table.name.description, id: table.identity.first ?? "id", tenant: link.column, email: email,
                role: column, status: ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText),
                expires: ColumnNames.first(ColumnNames.expires, in: table))
        }
        return nil
    }
}
