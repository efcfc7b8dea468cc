import Foundation
import Synchronization
import TenantStore
import Testing

@testable import PostgresStore

/// A PostgreSQL cluster of this test run's own, on a free loopback port.
///
/// Its end hangs on a pipe that this process holds: whatever ends the process ends the server and removes its files.
final class TestServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    let folder: String
    let binaries: String
    private let process: LifelineProcess
    private let databases = Atomic<Int>(0)

    static let shared = Result { try TestServer() }

    /// A cluster of one test's own, which it may stop.
    ///
    /// - Parameter shell: words around the server, which run it as their last arguments.
    static func own(shell: [String] = []) throws -> TestServer { try TestServer(shell: shell) }

    /// Ends its connections; it can be started again.
    func stop() throws { try process.tell("stop", until: "stopped") }

    func startAgain() throws { try process.tell("start", until: "started") }

    /// Stops it for good.
    func end() { process.end() }

    static func start() throws -> TestServer { try shared.get() }

    private init(shell: [String] = []) throws {
        binaries = try Self.findBinaries()
        folder = LifelineProcess.folder("pg")
        port = try LifelineProcess.freePort()
        let script = """
            set -e
            mkdir -m 700 "$1"
            trap 'rm -rf "$1"' EXIT
            "$2/initdb" -D "$1/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$1/initdb.log" 2>&1 ||
                { cat "$1/initdb.log"; exit 1; }
            printf '%s\\n' 'host all guarded,+locked 127.0.0.1/32 scram-sha-256' 'host all all 127.0.0.1/32 trust' \\
                'local all all trust' >"$1/data/pg_hba.conf"
            start() {
                "$2/postgres" -D "$1/data" -k "$1" -h 127.0.0.1 -p "$3" -F -c lc_messages=C -c max_connections=150 \\
                    >>"$1/server.log" 2>&1 </dev/null &
                server=$!
                until "$2/pg_isready" -q -h 127.0.0.1 -p "$3" -t 1; do
                    kill -0 $server || { cat "$1/server.log"; exit 1; }
                done
            }
            stop() { kill -INT $server; wait $server || true; }
            start "$@"
            "$2/psql" -X -q -h 127.0.0.1 -p "$3" -U postgres -d postgres \\
                -c "CREATE ROLE guarded LOGIN PASSWORD 'right-secret'" -c 'CREATE ROLE locked'
            echo ready
            while read -r word; do
                case $word in
                stop) stop; echo stopped ;;
                start) start "$@"; echo started ;;
                esac
            done
            stop
            """
        process = try LifelineProcess(script, [folder, binaries, String(port)], shell: shell)
    }

    /// A new database with the script's tables.
    func database(_ script: String = "") throws -> String {
        let name = "t\(databases.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name)", in: "postgres")
        if !script.isEmpty { try run(script, in: name) }
        return name
    }

    /// A new database with everything that another has, which nobody may be connected to.
    func database(copyOf template: String) throws -> String {
        let name = "t\(databases.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name) TEMPLATE \(template)", in: "postgres")
        return name
    }

    func url(_ database: String, user: String = "postgres", more: String = "") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)\(more)"
    }

    func open(_ database: String, user: String = "postgres") async throws -> PostgresStore {
        try await PostgresStore.open(url(database, user: user), operatorName: "dana@ops")
    }

    /// A session of its owner's that stays open.
    func session(in database: String) throws -> PsqlSession {
        try PsqlSession(psql: binaries + "/psql", port: port, database: database)
    }

    /// Runs SQL with psql, as the cluster's owner where nobody else is named.
    func run(_ sql: String, in database: String, as user: String = "postgres") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binaries + "/psql")
        process.arguments = [
            "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", String(port), "-U", user, "-d",
            database,
        ]
        let (input, errors) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(sql.utf8))
        try input.fileHandleForWriting.close()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: words, as: UTF8.self))
        }
    }

    private static func findBinaries() throws -> String {
        var folders: [String] = []
        for root in ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
            folders += names.sorted(by: >).filter { root.contains("lib") || $0.hasPrefix("postgresql") }
                .map { "\(root)/\($0)/bin" }
        }
        folders += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let found = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }) else {
            throw Failure(description: "no PostgreSQL server is installed: scripts/install-dependencies tests")
        }
        return found
    }
}
