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
        if let asked = ShellCompletion(words: words, shell: variables["SAP_SHELL"]) { return await complete(asked) }
        switch Grammar.parse(words, resources: { Self.shippedWords }) {
        case .text(let text): return Self.print(text)
        case .mistake(let text):
            Complaints.say(lines: text.split(separator: "\n").map(String.init))
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
        guard let command = parsed.command else { return try await ConsoleProgram(launch: launch).run() }
        guard case .demo(let request) = command else {
            return try await Interrupts.cancelling(
                terminations: command.leavesFiles, keepsOutcome: command.isChange
            ) { () async throws(ConsoleError) in
                try await run(command, CommandOutput(parsed: parsed, launch: launch))
            }
        }
        let confirmation = Confirmation(isInteractive: true)
        let server = try await Interrupts.cancelling(terminations: true) { () async throws(ConsoleError) in
            try await DatabaseCommands(launch: launch, confirmation: confirmation).demo(request)
        }
        if let server { return request.opens ? try await ConsoleProgram(launch: launch).run() : Self.print(server) }
        let path = try await Interrupts.cancelling(terminations: true) { () async throws(ConsoleError) in
            let path = try DemoFile.prepare(request, launch: launch)
            try await DemoSeals.add(to: path)
            return path
        }
        guard request.opens else { return Self.print(path) }
        return try await ConsoleProgram(launch: launch.opening(demo: path)).run()
    }

    private func run(_ command: Command, _ output: CommandOutput) async throws(ConsoleError) -> ExitCode {
        let launch = output.launch
        let host = LaunchCommands(launch: launch, confirmation: Confirmation(isInteractive: true))
        if let reply = try await CommandRouter.withoutDatabase(command, host: host) {
            return try output.write(reply)
        }
        if case .console = command { throw .needsScreen }
        let warning = try? launch.connection()?.passwordWarning
        if let warning { Streams.error("tenantctl: \(SafeText.visible(warning))") }
        let opened: OpenedSession
        do {
            opened = try await SessionOpener(launch: launch).open()
        } catch {
            // What is known without a database says where the program looked for one.
            guard command == .info else { throw error }
            let rows = launch.facts.map { [$0.title, $0.text] }
            let code = try output.write(.facts(FactTable(title: "Info", columns: ["what", "value"], rows: rows)))
            if error == .needsDatabase { return code }
            throw error
        }
        for note in opened.notes where note != warning { Streams.error("tenantctl: \(SafeText.visible(note))") }
        defer { opened.session.leave(.session) }
        return try await output.run(command, session: opened.session)
    }

    /// Candidates for a shell; nothing at all where something is wrong, since a person is typing.
    private func complete(_ asked: ShellCompletion) async -> ExitCode {
        guard case .parsed(let parsed) = Grammar.parse(asked.words), case .complete(let request)? = parsed.command,
            let launch = try? Launch(options: parsed.options, variables: variables)
        else { return .failed }
        let host = LaunchCommands(launch: launch)
        var reply = try? await CommandRouter.withoutDatabase(.complete(request), host: host)
        if reply == nil, let session = try? await SessionOpener(launch: launch).open().session {
            reply = try? await CommandRouter(session: session, host: host).run(.complete(request))
        }
        guard case .lines(let candidates)? = reply else { return .failed }
        return Self.print(asked.lines(candidates).joined(separator: "\n"))
    }

    private static func print(_ text: String) -> ExitCode {
        do throws(OutputSink.Failure) {
            try Streams.out([text])
            return .ok
        } catch {
            do throws(ConsoleError) { try CommandOutput.throwing(error) } catch { return Complaints.say(error) }
            return .ok
        }
    }

    /// Words for the resources of the shipped profiles, known without a database.
    private static var shippedWords: [String] {
        ShippedProfiles.all.compactMap { try? $0.parsed() }.flatMap(\.resources).flatMap { resource in
            [resource.name] + resource.aliases
        }
    }
}

extension Command {
    /// Whether files lie about while it runs, which nobody else would remove.
    fileprivate var leavesFiles: Bool {
        switch self {
        case .edit, .trail(.export), .trail(.bundle): true
        default: false
        }
    }

    fileprivate var isChange: Bool {
        switch self {
        case .change, .apply: true
        default: false
        }
    }
}

/// Standard output is data, standard error the rest.
enum Streams {
    static func out(_ lines: [String]) throws(OutputSink.Failure) {
        var sink = OutputSink(descriptor: STDOUT_FILENO)
        for line in lines {
            sink.write(line.utf8)
            sink.write("\n")
        }
        try sink.flush()
    }

    /// Where standard error takes nothing, nobody reads it.
    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}

/// Errors on standard error, and the exit code that says the same to a script.
enum Complaints {
    static func say(_ error: ConsoleError) -> ExitCode {
        if error != .cancelled, error != .store(.cancelled) {
            let wording = ErrorWording.wording(for: error)
            say(lines: wording.message.split(separator: "\n").map(String.init) + (wording.hint.map { [$0] } ?? []))
        }
        return ErrorWording.exitCode(for: error)
    }

    /// What is wrong, and below it what to do.
    static func say(lines: [String]) {
        for (place, line) in lines.enumerated() {
            Streams.error((place == 0 ? "tenantctl: " : "  ") + SafeText.visible(line))
        }
    }
}
