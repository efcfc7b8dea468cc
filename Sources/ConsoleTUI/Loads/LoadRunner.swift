import ConsoleCore
import TenantDomain

/// Carries one read out through the services of the core.
struct LoadRunner: Sendable {
    let session: ConsoleSession
    let commands: any HostCommands

    /// - Parameter partial: called with results that are there before the last one.
    func result(
        of request: LoadRequest, partial: @escaping @Sendable (LoadResult) -> Void
    ) async -> Result<LoadResult, ConsoleError> {
        do {
            return .success(try await load(request, partial: partial))
        } catch {
            return .failure(error)
        }
    }

    private func load(
        _ request: LoadRequest, partial: @escaping @Sendable (LoadResult) -> Void
    ) async throws(ConsoleError) -> LoadResult {
        switch request {
        case .list(let query, let position):
            return .list(try await ListService(session: session).page(query, position: position))
        case .tally(let query): return .tally(try await ListService(session: session).tally(query))
        case .computed(let reply):
            return .computed(
                try await ListService(session: session).computed(reply, rows: 0..<reply.page.rows.rowCount), of: reply)
        case .record(let request): return .record(try await RecordService(session: session).show(request))
        case .wholeCell(let word, let identity, let column):
            let resource = try ListQueryBuilder(session).resource(word)
            return .cell(
                try await RecordService(session: session).wholeCell(resource, identity, column: column))
        case .find(let text):
            let found = try await FindService(session: session).find(text) { partial(.find($0, isLast: false)) }
            return .find(found, isLast: true)
        case .timeline(let query): return .timeline(try await TimelineService(session: session).load(query))
        case .histogram(let query, let buckets, let split):
            return .histogram(
                try await HistogramService(session: session).load(query, buckets: buckets, split: split))
        case .top(let request, let tenant):
            return .reply(.trail(.top(try await TopService(session: session).load(request, tenant: tenant))))
        case .following(let query): return .following(try await FollowService(session: session).begin(query))
        case .followed(let query, let state, let limit):
            return .followed(try await FollowService(session: session).poll(query, state, limit: limit))
        case .command(let command):
            return .reply(try await CommandRouter(session: session, host: commands).run(command))
        case .tenantNamed(let name): return .tenant(try await TenantResolver(session: session).resolve(name))
        case .values(let word, let field, let prefix):
            let resource = try ListQueryBuilder(session).resource(word)
            return .values(
                try await ListService(session: session).frequentValues(resource, column: field, prefix: prefix))
        case .elevate(let minutes, let reason):
            return .lease(try LeaseService(session: session).elevate(minutes: minutes, reason: reason))
        case .draft(let request): return .draft(try await ChangeResolver(session: session).resolve(request))
        case .editDraft(let resource, let id):
            return .editDraft(try await EditService(session: session).draft(resource, id))
        case .plan(let change): return .plan(try await ChangeService(session: session).plan(change))
        case .apply(let plan, let reason):
            let authority = try session.authority(for: plan.change, reason: reason)
            return .receipt(
                try await ChangeService(session: session).apply(plan, authority) { partial(.changeStep($0)) })
        case .verbValues(let choice, let rows):
            return .verbValues(try await VerbValues(session: session).load(choice, of: rows))
        case .lastReceipt: return .receipt(try await ChangeService(session: session).receipt(nil))
        case .reveal(let request, let reason):
            return .revealed(try await RevealService(session: session).reveal(request, reason: reason))
        case .endLease(let how): return .leaseEnded(LeaseService(session: session).end(how), how)
        case .change: return .change(try await session.changeToken())
        case .ping:
            try await session.ping()
            return .answered
        case .board(let pipeline, let tenant):
            return .reply(.board(try await BoardService(session: session).load(pipeline: pipeline, tenant: tenant)))
        case .overLimits:
            let found = try await OverLimitsService(session: session).load()
            return .overLimits(found.over, tenants: found.tenants)
        case .plans: return .reply(.plans(try await PlanMatrixService(session: session).load()))
        case .tenantOverview(let tenant):
            return .reply(.tenant(try await TenantOverviewService(session: session).load(tenant: tenant)))
        case .userOverview(let identity):
            return .reply(.user(try await UserOverviewService(session: session).load(user: identity)))
        case .entry(let source, let id):
            return .reply(.entry(try await AuditEntryService(session: session).load(source: source, id: id)))
        }
    }
}
