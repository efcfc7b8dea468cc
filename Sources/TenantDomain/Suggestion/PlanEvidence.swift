/// Where a tenant's plan stands: in its own row, in a plan catalog, in a subscription.
struct PlanEvidence: Sendable {
    var tenantPlan: String?
    var plan: PlanMapping?
    var subscription: SubscriptionMapping?
    var notes: [String] = []

    static func find(tenant: Relation, _ links: SchemaLinks) -> PlanEvidence {
        var found = PlanEvidence()
        if let column = planColumn(of: tenant, links) {
            found.tenantPlan = column
            found.notes.append("plan: column \(column) of \(tenant.name)")
            if let link = links.links(from: tenant.name).first(where: { $0.column == column }),
                let table = links[link.target]
            {
                found.plan = catalog(table)
                found.notes.append("plan catalog: \(column) names rows of \(table.name)")
            }
        }
        found.subscription(of: tenant, links)
        if found.plan == nil, let table = planTable(links) {
            found.plan = catalog(table)
            found.notes.append("plan catalog: \(table.name), by its name")
        }
        if found.plan == nil, found.tenantPlan != nil || found.subscription?.plan != nil { found.plan = PlanMapping() }
        if let plan = found.plan, let id = plan.table.flatMap({ links[RelationName(parsing: $0)] }) {
            found.rows(of: id, links)
        }
        return found
    }

    private mutating func subscription(of tenant: Relation, _ links: SchemaLinks) {
        let named = links.links(to: tenant.name).filter { link in
            let words = IdentifierWords(link.from.name)
            return words.containsAny(["subscription", "billing"])
                && !words.containsAny(["event", "item", "log", "history"])
        }
        for link in named {
            guard let table = links[link.from] else { continue }
            let priced = ColumnNames.first(ColumnNames.providerPrice, in: table, where: ColumnNames.isText)
            let plan = Self.planColumn(of: table, links) ?? priced
            let status = ColumnNames.first(
                ColumnNames.status + ColumnNames.providerStatus, in: table, where: ColumnNames.isText)
            guard plan != nil || status != nil else { continue }
            if let plan, let key = links.links(from: table.name).first(where: { $0.column == plan }),
                let plans = links[key.target]
            {
                self.plan = self.plan ?? Self.catalog(plans)
            }
            subscription = SubscriptionMapping(
                table: table.name.description, id: table.identity.first ?? "id", tenant: link.column, plan: plan,
                status: status, periodStart: ColumnNames.first(ColumnNames.periodStart, in: table),
                periodEnd: ColumnNames.first(ColumnNames.periodEnd, in: table))
            notes.append("subscription: \(table.name) names the tenant by \(link.column)")
            if tenantPlan == nil, let plan {
                tenantPlan = "\(table.name).\(plan)"
                notes.append("plan: \(plan) of the newest row in \(table.name)")
                if plan == priced { notes.append("\(plan) is the billing provider's name of it") }
            }
            return
        }
    }

    /// By its name, else a key that names rows of a table of plans.
    private static func planColumn(of table: Relation, _ links: SchemaLinks) -> String? {
        if let named = ColumnNames.first(
            ColumnNames.plan, in: table, where: { $0.type != .json && $0.type != .boolean })
        {
            return named
        }
        return links.links(from: table.name).first { link in
            link.target != table.name && NameVocabulary.plans.contains(IdentifierWords(link.target.name).head)
        }?.column
    }

    private static func planTable(_ links: SchemaLinks) -> Relation? {
        links.tables.first { table in
            let words = IdentifierWords(table.name.name)
            return NameVocabulary.plans.contains(words.head) && words.words.count <= 2
                && ColumnNames.first(ColumnNames.name, in: table) != nil
                && (ColumnNames.first(ColumnNames.price, in: table) != nil || words.contains("subscription"))
        }
    }

    private static func catalog(_ table: Relation) -> PlanMapping {
        var mapping = PlanMapping(table: table.name.description, id: table.identity.first ?? "id")
        mapping.name = ColumnNames.first(ColumnNames.name, in: table, where: ColumnNames.isText)
        mapping.rank = ColumnNames.first(ColumnNames.rank, in: table, where: { $0.type.isNumeric })
        mapping.price = ColumnNames.first(
            ["price_cents", "priceCents", "amount_cents"], in: table, where: { $0.type.isNumeric })
        return mapping
    }

    /// Features and limits as rows of (plan, key, value).
    private mutating func rows(of plans: Relation, _ links: SchemaLinks) {
        for link in links.links(to: plans.name) {
            guard let table = links[link.from] else { continue }
            let words = IdentifierWords(table.name.name)
            let key = ColumnNames.first(
                ["feature_key", "limit_type", "limit_key", "featureKey", "key", "name", "feature", "limit", "metric"],
                in: table,
                where: ColumnNames.isText)
            guard let key else { continue }
            let values = ["limit_value", "value", "max_value", "limit", "amount", "quantity"]
            if words.head == "feature" {
                plan?.features = PlanMapping.Features(
                    table: table.name.description, plan: link.column, key: key,
                    enabled: ColumnNames.first(["enabled", "is_enabled", "included"], in: table),
                    value: ColumnNames.first(values, in: table))
            } else if words.head == "limit" || words.head == "quota",
                let value = ColumnNames.first(values, in: table, where: { $0.type.isNumeric })
            {
                plan?.limits = PlanMapping.Limits(
                    table: table.name.description, plan: link.column, key: key, value: value)
            }
        }
    }
}
