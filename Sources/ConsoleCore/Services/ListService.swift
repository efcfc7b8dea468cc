import TenantDomain
import TenantStore

/// Reads pages of any resource: one statement a page, masked before it leaves.
package struct ListService: Sendable {
    /// Where counting stops.
    package static let tallyCap = 1000

    let session: ConsoleSession

    package init(session: ConsoleSession) {
        self.session = session
    }

    /// The list that a request names: its tenant found, its names resolved, read from its cursor on.
    package func list(_ request: ListRequest) async throws(ConsoleError) -> ListReply {
        let query = try await query(request)
        let position: PageRequest.Position =
            try request.after.map { (text) throws(ConsoleError) in
                .after(try cursor(text, of: query))
            } ?? .first
        return try await page(query, position: position)
    }

    package func query(_ request: ListRequest) async throws(ConsoleError) -> ListQuery {
        var tenant: TenantMatch?
        if let word = request.tenant { tenant = try await TenantResolver(session: session).resolve(word) }
        return try ListQueryBuilder(session).query(request, tenant: tenant)
    }

    /// A page of the list. Throws `cancelled` where the task was cancelled, with the engine's query stopped, and
    /// `fullScan` where the list would be one and does not allow it.
    ///
    /// - Parameter wholeValues: reads values whole instead of their first 256 characters; for data formats.
    package func page(
        _ query: ListQuery, position: PageRequest.Position = .first, wholeValues: Bool = false
    ) async throws(ConsoleError) -> ListReply {
        let start = ContinuousClock.now
        let plan = try ListPlan(query, position: position, session: session, cellLimit: wholeValues ? nil : 256)
        let guarded = CostGuard(session: session, list: query, query: plan.query)
        try await guarded.check()
        let planned = try session.planned { (planner) throws(PlanningError) in try planner.page(plan.query) }
        guard let block = try await guarded.blocks([planned.statement]).first else { throw .cancelled }
        let read = planned.page(from: block)
        let page = plan.page(read, session: session)
        return ListReply(
            resource: query.resource, columns: query.columns, hidden: plan.hidden, page: page,
            identityColumns: plan.identityColumns, labelColumn: plan.labelColumn, tenantColumn: plan.tenantColumn,
            filter: plan.filter, sort: query.sort, tenant: query.tenant,
            next: try next(after: page, of: query, plan.query),
            elapsedMicroseconds: start.microseconds)
    }

    /// How many rows the list has: the engine's estimate for a whole table, else counted up to the cap. Not asked by
    /// `page`, so that a page never waits for a count.
    package func tally(_ query: ListQuery, cap: Int = tallyCap) async throws(ConsoleError) -> RowTally {
        let plan = try ListPlan(query, position: .first, session: session)
        if plan.filter.isEmpty, query.tenant == nil,
            let estimate = session.registry.catalog[query.resource.relation]?.rowEstimate, estimate > cap
        {
            return .about(estimate)
        }
        let guarded = CostGuard(session: session, list: query, query: plan.query)
        try await guarded.check()
        let count = try session.planned { (planner) throws(PlanningError) in
            try planner.count(plan.query.relation, where: plan.query.predicate, cap: cap)
        }
        return try await guarded.blocks([count.statement]).first.map { RowTally(count.count(from: $0)) } ?? .unknown
    }

    // MARK: Cursors

    /// The cursor behind the last row; nil at the end, and where a cursor would carry what this persona may not see.
    func next(
        after page: RowPage, of query: ListQuery, _ rows: RowQuery
    ) throws(ConsoleError) -> String? {
        guard page.hasAfter, page.rows.rowCount > 0, !identityIsHidden(query.resource),
            let cursor = page.cursor(row: page.rows.rowCount - 1)
        else { return nil }
        return try codec(rows).encode(cursor)
    }

    /// Reads a cursor that an earlier page of the same list gave.
    package func cursor(_ text: String, of query: ListQuery) throws(ConsoleError) -> Cursor {
        let plan = try ListPlan(query, position: .first, session: session)
        let codec = try codec(plan.query)
        do {
            return try codec.decode(text)
        } catch {
            throw .badCursor
        }
    }

    private func codec(_ query: RowQuery) throws(ConsoleError) -> CursorCodec {
        try session.planned { (planner) throws(PlanningError) in try planner.cursorCodec(for: query) }
    }

    private func identityIsHidden(_ resource: Resource) -> Bool {
        resource.identity.contains { resource.ownColumn($0).map(session.masks.hides) ?? true }
    }
}

extension ContinuousClock.Instant {
    /// Since then.
    var microseconds: Int {
        let elapsed = ContinuousClock.now - self
        return Int(elapsed.components.seconds) * 1_000_000 + Int(elapsed.components.attoseconds / 1_000_000_000_000)
    }
}

extension RowTally {
    init(_ count: CappedCount) {
        self = count.isCapped ? .moreThan(count.value) : .exactly(count.value)
    }
}
