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
    private let binaries: String
    private let lifeline: FileHandle
    private let databases = Atomic<Int>(0)

    static let shared = Result { try TestServer() }

    static func start() throws -> TestServer { try shared.get() }

    private init() throws {
        binaries = try Self.findBinaries()
        folder = FileManager.default.temporaryDirectory.path + "/tenantctl-pg-\(UUID().uuidString.prefix(8))"
        port = try Self.freePort()
        let script = """
            set -e
            mkdir -m 700 "$1"
            trap 'rm -rf "$1"' EXIT
            "$2/initdb" -D "$1/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$1/initdb.log" 2>&1 ||
                { cat "$1/initdb.log"; exit 1; }
            printf '%s\\n' 'host all guarded 127.0.0.1/32 scram-sha-256' 'host all all 127.0.0.1/32 trust' \\
                'local all all trust' >"$1/data/pg_hba.conf"
            "$2/postgres" -D "$1/data" -k "$1" -h 127.0.0.1 -p "$3" -F -c lc_messages=C -c max_connections=40 \\
                >"$1/server.log" 2>&1 &
            server=$!
            until "$2/pg_isready" -q -h 127.0.0.1 -p "$3" -t 1; do kill -0 $server || { cat "$1/server.log"; exit 1; }; done
            echo ready
            read -r line || true
            kill -INT $server
            wait $server || true
            """
        let process = Process()
        var arguments = ["/bin/sh", "-c", script, "sh", folder, binaries, String(port)]
        if getuid() == 0 {
            arguments =
                ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + arguments
        }
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        lifeline = input.fileHandleForWriting
        var said = ""
        while !said.contains("ready\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(description: "the test server did not start: \(said)") }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    /// A new database with the script's tables.
    func database(_ script: String = "") throws -> String {
        let name = "t\(databases.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name)", in: "postgres")
        if !script.isEmpty { try run(script, in: name) }
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

    /// Runs SQL with psql, as the cluster's owner.
    func run(_ sql: String, in database: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binaries + "/psql")
        process.arguments = [
            "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-d",
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

    /// A port that nobody listens on now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
