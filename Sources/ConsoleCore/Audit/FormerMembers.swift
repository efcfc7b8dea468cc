import TenantDomain
import TenantStore

/// Who belonged to a tenant and does not any more, as the trail tells: `member:removed` gets the people whose memberships
/// were deleted. Whoever never was a member (somebody who acts for many tenants, say) is none of them.
struct FormerMembers {
    /// Deleted memberships that one look takes in, the newest first.
    private static let most = 200

    let session: ConsoleSession

    /// The expression with those people beside each `member:removed`. Reads nothing where none stands.
    func filledIn(_ expression: FilterExpression) async throws(ConsoleError) -> FilterExpression {
        guard expression.terms.contains(where: Self.asks) else { return expression }
        let removed = try await self.removed()
        return try TrailExpression.mapping(expression) { (term) throws(ConsoleError) in
            Self.asks(term) ? .any([.term(term)] + removed) : nil
        }
    }

    /// What suspended and removed members did.
    func expression() async throws(ConsoleError) -> FilterExpression {
        let status = ["suspended", "removed"].map {
            FilterExpression.term(FilterTerm(field: "member", .has, .text($0)))
        }
        return .any(status + (try await removed()))
    }

    private static func asks(_ term: FilterTerm) -> Bool {
        guard case .field(let field, let sign, let values) = term.content, !sign.kind.isOrder,
            field.text.lowercased() == "member"
        else { return false }
        return values.contains { value in
            if case .text(let text) = value.form { text.lowercased() == "removed" } else { false }
        }
    }

    /// One alternative for each tenant that people were removed from: they, in it, without a membership now.
    private func removed() async throws(ConsoleError) -> [FilterExpression] {
        var people: [String: [String]] = [:]
        for (tenant, user) in try await deleted() where people[tenant]?.contains(user) != true {
            people[tenant, default: []].append(user)
        }
        return people.sorted { $0.key < $1.key }.map { tenant, users in
            .all([
                .term(FilterTerm(field: "member", .has, .text("none"))),
                .term(FilterTerm(field: "tenant", .has, .text(tenant))),
                .term(
                    FilterTerm(
                        .field(
                            FilterField(parts: ["actor"]), FilterOperator(.has),
                            users.map { FilterValue(.text($0)) }))),
            ])
        }
    }

    private func deleted() async throws(ConsoleError) -> [(tenant: String, user: String)] {
        guard let mapping = session.registry.profile.membership else { return [] }
        let reader = TimelineReader(session)
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for source in reader.sources where source.isPaged && source.isPrimary {
            guard let table = source.equal(.targetTable, .text(mapping.table)), let action = source.path(.action) else {
                continue
            }
            let words = ["delete", "deleted", "remove", "removed"].map {
                Predicate.compare(Operand(action, type: source.type(.action)), .equalIgnoringCase($0))
            }
            plans.append((source, try reader.plan(source, .all([table, .any(words)]), PageRequest(limit: Self.most))))
        }
        var found: [(String, String)] = []
        for (plan, block) in zip(plans, try await session.blocks(plans.map(\.plan.statement))) {
            let rows = plan.plan.page(from: block).rows
            for row in 0..<rows.rowCount {
                // Keys are compared, never shown: unmasked here, masked wherever entries are.
                let cells = TimelineCells(source: plan.source, rows: rows, row: row, policy: MaskPolicy(.auditor))
                guard let before = cells.text(.before),
                    let tenant = JSONPath.scalar(.text(before), [mapping.container]).text,
                    let user = JSONPath.scalar(.text(before), [mapping.user]).text
                else { continue }
                found.append((tenant, user))
            }
        }
        return found
    }
}
