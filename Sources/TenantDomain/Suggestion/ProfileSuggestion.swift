/// A profile for a catalog that none was written for, with what speaks for each part of it and what stays unknown.
///
/// Pure: it reads nothing but the catalog. Names alone prove nothing here: keys, policies, shapes and how much of the
/// schema belongs to a table are weighed against each other.
package struct ProfileSuggestion: Sendable {
    /// One part of the profile and why it is so.
    package struct Part: Sendable, Equatable {
        /// `tenant`, `membership`.
        package let key: String
        package let confidence: SuggestionConfidence
        package let lines: [String]
    }

    /// Empty but for its name where no tenant was found.
    package let profile: Profile
    package let parts: [Part]
    /// What nobody can tell from a catalog, and what to do about it.
    package let unknown: [String]

    package var isEmpty: Bool { profile.tenant == nil }

    package func part(_ key: String) -> Part? { parts.first { $0.key == key } }

    package static func make(for catalog: Catalog, name: String) -> ProfileSuggestion {
        var maker = SuggestionMaker(catalog, name: name)
        return maker.make()
    }
}

private struct SuggestionMaker {
    /// Below this a table is no tenant, whatever it is called.
    private static let leastTenant = 9
    private static let leastMembership = 5

    private let catalog: Catalog
    private let links: SchemaLinks
    private let policies: PolicyEvidence
    private let perTenant: SchemaPerTenantEvidence?
    private var profile: Profile
    private var parts: [ProfileSuggestion.Part] = []
    private var unknown: [String] = []

    init(_ whole: Catalog, name: String) {
        perTenant = SchemaPerTenantEvidence.find(whole)
        catalog = perTenant?.reduced(whole) ?? whole
        links = SchemaLinks(catalog)
        policies = PolicyEvidence(catalog)
        profile = Profile(name: name, title: "Suggested")
    }

    private struct Reading {
        var tenant: SuggestionCandidate
        var membership: MembershipCandidate?
        var points: Int
    }

    mutating func make() -> ProfileSuggestion {
        if let perTenant {
            unknown.append(
                "Schemas \(perTenant.schemas.joined(separator: ", ")) hold the same \(perTenant.tables) tables: each seems to be "
                    + "a tenant of its own. A profile maps tables of one schema; this one looks at \(perTenant.schemas[0]) "
                    + "and the schemas that differ. Copy it for another tenant, or connect with its schema in search_path."
            )
        }
        let people = UserEvidence.candidates(links)
        let users = people.first
        let memberships = users.map { MembershipEvidence.candidates(links, users: $0.table, policies: policies) } ?? []
        let readings = readings(memberships, users: users)
        guard let best = readings.first, best.points >= Self.leastTenant else {
            return nothing(readings, users: users)
        }
        tenant(best, readings, users: users)
        if let users { user(users, people) }
        if let membership = best.membership {
            self.membership(membership, best)
        } else {
            directMembership(best, users: users)
        }
        secondLevel(memberships, best)
        plan(best)
        audit(best, users: users)
        declare(best, users: users)
        resources(best, users: users)
        requirements()
        return ProfileSuggestion(profile: profile, parts: parts, unknown: unknown)
    }

    // MARK: Reading the catalog

    /// Every table that may be the tenant, with the membership that speaks most for it, best first.
    private func readings(_ memberships: [MembershipCandidate], users: SuggestionCandidate?) -> [Reading] {
        links.tables.compactMap { table -> Reading? in
            guard
                let tenant = TenantEvidence.candidate(table, links, users: users?.table, policies: policies)
            else { return nil }
            let own = memberships.filter {
                $0.container.target == table.name && $0.candidate.points >= Self.leastMembership
            }
            let membership = own.max { left, right in
                (left.candidate.points, right.candidate.table) < (right.candidate.points, left.candidate.table)
            }
            var points = tenant.points
            if let membership {
                points += min(8, membership.candidate.points)
            } else if let users, belongsDirectly(users.table, to: table.name) {
                points += 2
            } else {
                points -= 2
            }
            return Reading(tenant: tenant, membership: membership, points: points)
        }.sorted { ($1.points, $0.tenant.table) < ($0.points, $1.tenant.table) }
    }

    private func belongsDirectly(_ users: RelationName, to table: RelationName) -> Bool {
        links.links(from: users).contains { $0.target == table }
    }

