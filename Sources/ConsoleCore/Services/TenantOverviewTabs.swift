import TenantDomain
import TenantStore

/// The lists that one can open from a tenant: first those that a person looks for, then every other table of its own.
struct TenantOverviewTabs {
    private static let first: [Concept] = [
        .member, .widget, .project, .deal, .subscription, .usage, .invitation, .contact, .pipeline, .audit,
    ]
    /// Tabs that are counted; the others are offered without a number.
    private static let counted = 16

    private let session: ConsoleSession

    init(_ session: ConsoleSession) { self.session = session }

    func tabs(_ tenant: TenantMatch, batch: inout TenantOverviewBatch) throws(PlanningError) -> [RelatedRows] {
        let registry = session.registry
        let listed = Set(registry.profile.resources.map(\.name))
        func place(_ resource: Resource) -> Int {
            if let concept = resource.concept, let place = Self.first.firstIndex(of: concept) { return place }
            return Self.first.count + (listed.contains(resource.name) ? 0 : 1)
        }
        let resources = registry.resources.enumerated().filter { _, resource in
            // Rows two keys away (a widget's events, a project's chats) are found under their own parent.
            guard let path = resource.tenantPath, let hop = path.first else { return false }
            return path.count == 1 && registry.catalog[resource.relation]?.column(hop.columns[0]) != nil
        }.sorted { left, right in (place(left.element), left.offset) < (place(right.element), right.offset) }
        var tabs: [RelatedRows] = []
        for (_, resource) in resources {
            guard let path = resource.tenantPath, let relation = registry.catalog[resource.relation] else { continue }
            if tabs.count < Self.counted {
                var select = ViewSelect(relation, session)
                try select.whereTenant(path, is: tenant.id)
                batch.add(.tab, try select.cappedCount(TenantOverviewService.tabCap))
            }
            let key = path[0].columns[0]
            tabs.append(
                RelatedRows(
                    resource: resource.name, title: resource.title, direction: .toMany,
                    filter: FilterFormatter.text(FilterTerm(field: key, .equal, .text(tenant.id.text ?? ""))),
                    tally: .unknown, through: key))
        }
        return tabs
    }

    static func counted(_ tabs: [RelatedRows], _ blocks: [RowBlock], cap: Int) -> [RelatedRows] {
        tabs.enumerated().map { position, tab in
            guard position < blocks.count, let number = blocks[position].number(row: 0, column: 0) else { return tab }
            let count = Int(clamping: number)
            return RelatedRows(
                resource: tab.resource, title: tab.title, direction: tab.direction, filter: tab.filter,
                tally: count > cap ? .moreThan(cap) : .exactly(count), through: tab.through)
        }
    }
}
