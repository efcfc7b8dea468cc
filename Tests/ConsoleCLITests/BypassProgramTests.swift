import Foundation
import GRDB
import Testing

/// Ways around the rules, tried with the program itself: each is refused, and the database and its trail stay as they
/// were.
@Suite struct BypassProgramTests {
    let program: RealProgram
    let database: String

    init() throws {
        program = try RealProgram()
        database = program.folder + "/demo.db"
        try FileManager.default.copyItem(atPath: try DemoDatabase.path, toPath: database)
    }

    /// The environment `local` of the user's own configuration.
    private func configure(_ rules: String) throws {
        _ = try program.configure("[environments.local]\ndatabase = \"\(database)\"\n\(rules)\n")
    }

    private func rows(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: database)
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }

    private func state() throws -> [String] {
        try rows(
            """
            SELECT role || id FROM workspace_members UNION ALL SELECT count(*) FROM audit_logs
            UNION ALL SELECT plan || id FROM workspaces UNION ALL SELECT coalesce(name, '') || status FROM users
            """)
    }

    private let promotion = [
        "member", "set-role", "jane.doe@acme.example", "admin", "--tenant", "Acme Industries",
    ]
    private let confirmed = ["--write", "--yes", "--reason", "OPS-1 asked by owner"]

    /// - Returns: what the program said.
    @discardableResult
    private func refused(
        _ words: [String], variables: [String: String] = [:], saying text: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let before = try state()
        let run = try program.run(words, variables: variables)
        #expect(run.code != 0, "\(words)", sourceLocation: sourceLocation)
        #expect(text.isEmpty || run.error.contains(text), "\(words): \(run.error)", sourceLocation: sourceLocation)
        #expect(try state() == before, "\(words)", sourceLocation: sourceLocation)
        return run.error
    }

    @Test func writingWithoutALeaseIsRefused() throws {
        try configure("mode = \"read-write\"")
        let asAdmin = promotion + ["--env", "local", "--persona", "admin"]
        try refused(asAdmin, saying: "without a lease")
        try refused(asAdmin + ["--yes", "--reason", "OPS-1 asked by owner"], saying: "without a lease")
        try refused(asAdmin + ["--write", "--yes"], saying: "needs a reason")
        try refused(asAdmin + ["--write", "--reason", "OPS-1 asked by owner"], saying: "Nobody is there to confirm")
        for persona in ["support", "auditor", "oncall"] {
            try refused(
                promotion + ["--env", "local", "--persona", persona] + confirmed, saying: "persona \(persona) may not")
        }
        // The same words are done by whoever may.
        #expect(try program.run(asAdmin + confirmed).code == 0)
    }

    @Test func variablesGiveNoRights() throws {
        try configure("")
        let variables = [
            "TENANTCTL_ENV": "local", "TENANTCTL_PERSONA": "admin", "TENANTCTL_WRITE": "1", "TENANTCTL_YES": "1",
            "TENANTCTL_REASON": "OPS-1 asked by owner", "TENANTCTL_MODE": "read-write", "TENANTCTL_LEASE": "15m",
            "TENANTCTL_ENVIRONMENTS_LOCAL_MODE": "read-write", "TENANTCTL_ENVIRONMENTS__LOCAL__MODE": "read-write",
            "TENANTCTL_UNMASK": "users.email", "TENANTCTL_LEASE_PERSONAS": "support",
        ]
        try refused(promotion + confirmed, variables: variables, saying: "support")
        try refused(promotion + ["--persona", "admin"] + confirmed, variables: variables, saying: "read-only")
        try refused(
            promotion + ["--persona", "admin", "--database", database] + confirmed, variables: variables,
            saying: "support")
        let list = try program.run(["list", "users", "--output", "csv"], variables: variables)
        #expect(list.code == 0 && list.out.contains("j***@acme.example") && !list.out.contains("jane.doe@"))
    }

    @Test func filesOfTheWorkingDirectoryGiveNoRights() throws {
        try configure("")
        let ran = program.folder + "/ran"
        let rules = """
            default_environment = "local"
            [environments.local]
            database = "\(database)"
            mode = "read-write"
            journal_sink = ["/bin/sh", "-c", "touch '\(ran)'"]
            password_command = ["/bin/sh", "-c", "touch '\(ran)'"]
            """
        // Files that nobody named are not read.
        for name in ["config.toml", "tenantctl.toml", ".tenantctl.toml", ".tenantctl/config.toml"] {
            let path = program.folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try rules.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let asAdmin = promotion + ["--env", "local", "--persona", "admin"] + confirmed
        try refused(asAdmin, saying: "read-only")
        // Named, they may say where a database is, and no more.
        let named = ["--config", program.folder + "/config.toml"]
        try refused(asAdmin + named, saying: "config trust")
        try refused(asAdmin, variables: ["TENANTCTL_CONFIG": "config.toml"], saying: "config trust")
        try refused(["list", "users", "--env", "local", "--persona", "admin"] + named, saying: "config trust")
        let list = try program.run(["list", "users", "--env", "local", "--output", "csv"] + named)
        #expect(!list.out.contains("jane.doe@"))
        #expect(!FileManager.default.fileExists(atPath: ran), "no command of an untrusted file runs")
        // A trusted file that changes is not trusted any more; one that others may write never is.
        #expect(try program.run(["config", "trust", program.folder + "/config.toml"]).code == 0)
        try (rules + "\n# changed\n").write(
            toFile: program.folder + "/config.toml", atomically: true, encoding: .utf8)
        try refused(asAdmin + named, saying: "changed since it was trusted")
        _ = try program.configure(rules)
        let own = program.folder + "/home/.config/tenantctl/config.toml"
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: own)
        try refused(asAdmin, saying: "others can write")
    }

    @Test func anEditedPlanFileIsRefused() throws {
        try configure("mode = \"read-write\"")
        let file = program.folder + "/plan.json"
        let demotion = [
            "member", "set-role", "jane.doe@acme.example", "viewer", "--tenant", "Acme Industries", "--env", "local",
            "--persona", "admin",
        ]
        let role = try rows(
            "SELECT role FROM workspace_members WHERE user_id = (SELECT id FROM users WHERE email = 'jane.doe@acme.example')"
        )
        let wanted = role.contains("viewer") ? "editor" : "viewer"
        let words = demotion.map { $0 == "viewer" ? wanted : $0 } + ["--save", file]
        #expect(try program.run(words).code == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let apply = ["apply", file, "--env", "local", "--persona", "admin"] + confirmed
        func edited(_ change: (String) -> String, saying words: String) throws {
            let changed = change(text)
            #expect(changed != text)
            try changed.write(toFile: file, atomically: false, encoding: .utf8)
            try refused(apply, saying: words)
        }
        try edited({ $0.replacing("\"\(wanted)\"", with: "\"owner\"") }, saying: "changed since")
        try edited({ $0.replacing("\"digest\" : \"", with: "\"digest\" : \"0") }, saying: "changed since")
        try edited({ $0.replacing("\"saved\" : ", with: "\"saved\" : 9") }, saying: "later than now")
        try edited({ $0.replacing("\"database\" : \"", with: "\"database\" : \"x") }, saying: "another database")
        try edited({ $0.replacing("\"format\" : 1", with: "\"format\" : 2") }, saying: "format")
        try edited({ String($0.prefix(200)) }, saying: "no saved plan")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        for persona in ["support", "oncall", "auditor"] {
            try refused(["apply", file, "--env", "local", "--persona", persona] + confirmed, saying: "may not")
        }
        try refused(["apply", file, "--env", "local", "--persona", "admin"], saying: "without a lease")
        // What others may write was planned by nobody.
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
        try refused(apply, saying: "others can write")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try program.run(apply).code == 0)
        try refused(apply, saying: "")
    }

    @Test func textIsNeverCode() throws {
        try configure("mode = \"read-write\"")
        let admin = ["--env", "local", "--persona", "admin"]
        let evil = [
            "'; DROP TABLE users; --", "role:=viewer' --", "name:=\"x'); DELETE FROM users; --\"", "settings.a'b:1",
        ]
        let before = try state()
        for text in evil {
            _ = try program.run(["list", "users", text] + admin)
            _ = try program.run(["audit", text] + admin)
            _ = try program.run(["list", "users", "--sort", text] + admin)
            _ = try program.run(["member", "set-role", "viewer", "--where", text] + admin + ["--dry-run"])
            #expect(try state() == before, "\(text)")
        }
        // A value is a value: it is written as it stands.
        let name = "Robert'); DROP TABLE users; --"
        let run = try program.run(
            ["edit", "users", "jane.doe@acme.example", "--set", "name=\(name)"] + admin + confirmed)
        #expect(run.code == 0, "\(run.error)")
        #expect(try rows("SELECT name FROM users WHERE email = 'jane.doe@acme.example'") == [name])
    }

    @Test func theTrailIsNotEdited() throws {
        try configure("mode = \"read-write\"")
        let admin = ["--env", "local", "--persona", "admin"] + confirmed
        let entry = try rows("SELECT id FROM audit_logs LIMIT 1")[0]
        try refused(["edit", "audit_logs", entry, "--set", "reason=nothing"] + admin, saying: "audit trail")
        try refused(
            ["edit", "users", "jane.doe@acme.example", "--set", "encrypted_password=x"] + admin, saying: "secret")
        try refused(["edit", "users", "jane.doe@acme.example", "--set", "id=x"] + admin, saying: "")
        try refused(
            ["edit", "workspaces", "Acme Industries", "--set", "plan=free"] + admin, saying: "hard limit")
    }

    /// What support sees, writes and leaves behind holds no address, whatever is asked.
    @Test func nothingOfSupportsSessionsHoldsAnAddress() throws {
        try configure("mode = \"read-write\"")
        let hidden = try rows("SELECT email FROM users UNION SELECT phone FROM users WHERE phone IS NOT NULL")
            .filter { !$0.isEmpty }
        let jane = try rows("SELECT id FROM users WHERE email = 'jane.doe@acme.example'")[0]
        // Looked through by grep: hundreds of addresses in megabytes of text.
        var said = Data()
        func keep(_ run: RealProgram.Run) { said += Data((run.out + run.error).utf8) }
        for words in [
            ["list", "users", "--limit", "0"], ["list", "members", "--limit", "0"], ["show", "users", jane],
            ["user", jane], ["tenant", "Acme Industries"], ["audit", "--limit", "500"], ["find", "jane"],
            ["case", "Acme Industries", "--member", jane], ["audit", "history", "users", jane],
            ["list", "audit_logs", "--limit", "200"], ["list", "profiles"],
            ["list", "users", "--columns", "email,phone,profile", "--limit", "0"],
            ["list", "users", "email:j*"], ["list", "users", "--sort", "email"], ["show", "users", "jane.doe@acme"],
            ["member", "set-role", jane, "viewer", "--tenant", "Acme Industries", "--dry-run"],
        ] {
            for format in ["table", "json", "csv"] where format == "table" || words[0] == "list" || words[0] == "audit"
            {
                keep(
                    try program.run(words + ["--env", "local"] + (format == "table" ? [] : ["--output", format])))
            }
        }
        keep(try program.run("list", "users", "--output", "csv", "--limit", "0", "--env", "local"))
        keep(try program.run("audit", "export", "--file", "trail.csv", "--env", "local"))
        let folder = program.folder
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where !name.hasPrefix("demo.db") {
            said += FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        }
        #expect(try Self.texts(in: said, of: hidden) == [])
        #expect(try Self.texts(in: said, of: ["j***@acme.example"]) != [])
    }

    /// Which of the texts stand in it.
    private static func texts(in said: Data, of texts: [String]) throws -> Set<String> {
        let program = try RealProgram()
        let (patterns, file) = (program.folder + "/patterns", program.folder + "/said")
        try texts.joined(separator: "\n").write(toFile: patterns, atomically: true, encoding: .utf8)
        try said.write(to: URL(fileURLWithPath: file))
        let grep = Process()
        grep.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        grep.arguments = ["LC_ALL=C", "grep", "-a", "-o", "-F", "-f", patterns, file]
        let found = Pipe()
        grep.standardOutput = found
        try grep.run()
        let words = found.fileHandleForReading.readDataToEndOfFile()
        grep.waitUntilExit()
        #expect(grep.terminationStatus < 2)
        return Set(String(decoding: words, as: UTF8.self).split(separator: "\n").map(String.init))
    }
}