    private mutating func nothing(_ readings: [Reading], users: SuggestionCandidate?) -> ProfileSuggestion {
        unknown.append(
            "No table looks like a tenant: none joins people to something that most other tables belong to.")
        for reading in readings.prefix(3) where reading.points > 0 {
            unknown.append(
                "\(reading.tenant.table): \(reading.points) points of \(Self.leastTenant); "
                    + (reading.tenant.reasons.isEmpty
                        ? "" : "for it: \(reading.tenant.reasons.joined(separator: ", ")); ")
                    + (reading.tenant.doubts.isEmpty
                        ? "" : "against it: \(reading.tenant.doubts.joined(separator: ", "))"))
        }
        if users == nil {
            unknown.append(
                "No table looks like the people who sign in either (email, password, user_id in other tables).")
        }
        unknown.append(
            "If there is a tenant after all, name it: [tenant] table = \"…\", [membership] table, container, user, role. "
                + "Every table can be browsed without a profile.")
        if let users { user(users, [users]) }
        return ProfileSuggestion(profile: profile, parts: parts, unknown: unknown)
    }

    private mutating func note(_ key: String, _ confidence: SuggestionConfidence, _ lines: [String]) {
        parts.append(ProfileSuggestion.Part(key: key, confidence: confidence, lines: lines))
    }

    // MARK: Concepts

    private mutating func tenant(_ best: Reading, _ readings: [Reading], users: SuggestionCandidate?) {
        guard let table = links[best.tenant.table] else { return }
        var base = ConceptMapping(table: table.name.description, id: table.identity.first ?? "id")
        base.name = ColumnNames.first(ColumnNames.name, in: table, where: ColumnNames.isText)
        base.status = ColumnNames.first(ColumnNames.status, in: table, where: { ColumnNames.isText($0) })
        base.created = ColumnNames.first(ColumnNames.created, in: table)
        base.deleted = ColumnNames.first(ColumnNames.deleted, in: table)
        var mapping = TenantMapping(base: base)
        let slugs = ColumnNames.slug + ["schema_name", "Slug"]
        mapping.slug = ColumnNames.first(slugs, in: table, where: { ColumnNames.isText($0) && $0.name != base.name })
        mapping.domain = ColumnNames.first(
            ColumnNames.domain, in: table, where: { ColumnNames.isText($0) && $0.name != mapping.slug })
        mapping.kind = ColumnNames.first(
            ColumnNames.kind, in: table, where: { ColumnNames.isText($0) || $0.type == .integer })
        mapping.settings = ColumnNames.first(ColumnNames.settings, in: table, where: { $0.type == .json })
        mapping.trialEnds = ColumnNames.first(ColumnNames.trialEnds, in: table)
        mapping.parent = links.links(from: table.name).first { $0.target == table.name }?.column
        profile.tenant = mapping
        let second = readings.dropFirst().first { $0.points >= Self.leastTenant }
        let margin = best.points - (second?.points ?? 0)
        let confidence: SuggestionConfidence =
            best.points >= 16 && margin >= 4 ? .high : best.points >= 12 && margin >= 2 ? .medium : .low
        var lines = ["\(best.points) points: " + best.tenant.reasons.joined(separator: ", ")]
        if !best.tenant.doubts.isEmpty { lines.append("against it: " + best.tenant.doubts.joined(separator: ", ")) }
        if let parent = mapping.parent { lines.append("\(parent) names another row of it: tenants inside tenants") }
        for other in readings.dropFirst().prefix(3) where other.points >= Self.leastTenant - 2 {
            lines.append(
                "also possible: \(other.tenant.table), \(other.points) points"
                    + (other.tenant.doubts.isEmpty
                        ? "" : " (against it: \(other.tenant.doubts.joined(separator: ", ")))"))
        }
        note("tenant", confidence, lines)
    }

