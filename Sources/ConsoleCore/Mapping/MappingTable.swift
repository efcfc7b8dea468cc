import TenantDomain

/// What is mapped to what, as columns and rows.
enum MappingTable {
    static func table(of registry: ResourceRegistry) -> FactTable {
        var rows = Rows(catalog: registry.catalog)
        let profile = registry.profile
        if let tenant = profile.tenant {
            rows.concept("tenant", tenant.base)
            rows.add(
                "tenant", tenant.base.table,
                [
                    ("slug", tenant.slug), ("domain", tenant.domain), ("plan", tenant.plan), ("kind", tenant.kind),
                    ("parent", tenant.parent), ("settings", tenant.settings), ("trial_ends", tenant.trialEnds),
                ])
        }
        if let user = profile.user {
            rows.concept("user", user.base)
            rows.add(
                "user", user.base.table,
                [
                    ("email", user.email), ("phone", user.phone), ("last_seen", user.lastSeen),
                ])
        }
        for (name, mapping) in [("membership", profile.membership), ("project_membership", profile.projectMembership)] {
            guard let mapping else { continue }
            rows.table(name, mapping.table)
            rows.add(
                name, mapping.table,
                [
                    ("container", mapping.container), ("user", mapping.user), ("role", mapping.role),
                    ("status", mapping.status), ("invited_by", mapping.invitedBy), ("created", mapping.created),
                ])
            if !mapping.roles.isEmpty {
                rows.rows.append(["\(name).roles", mapping.roles.joined(separator: " > "), "rank"])
            }
        }
        if let invitation = profile.invitation {
            rows.table("invitation", invitation.table)
            rows.add(
                "invitation", invitation.table,
                [
                    ("tenant", invitation.tenant), ("email", invitation.email), ("role", invitation.role),
                    ("status", invitation.status), ("expires", invitation.expires),
                ])
        }
        if let plan = profile.plan {
            rows.table("plan", plan.table ?? "(words only)")
            if let table = plan.table {
                rows.add("plan", table, [("name", plan.name), ("rank", plan.rank), ("price", plan.price)])
            }
            if let features = plan.features { rows.table("plan.features", features.table) }
            if let limits = plan.limits { rows.table("plan.limits", limits.table) }
        }
        if let subscription = profile.subscription {
            rows.table("subscription", subscription.table)
            rows.add(
                "subscription", subscription.table,
                [
                    ("tenant", subscription.tenant), ("plan", subscription.plan), ("status", subscription.status),
                    ("period_start", subscription.periodStart), ("period_end", subscription.periodEnd),
                ])
        }
        for usage in profile.usage {
            rows.rows.append([
                "usage.\(usage.limit)", usage.sum.map { "sum of \(usage.table).\($0)" } ?? "rows of \(usage.table)", "",
            ])
        }
        if let project = profile.project { rows.concept("project", project) }
        if let widget = profile.widget { rows.concept("widget", widget.base) }
        if let crm = profile.crm {
            rows.concept("crm.pipeline", crm.pipeline)
            rows.table("crm.stage", crm.stage.table)
            rows.table("crm.deal", crm.deal.table)
        }
        for (place, source) in profile.audit.enumerated() { rows.audit(source, place: place) }
        for link in profile.links { rows.rows.append(["link", "\(link.column) → \(link.target)", "declared here"]) }
        for words in profile.words {
            let sources = words.column.map { [$0] } ?? words.flags
            rows.rows.append([
                "words", "\(words.table).\(words.name) from \(sources.joined(separator: ", "))",
                (words.words + [words.otherwise].compactMap { $0 }).joined(separator: ", "),
            ])
        }
        return FactTable(
            title: "Mapped by \(profile.name)", columns: ["concept", "mapped to", "type and values"], rows: rows.rows)
    }

    private struct Rows {
        let catalog: Catalog
        var rows: [[String]] = []

        mutating func table(_ concept: String, _ table: String) {
            let kind = catalog.relation(named: table)?.kind.rawValue ?? ""
            rows.append([concept, table, kind])
        }

        mutating func concept(_ name: String, _ mapping: ConceptMapping) {
            table(name, mapping.table)
            add(
                name, mapping.table,
                [
                    ("id", mapping.id), ("name", mapping.name), ("tenant", mapping.tenant), ("status", mapping.status),
                    ("created", mapping.created), ("deleted", mapping.deleted),
                ])
        }

        mutating func add(_ concept: String, _ table: String, _ keys: [(String, String?)]) {
            guard let relation = catalog.relation(named: table) else { return }
            for (key, text) in keys {
                guard let text else { continue }
                rows.append(["\(concept).\(key)", text, described(text, relation)])
            }
        }

        mutating func audit(_ mapping: AuditMapping, place: Int) {
            table("audit[\(place)]", mapping.table)
            add(
                "audit[\(place)]", mapping.table,
                [
                    ("time", mapping.time), ("tenant", mapping.tenant), ("actor", mapping.actor),
                    ("action", mapping.action),
                    ("target_table", mapping.targetTable), ("target_id", mapping.targetID), ("before", mapping.before),
                    ("after", mapping.after), ("address", mapping.address),
                ])
        }

        private func described(_ text: String, _ relation: Relation) -> String {
            guard let path = ProfilePath.resolve(text, from: relation.name, in: catalog) else { return "" }
            let holder = path.hops.last?.target ?? relation.name
            guard let column = catalog[holder]?.column(path.column) else { return "" }
            var words = column.words == nil ? column.declaredType : "made of codes or flags"
            if !path.hops.isEmpty { words += ", in \(holder)" }
            if path.hops.contains(where: { $0.newest != nil }) { words += " (the newest row)" }
            let values = column.allowedValues
            if !values.isEmpty {
                words += ": " + values.prefix(12).joined(separator: ", ") + (values.count > 12 ? " …" : "")
            }
            return words
        }
    }
}
