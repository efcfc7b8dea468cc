import TenantDomain

/// The queries that every on-call engineer asks first, in the words of the database at hand.
enum ShippedQueries {
    static func all(_ registry: ResourceRegistry) -> [NamedQuery] {
        let profile = registry.profile
        guard !profile.audit.isEmpty else { return [] }
        var queries: [NamedQuery] = []
        func add(_ name: String, _ title: String, _ filters: [String]) {
            guard !filters.isEmpty else { return }
            queries.append(NamedQuery(name: name, title: title, meaning: .filters(filters), origin: .shipped))
        }
        add("role-escalations", "members whose role was raised", escalations(registry))
        add("plan-changes", "tenants whose plan changed", plans(profile))
        add("deletions", "what was deleted", ["action:delete", "action:deleted", "action:remove"])
        add(
            "off-hours", "what people did at night and at weekends", ["actor:* hours:20..6", "actor:* weekday:sat,sun"])
        add("secrets", "changes to tokens, keys and passwords", secrets(registry))
        for derived in DerivedQuery.allCases where derived != .formerMembers || profile.membership != nil {
            queries.append(
                NamedQuery(
                    name: derived.rawValue, title: derived.title, meaning: .derived(derived), origin: .shipped))
        }
        return queries
    }

    /// One filter for each role that somebody below could be raised to.
    private static func escalations(_ registry: ResourceRegistry) -> [String] {
        guard let members = registry.profile.membership, let role = members.role,
            let column = registry.catalog.relation(named: members.table)?.column(role)
        else { return [] }
        let roles = members.roles.isEmpty ? column.allowedValues : members.roles
        guard roles.count > 1 else { return ["table:\(FilterText.quoting(members.table)) changed:\(role)"] }
        let field = FilterText.quotingName(role)
        return roles.indices.dropLast().map { place in
            let below = roles[(place + 1)...].map(FilterText.quoting).joined(separator: ",")
            return "table:\(FilterText.quoting(members.table)) changed:\(role) "
                + "after.\(field):\(FilterText.quoting(roles[place])) before.\(field):\(below)"
        }
    }

    private static func plans(_ profile: Profile) -> [String] {
        var filters: [String] = []
        if let tenant = profile.tenant, let plan = tenant.plan, !plan.contains(".") {
            filters.append(changed(plan, of: tenant.base.table))
        }
        if let subscription = profile.subscription, let plan = subscription.plan, !plan.contains(".") {
            filters.append(changed(plan, of: subscription.table))
        }
        return filters
    }

    /// From one plan to another: a new row has none before.
    private static func changed(_ plan: String, of table: String) -> String {
        let field = FilterText.quotingName(plan)
        return "table:\(FilterText.quoting(table)) changed:\(plan) before.\(field):* after.\(field):*"
    }

    /// Whole tables that hold nothing but secrets, and the secret columns of others.
    private static func secrets(_ registry: ResourceRegistry) -> [String] {
        var tables: [String] = []
        var columns: [String] = []
        for resource in registry.resources {
            guard registry.catalog[resource.relation]?.kind == .table else { continue }
            let secret = resource.columns.filter { $0.mask == .secret && $0.path?.hops.isEmpty == true }
            let name = resource.relation.name
            if ["token", "secret", "api_key", "credential", "password"].contains(where: name.contains) {
                tables.append(FilterText.quoting(name))
            } else if !secret.isEmpty, secret.count <= 8, columns.count < 24 {
                let changed = secret.map { FilterText.quoting($0.name) }.joined(separator: ",")
                columns.append("table:\(FilterText.quoting(name)) changed:\(changed)")
            }
        }
        return (tables.isEmpty ? [] : ["table:\(tables.prefix(40).joined(separator: ","))"]) + columns
    }
}
