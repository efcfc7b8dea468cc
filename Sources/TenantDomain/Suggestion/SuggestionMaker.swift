extension ProfileSuggestion {
    package static func make(for catalog: Catalog, name: String) -> ProfileSuggestion {
        var maker = SuggestionMaker(catalog, name: name)
        return maker.make()
    }
}

/// Writes a `ProfileSuggestion`: weighs the evidence, takes the best reading of the catalog and notes what spoke for it.
struct SuggestionMaker {
    /// Below this a table is no tenant, whatever it is called.
    static let leastTenant = 9
    static let leastMembership = 5

    let catalog: Catalog
    let links: SchemaLinks
    let policies: PolicyEvidence
    let perTenant: SchemaPerTenantEvidence?
    var profile: Profile
    var parts: [ProfileSuggestion.Part] = []
    var unknown: [String] = []

    init(_ whole: Catalog, name: String) {
        perTenant = SchemaPerTenantEvidence.find(whole)
        catalog = perTenant?.reduced(whole) ?? whole
        links = SchemaLinks(catalog)
        policies = PolicyEvidence(catalog)
        profile = Profile(name: name, title: "Suggested")
    }

    struct Reading {
        var tenant: SuggestionCandidate
        /// Whether the table's name is one for tenants.
        var isNamed: Bool { NameVocabulary.tenants[IdentifierWords(tenant.table.name).head] != nil }
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
        let unmapped = users.map { UnmappedMembership.find(links, users: $0.table) } ?? []
        unknown += unmapped.map(\.words)
        guard let best = readings.first, best.points >= Self.leastTenant,
            // Where the tenants stand among the people, what else people are in is none.
            best.isNamed || !unmapped.contains(where: \.isAmongPeople)
        else {
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
        declare(tenant: best.tenant.table, users: users)
        resources(best, users: users)
        requirements()
        return ProfileSuggestion(profile: profile, parts: parts, unknown: unknown)
    }

    // MARK: Reading the catalog

    /// Every table that may be the tenant, with the membership that speaks most for it, best first.
    private func readings(_ memberships: [MembershipCandidate], users: SuggestionCandidate?) -> [Reading] {
        links.tables.compactMap { table -> Reading? in
            guard
                let tenant = TenantEvidence.candidate(
                    table, links, users: users?.table, policies: policies, hasSchemaEach: perTenant != nil)
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

    mutating func nothing(_ readings: [Reading], users: SuggestionCandidate?) -> ProfileSuggestion {
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
        if let users {
            user(users, [users])
            declare(tenant: nil, users: users)
        }
        return ProfileSuggestion(profile: profile, parts: parts, unknown: unknown)
    }

    mutating func note(_ key: String, _ confidence: SuggestionConfidence, _ lines: [String]) {
        parts.append(ProfileSuggestion.Part(key: key, confidence: confidence, lines: lines))
    }
}
