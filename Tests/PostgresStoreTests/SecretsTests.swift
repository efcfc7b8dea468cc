import Foundation
import Testing

@testable import PostgresStore

/// Passwords from every source, looked for wherever they must not be.
@Suite struct SecretsTests {
    enum Source: String, CaseIterable {
        case url, passfile, command, service, variable

        var role: String { "keeper_\(rawValue)" }
        var marker: String { "MARKER-\(rawValue)-4711" }
    }

    private static let database = Result {
        let server = try TestServer.start()
        let roles = Source.allCases.map {
            "CREATE ROLE \($0.role) LOGIN PASSWORD '\($0.marker)' IN ROLE locked;"
        }
        let name = try server.database(
            roles.joined() + SlowQuery.function
                + """
                CREATE TABLE things (x int); INSERT INTO things VALUES (42);
                CREATE VIEW slow AS SELECT slowly() AS x;
                CREATE TABLE vault (secret text); INSERT INTO vault VALUES ('MARKER-detail-4711');
                CREATE VIEW broken AS SELECT secret::int AS n FROM vault;
                CREATE FUNCTION loud() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
                  RAISE EXCEPTION 'no luck' USING DETAIL = 'MARKER-detail-4711', HINT = 'MARKER-detail-4711'; END $$;
                CREATE VIEW loudly AS SELECT loud() AS n;
                GRANT SELECT ON things, slow, broken, loudly, vault TO locked;
                """)
        return (server: server, name: name)
    }

    /// A program set up with the password in one place, and how it is called.
    private func setUp(_ source: Source) throws -> (ServerProgram, words: [String], variables: [String: String]) {
        let (server, name) = try Self.database.get()
        let program = try ServerProgram()
        let place = "127.0.0.1:\(server.port)/\(name)"
        var text = "log_level = \"trace\"\n"
        var variables: [String: String] = [:]
        var words = ["--env", "guarded"]
        switch source {
        case .url:
            words = ["--database", "postgresql://\(source.role):\(source.marker)@\(place)"]
        case .passfile:
            try program.write("127.0.0.1:\(server.port):*:\(source.role):\(source.marker)\n", to: "planted")
            variables["PGPASSFILE"] = program.folder + "/planted"
        case .command:
            // It tells what it was given, so that the test can look for other sources' secrets in it.
            try program.program(
                "planted-command", "env >'\(program.folder)/seen'; echo '\(source.marker)'; echo noise >&2")
            variables = [
                "PGPASSWORD_OTHER": "x", "DATABASE_URL": "postgresql://a:\(source.marker)@h/db",
                "BACKUP_URL": "https://a:\(source.marker)@h/",
            ]
        case .service:
            try program.write(
                "[ours]\nhost=127.0.0.1\nport=\(server.port)\ndbname=\(name)\nuser=\(source.role)\n"
                    + "password=\(source.marker)\n", to: "planted")
            variables["PGSERVICEFILE"] = program.folder + "/planted"
        case .variable: variables["PGPASSWORD"] = source.marker
        }
        let url = source == .service ? "service=ours" : "postgresql://\(source.role)@\(place)"
        text += "[environments.guarded]\ndatabase = \"\(url)\"\n"
        if source == .command { text += "password_command = [\"planted-command\"]\n" }
        try program.configure(text)
        return (program, words, variables)
    }

    @Test(arguments: Source.allCases) func noPasswordIsLeftAnywhere(_ source: Source) throws {
        let (program, words, variables) = try setUp(source)
        let (server, name) = try Self.database.get()
        for (command, code) in [
            (["list", "things"], 0), (["info"], 0), (["list", "broken"], 1), (["list", "loudly"], 1),
        ] {
            let run = try program.run(command + words, variables: variables)
            #expect(run.code == Int32(code), "\(command) \(run.error)")
            #expect(!(run.out + run.error).contains("MARKER"), "\(command) says \(run.out)\(run.error)")
        }
        // While a query runs: the arguments of every process, and what its children were given.
        let slow = try SlowQuery(server, in: name, user: source.role)
        let process = try program.process(["list", "slow"] + words, variables: variables)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(slow.runs())
        #expect(try ProcessArguments.holding(source.marker) == [])
        process.interrupt()
        process.waitUntilExit()
        for (file, text) in try program.leavings() where !file.contains("planted") {
            #expect(!text.contains("MARKER"), "\(file): \(text)")
        }
        if source == .command {
            #expect(try program.leavings()["seen"]?.contains("PATH=") == true, "the command ran")
        }
    }

    @Test func aWrongPasswordIsNotSaidBack() throws {
        let (server, name) = try Self.database.get()
        let program = try ServerProgram()
        let run = try program.run([
            "list", "things", "--database",
            "postgresql://\(Source.url.role):MARKER-wrong@127.0.0.1:\(server.port)/\(name)",
        ])
        #expect(run.code == 3)
        #expect(!run.error.contains("MARKER"))
        #expect(run.error.contains("refused the login"))
    }

    @Test func aCommandRunsFromATrustedFileOnlyAndItsFailureIsWorded() throws {
        let (program, words, variables) = try setUp(.command)
        try program.program("planted-command", "echo MARKER-noise; echo MARKER-more >&2; exit 3")
        let failed = try program.run(["info"] + words, variables: variables)
        #expect(failed.code == 3)
        #expect(failed.error.contains("the password command 'planted-command' gave no password: it failed"))
        #expect(!failed.error.contains("MARKER"))
        try program.write("x", to: "seen")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o666], ofItemAtPath: program.folder + "/home/.config/tenantctl/config.toml")
        let refused = try program.run(["info"] + words, variables: variables)
        #expect(refused.code == 2)
        #expect(refused.error.contains("others can write"))
    }

    @Test func whereNobodyCanBeAskedItIsSaidHowToGiveOne() throws {
        let (server, name) = try Self.database.get()
        let run = try ServerProgram().run(
            ["info", "--database", "postgresql://\(Source.url.role)@127.0.0.1:\(server.port)/\(name)"])
        #expect(run.code == 3)
        #expect(run.error.contains("~/.pgpass"), "\(run.error)")
    }
}
