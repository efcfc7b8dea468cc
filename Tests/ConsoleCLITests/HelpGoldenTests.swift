import ConsoleCore
import Foundation
import Testing

@Suite("Help, completions and exit codes as they are documented")
struct HelpGoldenTests {
    static let commands = [
        [], ["console"], ["list"], ["show"], ["find"], ["tenant"], ["user"], ["board"], ["matrix"], ["over"], ["audit"],
        ["audit", "query"], ["audit", "histogram"], ["audit", "show"], ["audit", "top"], ["audit", "history"],
        ["audit", "advise"], ["audit", "queries"], ["audit", "save"], ["audit", "follow"], ["audit", "export"],
        ["audit", "bundle"], ["audit", "verify"],
        ["access"], ["access", "as"], ["access", "explain"], ["policies"], ["operator"], ["operator", "sql"],
        ["entry"], ["resources"], ["describe"], ["functions"], ["info"], ["config"], ["config", "check"],
        ["config", "path"], ["config", "show"],
        ["map"], ["map", "suggest"], ["map", "check"], ["map", "show"],
        ["journal"], ["journal", "list"], ["journal", "show"], ["journal", "verify"], ["reveal"], ["apply"], ["case"],
        ["config", "trust"], ["env"], ["env", "list"], ["env", "add"], ["db"], ["db", "create"], ["db", "upgrade"],
        ["demo"],
        ["member"], ["member", "add"], ["member", "invite"], ["member", "set-role"],
        ["member", "suspend"], ["member", "reactivate"], ["member", "remove"], ["project-member"],
        ["project-member", "set-role"], ["plan"], ["plan", "set-limit"], ["plan", "set-feature"],
        ["subscription"], ["subscription", "set-status"], ["subscription", "add-tokens"], ["tenant", "create"],
        ["tenant", "set-plan"], ["tenant", "archive"], ["user", "ban"], ["widget"],
        ["instance"], ["embed-token"], ["deal"], ["stage"],
        ["interaction"], ["edit"], ["delete"], ["undo"], ["revert"],
        ["receipts"],
    ]

    @Test("help of every command")
    func help() throws {
        let program = try RealProgram()
        var text = ""
        for words in Self.commands {
            let run = try program.run(words + ["--help"])
            #expect(run.code == 0 && run.error.isEmpty)
            text += "$ tenantctl \((words + ["--help"]).joined(separator: " "))\n\(run.out)\n"
        }
        try Golden.expect(text, "help.txt")
    }

    @Test("every command that the shell is offered has its help here")
    func coverage() throws {
        let known = Set(Self.commands.compactMap(\.first))
        let run = try RealProgram().run("--experimental-dump-help")
        let dump = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
        let root = try #require(dump["command"] as? [String: Any])
        let offered = (root["subcommands"] as? [[String: Any]] ?? []).filter { $0["shouldDisplay"] as? Bool ?? true }
            .compactMap { $0["commandName"] as? String }
        #expect(Set(offered).subtracting(["help"]) == known)
    }

    @Test(
        "completion scripts ask the program for resources, fields and environments", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let program = try RealProgram()
        let run = try program.run("--generate-completion-script", shell)
        #expect(run.code == 0)
        for hook in [
            "---completion list -- positional@0", "---completion list -- positional@1",
            "---completion show -- positional@0", "---completion list -- --sort", "---completion list -- --columns",
            "---completion list -- --env", "---completion audit query -- positional@0",
        ] {
            #expect(run.out.contains(hook), "\(hook)")
        }
        #expect(!run.out.contains("COMP_WORDS[2]"))
    }

    @Test("the hooks answer with resources, fields and environments of the database that the line names")
    func hooks() throws {
        let program = try RealProgram()
        let demo = try DemoDatabase.path
        func ask(_ argument: String, _ typed: [String], shell: String = "bash") throws -> [Substring] {
            try program.run(
                ["---completion", "list", "--", argument, "\(typed.count - 1)", "0"] + typed,
                variables: ["SAP_SHELL": shell]
            ).out.split(separator: "\n")
        }
        let resources = try ask("positional@0", ["tenantctl", "--database", demo, "list", ""])
        #expect(resources.contains("workspaces") && resources.contains("tenants") && resources.contains("deals"))
        let fields = try ask("positional@1", ["tenantctl", "list", "--database", demo, "members", "ro"])
        #expect(fields.contains("role:") && fields.contains("email:"))
        #expect(
            try ask("--sort", ["tenantctl", "list", "members", "--database=\(demo)", "--sort", ""]).contains("role"))
        let zsh = try ask("positional@1", ["tenantctl", "list", "members", "--database", demo, "r"], shell: "zsh")
        #expect(zsh.contains("role\\:") && zsh.last == " ")
        _ = try program.configure("[environments.staging]\ndatabase = \"\(demo)\"\n")
        #expect(try ask("--env", ["tenantctl", "list", "members", "--env", ""]) == ["staging"])
        #expect(try ask("positional@1", ["tenantctl", "list", "members", "--env", "staging", "ro"]).contains("role:"))
        let silent = try program.run("---completion", "list", "--", "positional@0", "1", "0", "tenantctl", "list", "")
        #expect(silent.out.isEmpty && silent.error.isEmpty)
    }

    @Test("a sourced bash script completes")
    func bash() throws {
        let program = try RealProgram()
        let script = program.folder + "/completion.bash"
        try program.run("--generate-completion-script", "bash").out
            .write(toFile: script, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-n", script]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md").path

    @Test("the README lists every exit code", .enabled(if: FileManager.default.fileExists(atPath: readme)))
    func exitCodes() throws {
        let lines = try String(contentsOfFile: Self.readme, encoding: .utf8).split(separator: "\n")
        for code in ExitCode.allCases {
            #expect(lines.contains { $0.contains("\(code.rawValue)") && $0.contains(code.meaning) }, "\(code)")
        }
    }
}
