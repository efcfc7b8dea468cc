import Foundation

/// A shell in a pane of a tmux server of our own, driven by keys and read as a screen.
final class Tmux {
    private let client: ControlClient
    let folder: URL
    /// Command lines so far: each one's end is told from the ends of those before it.
    private var started = 0

    /// - Parameter variables: the shell's environment beyond PATH, HOME, the XDG folders and a UTF-8 locale.
    init(width: Int = 120, height: Int = 36, variables: [String: String] = [:]) throws {
        folder = try Program.makeFolder()
        var environment = Program.environment(home: folder)
        environment["BASH_SILENCE_DEPRECATION_WARNING"] = "1"
        environment.merge(variables) { $1 }
        // Said to the shell itself: tmux starts it through another one, which drops PS1, and sets TERM on its own.
        let shell = variables["TERM"].map { "TERM=\($0) " } ?? ""
        client = try ControlClient(
            arguments: [
                "-S", folder.appendingPathComponent("tmux").path, "-f", "/dev/null", "-C", "new-session", "-x",
                "\(width)", "-y", "\(height)",
                "exec env \(shell)PS1='ready$ ' bash --norc --noprofile -i",
            ],
            environment: environment, deadline: Deadline())
        try client.run("resize-window -x \(width) -y \(height)", deadline: Deadline())
        try wait("the shell's prompt") { $0.last == "ready$" }
    }

    deinit {
        client.end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What stands on the screen now, without blanks at the ends of lines and without empty lines at the end.
    func screen() throws -> [String] {
        var lines = try client.run("capture-pane -p", deadline: Deadline())
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    struct NeverSeen: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads the screen after everything the pane writes until it is as wanted.
    @discardableResult
    func wait(_ what: String, until isWanted: ([String]) -> Bool) throws -> [String] {
        let deadline = Deadline()
        var seen: [String] = []
        do {
            while true {
                seen = try screen()
                if isWanted(seen) { return seen }
                try client.waitForNotice(deadline)
            }
        } catch is Deadline.Passed {
            throw NeverSeen(description: "\(what): never seen. The screen:\n\(seen.joined(separator: "\n"))")
        }
    }

    @discardableResult
    func wait(for texts: String...) throws -> [String] {
        try wait(texts.joined(separator: ", ")) { lines in
            texts.allSatisfy { text in lines.contains { $0.contains(text) } }
        }
    }

    /// Keys by tmux's names: `Enter`, `Escape`, `C-c`, `PPage`, `j`.
    func press(_ keys: String...) throws {
        for key in keys { try client.run("send-keys \(key)", deadline: Deadline()) }
    }

    func type(_ text: String) throws {
        let quoted = text.replacingOccurrences(of: "'", with: "'\\''")
        try client.run("send-keys -l '\(quoted)'", deadline: Deadline())
    }

    func resize(width: Int, height: Int) throws {
        try client.run("resize-window -x \(width) -y \(height)", deadline: Deadline())
    }

    func isOnAlternateScreen() throws -> Bool {
        try client.run("display-message -p '#{alternate_on}'", deadline: Deadline()) == ["1"]
    }

    /// Takes the terminal away from everything in it.
    func killPane() throws {
        _ = try? client.run("kill-pane", deadline: Deadline())
    }

    /// Runs a command line in the shell and waits for its end; the exit code, and the screen as it then is.
    func runToEnd(_ line: String) throws -> (code: Int32, screen: [String]) {
        try start(line)
        return try end()
    }

    /// Waits for the end of the command line that `runToEnd` or `start` typed.
    func end() throws -> (code: Int32, screen: [String]) {
        let mark = "code-\(started)="
        let screen = try wait("the command's end") { lines in
            lines.last == "ready$" && lines.contains { $0.hasPrefix(mark) }
        }
        let code = screen.last { $0.hasPrefix(mark) }.flatMap { Int32($0.dropFirst(mark.count)) }
        return (code ?? -1, screen)
    }

    /// Types a command line whose end `end()` can wait for.
    func start(_ line: String) throws {
        started += 1
        try type("clear; " + line + "; echo \"co\"\"de-\(started)=$?\"")
        try press("Enter")
    }
}
