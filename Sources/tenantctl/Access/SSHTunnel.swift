import ConsoleCore
import Foundation
import Subprocess
import TenantStore

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The way to a server through ssh: the system's own, with the user's configuration, keys and host-key checks.
///
/// It ends with us, however we end: it hangs on a pipe that only this process holds.
actor SSHTunnel {
    /// Seconds until a tunnel that does not come up is given up.
    private static let patience = 20.0
    private static let look = Duration.milliseconds(40)

    private struct Running {
        let ports: [Int]
        let servers: [ServerPlace]
        let task: Task<String, Never>
    }

    private let destinations: [String]
    private let variables: [String: String]
    private let mayPrompt: Bool
    private var running: Running?
    /// What ssh said when it ended by itself.
    private var lastWords: String?

    /// - Parameter destinations: hosts as ssh takes them; the last one reaches the server, those before it are passed
    ///   through.
    init(
        destinations: [String], variables: [String: String], mayPrompt: Bool, environment: String
    ) throws(ConsoleError) {
        let isSound = destinations.allSatisfy { word in
            !word.isEmpty && !word.hasPrefix("-") && !word.contains(",") && !word.contains { $0.isWhitespace }
        }
        guard !destinations.isEmpty, isSound else {
            throw .settings(
                message:
                    "environment \(environment): `tunnel` takes hosts as ssh does, [\"user@bastion\"], no options; "
                    + "these stand in ~/.ssh/config")
        }
        self.destinations = destinations
        self.variables = variables
        self.mayPrompt = mayPrompt
    }

    /// Local ports that lead to the servers. A tunnel that is up is used again, one that broke is replaced.
    func ports(to servers: [ServerPlace]) async throws(StoreError) -> [Int] {
        if let running, running.servers == servers, lastWords == nil { return running.ports }
        close()
        var ports: [Int] = []
        for _ in servers {
            guard let port = FreePort.find() else { throw failed(servers, "no port of this machine is free") }
            ports.append(port)
        }
        lastWords = nil
        let arguments = arguments(zip(ports, servers).map { "127.0.0.1:\($0):\(Self.bracketed($1.host)):\($1.port)" })
        let task = Task { [variables] in await Self.run(arguments, variables) }
        running = Running(ports: ports, servers: servers, task: task)
        Task {
            let words = await task.value
            self.ended(task, words)
        }
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < deadline {
            if let lastWords { throw failed(servers, lastWords) }
            if ports.allSatisfy(FreePort.answers) { return ports }
            do { try await Task.sleep(for: Self.look) } catch {
                close()
                throw .cancelled
            }
        }
        close()
        throw failed(servers, "no answer from \(destinations.joined(separator: " through "))")
    }

    func close() {
        running?.task.cancel()
        running = nil
    }

    private func ended(_ task: Task<String, Never>, _ words: String) {
        guard running?.task == task else { return }
        lastWords = words.isEmpty ? "ssh ended" : words
    }

    private func failed(_ servers: [ServerPlace], _ reason: String) -> StoreError {
        let places = servers.map { "\($0.host):\($0.port)" }.joined(separator: ",")
        return .cannotConnect(location: places, cause: .tunnel, reason: reason)
    }

    private func arguments(_ forwards: [String]) -> [String] {
        var words = ["-N", "-T", "-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=15"]
        words += ["-o", "ServerAliveCountMax=3", "-o", "ClearAllForwardings=no", "-o", "ControlPath=none"]
        // While the screen is ours nobody can answer a question.
        if !mayPrompt { words += ["-o", "BatchMode=yes"] }
        for forward in forwards { words += ["-L", forward] }
        if destinations.count > 1 { words += ["-J", destinations.dropLast().joined(separator: ",")] }
        return words + ["--", destinations[destinations.count - 1]]
    }

    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    /// Runs ssh until it ends, the task is cancelled or this process is gone: the shell around it waits for the end of
    /// its input, which we hold, and ends ssh then.
    ///
    /// - Returns: the last line that ssh said.
    private static func run(_ arguments: [String], _ variables: [String: String]) async -> String {
        let script = """
            exec 3<&0
            ssh "$@" </dev/null 3<&- &
            tunnel=$!
            (read -r _ <&3; kill "$tunnel" 2>/dev/null) &
            watch=$!
            exec 3<&-
            trap 'kill "$tunnel" "$watch" 2>/dev/null' TERM INT HUP
            wait "$tunnel"
            kill "$watch" 2>/dev/null
            """
        // The shell is told to end, and ends ssh; killing it would leave that to the pipe.
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        do {
            let ended = try await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(["-c", script, "sh"] + arguments),
                environment: .custom(
                    Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0.key), $0.value) })),
                platformOptions: options, input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { execution in
                // The input stays open, and with it the tunnel, until ssh has ended or the task is cancelled.
                var last = ""
                for try await line in execution.standardOutput.strings() where !line.isEmpty { last = line }
                try await execution.standardInputWriter.finish()
                return last
            }
            return ended.closureResult
        } catch {
            return "ssh could not be run"
        }
    }
}
