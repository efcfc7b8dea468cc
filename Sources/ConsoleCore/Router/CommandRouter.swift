import TenantDomain

/// Takes a command to the service that answers it. Both fronts ask here and nowhere else.
package struct CommandRouter: Sendable {
    package let session: ConsoleSession
    package let host: any HostCommands

    package init(session: ConsoleSession, host: any HostCommands) {
        self.session = session
        self.host = host
    }

    /// The command's reply. Throws `cancelled` where the task was cancelled, and `needsScreen` for what only a screen
    /// can do.
    package func run(_ command: Command) async throws(ConsoleError) -> Reply {
        if let reply = try await Self.withoutDatabase(command, host: host) { return reply }
        if let refusal = session.view?.refusal(of: command) { throw refusal }
        switch command {
        case .list(let request): return .list(try await ListService(session: session).list(request))
        case .show(let request): return .record(try await RecordService(session: session).show(request))
        case .find(let text): return .find(try await FindService(session: session).find(text))
        case .tenant(let word):
            let tenant = try await TenantResolver(session: session).resolve(word)
            return .tenant(try await TenantOverviewService(session: session).load(tenant: tenant))
        case .user(let word):
            let user = try await UserResolver(session: session).resolve(word)
            return .user(try await UserOverviewService(session: session).load(user: RowIdentity([user.id])))
        case .board(let pipeline, let tenant):
            return .board(
                try await BoardService(session: session).load(pipeline: pipeline, tenant: try await self.tenant(tenant))
            )
        case .overLimits: return .facts(try await OverLimitsService(session: session).table())
        case .plans: return .plans(try await PlanMatrixService(session: session).load())
        case .audit(let request): return .timeline(try await audit(request))
        case .trail(let command): return try await TrailCommands(session: session, host: host).run(command)
        case .entry(let source, let id):
            return .entry(try await AuditEntryService(session: session).load(source: source, id: id))
        case .apply(let file, _):
            return .plan(
                session.shown(try await SavedPlans(session: session).plan(try host.savedPlan(file)).plan))
        case .change(let request, _):
            return .plan(session.shown(try await ChangeCommands(session: session).plan(request)))
        case .receipts(let limit): return .facts(try await ChangeCommands(session: session).receipts(limit))
        case .resources: return .facts(InfoService(session: session).resources())
        case .describe(let word): return .description(try DescribeService(session: session).describe(word))
        case .functions: return .facts(DescribeService(session: session).functions())
        case .journal:
            return .facts(JournalWording.table(try await JournalAnchors(session: session).report(host.journal)))
        case .reveal(let request, let reason):
            return .record(try await RevealService(session: session).reveal(request, reason: reason))
        case .caseSummary(let tenant, let member):
            return .lines(try await CaseService(session: session).lines(tenant: tenant, member: member))
        case .map(let command):
            return try await MappingService(session: session, host: host).reply(to: command)
        case .access(let command): return try await AccessService(session: session, host: host).run(command)
        case .info: return .facts(InfoService(session: session).info(host: await host.facts()))
        case .complete(.resources): return .lines(session.registry.words)
        case .complete(.fields(let word)):
            let resource = try ListQueryBuilder(session).resource(word)
            let fields = session.filterable(resource).columns.filter { $0.path != nil && $0.mask != .secret }
            return .lines(fields.map { "\($0.name):" })
        case .console(let action): return .console(action)
        case .edit:
            throw .usage(message: "An editor needs a person.", hint: "--set column=value says what to change.")
        case .config, .environment, .demo, .database, .complete(.environments): throw .needsDatabase
        }
    }

    /// The reply of a command that needs no database, nil for any other.
    package static func withoutDatabase(
        _ command: Command, host: any HostCommands
    ) async throws(ConsoleError) -> Reply? {
        switch command {
        case .config(let command): try await host.config(command)
        case .journal(.list): .facts(try JournalService(storage: host.journal).list())
        case .journal(.show(let number)): .facts(try JournalService(storage: host.journal).show(session: number))
        case .journal(.verify(withDatabase: false)):
            .facts(JournalWording.table(try JournalService(storage: host.journal).report()))
        case .environment(.use(let name)): .open(environment: name)
        case .environment(let command): try await host.environment(command)
        case .demo(let request): try await host.demo(request)
        case .database(let request): try await host.database(request)
        case .complete(.environments): .lines(await host.environmentNames())
        default: nil
        }
    }

    private func tenant(_ word: String?) async throws(ConsoleError) -> TenantMatch? {
        guard let word else { return nil }
        return try await TenantResolver(session: session).resolve(word)
    }

    private func audit(_ request: AuditRequest) async throws(ConsoleError) -> TimelineReply {
        let position: AuditQuery.Position = request.after.map { .after($0) } ?? .first
        return try await TimelineService(session: session).load(
            AuditQuery(
                filter: request.filter, tenant: try await tenant(request.tenant),
                limit: request.limit.map { $0 <= 0 ? ListQueryBuilder.maximumLimit : $0 } ?? session.pageSize,
                position: position))
    }
}
