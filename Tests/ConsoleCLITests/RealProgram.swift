import Foundation
import GRDB
import Testing

/// The built program as its user runs it: in a home of its own, with nothing of this machine's settings.
final class RealProgram: Sendable {
    struct Run: Sendable {
        let code: Int32
        let out: String
        let error: String
    }

    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tenantctl-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/home", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// It stands beside the test bundle.
    static var path: String {
        get throws {
            let places = [CommandLine.arguments[0]] + Bundle.allBundles.map(\.bundlePath)
            for place in places {
                var url = URL(fileURLWithPath: place)
                for _ in 0..<5 {
                    url.deleteLastPathComponent()
                    let path = url.appendingPathComponent("tenantctl").path
                    var isFolder: ObjCBool = false
                    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                        return path
                    }
                }
            }
            throw Missing()
        }
    }

    struct Missing: Error {}

    func process(_ words: [String], variables: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.path)
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["HOME": folder + "/home", "PATH": "/usr/bin:/bin", "TZ": "UTC"]
            .merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    func run(_ words: String..., variables: [String: String] = [:]) throws -> Run {
        try run(words, variables: variables)
    }

    func run(_ words: [String], variables: [String: String] = [:]) throws -> Run {
        let process = try process(words, variables: variables)
        // Files take any amount without a reader.
        let names = [UUID().uuidString, UUID().uuidString].map { folder + "/" + $0 }
        for name in names { FileManager.default.createFile(atPath: name, contents: nil) }
        process.standardOutput = try #require(FileHandle(forWritingAtPath: names[0]))
        process.standardError = try #require(FileHandle(forWritingAtPath: names[1]))
        try process.run()
        process.waitUntilExit()
        let texts = try names.map {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
        }
        for name in names { try FileManager.default.removeItem(atPath: name) }
        return Run(code: process.terminationStatus, out: texts[0], error: texts[1])
    }

    /// Returns when the program has taken an interrupt: it gives the signal its default action then. Elsewhere than on
    /// Linux nothing tells, and the work under way is long enough.
    func waitForInterrupt(_ process: Process) throws {
        #if os(Linux)
            while process.isRunning {
                let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
                let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
                let caught = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
                if caught & (1 << UInt64(SIGINT - 1)) == 0 { return }
            }
        #endif
    }

    /// A database made of a script; its path.
    func database(_ name: String, _ script: String) throws -> String {
        let path = folder + "/" + name
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: script) }
        try queue.close()
        return path
    }

    /// The configuration file; its path.
    func configure(_ text: String) throws -> String {
        let config = folder + "/home/.config/tenantctl"
        try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
        try text.write(toFile: config + "/config.toml", atomically: true, encoding: .utf8)
        return config + "/config.toml"
    }
}

/// A small demo database, made once by the program itself.
enum DemoDatabase {
    private static let made = Result {
        let program = try RealProgram()
        let path = program.folder + "/demo.db"
        let run = try program.run(
            "demo", "--database", path, "--tenants", "12", "--audit-rows", "1500", "--seed", "3", "--no-open")
        guard run.code == 0 else { throw Failed(said: run.error) }
        return (program, path)
    }

    struct Failed: Error { let said: String }

    static var path: String { get throws { try made.get().1 } }

    static func column(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: try path)
        defer { try? queue.close() }
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }
}

/// Texts kept beside the tests; `TENANTCTL_WRITE_GOLDENS=1` writes them anew.
enum Golden {
    static func expect(_ text: String, _ name: String, _ location: SourceLocation = #_sourceLocation) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
        if ProcessInfo.processInfo.environment["TENANTCTL_WRITE_GOLDENS"] == "1" {
            try text.write(to: path, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: path, encoding: .utf8)
        #expect(text == expected, sourceLocation: location)
    }
}
