import TenantDomain
import TenantStore

/// A value that a verb's argument may take.
package struct VerbValue: Sendable, Equatable {
    package let value: Value
    package let label: String
    package let detail: String
    /// What the only row concerned holds now.
    package let isCurrent: Bool
}

/// The values that the database allows for a verb's argument.
package struct VerbValues: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// - Parameter rows: the rows that the verb is for; where it is one, its present value is marked.
    package func load(_ choice: VerbChoice, of rows: [RowIdentity]) async throws(ConsoleError) -> [VerbValue] {
        switch choice {
        case .plans: return try await plans(rows)
        case .field(.dealStage): return try await stages(rows)
        case .field(let field):
            let mapping = try FieldMapping(field, ChangeRows(session: session))
            let allowed = mapping.relation.column(mapping.column)?.allowedValues ?? []
            guard !allowed.isEmpty else {
                throw .refused(reason: "The database names no values for \(mapping.column).", hint: nil)
            }
            let current = try await current(mapping.relation, id: mapping.id, column: mapping.column, rows)
            let ranks =
                field == .memberRole ? RoleRanks(session.registry.profile.membership, mapping.relation).roles : allowed
            return (ranks.isEmpty ? allowed : ranks).filter(allowed.contains).map { word in
                VerbValue(value: .text(word), label: word, detail: "", isCurrent: word == current)
            }
        }
    }

    private func plans(_ rows: [RowIdentity]) async throws(ConsoleError) -> [VerbValue] {
        let matrix = try await PlanMatrixService(session: session).load()
        var now: String?
        if let tenant = session.registry.profile.tenant, let column = tenant.plan,
            let relation = session.registry.catalog.relation(named: tenant.base.table)
        {
            now = try await current(relation, id: tenant.base.id, column: column, rows)
        }
        return matrix.plans.map { plan in
            VerbValue(
                value: .text(plan.id), label: plan.name.isEmpty ? plan.id : plan.name,
                detail: "\(plan.tenants) \(plan.tenants == 1 ? "tenant" : "tenants")", isCurrent: plan.id == now)
        }
    }

    /// Stages of the deal's own pipeline.
    private func stages(_ rows: [RowIdentity]) async throws(ConsoleError) -> [VerbValue] {
        guard let crm = session.registry.profile.crm, let id = rows.first?.values.first,
            let deals = session.registry.catalog.relation(named: crm.deal.table),
            let stages = session.registry.catalog.relation(named: crm.stage.table)
        else { throw .notMapped(.stage) }
        let now = try await current(deals, id: crm.deal.id, column: crm.deal.stage, rows)
        let first = try await current(deals, id: crm.deal.id, column: crm.deal.stage, [RowIdentity([id])])
        let pipeline = try await current(
            stages, id: crm.stage.id, column: crm.stage.pipeline, [RowIdentity([.text(first ?? "")])])
        func projection(_ name: String) -> Projection {
            Projection(ColumnPath(name), type: stages.column(name)?.type ?? .text)
        }
        let query = RowQuery(
            relation: stages.name, columns: [projection(crm.stage.id), projection(crm.stage.name)],
            predicate: .compare(
                Operand(ColumnPath(crm.stage.pipeline), type: stages.column(crm.stage.pipeline)?.type ?? .text),
                .equal(.text(pipeline ?? ""))), sort: [SortTerm(ColumnPath(crm.stage.position))])
        let block = try await session.pages([query])[0].rows
        return (0..<block.rowCount).map { row in
            let id = block.text(row: row, column: 0) ?? ""
            return VerbValue(
                value: .text(id), label: block.text(row: row, column: 1) ?? id, detail: "", isCurrent: id == now)
        }
    }

    /// What the only row holds; nil where there are several.
    private func current(
        _ relation: Relation, id: String, column: String, _ rows: [RowIdentity]
    ) async throws(ConsoleError) -> String? {
        guard rows.count == 1 else { return nil }
        let query = RowQuery(
            relation: relation.name,
            columns: [Projection(ColumnPath(column), type: relation.column(column)?.type ?? .text)],
            predicate: .key([id], rows[0].values), page: PageRequest(limit: 1))
        let block = try await session.pages([query])[0].rows
        return block.rowCount > 0 ? block.text(row: 0, column: 0) : nil
    }
}
