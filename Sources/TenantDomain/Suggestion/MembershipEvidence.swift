/// A table that makes people members of something.
struct MembershipCandidate: Sendable {
    var candidate: SuggestionCandidate
    let container: SchemaLink
    let user: SchemaLink
    let role: RoleEvidence?
}

/// Tables that join people to something, with what speaks for their making them members of it.
enum MembershipEvidence {
    static func candidates(
        _ links: SchemaLinks, users: RelationName, policies: PolicyEvidence
    ) -> [MembershipCandidate] {
        var found: [MembershipCandidate] = []
        for table in links.tables
        where table.name != users && !NameVocabulary.platformSchemas.contains(table.name.schema ?? "") {
            let own = links.links(from: table.name)
            guard let user = userLink(own, users: users) else { continue }
            for container in own where container.target != users && container.target != table.name {
                guard container.column != user.column, links[container.target] != nil else { continue }
                found.append(
                    MembershipCandidate(
                        candidate: candidate(table, container, user, links, users, policies), container: container,
                        user: user, role: RoleEvidence.find(in: table, links, container: container, user: user)))
            }
        }
        return found
    }

    private static func userLink(_ links: [SchemaLink], users: RelationName) -> SchemaLink? {
        let toUsers = links.filter { $0.target == users }
        let plain = toUsers.first { link in
            let stem = IdentifierWords.stem(of: link.column)?.words ?? IdentifierWords(link.column).words
            return ["user", "member", "profile", "person", "employee", "account", "staff", "agent"].contains(
                stem.last ?? "")
        }
        if let plain { return plain }
        // Who wrote a row is no member of what it hangs on.
        let writers: Set<String> = [
            "by", "creator", "author", "owner", "sender", "uploader", "reporter", "assignee", "actor",
        ]
        let others = toUsers.filter { link in
            let words = IdentifierWords.stem(of: link.column)?.words ?? IdentifierWords(link.column).words
            return !writers.contains(words.last ?? "")
        }
        return others.count == 1 ? others.first : nil
    }

    private static func candidate(
        _ table: Relation, _ container: SchemaLink, _ user: SchemaLink, _ links: SchemaLinks, _ users: RelationName,
        _ policies: PolicyEvidence
    ) -> SuggestionCandidate {
        var candidate = SuggestionCandidate(table: table.name, evidence: [])
        let words = IdentifierWords(table.name.name)
        let target = IdentifierWords(container.target.name)
        if words.containsAny(NameVocabulary.memberships) {
            candidate.add(4, "its name speaks of members")
        } else if words.contains("user") && words.contains(target.head) {
            candidate.add(4, "its name joins \(target.head) and user")
        } else if words.contains("user"), words.words.count > 1 {
            candidate.add(1, "its name speaks of users")
        }
        if NameVocabulary.happenings.contains(words.head) {
            candidate.add(-6, "its name speaks of a \(words.head)")
        }
        if RoleEvidence.find(in: table, links, container: container, user: user) != nil {
            candidate.add(3, "it says as what")
        }
        let pair = Set([container.column, user.column])
        if Set(table.primaryKey) == pair {
            candidate.add(4, "its key is the pair of both")
        } else if table.uniqueKeys.contains(where: { pair.isSubset(of: $0) && $0.count <= 3 }) {
            candidate.add(3, "nobody is in it twice")
        }
        if table.columns.count <= 14 { candidate.add(1, "it holds little else") }
        if container.isRequired && user.isRequired { candidate.add(1, "both are always given") }
        let named = policies.tables(naming: table.name)
        if named > 0 { candidate.add(min(5, 2 + named), "policies of \(named) tables ask it") }
        let bulky = ["title", "body", "content", "subject", "description", "message", "payload", "amount", "url"]
        let found = bulky.filter { table.column($0) != nil }
        if !found.isEmpty { candidate.add(-2 * found.count, "columns \(found.joined(separator: ", "))") }
        let others = Set(links.links(from: table.name).map(\.target)).subtracting([users, container.target, table.name])
            .filter { !NameVocabulary.lookups.contains(IdentifierWords($0.name).head) }
        if others.count >= 2 { candidate.add(-2, "it names \(others.count) other tables too") }
        if !links.links(to: table.name).isEmpty { candidate.add(1, "other tables name it") }
        return candidate
    }
}
