import TenantDomain
import TenantStore

/// The rows that a change holds against other writers: its tenants first, in key order, so that two changes never wait
/// for each other, then the rows that a filter selects.
struct TenantLocks: Sendable {
    let rows: ChangeRows

    private var planner: WritePlanner {
        WritePlanner(catalog: rows.catalog, dialect: rows.session.store.dialect)
    }

    /// Every tenant whose owners, limits or parents the change is judged by.
    func tenants(_ planned: ChangePlanner.Planned) async throws(ConsoleError) -> Set<Value> {
        let reader = BulkTenants(rows: rows)
        if let bulk = planned.draft.bulk {
            return Set(try await reader.ids(of: bulk.relation, where: bulk.predicate))
        }
        if let bulk = planned.draft.bulkUndo { return Set(try await reader.ids(of: bulk)) }
        return Set(planned.tenants.compactMap(\.key.first) + planned.ancestors)
    }

    func hold(_ tenants: Set<Value>) async throws(ConsoleError) {
        guard let tenant = rows.profile.tenant, let relation = rows.catalog.relation(named: tenant.base.table),
            !tenants.isEmpty
        else { return }
        let sorted = tenants.sorted { ($0.text ?? "") < ($1.text ?? "") }
        for keys in sorted.chunks(of: BulkUndo.chunk) {
            try await run { (planner) throws(PlanningError) in
                try planner.lock(relation.name, keyColumn: tenant.base.id, keys: keys)
            }
        }
    }

    /// Rows that a filter selects, and rows that go: nobody may hang another on one of them meanwhile.
    func holdRows(of draft: ChangeDraft) async throws(ConsoleError) {
        if let bulk = draft.bulk {
            try await run { (planner) throws(PlanningError) in
                try planner.lock(bulk.relation.name, where: bulk.predicate)
            }
        }
        guard !draft.followers.isEmpty else { return }
        var keys: [String: [Value]] = [:]
        for edit in draft.edits + draft.followers where edit.action == .delete && edit.key.count == 1 {
            keys[edit.table, default: []].append(edit.key[0].value)
        }
        for (table, values) in keys.sorted(by: { $0.key < $1.key }) {
            guard let relation = rows.catalog.relation(named: table), let column = relation.identity.first else {
                continue
            }
            try await run { (planner) throws(PlanningError) in
                try planner.lock(relation.name, keyColumn: column, keys: values)
            }
        }
    }

    private func run(_ make: (WritePlanner) throws(PlanningError) -> Statement) async throws(ConsoleError) {
        let statement: Statement
        do { statement = try make(planner) } catch { throw ConsoleError(error) }
        _ = try await rows.session.blocks([statement])
    }
}
