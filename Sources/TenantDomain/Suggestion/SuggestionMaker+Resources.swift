/// How the lists of what was found are called and what they show.
extension SuggestionMaker {
    mutating func resources(_ best: Reading, users: SuggestionCandidate?) {
        var names: Set<String> = []
        func word(_ table: String, or other: String) -> String {
            let relation = RelationName(parsing: table)
            let plain = String(
                relation.name.unicodeScalars.map { scalar -> Character in
                    let isPlain =
                        (scalar.value < 128)
                        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_")
                    return isPlain ? Character(scalar) : "_"
                }
            ).lowercased()
            return names.insert(plain).inserted ? plain : other
        }
        /// The job's word for a resource, where no other table is called so.
        func alias(_ alias: String, of list: ResourceMapping) -> [String] {
            if alias == list.name { return [] }
            let other = links.tables.first { $0.name.name == alias && $0.name.description != list.table }
            guard let other else { return [alias] }
            unknown.append(
                "\(other.name) is a table of its own here: what is meant by \(alias) is listed as \(list.name).")
            return []
        }
        guard let tenant = profile.tenant else { return }
        var list = ResourceMapping(name: word(tenant.base.table, or: "tenants"), table: tenant.base.table)
        list.title = Self.title(tenant.base.table)
        list.aliases = alias("tenants", of: list)
        list.label = tenant.base.name
        if let plan = tenant.plan, plan.contains(".") { list.fields["plan"] = plan }
        profile.resources.append(list)
        if let membership = profile.membership {
            let isUsers = membership.table == profile.user?.base.table
            var members = ResourceMapping(
                name: isUsers ? "members" : word(membership.table, or: "memberships"), table: membership.table)
            names.insert(members.name)
            members.title = isUsers ? "Members" : Self.title(membership.table)
            members.aliases = alias("members", of: members)
            var shown: [String] = []
            func field(_ name: String, _ path: String?) {
                guard let path, let relation = links[RelationName(parsing: membership.table)] else { return }
                if !path.contains(".") {
                    if relation.column(path) != nil || profile.words.contains(where: { $0.name == path }) {
                        shown.append(path)
                    }
                } else {
                    let free = relation.column(name) == nil ? name : "\(name)_name"
                    members.fields[free] = path
                    shown.append(free)
                }
            }
            let key = isUsers ? "" : "\(membership.user)."
            if let name = profile.user?.base.name { field("person", key + name) }
            if let email = profile.user?.email { field("email", key + email) }
            if let name = tenant.base.name { field("tenant_name", "\(membership.container).\(name)") }
            field("role_name", membership.role)
            field("status", membership.status)
            field("created", membership.created)
            shown += [membership.user, membership.container].filter { !shown.contains($0) }
            members.columns = shown
            members.label = shown.first
            profile.resources.append(members)
        }
        if let user = profile.user {
            var people = ResourceMapping(name: word(user.base.table, or: "people"), table: user.base.table)
            people.title = Self.title(user.base.table)
            people.aliases = ["users"].filter { $0 != people.name && !names.contains($0) }
            if let name = user.base.name, name.contains(".") { people.fields["person"] = name }
            if let email = user.email, email.contains(".") { people.fields["email_address"] = email }
            let label = user.base.name.map { $0.contains(".") ? "person" : $0 }
            people.label = label ?? user.email
            profile.resources.append(people)
        }
    }

    private static func title(_ table: String) -> String {
        var text = ""
        for character in RelationName(parsing: table).name {
            if character == "_" || character == "-" {
                text += " "
            } else if character.isUppercase, text.last?.isLowercase == true {
                text += " " + character.lowercased()
            } else {
                text.append(character)
            }
        }
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
