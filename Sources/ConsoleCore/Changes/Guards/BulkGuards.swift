import TenantDomain
import TenantStore

/// The rules for a change by filter, asked of the database as a whole: no row is held.
struct BulkGuards: Sendable {
    let rows: ChangeRows
    private var profile: Profile { rows.profile }

    func check(_ bulk: BulkEdit) async throws(ConsoleError) -> ChangeGuards.Findings {
        let guards = ChangeGuards(rows: rows)
        try guards.refusing { () throws(ChangeRefusal) in
            try AllowedValueRule.check(
                column: "\(bulk.relation.name).\(bulk.column)", value: bulk.value,
                allowed: bulk.relation.column(bulk.column)?.allowedValues ?? [])
        }
        try states(bulk, guards)
        if let mapping = [profile.membership, profile.projectMembership].compactMap({ $0 }).first(where: {
            rows.catalog.relation(named: $0.table)?.name == bulk.relation.name
        }) {
            if bulk.column == mapping.role, let role = bulk.value.text {
                try guards.grant(
                    role, RoleRanks(mapping, bulk.relation).roles, isTenantRole: mapping == profile.membership)
            }
            if mapping == profile.membership { try await owners(bulk, mapping) }
        }
        try await refuseArchived(bulk.relation, where: bulk.predicate)
        var findings = ChangeGuards.Findings()
        for usage in BulkLimits.mappings(of: bulk.relation, column: bulk.column, rows)
        where usage.values.contains(bulk.value.text ?? "") {
            let type = bulk.relation.column(bulk.column)?.type ?? .text
            let counted = Predicate.compare(
                Operand(ColumnPath(bulk.column), type: type), .oneOf(usage.values.map(Value.text)))
            let adding = try await BulkTenants(rows: rows).tally(
                usage.tenant, of: bulk.relation, where: bulk.predicate.and(.not(counted)))
            try await BulkLimits(rows: rows).check(adding, usage, &findings)
        }
        return findings
    }

    private func states(_ bulk: BulkEdit, _ guards: ChangeGuards) throws(ConsoleError) {
        guard let states = profile.writing.states(table: bulk.relation.name.name, column: bulk.column) else { return }
        for group in bulk.groups {
            try guards.refusing { () throws(ChangeRefusal) in
                try StateRule.check(
                    column: states.column, from: group.value.text, to: bulk.value.text, paths: states.paths)
            }
        }
    }

    /// No tenant among those that lose an owner may be left without one.
    private func owners(_ bulk: BulkEdit, _ mapping: MembershipMapping) async throws(ConsoleError) {
        guard let role = mapping.role, let owner = RoleRanks(mapping, bulk.relation).roles.first else { return }
        let active = ActiveRows(mapping, bulk.relation, profile)
        let losesOwners =
            bulk.column == role
            ? bulk.value.text != owner : bulk.column == active.column && bulk.value.text != active.word
        guard losesOwners else { return }
        let isOwner = Predicate.all(
            [rows.equal(role, of: bulk.relation, .text(owner))] + active.predicates(rows))
        // Tenants keep an owner where an active one stands outside of the change.
        guard let tenant = profile.tenant, let tenants = rows.catalog.relation(named: tenant.base.table) else { return }
        let hop = Hop(columns: [tenant.base.id], target: bulk.relation.name, targetColumns: [mapping.container])
        let orphaned = Predicate.all([
            .related([hop], .all([bulk.predicate, isOwner])),
            .not(.related([hop], .all([.not(bulk.predicate), isOwner]))),
        ])
        if let first = try await rows.rows(tenants, where: orphaned, limit: 1).first {
            throw .change(.lastOwner(tenant: rows.label(first)))
        }
    }

    /// An archived tenant takes no change but restore.
    func refuseArchived(_ relation: Relation, where predicate: Predicate) async throws(ConsoleError) {
        guard let tenant = profile.tenant, let column = tenant.base.status,
            let tenants = rows.catalog.relation(named: tenant.base.table),
            let word = profile.writing.states(table: tenants.name.name, column: column)?.words["archived"],
            let resource = rows.session.registry.resource(of: relation.name), let path = resource.tenantPath,
            !path.isEmpty
        else { return }
        let matches = Predicate.all([
            rows.equal(column, of: tenants, .text(word)),
            .related(BulkTenants.reversed(path, from: relation.name), predicate),
        ])
        if let first = try await rows.rows(tenants, where: matches, limit: 1).first {
            throw .change(.archived(tenant: rows.label(first)))
        }
    }
}