    private mutating func user(_ best: SuggestionCandidate, _ all: [SuggestionCandidate]) {
        guard let table = links[best.table] else { return }
        var base = ConceptMapping(table: table.name.description, id: table.identity.last ?? "id")
        base.name = UserEvidence.name(of: table, links)
        base.status = ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText)
        base.created = ColumnNames.first(ColumnNames.created, in: table)
        base.deleted = ColumnNames.first(ColumnNames.deleted, in: table)
        var mapping = UserMapping(base: base)
        mapping.email = UserEvidence.email(of: table, links)
        mapping.phone = ColumnNames.first(ColumnNames.phone, in: table)
        mapping.lastSeen = ColumnNames.first(ColumnNames.lastSeen, in: table)
        profile.user = mapping
        var lines = ["\(best.points) points: " + best.reasons.joined(separator: ", ")]
        for other in all.dropFirst().prefix(2) where other.table != best.table {
            lines.append("also possible: \(other.table), \(other.points) points")
        }
        note("user", best.points >= 11 ? .high : best.points >= 7 ? .medium : .low, lines)
    }

    private mutating func membership(_ found: MembershipCandidate, _ best: Reading) {
        guard let table = links[found.candidate.table] else { return }
        let identity = table.identity.count == 1 ? table.identity[0] : found.user.column
        var mapping = MembershipMapping(
            table: table.name.description, id: identity, container: found.container.column, user: found.user.column)
        mapping.status = ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText)
        mapping.invitedBy = ColumnNames.first(ColumnNames.invitedBy, in: table)
        mapping.created = ColumnNames.first(ColumnNames.created, in: table)
        var lines = ["\(found.candidate.points) points: " + found.candidate.reasons.joined(separator: ", ")]
        if !found.candidate.doubts.isEmpty {
            lines.append("against it: " + found.candidate.doubts.joined(separator: ", "))
        }
        if !found.container.isDeclared || !found.user.isDeclared {
            lines.append("the database declares no key for it: told by the columns' names and types")
        }
        roles(found.role, of: table, &mapping, &lines)
        profile.membership = mapping
        note("membership", found.candidate.points >= 10 ? .high : found.candidate.points >= 7 ? .medium : .low, lines)
    }

    /// People who belong to one tenant each, by a column of their own table.
    private mutating func directMembership(_ best: Reading, users: SuggestionCandidate?) {
        guard let users, let table = links[users.table],
            let link = links.links(from: users.table).first(where: { $0.target == best.tenant.table })
        else {
            unknown.append(
                users == nil
                    ? "No table looks like the people who sign in, so no membership is mapped."
                    : "No table joins \(users?.table.description ?? "people") to \(best.tenant.table): who belongs to which tenant is not "
                        + "in this schema, or in a form that names do not tell. See [membership] in docs/profiles.md.")
            return
        }
        var mapping = MembershipMapping(
            table: table.name.description, id: table.identity.last ?? "id", container: link.column,
            user: table.identity.last ?? "id")
        mapping.status = ColumnNames.first(ColumnNames.status, in: table, where: ColumnNames.isText)
        mapping.created = ColumnNames.first(ColumnNames.created, in: table)
        var lines = ["each row of \(table.name) names one tenant by \(link.column): everybody belongs to one at most"]
        roles(RoleEvidence.find(in: table, links, container: link, user: nil), of: table, &mapping, &lines)
        profile.membership = mapping
        note("membership", link.isDeclared ? .medium : .low, lines)
    }

    private mutating func roles(
        _ role: RoleEvidence?, of table: Relation, _ mapping: inout MembershipMapping, _ lines: inout [String]
    ) {
        switch role {
        case .words(let column, let allowed):
            mapping.role = column
            mapping.roles = RoleEvidence.ranked(allowed)
            lines.append(
                allowed.isEmpty
                    ? "role: column \(column), any text; say their rank with roles = […], highest first"
                    : "role: column \(column), allowed values \(allowed.joined(separator: ", "))")
        case .codes(let column, let allowed):
            mapping.role = column
            lines.append(
                "role: column \(column) holds numbers"
                    + (allowed.isEmpty ? "" : " (\(allowed.joined(separator: ", ")))"))
            unknown.append(
                "What the numbers in \(table.name).\(column) mean is not in the database. Say it, and name that column as the role:\n"
                    + "[[words]]\ntable = \"\(table.name)\"\nname = \"\(column)_name\"\ncolumn = \"\(column)\"\n"
                    + "codes = [\((allowed.isEmpty ? ["0", "1"] : allowed).map { "\"\($0)\"" }.joined(separator: ", "))]\n"
                    + "words = [\((allowed.isEmpty ? ["0", "1"] : allowed).map { "\"role \($0)\"" }.joined(separator: ", "))]"
            )
        case .list(let column):
            mapping.role = column
            lines.append("role: column \(column) holds a list of roles, shown whole")
        case .flags(let flags):
            var words = flags.map { flag in
                IdentifierWords(flag).words.filter { !["is", "has", "can", "scheme"].contains($0) }.joined(
                    separator: "_")
            }
            if Set(words).count != words.count { words = flags }
            let name = table.column("role") == nil ? "role" : "role_word"
            profile.words.append(
                WordsMapping(
                    table: table.name.description, name: name, flags: flags, words: words,
                    otherwise: words.contains("member") ? "other" : "member"))
            mapping.role = name
            mapping.roles = RoleEvidence.ranked(words) + [words.contains("member") ? "other" : "member"]
            lines.append("role: the first true of \(flags.joined(separator: ", ")), made a column by [[words]]")
        case .lookup(let path, let lookup):
            mapping.role = path
            lines.append("role: rows of \(lookup), named by \(path)")
            let global = links.links(from: lookup).contains {
                $0.target == profile.tenant.flatMap { RelationName(parsing: $0.base.table) }
            }
            lines.append(
                (global ? "each tenant has roles of its own in \(lookup); " : "")
                    + "their rank is in the rows, not in the schema: say it with roles = […], highest first")
        case .grants(let path, let grants):
            mapping.role = path
            lines.append("role: granted in \(grants); the newest grant shows where somebody has several")
        case nil:
            unknown.append("\(table.name) has no column that looks like a role: everybody in it is just a member.")
        }
    }

    private mutating func secondLevel(_ memberships: [MembershipCandidate], _ best: Reading) {
        if let found = SecondLevelEvidence.find(memberships, tenant: best.tenant.table, links),
            found.membership.candidate.table != best.membership?.candidate.table,
            let table = links[found.membership.candidate.table]
        {
            profile.project = found.project
            var mapping = MembershipMapping(
                table: table.name.description,
                id: table.identity.count == 1 ? table.identity[0] : found.membership.user.column,
                container: found.membership.container.column, user: found.membership.user.column)
            mapping.created = ColumnNames.first(ColumnNames.created, in: table)
            var lines = [
                "\(found.container) stands inside the tenant (\(found.project.tenant ?? "")), with members in \(table.name)"
            ]
            let kept = unknown
            roles(found.membership.role, of: table, &mapping, &lines)
            if found.membership.role == nil { unknown = kept }
            profile.projectMembership = mapping
            note("project", found.membership.candidate.points >= 9 ? .high : .medium, lines)
        } else if let project = SecondLevelEvidence.project(tenant: best.tenant.table, links) {
            profile.project = project
            note("project", .medium, ["\(project.table) stands inside the tenant (\(project.tenant ?? ""))"])
        }
        if let invitation = SecondLevelEvidence.invitation(tenant: best.tenant.table, links) {
            profile.invitation = invitation
            note(
                "invitation", .high,
                ["\(invitation.table): its name, the tenant in \(invitation.tenant), an address in \(invitation.email)"]
            )
        }
    }

    private mutating func plan(_ best: Reading) {
        guard let table = links[best.tenant.table] else { return }
        let found = PlanEvidence.find(tenant: table, links)
        profile.tenant?.plan = found.tenantPlan
        profile.plan = found.plan
        profile.subscription = found.subscription
        if found.notes.isEmpty {
            unknown.append("No plan was found: no column, subscription or catalog of that name hangs on the tenant.")
        } else {
            note("plan", found.tenantPlan == nil ? .low : .medium, found.notes)
        }
    }

    private mutating func audit(_ best: Reading, users: SuggestionCandidate?) {
        let found = AuditEvidence.find(
            catalog, links, users: users?.table, tenant: best.tenant.table, container: profile.membership?.container)
        profile.audit = found.map(\.mapping)
        if found.isEmpty {
            unknown.append("No audit trail was found: no table with a time, an action and somebody who did it.")
        } else {
            note(
                "audit", (found.first?.candidate.points ?? 0) >= 10 ? .high : .medium,
                found.map {
                    "\($0.candidate.table), \($0.candidate.points) points: \($0.candidate.reasons.joined(separator: ", "))"
                })
        }
    }

    // MARK: What follows

    /// Keys that the mappings count on and the database does not declare.
    private mutating func declare(_ best: Reading, users: SuggestionCandidate?) {
        var wanted: Set<RelationName> = [best.tenant.table]
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

    private mutating func resources(_ best: Reading, users: SuggestionCandidate?) {
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
        guard let tenant = profile.tenant else { return }
        var list = ResourceMapping(name: word(tenant.base.table, or: "tenants"), table: tenant.base.table)
        list.title = Self.title(tenant.base.table)
        list.aliases = ["tenants"].filter { $0 != list.name }
        list.label = tenant.base.name
        if let plan = tenant.plan, plan.contains(".") { list.fields["plan"] = plan }
        profile.resources.append(list)
        if let membership = profile.membership {
            let isUsers = membership.table == profile.user?.base.table
            var members = ResourceMapping(
                name: isUsers ? "members" : word(membership.table, or: "memberships"), table: membership.table)
            names.insert(members.name)
            members.title = isUsers ? "Members" : Self.title(membership.table)
            members.aliases = ["members"].filter { $0 != members.name }
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

    /// What makes the profile choose itself the next time.
    private mutating func requirements() {
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
