import Foundation

/// The program as built, and a demo that it made.
enum Program {
    /// Beside the test bundle.
    static let path: String = {
        #if os(Linux)
            let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            let bundle =
                Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" } ?? Bundle.main.bundleURL
        #endif
        return bundle.deletingLastPathComponent().appendingPathComponent("tenantctl").path
    }()

    /// Twenty tenants and two thousand audit rows, made once for all journeys.
    static let demo: Result<String, any Error> = Result {
        let file = try makeFolder().appendingPathComponent("demo.db").path
        let made = try run([
            "demo", "--database", file, "--tenants", "20", "--audit-rows", "2000", "--seed", "7", "--no-open",
        ])
        guard made.code == 0 else { throw ControlClient.Failure(description: "demo: \(made.error)") }
        return file
    }

    /// Everything that journeys write, removed when the tests end. Its path is short: sockets stand in it.
    private static let allFolders: URL = {
        atexit { try? FileManager.default.removeItem(at: Program.allFolders) }
        return FileManager.default.temporaryDirectory.appendingPathComponent("tenantctl-\(getpid())")
    }()

    static func makeFolder() throws -> URL {
        let folder = allFolders.appendingPathComponent(String(UUID().uuidString.prefix(8)))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Nothing of the person who runs the tests: own home, own XDG folders, no DATABASE_URL.
    static func environment(home: URL) -> [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home.path,
            "XDG_CONFIG_HOME": home.appendingPathComponent("config").path,
            "XDG_STATE_HOME": home.appendingPathComponent("state").path,
            "XDG_DATA_HOME": home.appendingPathComponent("data").path,
            "XDG_CACHE_HOME": home.appendingPathComponent("cache").path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color", "TZ": "UTC", "TENANTCTL_PROGRAM": path,
        ]
    }

    struct Ended {
        let code: Int32
        let output: String
        let error: String
    }

    /// Runs the program without a terminal.
    static func run(_ words: [String], variables: [String: String] = [:]) throws -> Ended {
        let home = try makeFolder()
        defer { try? FileManager.default.removeItem(at: home) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.environment = environment(home: home).merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        let files = ["out", "err"].map { home.appendingPathComponent($0) }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Ended(code: process.terminationStatus, output: texts[0], error: texts[1])
    }
}
