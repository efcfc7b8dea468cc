import ConsoleCore
import Settings

/// Commands about files and settings, for the console's `:` line and the shell alike.
struct LaunchCommands: HostCommands {
    let launch: Launch

    var facts: [Fact] { launch.facts }

    func run(_ command: Command) async throws(ConsoleError) -> Reply {
        switch command {
        case .config(let command): return try ConfigCommands(launch: launch).reply(to: command)
        case .environment(let command): return try EnvironmentCommands(launch: launch).reply(to: command)
        case .complete(.environments): return .lines(launch.settings.environments.map(\.name))
        case .demo(let request): return .message("Demo database: \(try DemoFile.prepare(request, launch: launch))")
        default: throw .needsDatabase
        }
    }
}
