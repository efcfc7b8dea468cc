import TenantDomain
import TenantStore

/// The way back from a change by filter, held to the rules: roles are granted again, tenants keep an owner, limits hold,
/// an archived tenant stays as it is. States are not: what stood there before may stand there again.
struct BulkUndoGuard: Sendable {
    let rows: ChangeRows
    private var profile: Profile { rows.profile }

    func check(_ bulk: BulkUndo) async throws(ConsoleError) -> ChangeGuards.Findings {
        let relation = try rows.relation(bulk.table)
        let guards = ChangeGuards(rows: rows)
        for mapping in [profile.membership, profile.projectMembership].compactMap({ $0 })
        where rows.catalog.relation(named: mapping.table)?.name == relation.name {
            let isTenantRole = mapping == profile.membership
            if mapping.role == bulk.column {
                for part in bulk.parts {
                    try guards.grant(
                        part.before.text ?? "", RoleRanks(mapping, relation).roles, isTenantRole: isTenantRole)
                }
            }
            if isTenantRole { try await owners(bulk, relation, mapping) }
        }
        var findings = ChangeGuards.Findings()
        for part in bulk.parts {
            for predicate in try BulkTenants(rows: rows).keys(part, of: relation) {
                try await BulkGuards(rows: rows).refuseArchived(relation, where: predicate)
            }
        }
        try await limits(bulk, relation, &findings)
        return findings
    }

    /// Owners that the change made may be the only ones by now.
    private func owners(
        _ bulk: BulkUndo, _ relation: Relation, _ mapping: MembershipMapping
    ) async throws(ConsoleError) {
        guard let role = mapping.role, let owner = RoleRanks(mapping, relation).roles.first else { return }
        let active = ActiveRows(mapping, relation, profile)
        let kept = bulk.column == role ? owner : bulk.column == active.column ? active.word : nil
        guard let kept else { return }
        let isOwner = Predicate.all([rows.equal(role, of: relation, .text(owner))] + active.predicates(rows))
        let reader = BulkTenants(rows: rows)
        var lost: [Value: Int] = [:]
        for part in bulk.parts where part.after.text == kept && part.before.text != kept {
            for predicate in try reader.keys(part, of: relation) {
                let found = try await reader.tally(mapping.container, of: relation, where: predicate.and(isOwner))
                lost.merge(found, uniquingKeysWith: +)
            }
        }
        let container = Operand(
            ColumnPath(mapping.container), type: relation.column(mapping.container)?.type ?? .text)
        for chunk in Array(lost.keys).chunks(of: BulkUndo.chunk) {
            let before = try await reader.tally(
                mapping.container, of: relation, where: Predicate.compare(container, .oneOf(chunk)).and(isOwner))
            for tenant in chunk where before[tenant, default: 0] <= lost[tenant, default: 0] {
                throw .change(.lastOwner(tenant: try await name(of: tenant)))
            }
        }
    }

    private func limits(
        _ bulk: BulkUndo, _ relation: Relation, _ findings: inout ChangeGuards.Findings
    ) async throws(ConsoleError) {
        let reader = BulkTenants(rows: rows)
        for mapping in BulkLimits.mappings(of: relation, column: bulk.column, rows) {
            let counts = { (value: Value) in mapping.values.contains(value.text ?? "") }
            var adding: [Value: Int] = [:]
            for part in bulk.parts where counts(part.before) && !counts(part.after) {
                for predicate in try reader.keys(part, of: relation) {
                    let found = try await reader.tally(mapping.tenant, of: relation, where: predicate)
                    adding.merge(found, uniquingKeysWith: +)
                }
            }
            try await BulkLimits(rows: rows).check(adding, mapping, &findings)
        }
    }

    private func name(of tenant: Value) async throws(ConsoleError) -> String {
        guard let mapping = profile.tenant, let relation = rows.catalog.relation(named: mapping.base.table),
            let row = try await rows.row(relation, id: mapping.base.id, tenant)
        else { return tenant.text ?? "" }
        return rows.label(row)
    }
}
