import Foundation
import Testing

/// The real program in a real terminal, from the shell's prompt back to it.
@Suite(.serialized) struct ConsoleJourneys {
    private let tmux: Tmux

    init() throws { tmux = try Tmux() }

    private func openConsole() throws {
        try tmux.start("\"$TENANTCTL_PROGRAM\" --database \(try Program.demo.get())")
        try tmux.wait(for: "Workspaces", "Acme Industries", "1–20 of 20")
    }

    private func isBackInShell() throws -> Bool {
        try !tmux.isOnAlternateScreen()
    }

    @Test func opensOnTheTenantsAndLeavesTheShellAsItWas() throws {
        try openConsole()
        #expect(try tmux.isOnAlternateScreen())
        try tmux.press("q")
        try tmux.wait(for: "Quit")
        try tmux.press("y")
        let end = try tmux.end()
        #expect(end.code == 0)
        #expect(try isBackInShell())
        #expect(end.screen.first?.hasPrefix("code-1=") == true)
    }

    @Test func browsesIntoATenantAndBack() throws {
        try openConsole()
        try tmux.press("j", "j")
        try tmux.wait("the cursor on the third row") { lines in
            lines.contains { $0.hasPrefix("▸ Blåbär Studio") }
        }
        try tmux.press("Enter")
        try tmux.wait(for: "Workspaces › Blåbär Studio", "MEMBERS", "1–3 of 3")
        try tmux.press("q")
        try tmux.wait("the list with its cursor where it was") { lines in
            lines.contains { $0.hasPrefix("▸ Blåbär Studio") }
        }
    }

    @Test func filtersInTheDatabaseAndClears() throws {
        try openConsole()
        try tmux.press("/")
        try tmux.type("plan:hobby")
        try tmux.press("Enter")
        let filtered = try tmux.wait("hobby tenants only") { lines in
            lines.contains { $0.contains("plan:hobby") } && lines.contains { $0.contains("Northwind Traders") }
                && !lines.contains { $0.contains("Acme Industries") }
        }
        #expect(!filtered.contains { $0.contains("enterprise") })
        try tmux.press("Escape")
        try tmux.wait(for: "Acme Industries", "1–20 of 20")
    }

    @Test func answersTheCommandLine() throws {
        try openConsole()
        try tmux.press(":")
        try tmux.type("members role:owner")
        try tmux.press("Enter")
        try tmux.wait(for: "role:owner", "Mallory K.")
    }

    @Test func fitsASmallTerminalAndGrowsBack() throws {
        try openConsole()
        try tmux.resize(width: 40, height: 12)
        let small = try tmux.wait("the list on 40x12") { lines in
            lines.contains { $0.contains("Acme Industries") } && lines.count <= 12
                && !lines.contains { $0.contains("Северный") || $0.contains("青空デザイン") }
        }
        #expect(small.allSatisfy { $0.count <= 40 })
        try tmux.resize(width: 120, height: 36)
        try tmux.wait(for: "1–20 of 20", "青空デザイン", "LAST ACTIVITY")
    }

    @Test func saysWhenTheTerminalIsTooSmall() throws {
        try openConsole()
        try tmux.resize(width: 30, height: 8)
        try tmux.wait(for: "40x12")
        try tmux.resize(width: 120, height: 36)
        try tmux.wait(for: "1–20 of 20")
    }

    @Test func suspendsAndComesBack() throws {
        try openConsole()
        try tmux.press("C-z")
        try tmux.wait("the shell's prompt") { $0.last == "ready$" && $0.contains { $0.contains("Stopped") } }
        #expect(try isBackInShell())
        try tmux.type("fg")
        try tmux.press("Enter")
        try tmux.wait(for: "Workspaces", "1–20 of 20")
        #expect(try tmux.isOnAlternateScreen())
        try tmux.press("j")
        try tmux.wait("an answer to a key") { $0.contains { $0.hasPrefix("▸ Beacon Studio") } }
    }

    @Test func quitsOnCtrlCTwice() throws {
        try openConsole()
        try tmux.press("C-c", "C-c")
        #expect([0, 130].contains(try tmux.end().code))
        #expect(try isBackInShell())
    }

    @Test func givesTheTerminalBackWhenTerminated() throws {
        let pidFile = tmux.folder.appendingPathComponent("pid").path
        let before = tmux.folder.appendingPathComponent("before").path
        let after = tmux.folder.appendingPathComponent("after").path
        #expect(try tmux.runToEnd("stty -g >\(before)").code == 0)
        try tmux.start(
            "sh -c 'echo $$ >\(pidFile); exec \"$TENANTCTL_PROGRAM\" --database \(try Program.demo.get())'")
        try tmux.wait(for: "Acme Industries", "1–20 of 20")
        let pid = try #require(
            Int32(try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(pid, SIGTERM) == 0)
        let end = try tmux.end()
        #expect(end.code != 0)
        #expect(try isBackInShell())
        #expect(try tmux.runToEnd("stty -g >\(after); stty -a").screen.contains { $0.contains(" echo ") })
        #expect(
            try String(contentsOfFile: before, encoding: .utf8) == String(contentsOfFile: after, encoding: .utf8))
    }

    @Test func endsWhenItsTerminalVanishes() throws {
        let pipe = tmux.folder.appendingPathComponent("alive").path
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try tmux.start("\"$TENANTCTL_PROGRAM\" --database \(try Program.demo.get()) 9>\(pipe)")
        try tmux.wait(for: "Acme Industries", "1–20 of 20")
        try tmux.killPane()
        // Only the program holds the pipe's other end: its end is the process's end.
        #expect(throws: Deadline.Closed.self) { try Deadline().read(reader) }
    }
}
