import TenantDomain

/// A summary of one tenant, and of one of its people, to paste into a ticket: masked as for support whoever asks, since
/// nobody knows who reads the ticket.
package struct CaseService: Sendable {
    private let session: ConsoleSession

    package init(session: ConsoleSession) {
        var masked = session
        masked.persona = .support
        self.session = masked
    }

    /// - Parameters:
    ///   - tenant: id, slug or name.
    ///   - member: id, email or name; nil leaves people out.
    package func lines(tenant word: String, member: String?) async throws(ConsoleError) -> [String] {
        let tenant = try await TenantResolver(session: session).resolve(word)
        let overview = try await TenantOverviewService(session: session).load(tenant: tenant)
        var lines = ["\(noun(.tenant)): \(tenant.name) (\(tenant.id.text ?? ""))"]
        lines.append(
            "Plan: "
                + [overview.planName ?? overview.plan ?? "none", overview.status].compactMap { $0 }.joined(
                    separator: ", "))
        if let end = overview.periodEnd { lines.append("\(end.label): \(TimeText.iso(end.time))") }
        if let next = overview.nextPlan { lines.append("Plan of the next period: \(next)") }
        if !overview.limits.isEmpty {
            lines.append(
                "Usage: "
                    + overview.limits.map { "\($0.title.lowercased()) \($0.text)\($0.isOver ? " OVER" : "")" }.joined(
                        separator: ", "))
        }
        if let member { lines += try await memberLines(member, in: tenant) }
        let trail = try await TimelineService(session: session).load(AuditQuery(tenant: tenant, limit: 5))
        lines.append("Last changes:")
        lines += trail.entries.isEmpty ? ["  none"] : trail.entries.map { "  " + line($0) }
        lines.append(
            "Read \(TimeText.iso(session.now())) from \(session.environment.name) (\(session.database.location)) by \(session.operatorName)"
        )
        return lines
    }

    private func memberLines(_ word: String, in tenant: TenantMatch) async throws(ConsoleError) -> [String] {
        let user = try await UserResolver(session: session).resolve(word)
        let overview = try await UserOverviewService(session: session).load(user: RowIdentity([user.id]))
        var lines = ["\(noun(.user)): \(overview.label) (\(user.id.text ?? ""))"]
        guard let membership = overview.memberships.first(where: { $0.tenant.id == tenant.id }) else {
            return lines + ["Role: no \(noun(.member).lowercased()) of \(tenant.name)"]
        }
        lines.append(
            "Role: " + [membership.role, membership.status].compactMap { $0 }.joined(separator: ", ")
                + (membership.since.map { ", since \($0)" } ?? ""))
        return lines
    }

    private func line(_ entry: TimelineEntry) -> String {
        let time = entry.time.map(TimeText.iso) ?? entry.timeText
        let changes = entry.changes.map { "\($0.path) \($0.before ?? "∅") → \($0.after ?? "∅")" }
        return
            ([time, entry.actor ?? "—", entry.action.lowercased(), entry.target ?? entry.targetTable ?? ""] + changes)
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func noun(_ concept: Concept) -> String {
        let word = session.registry.resource(for: concept)?.singular ?? concept.rawValue
        return word.prefix(1).uppercased() + word.dropFirst()
    }
}
