import ConsoleCore
import PostgresStore
import Settings
import TenantStore

extension SessionOpener {
    /// How members' views are opened: on the login that the environment's `view_as` names, else on the console's own.
    func viewing(
        beside store: any DatabaseStore, _ connection: ResolvedConnection
    ) throws(ConsoleError) -> (any MemberViewing)? {
        guard let main = store as? PostgresStore else { return nil }
        guard let login = connection.environment.viewAs else { return PostgresViewing(main: main) }
        guard case .server(let server) = connection.address else { return nil }
        var environment = connection.environment
        environment.passwordCommand = environment.viewAsPasswordCommand
        let access = try EnvironmentAccess(environment, variables: launch.variables, mayPrompt: mayPrompt)
        let name = OperatorIdentity.current(unverifiedName: nil).account
        let wantsProof = connection.environment.isProtected
        let timeout = Double(launch.settings.statementTimeoutSeconds)
        // A bare word is a login on the same server; anything longer says by itself where to go.
        let isWhole = login.contains("=") || login.contains("://")
        return PostgresViewing(main: main) { () async throws(StoreError) -> PostgresStore in
            try await PostgresStore.open(
                isWhole ? login : server.text, user: isWhole ? nil : login, operatorName: name, wantsProof: wantsProof,
                isTunnelled: access.isTunnelled, statementTimeout: timeout, access: access)
        }
    }
}
