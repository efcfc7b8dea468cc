/// How a membership says what somebody may do.
enum RoleEvidence: Sendable, Equatable {
    /// Words in a column, with those that the database allows; empty where it does not say.
    case words(column: String, allowed: [String])
    /// Codes whose meaning the database does not say.
    case codes(column: String, allowed: [String])
    /// A list in one column.
    case list(column: String)
    /// Booleans, the one that allows most first.
    case flags([String])
    /// The row of a table of roles; `path` leads to its name.
    case lookup(path: String, table: RelationName)
    /// Grants in a table of their own, several to a member.
    case grants(path: String, table: RelationName)

    private static let columns = [
        "role", "member_role", "memberRole", "user_role", "userRole", "role_name", "roleName", "Role", "access_level",
        "accessLevel", "permission_level", "permissionLevel", "access_role", "organization_role", "workspace_role",
        "membership_role", "team_role", "account_role", "org_role", "privilege", "permission", "level", "rank",
        "position",
        "roles", "Roles", "permissions", "member_type", "memberType", "membership_type", "user_type", "userType",
        "title", "type", "job", "function",
    ]

    static func find(
        in table: Relation, _ links: SchemaLinks, container: SchemaLink?, user: SchemaLink?
    ) -> RoleEvidence? {
        let taken = Set([container?.column, user?.column].compactMap { $0 })
        let lookup = lookup(of: table, links, besides: taken)
        let column = column(of: table, besides: taken)
        let flags = flags(of: table)
        // A role that everybody has says more than one that some are given besides.
        if let lookup, lookup.link.isRequired || column == nil { return lookup.role }
        // `roles` without a list of what may stand in it is free text beside flags that say the same.
        if case .words("roles", [])? = column, !flags.isEmpty { return .flags(flags) }
        if let column { return column }
        if !flags.isEmpty { return .flags(flags) }
        return closedList(of: table, container, user) ?? grants(of: table, links, container: container, user: user)
    }

    /// The row of a table of roles that some members are given besides what `find` gives for all.
    static func lookup(
        of table: Relation, _ links: SchemaLinks, besides taken: Set<String>
    ) -> (link: SchemaLink, role: RoleEvidence)? {
        for link in links.links(from: table.name) where !taken.contains(link.column) {
            let words = IdentifierWords(link.target.name)
            guard
                words.head == "role"
                    || (words.words.last == "group" && IdentifierWords.stem(of: link.column)?.head == "role")
                    || IdentifierWords.stem(of: link.column)?.head == "role", let target = links[link.target],
                let label = lookupLabel(target)
            else { continue }
            return (link, .lookup(path: "\(link.column).\(label)", table: link.target))
        }
        return nil
    }

    private static func column(of table: Relation, besides taken: Set<String>) -> RoleEvidence? {
        for name in columns {
            guard let column = table.column(name), !taken.contains(name) else { continue }
            if ["title", "type", "position", "rank", "level", "permission", "job", "function"].contains(name) {
                // Words of many meanings: only what the database limits to a few counts.
                let speaksOfMembers = IdentifierWords(table.name.name).containsAny(NameVocabulary.memberships)
                guard column.allowedValues.count >= 2 || (name == "level" && speaksOfMembers) else { continue }
            }
            if column.type == .array { return .list(column: name) }
            if column.type == .json { continue }
            if column.type.isNumeric { return .codes(column: name, allowed: column.allowedValues) }
            if column.type == .boolean { return .flags([name]) }
            return .words(column: name, allowed: column.allowedValues)
        }
        if let other = table.columns.first(where: { column in
            IdentifierWords(column.name).head == "role" && !taken.contains(column.name) && ColumnNames.isText(column)
        }) {
            return .words(column: other.name, allowed: other.allowedValues)
        }
        return nil
    }

    /// In a table that does nothing but join the two, the one column with a closed list of words, whatever the language.
    private static func closedList(
        of table: Relation, _ container: SchemaLink?, _ user: SchemaLink?
    ) -> RoleEvidence? {
        guard let container, let user,
            Set(table.primaryKey) == [container.column, user.column]
                || table.uniqueKeys.contains(where: { Set($0) == [container.column, user.column] })
        else { return nil }
        let closed = table.columns.filter {
            ColumnNames.isText($0) && (2...12).contains($0.allowedValues.count) && !ColumnNames.status.contains($0.name)
        }
        guard closed.count == 1, let column = closed.first else { return nil }
        return .words(column: column.name, allowed: column.allowedValues)
    }

    private static func flags(of table: Relation) -> [String] {
        table.columns.filter { column in
            guard column.type == .boolean || column.declaredType.lowercased().hasPrefix("bool") else { return false }
            let words = IdentifierWords(column.name).words
            return words.contains { NameVocabulary.roles.prefix(26).contains($0) || $0 == "guest" }
        }.map(\.name).sorted { rank($0) < rank($1) }
    }

    /// A table of roles two keys away: granted to the membership.
    private static func grants(
        of table: Relation, _ links: SchemaLinks, container: SchemaLink?, user: SchemaLink?
    ) -> RoleEvidence? {
        for link in links.links(to: table.name) where link.isDeclared {
            guard let grant = links[link.from], grant.identity.count == 1 || grant.primaryKey == [link.column] else {
                continue
            }
            for toRole in links.links(from: link.from) where IdentifierWords(toRole.target.name).head == "role" {
                guard let roles = links[toRole.target], let label = lookupLabel(roles) else { continue }
                return .grants(path: "\(link.from).\(toRole.column).\(label)", table: link.from)
            }
            // Membership of a group that has a role.
            for toGroup in links.links(from: link.from)
            where toGroup.column != link.column && toGroup.target != container?.target {
                guard let group = links[toGroup.target],
                    let column = group.columns.first(where: { column in
                        IdentifierWords(column.name).head == "role" && ColumnNames.isText(column)
                    })
                else { continue }
                return .grants(path: "\(link.from).\(toGroup.column).\(column.name)", table: link.from)
            }
            if let column = grant.column("role"), ColumnNames.isText(column) {
                return .grants(path: "\(link.from).role", table: link.from)
            }
        }
        return nil
    }

    static func lookupLabel(_ table: Relation) -> String? {
        ColumnNames.first(
            [
                "name", "key", "slug", "code", "role", "title", "label", "role_name", "Name", "display_name",
                "identifier",
            ], in: table,
            where: ColumnNames.isText)
    }

    static func rank(_ word: String) -> Int {
        let words = IdentifierWords(word).words
        let whole = words.joined(separator: "_")
        if let place = NameVocabulary.roles.firstIndex(of: whole) { return place }
        return words.compactMap { NameVocabulary.roles.firstIndex(of: $0) }.min() ?? NameVocabulary.roles.count
    }

    /// Highest first where the words are known; else as declared.
    static func ranked(_ values: [String]) -> [String] {
        let known = values.filter { rank($0) < NameVocabulary.roles.count }
        guard known.count * 2 >= values.count else { return values }
        return values.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
            \.element)
    }
}
