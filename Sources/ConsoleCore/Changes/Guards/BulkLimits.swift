import TenantDomain
import TenantStore

/// Limits that a change to many rows comes up against: rows that begin to count must fit, tenant by tenant.
struct BulkLimits: Sendable {
    /// Tenants whose usage is read in one round trip.
    private static let batch = 200
    /// Soft limits that are named; the others are counted.
    private static let named = 3

    let rows: ChangeRows

    /// What counts rows of the relation by the column that changes.
    static func mappings(of relation: Relation, column: String, _ rows: ChangeRows) -> [UsageMapping] {
        rows.profile.usage.filter { mapping in
            mapping.sum == nil && mapping.column == column && relation.column(mapping.tenant) != nil
                && rows.catalog.relation(named: mapping.table)?.name == relation.name
        }
    }

    /// - Parameter adding: rows that begin to count, by tenant.
    func check(
        _ adding: [Value: Int], _ mapping: UsageMapping, _ findings: inout ChangeGuards.Findings
    ) async throws(ConsoleError) {
        var tolerated: [String] = []
        for tenants in Array(adding.keys).sorted(by: { ($0.text ?? "") < ($1.text ?? "") }).chunks(of: Self.batch) {
            let usage = try await UsageReader(session: rows.session, tenants: tenants)
                .read(limits: true, activity: false)
            for (tenant, limits) in zip(tenants, usage.limits) {
                guard let limit = limits.first(where: { $0.key == mapping.limit }) else { continue }
                let title = limit.title.lowercased()
                let verdict: LimitRule.Verdict
                do throws(ChangeRefusal) {
                    verdict = try LimitRule.check(
                        title: title, used: limit.used, adding: Int64(adding[tenant] ?? 0), limit: limit.limit,
                        grace: limit.grace, isHard: limit.enforcement == .hard)
                } catch {
                    throw .change(error)
                }
                if case .tolerated(let over) = verdict { tolerated.append("\(title) \(over) over") }
            }
        }
        guard !tolerated.isEmpty else { return }
        findings.effects += tolerated.prefix(Self.named).map { ChangeEffect(.soft, $0, detail: "of one tenant") }
        if tolerated.count > Self.named {
            findings.effects.append(ChangeEffect(.soft, "\(tolerated.count - Self.named) more tenants over"))
        }
        findings.severity = max(findings.severity, .notable)
    }
}
