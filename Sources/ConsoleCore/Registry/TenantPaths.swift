import TenantDomain

/// Finds how a table's rows belong to a tenant: the shortest walk along foreign keys.
struct TenantPaths {
    private let paths: [RelationName: [Hop]]

    subscript(relation: RelationName) -> [Hop]? { paths[relation] }

    /// Breadth first from the tenant outwards, so that every table gets its shortest path; between paths of one length
    /// a key that cannot be null wins. A column spelled like the membership's tenant column counts as a key even where
    /// the database declares none (audit tables without a cascading key).
    init(catalog: Catalog, profile: Profile) {
        guard let mapping = profile.tenant, let tenant = catalog.relation(named: mapping.base.table),
            let identity = tenant.identity.first
        else {
            paths = [:]
            return
        }
        var found: [RelationName: [Hop]] = [tenant.name: []]
        for relation in catalog.relations where found[relation.name] == nil {
            if let direct = Self.directHop(
                of: relation, to: tenant.name, identity: identity, column: profile.membership?.container,
                audit: profile.audit)
            {
                found[relation.name] = [direct]
            }
        }
        if let membership = profile.membership, let members = catalog.relation(named: membership.table),
            let user = profile.user, let users = catalog.relation(named: user.base.table),
            found[users.name] == nil, let userKey = users.identity.first
        {
            let toMembers = Hop(columns: [userKey], target: members.name, targetColumns: [membership.user])
            let toTenant = Hop(
                columns: [membership.container], target: tenant.name, targetColumns: [identity])
            found[users.name] = [toMembers, toTenant]
        }
        for _ in 0..<3 {
            var next: [RelationName: [Hop]] = [:]
            for relation in catalog.relations where found[relation.name] == nil {
                let candidates = relation.foreignKeys.compactMap { key -> (optional: Bool, path: [Hop])? in
                    guard let rest = found[key.target], !rest.isEmpty, key.target != relation.name else { return nil }
                    let optional = key.columns.contains { relation.column($0)?.isNullable != false }
                    return (optional, [Hop(along: key)] + rest)
                }
                if let best = candidates.min(by: { left, right in
                    (left.path.count, left.optional ? 1 : 0) < (right.path.count, right.optional ? 1 : 0)
                }) {
                    next[relation.name] = best.path
                }
            }
            if next.isEmpty { break }
            found.merge(next) { old, _ in old }
        }
        paths = found
    }

    private static func directHop(
        of relation: Relation, to tenant: RelationName, identity: String, column: String?, audit: [AuditMapping]
    ) -> Hop? {
        let keys = relation.foreignKeys.filter { $0.target == tenant && $0.columns.count == 1 }
        if let named = keys.first(where: { $0.columns.first == column }) ?? keys.first { return Hop(along: named) }
        let mapped = audit.first { $0.table == relation.name.description }?.tenant
        for candidate in [mapped, column].compactMap({ $0 }) where relation.column(candidate) != nil {
            return Hop(columns: [candidate], target: tenant, targetColumns: [identity])
        }
        return nil
    }
}
