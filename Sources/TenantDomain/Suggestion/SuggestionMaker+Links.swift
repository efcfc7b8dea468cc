/// Keys that the database does not declare, and what makes the profile choose itself the next time.
extension SuggestionMaker {
    /// Keys that the mappings count on and the database does not declare.
    mutating func declare(tenant: RelationName?, users: SuggestionCandidate?) {
        var wanted: Set<RelationName> = []
        if let tenant { wanted.insert(tenant) }
        if let users { wanted.insert(users.table) }
        if let project = profile.project { wanted.insert(RelationName(parsing: project.table)) }
        for table in links.tables {
            for link in links.links(from: table.name) where !link.isDeclared && wanted.contains(link.target) {
                profile.links.append(
                    LinkMapping(column: "\(table.name).\(link.column)", target: "\(link.target).\(link.targetColumn)"))
            }
        }
        for source in profile.audit {
            guard let actor = source.actor, let users, let table = links[RelationName(parsing: source.table)],
                !links.links(from: table.name).contains(where: { $0.column == actor }),
                let column = table.column(actor),
                let people = links[users.table], let key = people.identity.first.flatMap({ people.column($0) }),
                column.type == key.type
            else { continue }
            profile.links.append(LinkMapping(column: "\(table.name).\(actor)", target: "\(users.table).\(key.name)"))
        }
        if !profile.links.isEmpty {
            note("links", .medium, ["columns whose names and types say what they name, where no key is declared"])
        }
    }

    /// What makes the profile choose itself the next time.
    mutating func requirements() {
        var names: [String] = []
        if let tenant = profile.tenant { names.append(tenant.base.table) }
        if let membership = profile.membership {
            names += ["\(membership.table).\(membership.container)", "\(membership.table).\(membership.user)"]
        }
        if let user = profile.user { names.append(user.base.table) }
        names += profile.audit.prefix(2).map(\.table)
        var seen: Set<String> = []
        profile.requires = names.filter { seen.insert($0).inserted }
    }
}
