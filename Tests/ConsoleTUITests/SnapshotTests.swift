import TerminalCore
import Testing

@testable import ConsoleTUI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The main views as text. `UPDATE_SNAPSHOTS=1 swift test --filter SnapshotTests` writes them anew.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct SnapshotTests {
    struct View: Sendable, CustomTestStringConvertible {
        let name: String
        let line: String
        let keys: String

        init(_ name: String, _ line: String = "", _ keys: String = "") {
            self.name = name
            self.line = line
            self.keys = keys
        }

        var testDescription: String { name }
    }

    nonisolated static let views = [
        View("tenants"), View("tenants-filtered", "filter plan:free"), View("tenant", "tenant \"Acme Industries\""),
        View("user", "user jane.doe@acme.example"), View("members", "workspace_members role:owner"),
        View("plans", "matrix"), View("board", "tenant \"Acme Industries\"", ". b"), View("audit", "audit"),
        View("entry", "audit changed:role", "enter"), View("record", "", ". d"), View("related", "", "o"),
        View("actions", "", "."), View("columns", "", "c"), View("copy", "", "y"), View("help", "", "?"),
        View("find", "find acme"), View("resources", "resources"), View("command-line", "", ":"),
        View("filter", "", "/"), View("audit-pivots", "audit", "o"), View("widgets", "widgets"),
    ]

    nonisolated static let sizes = [
        Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 40, height: 12),
    ]

    @Test(arguments: views)
    func viewsLookAsTheyDid(view: View) async throws {
        let robot = try await RobotConsole(.init(size: Self.sizes[0]))
        for size in Self.sizes {
            await robot.home()
            await robot.resize(size.width, size.height)
            if !view.line.isEmpty { await robot.run(view.line) }
            await robot.press(view.keys)
            if let number = robot.app.toast?.number { await robot.fire(.toast(number)) }
            try Self.check(robot.text + "\n", name: "\(view.name)-\(size.width)x\(size.height)")
        }
    }

    static func check(_ text: String, name: String, file: String = #filePath) throws {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        let path = "/\(folder)/Snapshots/\(name).txt"
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
            try FileManager.default.createDirectory(
                atPath: "/\(folder)/Snapshots", withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        let known = try? String(contentsOfFile: path, encoding: .utf8)
        #expect(known == text, "\(name) differs; UPDATE_SNAPSHOTS=1 keeps it as it is now")
    }
}
