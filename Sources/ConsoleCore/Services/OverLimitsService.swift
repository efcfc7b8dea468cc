import TenantDomain
import TenantStore

/// A tenant that uses more of something than its plan allows.
package struct OverLimit: Sendable, Equatable {
    package let tenant: TenantMatch
    package let usage: LimitUsage
}

/// Which tenants are over their plans' limits: every tenant is looked at, a batch at a time.
package struct OverLimitsService: Sendable {
    private static let batch = 200
    /// Looking stops at this many tenants; the reply says so.
    package static let cap = 20_000

    private let session: ConsoleSession

    package init(session: ConsoleSession) { self.session = session }

    /// The fullest first.
    ///
    /// - Returns: what is over, and how many tenants were looked at.
    package func load() async throws(ConsoleError) -> (over: [OverLimit], tenants: Int) {
        guard let resource = session.registry.resource(for: .tenant) else { throw .notMapped(.tenant) }
        guard !session.registry.profile.usage.isEmpty else { throw .notMapped(.usage) }
        let label = resource.column(resource.label)
        var query = try ListQueryBuilder(session).query(ListRequest(resource: resource.name, limit: Self.batch))
        query.columns = label.map { [$0] } ?? []
        query.sort = resource.identity.map { FieldSort($0) }
        var over: [OverLimit] = []
        var seen = 0
        var position = PageRequest.Position.first
        while seen < Self.cap {
            let reply = try await ListService(session: session).page(query, position: position)
            let rows = 0..<reply.page.rows.rowCount
            let tenants = rows.compactMap { reply.identity(row: $0)?.values.first }
            guard tenants.count == rows.count else { throw .notMapped(.tenant) }
            let answers = try await UsageReader(session: session, tenants: tenants).read(limits: true, activity: false)
            for (row, limits) in zip(rows, answers.limits) {
                let tenant = TenantMatch(id: tenants[row], name: reply.label(row: row))
                over += limits.filter(\.isOver).map { OverLimit(tenant: tenant, usage: $0) }
            }
            seen += rows.count
            guard reply.page.hasAfter, let last = reply.page.cursor(row: rows.count - 1) else { break }
            position = .after(last)
        }
        return (over.sorted { ($0.usage.percent ?? 0, $1.tenant.name) > ($1.usage.percent ?? 0, $0.tenant.name) }, seen)
    }

    /// The same as plain columns.
    package func table() async throws(ConsoleError) -> FactTable {
        let rows = try await load().over.map { over in
            [
                over.tenant.name, over.usage.key, String(over.usage.used), over.usage.limit.map(String.init) ?? "",
                over.usage.percent.map(String.init) ?? "", over.usage.enforcement.rawValue, String(over.usage.grace),
                over.tenant.id.text ?? "",
            ]
        }
        return FactTable(
            title: "Over their limits",
            columns: ["tenant", "limit", "used", "allowed", "percent", "enforcement", "grace", "id"], rows: rows)
    }
}
