import TenantDomain
import TenantStore

/// Finds the tenant that a person means by an id, slug, domain or name.
package struct TenantResolver: Sendable {
    private let names: NameResolver

    package init(session: ConsoleSession) {
        let registry = session.registry
        let tenant = registry.profile.tenant
        names = NameResolver(
            session: session, resource: registry.resource(for: .tenant), concept: .tenant,
            whole: [tenant?.slug, tenant?.domain], name: tenant?.base.name, telling: tenant?.slug)
    }

    /// The exact match by id, slug, domain or name, else the only one by the start of its name, else by a part of it.
    /// - Throws: `ambiguous` with the candidates where several fit, `noSuch` where none does.
    package func resolve(_ text: String) async throws(ConsoleError) -> TenantMatch {
        try await names.resolve(text)
    }

    /// Tenants that the text may mean, best first, for completion.
    package func candidates(_ text: String, limit: Int = 10) async throws(ConsoleError) -> [TenantMatch] {
        try await names.candidates(text, limit: limit)
    }

    /// The tenant of that id; nil where there is none.
    package func tenant(id: Value) async throws(ConsoleError) -> TenantMatch? {
        try await names.match(id: id)
    }
}

/// Finds the user that a person means by an id, a whole email address or a name.
package struct UserResolver: Sendable {
    private let names: NameResolver

    package init(session: ConsoleSession) {
        let registry = session.registry
        let user = registry.profile.user
        names = NameResolver(
            session: session, resource: registry.resource(for: .user), concept: .user, whole: [user?.email],
            name: user?.base.name, telling: user?.email)
    }

    /// The user's id, with the name as this persona may see it.
    package func resolve(_ text: String) async throws(ConsoleError) -> TenantMatch {
        try await names.resolve(text)
    }

    package func candidates(_ text: String, limit: Int = 10) async throws(ConsoleError) -> [TenantMatch] {
        try await names.candidates(text, limit: limit)
    }
}

/// Rows by what people call them; every way of naming is asked in one read, the most exact answer counts.
struct NameResolver: Sendable {
    /// Above this estimate a part of a name is not looked for.
    static let containsLimit = 1_000_000

    let session: ConsoleSession
    let resource: Resource?
    let concept: Concept
    /// Columns that only match whole.
    let whole: [String?]
    let name: String?
    /// The column that tells rows of one name apart.
    let telling: String?

    func resolve(_ text: String) async throws(ConsoleError) -> TenantMatch {
        let found = try await tiers(text, limit: 6).first { !$0.isEmpty } ?? []
        guard let first = found.first else {
            throw .noSuch(what: concept.rawValue, word: text, hint: "names, slugs and ids are looked for")
        }
        if found.count == 1 { return first.match }
        throw .ambiguous(word: text, what: concept.rawValue, candidates: found.map(\.candidate))
    }

    func candidates(_ text: String, limit: Int) async throws(ConsoleError) -> [TenantMatch] {
        var seen: Set<Value> = []
        var matches: [TenantMatch] = []
        for row in try await tiers(text, limit: limit).joined() where seen.insert(row.match.id).inserted {
            matches.append(row.match)
        }
        return Array(matches.prefix(limit))
    }

    func match(id: Value) async throws(ConsoleError) -> TenantMatch? {
        let plan = try plan()
        return try await rows([.key([plan.key.name], [id])], plan: plan, limit: 1).first?.first?.match
    }

    private struct Row {
        let match: TenantMatch
        let candidate: String
    }

    private struct Plan {
        let resource: Resource
        let key: ResourceColumn
        let name: (path: ColumnPath, column: ResourceColumn)
        let telling: (path: ColumnPath, column: ResourceColumn)?
    }

    private func plan() throws(ConsoleError) -> Plan {
        guard let resource, resource.identity.count == 1, let key = resource.ownColumn(resource.identity[0]),
            let name = column(name) ?? column(resource.label) ?? column(resource.identity[0])
        else { throw .notMapped(concept) }
        return Plan(resource: resource, key: key, name: name, telling: column(telling))
    }

    private func column(_ text: String?) -> (path: ColumnPath, column: ResourceColumn)? {
        guard let resource, let path = session.registry.path(text, of: resource),
            let column = session.registry.column(at: path, of: resource), column.mask != .secret
        else { return nil }
        return (path, column)
    }

    /// Matches, most exact first: id, whole values, name, start of the name, part of the name.
    private func tiers(_ text: String, limit: Int) async throws(ConsoleError) -> [[Row]] {
        let plan = try plan()
        let text = text.filter { $0 != "\0" }
        var predicates: [Predicate] = []
        if let id = KeyText.value(text, type: plan.key.type) { predicates.append(.key([plan.key.name], [id])) }
        guard !text.isEmpty else { return [] }
        for (path, column) in whole.compactMap(column) {
            predicates.append(.compare(Operand(path, type: column.type), .equalIgnoringCase(text)))
        }
        let operand = Operand(plan.name.path, type: plan.name.column.type)
        if operand.type == .text || operand.type == .other {
            predicates.append(.compare(operand, .equalIgnoringCase(text)))
            if !session.masks.hides(plan.name.column) {
                predicates.append(.compare(operand, .hasPrefix(text)))
                let estimate = session.registry.catalog[plan.resource.relation]?.rowEstimate ?? 0
                if estimate < Self.containsLimit { predicates.append(.compare(operand, .contains(text))) }
            }
        }
        return try await rows(predicates, plan: plan, limit: limit)
    }

    private func rows(_ predicates: [Predicate], plan: Plan, limit: Int) async throws(ConsoleError) -> [[Row]] {
        let shown = [plan.key, plan.name.column] + (plan.telling.map { [$0.column] } ?? [])
        let paths = [ColumnPath(plan.key.name), plan.name.path] + (plan.telling.map { [$0.path] } ?? [])
        let projections = zip(paths, shown).map { Projection($0, type: $1.type) }
        let pages = try await session.pages(
            predicates.map { predicate in
                RowQuery(
                    relation: plan.resource.relation, columns: projections, predicate: predicate,
                    page: PageRequest(limit: limit))
            })
        return pages.map { page in
            (0..<page.rows.rowCount).map { row in
                let id = page.rows.value(row: row, column: 0)
                let name = session.masks.masked(page.rows.value(row: row, column: 1), of: shown[1]).text
                var candidate = name ?? id.text ?? ""
                if shown.count > 2 {
                    let telling = session.masks.masked(page.rows.value(row: row, column: 2), of: shown[2]).text
                    candidate += " (\(telling ?? id.text ?? ""))"
                } else {
                    candidate += " (\(id.text ?? ""))"
                }
                return Row(match: TenantMatch(id: id, name: name ?? id.text ?? ""), candidate: candidate)
            }
        }
    }
}
