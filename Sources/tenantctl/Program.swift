import ConsoleCLI
import ConsoleCore
import ConsoleTUI
import Foundation
import ReferenceSchema
import Settings
import TenantDomain
import TenantStore

/// One run of the program: words in, exit code out.
struct Program {
    let words: [String]
    let variables = ProcessInfo.processInfo.environment

    func run() async -> ExitCode {
        switch Grammar.parse(words) {
        case .text(let text):
            Streams.out(text)
            return .ok
        case .mistake(let text):
            Streams.error(text)
            return .usage
        case .parsed(let parsed):
            do {
                return try await run(parsed)
            } catch {
                return Complaints.say(error)
            }
        }
    }

    private func run(_ parsed: Grammar.Parsed) async throws(ConsoleError) -> ExitCode {
        let launch = try Launch(options: parsed.options, variables: variables)
        guard let command = parsed.command else { return try await console(launch) }
        let output = CommandOutput(parsed: parsed, launch: launch)
        if case .demo = command {
        } else if let reply = try await CommandRouter.withoutDatabase(command, host: LaunchCommands(launch: launch)) {
            return try output.write(reply)
        }
        switch command {
        case .demo(let request):
            let path = try DemoFile.prepare(request, launch: launch)
            guard request.opens else {
                Streams.out(path)
                return .ok
            }
            return try await console(launch.opening(demo: path))
        case .console: throw .needsScreen
        case .info where (try? launch.connection()) == nil:
            let rows = launch.facts.map { [$0.title, $0.text] }
            return try output.write(.facts(FactTable(title: "Info", columns: ["what", "value"], rows: rows)))
        default:
            let session = try await SessionOpener(launch: launch).open()
            return try await output.run(command, session: session.session)
        }
    }

    private func console(_ launch: Launch) async throws(ConsoleError) -> ExitCode {
        try await ConsoleProgram(launch: launch).run()
    }
}

/// Standard output is data, standard error the rest.
enum Streams {
    static func out(_ text: String) { write(text + "\n", to: .standardOutput) }
    static func error(_ text: String) { write(text + "\n", to: .standardError) }

    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

/// Errors on standard error, and the exit code that says the same to a script.
enum Complaints {
    static func say(_ error: ConsoleError) -> ExitCode {
        let wording = ErrorWording.wording(for: error)
        if error != .cancelled {
            Streams.error("tenantctl: \(SafeText.visible(wording.message))")
            if let hint = wording.hint { Streams.error("  \(SafeText.visible(hint))") }
        }
        return ErrorWording.exitCode(for: error)
    }
}
