import TenantDomain
import TenantStore

/// Searches every resource at once: keys and indexes first, then small tables read through.
package struct FindService: Sendable {
    /// Resources that one read goes through, so that a search can be stopped and its first results shown early.
    private static let batch = 12

    let session: ConsoleSession

    package init(session: ConsoleSession) {
        self.session = session
    }

    /// - Parameter deliver: called with all that was found so far whenever there is more; first of all with what keys
    ///   and indexes found.
    package func find(
        _ typed: String, deliver: @Sendable (FindReply) async -> Void = { _ in }
    ) async throws(ConsoleError) -> FindReply {
        let start = ContinuousClock.now
        guard let text = FindText(typed) else { throw .usage(message: "nothing to look for", hint: nil) }
        let plans = Self.ordered(session.registry.resources).compactMap { FindPlan($0, text, session) }
        var found = Found(text: text, plans: plans)

        let exact = plans.indices.filter { plans[$0].exact != nil }
        try await read(exact, { plans[$0].exact }, into: &found)
        await deliver(found.reply(start))
        let loose = plans.indices.filter { plans[$0].loose != nil && found.count(at: $0) < FindPlan.matches }
        for first in stride(from: 0, to: loose.count, by: Self.batch) {
            let before = found.count
            try await read(
                Array(loose[first..<min(first + Self.batch, loose.count)]), { plans[$0].loose }, into: &found)
            if found.count > before { await deliver(found.reply(start)) }
        }
        return found.reply(start)
    }

    /// What people look for first: rows of the job's own tables, in the profile's order, then any table.
    private static func ordered(_ resources: [Resource]) -> [Resource] {
        resources.filter { $0.concept != nil } + resources.filter { $0.concept == nil }
    }

    private func read(
        _ places: [Int], _ query: (Int) -> RowQuery?, into found: inout Found
    ) async throws(ConsoleError) {
        guard !places.isEmpty else { return }
        let pages = try await session.pages(places.compactMap(query))
        var tenants: Set<Value> = []
        var matches: [(place: Int, match: FindReply.Match, tenant: Value?)] = []
        for (place, page) in zip(places, pages) {
            for row in 0..<page.rows.rowCount {
                let (match, tenant) = found.plans[place].match(
                    page.rows, row: row, text: found.text, masks: session.masks)
                if let tenant, !tenant.isNull, found.names[tenant] == nil { tenants.insert(tenant) }
                matches.append((place, match, tenant))
            }
        }
        for (id, name) in try await names(of: tenants) { found.names[id] = name }
        for (place, match, tenant) in matches { found.add(match, at: place, tenant: tenant) }
    }

    private func names(of ids: Set<Value>) async throws(ConsoleError) -> [Value: String] {
        guard !ids.isEmpty, let tenants = session.registry.resource(for: .tenant), tenants.identity.count == 1,
            let key = tenants.ownColumn(tenants.identity[0]), let path = key.path,
            let label = tenants.column(tenants.label), !session.masks.hides(label),
            let projection = session.masks.projection(of: label)
        else { return [:] }
        let query = RowQuery(
            relation: tenants.relation, columns: [Projection(path, type: key.type), projection],
            predicate: .compare(Operand(path, type: key.type), .oneOf(Array(ids))),
            page: PageRequest(limit: ids.count))
        guard let rows = try await session.pages([query]).first?.rows else { return [:] }
        var names: [Value: String] = [:]
        for row in 0..<rows.rowCount { names[rows.value(row: row, column: 0)] = rows.text(row: row, column: 1) }
        return names
    }

    /// What was found so far, by plan.
    private struct Found {
        let text: FindText
        let plans: [FindPlan]
        var names: [Value: String] = [:]
        private var matches: [[FindReply.Match]]

        init(text: FindText, plans: [FindPlan]) {
            self.text = text
            self.plans = plans
            matches = Array(repeating: [], count: plans.count)
        }

        var count: Int { matches.lazy.map(\.count).reduce(0, +) }
        func count(at place: Int) -> Int { matches[place].count }

        mutating func add(_ match: FindReply.Match, at place: Int, tenant: Value?) {
            guard matches[place].count < FindPlan.matches,
                !matches[place].contains(where: { $0.identity == match.identity })
            else { return }
            matches[place].append(
                FindReply.Match(
                    resource: match.resource, title: match.title, identity: match.identity, label: match.label,
                    field: match.field, text: match.text, isExact: match.isExact,
                    tenant: tenant.flatMap { names[$0] }))
        }

        func reply(_ start: ContinuousClock.Instant) -> FindReply {
            let sorted = matches.map { group in group.filter(\.isExact) + group.filter { !$0.isExact } }
            let exactFirst = sorted.filter { $0.first?.isExact == true } + sorted.filter { $0.first?.isExact == false }
            return FindReply(
                text: text.text, matches: exactFirst.flatMap { $0 }, skipped: plans.compactMap(\.skipped),
                elapsedMicroseconds: start.microseconds)
        }
    }
}
