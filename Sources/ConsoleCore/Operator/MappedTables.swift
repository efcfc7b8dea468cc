import TenantDomain

/// The tables that a profile speaks of, as far as the catalog has them. Pure.
struct MappedTables {
    let catalog: Catalog
    let profile: Profile

    /// Everything that the console reads for the profile's words, with the tables that labels come from.
    var read: [Relation] {
        var names: [String?] = [
            profile.tenant?.base.table, profile.user?.base.table, profile.membership?.table, profile.invitation?.table,
            profile.plan?.table, profile.plan?.features?.table, profile.plan?.limits?.table,
            profile.subscription?.table, profile.project?.table, profile.projectMembership?.table,
            profile.widget?.base.table, profile.crm?.pipeline.table, profile.crm?.stage.table,
            profile.crm?.deal.table, profile.seals?.table, profile.writing.sessions?.table,
            profile.writing.instance?.table, profile.writing.token?.table, profile.writing.interaction?.table,
        ]
        names += profile.usage.map(\.table) + profile.audit.map(\.table) + profile.resources.map(\.table)
        var texts: [String?] = [profile.user?.base.name, profile.user?.email, profile.tenant?.plan]
        texts += profile.resources.flatMap { $0.fields.values }
        // `profiles.display_name`: a value that lives in another table.
        names += texts.compactMap { $0 }.filter { $0.contains(".") }.map { text in
            text.split(separator: ".").dropLast().joined(separator: ".")
        }
        let mapped = relations(names)
        let labels = mapped.flatMap(\.foreignKeys).compactMap { catalog[$0.target] }
        return sorted(mapped + labels)
    }

    func relation(_ name: String?) -> Relation? { name.flatMap { catalog.relation(named: $0) } }

    private func relations(_ names: [String?]) -> [Relation] { names.compactMap { relation($0) } }

    private func sorted(_ relations: [Relation]) -> [Relation] {
        var seen: Set<RelationName> = []
        return relations.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
    }
}
