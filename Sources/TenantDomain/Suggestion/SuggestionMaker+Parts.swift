/// Parts that not every product has: a second level, plans, an audit trail.
extension SuggestionMaker {
    mutating func secondLevel(_ memberships: [MembershipCandidate], _ best: Reading) {
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

    mutating func plan(_ best: Reading) {
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

    mutating func audit(_ best: Reading, users: SuggestionCandidate?) {
        let found = AuditEvidence.find(
            catalog, links, users: users?.table, tenant: best.tenant.table, container: profile.membership?.container)
        profile.audit = found.map(\.mapping)
        if found.isEmpty {
            let keyless = AuditEvidence.keyless(links).map(\.description)
            unknown.append(
                keyless.isEmpty
                    ? "No audit trail was found: no table with a time, an action and somebody who did it."
                    : "No audit trail is mapped: \(keyless.joined(separator: ", ")) has no key of one column that tells "
                        + "its entries apart. Give it one (ALTER TABLE … ADD COLUMN id …) and ask again.")
        } else {
            note(
                "audit", (found.first?.candidate.points ?? 0) >= 10 ? .high : .medium,
                found.map {
                    "\($0.candidate.table), \($0.candidate.points) points: \($0.candidate.reasons.joined(separator: ", "))"
                })
        }
    }
}
