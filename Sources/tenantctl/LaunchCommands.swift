import ConsoleCore
import Settings

/// Commands about files and settings, for the console's `:` line and the shell alike.
struct LaunchCommands: HostCommands {
    let launch: Launch
    var confirmation = Confirmation(isInteractive: false)

    func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply {
        try ConfigCommands(launch: launch).reply(to: command)
    }

    func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply {
        try EnvironmentCommands(launch: launch).reply(to: command)
    }

    func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply {
        if let place = try await DatabaseCommands(launch: launch, confirmation: confirmation).demo(request) {
            return .message("Demo database: \(place)")
        }
        let path = try DemoFile.prepare(request, launch: launch)
        try await DemoSeals.add(to: path)
        return .message("Demo database: \(path)")
    }

    func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply {
        try await DatabaseCommands(launch: launch, confirmation: confirmation).reply(to: request)
    }

    func savedPlan(_ file: String) throws(ConsoleError) -> SavedPlanFile { try PlanFile.read(file) }

    var journal: any JournalStorage { JournalFolder(paths: launch.paths) }

    func save(_ query: NamedQuery) async throws(ConsoleError) -> String {
        try SavedQueryFile(launch: launch).add(query)
    }

    func export(
        _ request: TrailExportRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> ExportOutcome {
        if request.file == "-" {
            throw .usage(message: "Standard output is no file here.", hint: "Name a file.")
        }
        return try await TrailFile(launch: launch, session: session).write(request, tenant: tenant)
    }

    func bundle(
        _ request: BundleRequest, tenant: TenantMatch?, session: ConsoleSession
    ) async throws(ConsoleError) -> BundleOutcome {
        try await IncidentBundle(session: session, journal: journal).write(request, tenant: tenant)
    }

    func facts() async -> [Fact] { launch.facts }

    func profile(named name: String) async throws(ConsoleError) -> ReadProfile {
        try ProfileFiles(launch: launch).read(name)
    }

    func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String {
        try ProfileFiles(launch: launch).save(name: name, text: text, replaces: replaces)
    }

    func environmentNames() async -> [String] { launch.settings.environments.map(\.name) }
}
