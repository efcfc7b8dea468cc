import Foundation
import Testing

/// The built program, in a home of its own, against the tests' servers.
final class ServerProgram: Sendable {
    struct Run: Sendable {
        let code: Int32
        let out: String
        let error: String
    }

    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/tenantctl-run-\(UUID().uuidString.prefix(8))"
        for name in ["home/.config/tenantctl", "bin"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static var path: String {
        get throws {
            for place in [CommandLine.arguments[0]] + Bundle.allBundles.map(\.bundlePath) {
                var url = URL(fileURLWithPath: place)
                for _ in 0..<5 {
                    url.deleteLastPathComponent()
                    var isFolder: ObjCBool = false
                    let path = url.appendingPathComponent("tenantctl").path
                    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                        return path
                    }
                }
            }
            throw TestServer.Failure(description: "the program is not built")
        }
    }

    /// The configuration file's text.
    func configure(_ text: String) throws { try write(text, to: "home/.config/tenantctl/config.toml") }

    /// A program of the test's own, found before any other of its name; its path.
    @discardableResult func program(_ name: String, _ script: String) throws -> String {
        try write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/bin/\(name)")
        return "\(folder)/bin/\(name)"
    }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/\(name)")
    }

    func process(_ words: [String], variables: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.path)
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "HOME": folder + "/home", "PATH": "\(folder)/bin:/usr/bin:/bin", "TZ": "UTC", "USER": "dana",
        ].merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    func run(_ words: [String], variables: [String: String] = [:]) throws -> Run {
        let process = try process(words, variables: variables)
        let names = ["out", "error"].map { "\(folder)/\($0)-\(UUID().uuidString)" }
        for name in names { FileManager.default.createFile(atPath: name, contents: nil) }
        process.standardOutput = try #require(FileHandle(forWritingAtPath: names[0]))
        process.standardError = try #require(FileHandle(forWritingAtPath: names[1]))
        try process.run()
        process.waitUntilExit()
        let texts = try names.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
        for name in names { try FileManager.default.removeItem(atPath: name) }
        return Run(code: process.terminationStatus, out: texts[0], error: texts[1])
    }

    /// The run without a task's thread waiting for it.
    func runAside(_ words: [String]) async throws -> Run {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.run(words) }) }
        }
    }

    /// Every text that the program left in its home and its working folder, by file.
    func leavings() throws -> [String: String] {
        var found: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: folder)
        while let name = files?.nextObject() as? String {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            found[name] = String(decoding: data, as: UTF8.self)
        }
        return found
    }
}
