import TenantDomain

/// What another plan means for a tenant: features, limits against usage, what is over.
struct PlanImpact: Sendable {
    let rows: ChangeRows
    private var profile: Profile { rows.profile }

    /// - Throws: `overHardLimit` where a hard limit would be broken and nobody said that it may.
    func judge(
        _ row: TouchedRow, accepts: Bool, _ findings: inout ChangeGuards.Findings
    ) async throws(ConsoleError) {
        guard let (from, to, id) = switched(row) else { return }
        let old: PlanRules
        if let from {
            old = try await PlanRules.read(plan: from, rows)
        } else {
            old = PlanRules()
        }
        let new = try await PlanRules.read(plan: to, rows)
        features(from: old, to: new, &findings)
        let usage = try await UsageReader(session: rows.session, tenants: [id]).read(limits: true, activity: false)
        var broken: (title: String, used: Int64, limit: Int64)?
        for limit in usage.limits.first ?? [] {
            guard let rule = new.limits[limit.key] else { continue }
            let was = old.limits[limit.key]?.limit
            let title = limit.title.lowercased()
            switch LimitRule.verdict(used: limit.used, limit: rule.limit, grace: rule.grace, isHard: rule.isHard) {
            case .within:
                guard was != rule.limit else { continue }
                findings.effects.append(
                    ChangeEffect(
                        .note, "\(title) \(NumberText.grouped(limit.used)) of \(Self.amount(rule.limit))",
                        detail: "was \(Self.amount(was))"))
            case .tolerated(let over):
                findings.effects.append(
                    ChangeEffect(
                        .soft, "\(title) \(NumberText.grouped(limit.used)) > \(NumberText.grouped(rule.limit ?? 0))",
                        detail:
                            "\(NumberText.grouped(over)) over, \(rule.isHard ? "within the grace of \(rule.grace)" : "soft limit")"
                    ))
            case .broken(let over):
                broken = broken ?? (title, limit.used, rule.limit ?? 0)
                findings.effects.append(
                    ChangeEffect(
                        .hard, "\(title) \(NumberText.grouped(limit.used)) > \(NumberText.grouped(rule.limit ?? 0))",
                        detail: "\(NumberText.grouped(over)) over a hard limit, grace \(rule.grace)"))
            }
        }
        if let broken {
            guard accepts else {
                throw .change(.overHardLimit(title: broken.title, used: broken.used, allowed: broken.limit))
            }
            findings.severity = max(findings.severity, .destructive)
        }
    }

    /// The tenant's plan, now or when its period ends.
    private func switched(_ row: TouchedRow) -> (from: String?, to: String, tenant: Value)? {
        if let tenant = profile.tenant, let column = tenant.plan, row.changes(column),
            rows.catalog.relation(named: tenant.base.table)?.name == row.relation.name,
            let to = row.text(after: column), let id = row.key.first?.value
        {
            return (row.text(before: column), to, id)
        }
        if let mapping = profile.subscription, let next = profile.writing.subscription?.nextPlan, row.changes(next),
            rows.catalog.relation(named: mapping.table)?.name == row.relation.name,
            let to = row.text(after: next), let id = row.after?[mapping.tenant]?.value
        {
            return (row.text(before: mapping.plan), to, id)
        }
        return nil
    }

    private func features(from old: PlanRules, to new: PlanRules, _ findings: inout ChangeGuards.Findings) {
        func words(_ keys: [String]) -> String { keys.map { $0.replacing("_", with: " ") }.joined(separator: ", ") }
        func count(_ keys: [String]) -> String { "\(keys.count) feature\(keys.count == 1 ? "" : "s")" }
        let gained = new.features.keys.filter { old.features[$0] == nil }.sorted()
        let lost = old.features.keys.filter { new.features[$0] == nil }.sorted()
        if !gained.isEmpty {
            findings.effects.append(ChangeEffect(.gain, "gains \(words(gained))", detail: count(gained)))
        }
        if !lost.isEmpty {
            findings.effects.append(ChangeEffect(.loss, "loses \(words(lost))", detail: count(lost)))
        }
    }

    private static func amount(_ limit: Int64?) -> String { limit.map { NumberText.grouped($0) } ?? "unlimited" }
}
