/// The tenant, its people and who belongs where.
extension SuggestionMaker {
    mutating func tenant(_ best: Reading, _ readings: [Reading], users: SuggestionCandidate?) {
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

    mutating func user(_ best: SuggestionCandidate, _ all: [SuggestionCandidate]) {
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

    mutating func membership(_ found: MembershipCandidate, _ best: Reading) {
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
        if let more = RoleEvidence.lookup(of: table, links, besides: [found.container.column, found.user.column]),
            more.role != found.role
        {
            lines.append("\(more.link.column) names a row of \(more.link.target) besides, for those who are given one")
        }
        if let owner = owner(of: best.tenant.table) {
            unknown.append(
                "\(best.tenant.table).\(owner) names one person of each row, who need not stand in \(table.name): where "
                    + "they do not, the list of members lacks them.")
        }
        profile.membership = mapping
        note("membership", found.candidate.points >= 10 ? .high : found.candidate.points >= 7 ? .medium : .low, lines)
    }

    /// The column that names the tenant's one owner.
    private func owner(of tenant: RelationName) -> String? {
        guard let users = profile.user.map({ RelationName(parsing: $0.base.table) }) else { return nil }
        return links.links(from: tenant).first { link in
            link.target == users && link.isRequired
                && IdentifierWords(link.column).containsAny(["owner", "user"])
        }?.column
    }

    /// People who belong to one tenant each, by a column of their own table.
    mutating func directMembership(_ best: Reading, users: SuggestionCandidate?) {
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
}
