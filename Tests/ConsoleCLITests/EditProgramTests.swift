import Foundation
import GRDB
import Testing

/// `edit` with the program's own way to an editor: scripts stand for the person.
@Suite struct EditProgramTests {
    let program: RealProgram
    let database: String

    init() throws {
        program = try RealProgram()
        database = program.folder + "/demo.db"
        try FileManager.default.copyItem(atPath: try DemoDatabase.path, toPath: database)
        _ = try program.configure(
            "[environments.local]\ndatabase = \"\(database)\"\nmode = \"read-write\"\n")
    }

    private var edits: String { program.folder + "/home/.local/state/tenantctl/edit" }

    /// A program that does what the script says with the file `$1`.
    private func editor(_ script: String) throws -> String {
        let path = program.folder + "/my editor-\(UUID().uuidString)"
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    private func edit(
        _ words: String..., editor: String, variables: [String: String] = [:]
    ) throws -> RealProgram.Run {
        try program.run(
            ["edit", "users", "jane.doe@acme.example", "--env", "local", "--persona", "admin"] + words,
            variables: ["EDITOR": editor].merging(variables) { $1 })
    }

    private var leftovers: [String] { (try? FileManager.default.contentsOfDirectory(atPath: edits)) ?? [] }

    private func name() throws -> String {
        let queue = try DatabaseQueue(path: database)
        return try queue.read {
            try String.fetchOne($0, sql: "SELECT name FROM users WHERE email = 'jane.doe@acme.example'") ?? ""
        }
    }

    @Test func aPrivateFileBecomesAChange() throws {
        let seen = program.folder + "/seen"
        let path = try editor(
            """
            { stat -c %a "$2" "$(dirname "$2")"; echo "$1"; env; } > '\(seen)'
            cp "$2" '\(seen).toml'
            : > "$2.swp"
            sed -i 's/^name = .*/name = "Jane Roe"/' "$2"
            """)
        let run = try edit(
            "--write", "--yes", "--reason", "OPS-1 asked by her", editor: "'\(path)' --wait",
            variables: ["DATABASE_URL": "postgres://u:geheim@h/d", "PGPASSWORD": "geheim", "KEPT": "yes"])
        #expect(run.code == 0, "\(run.error)")
        #expect(try name() == "Jane Roe")
        let lines = try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n")
        #expect(lines.prefix(3) == ["600", "700", "--wait"])
        #expect(!lines.contains { $0.contains("geheim") } && lines.contains("KEPT=yes"))
        let text = try String(contentsOfFile: seen + ".toml", encoding: .utf8)
        #expect(text.contains("# encrypted_password: text; secret"), "\(text)")
        #expect(text.contains("one of invited, waitlist, active"))
        #expect(leftovers.isEmpty, "the swap file goes too")
    }

    @Test func visualWinsAndWhatIsWrongIsNamed() throws {
        let wrong = try editor("sed -i 's/^status = .*/  status = \"gone\"/' \"$1\"")
        let run = try edit(
            "--write", "--yes", "--reason", "OPS-1 asked by her", editor: "false",
            variables: ["VISUAL": "'\(wrong)'"])
        #expect(run.code == 2)
        #expect(run.error.contains("column 3: ") && run.error.contains("takes no 'gone'"), "\(run.error)")
        let syntax = try edit("--dry-run", editor: "'\(try editor("echo 'name = ' > \"$1\""))'")
        #expect(syntax.code == 2 && syntax.error.contains("Line 1, column 8"), "\(syntax.error)")
        let failed = try edit("--dry-run", editor: "false")
        #expect(failed.code == 4 && failed.error.contains("ended with an error"), "\(failed.error)")
        let missing = try edit("--dry-run", editor: "/no/such/editor")
        #expect(missing.code == 4 && missing.error.contains("VISUAL or EDITOR"), "\(missing.error)")
        #expect(leftovers.isEmpty)
    }

    @Test func whatWouldBeRefusedAnywayOpensNoEditor() throws {
        let opened = program.folder + "/opened"
        let path = try editor("touch '\(opened)'")
        for words in [["--persona", "support"], ["--write", "--yes"], ["--persona", "oncall", "--write"]] {
            let run = try program.run(
                ["edit", "users", "jane.doe@acme.example", "--env", "local", "--persona", "admin"].prefix(
                    words.contains("--persona") ? 5 : 7) + words, variables: ["EDITOR": "'\(path)'"])
            #expect(run.code == 4, "\(words) \(run.error)")
        }
        #expect(!FileManager.default.fileExists(atPath: opened))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsTheEditorAndLeavesNoFile(signal: Int32) throws {
        // The editor tells by a pipe that it runs, and would wait for ever.
        let pipe = program.folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let path = try editor(": > \"$1.swp\"; echo $$ > '\(pipe)'; exec tail -f /dev/null")
        let process = try program.process(
            ["edit", "users", "jane.doe@acme.example", "--env", "local", "--persona", "admin", "--dry-run"],
            variables: ["EDITOR": "'\(path)'"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let said = try #require(try FileHandle(forReadingAtPath: pipe)?.readToEnd())
        let editor = try #require(
            Int32(String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(leftovers.count == 1)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(leftovers.isEmpty)
        #expect(kill(editor, 0) != 0)
    }

    @Test func whatAnEndedSessionLeftIsRemoved() throws {
        try FileManager.default.createDirectory(atPath: edits + "/999999999-1", withIntermediateDirectories: true)
        _ = try edit("--dry-run", editor: "true")
        #expect(leftovers.isEmpty)
    }
}
