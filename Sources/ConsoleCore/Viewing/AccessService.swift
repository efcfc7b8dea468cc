import TenantDomain

/// Answers what is asked of row-level security.
struct AccessService: Sendable {
    let session: ConsoleSession
    let host: any HostCommands

    func run(_ command: AccessCommand) async throws(ConsoleError) -> Reply {
        switch command {
        case .asMember(let request, let inner):
            guard inner.isMemberRead else {
                throw .refused(reason: "A view as \(request.user) never writes.", hint: nil)
            }
            let viewed = try await MemberViewService(session: session).open(request)
            return try await CommandRouter(session: viewed, host: host).run(inner)
        case .explain(let request):
            return .access(try await AccessExplainer(session: session).explain(request))
        case .operatorSQL(let request): return .lines(try await OperatorSQL(session: session).lines(request))
        case .policies(let word): return .facts(try PolicyTable(session: session).table(of: word))
        }
    }
}
