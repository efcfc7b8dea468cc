import ConsoleCore
import Foundation
import Testing

@testable import PostgresStore

/// Markers planted in passwords, rows and errors, looked for in all that views, policies, roles, edits, deletes and
/// bundles say, leave behind and hand to children.
@Suite(.serialized) struct SecretsInViewsTests {
    private struct Place {
        let program: ServerProgram
        let email: String
        let name: String
        let server: TestServer
        let variables: [String: String]

        func run(_ words: [String]) throws -> ServerProgram.Run {
            try program.run(["--env", "p"] + words, variables: variables)
        }
    }

    private static let script = """
        DO $$ BEGIN
          CREATE ROLE keeper_ops LOGIN SUPERUSER PASSWORD 'MARKER-ops-4711' IN ROLE locked;
          CREATE ROLE keeper_seer LOGIN NOINHERIT PASSWORD 'MARKER-seer-4711' IN ROLE locked, authenticated;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
        CREATE FUNCTION loud() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'no luck' USING DETAIL = 'MARKER-detail-4711', HINT = 'MARKER-hint-4711'; END $$;
        CREATE TABLE traps (id int PRIMARY KEY); INSERT INTO traps VALUES (1);
        ALTER TABLE traps ENABLE ROW LEVEL SECURITY; CREATE POLICY loud ON traps USING (loud());
        GRANT SELECT ON traps TO authenticated;
        UPDATE users SET encrypted_password = 'MARKER-hash-4711';
        -- A constraint that fails quotes the whole row in its DETAIL.
        ALTER TABLE users ADD CONSTRAINT no_such_name CHECK (name <> 'Forbidden');
        CREATE TABLE holds (user_id uuid NOT NULL REFERENCES users, note text);
        INSERT INTO holds SELECT id, 'MARKER-note-4711' FROM users;
        ALTER TABLE audit_logs DISABLE TRIGGER USER;
        UPDATE audit_logs SET new_data = jsonb_build_object('name', 'x', 'encrypted_password', 'MARKER-audit-4711',
            'api_token', 'MARKER-token-4711') WHERE id IN (SELECT id FROM audit_logs ORDER BY created_at DESC LIMIT 200);
        ALTER TABLE audit_logs ENABLE TRIGGER USER;

        """

    private func place() throws -> Place {
        let fixture = try ViewFixture(Self.script)
        let program = try ServerProgram()
        let url = fixture.server.url(fixture.name, user: "keeper_ops")
        for (name, role) in [("give-ops", "ops"), ("give-seer", "seer")] {
            // It tells what it was given.
            try program.program(
                name, "env >'\(program.folder)/seen-\(role)'; echo 'MARKER-\(role)-4711'; echo noise >&2")
        }
        try program.configure(
            """
            log_level = "trace"
            [environments.p]
            database = "\(url)"
            password_command = ["give-ops"]
            view_as = "keeper_seer"
            view_as_password_command = ["give-seer"]
            mode = "read-write"
            persona = "admin"
            allow_superuser = true
            """)
        let variables = [
            "PGPASSWORD_OTHER": "MARKER-other-4711", "DATABASE_URL": "postgresql://a:MARKER-url-4711@h/db",
            "BACKUP_URL": "https://a:MARKER-backup-4711@h/",
        ]
        return Place(
            program: program, email: try fixture.member(role: "viewer"), name: fixture.name, server: fixture.server,
            variables: variables)
    }

    @Test func nothingIsLeftAnywhere() throws {
        let place = try place()
        let terms = ["--persona", "admin", "--write", "--yes", "--reason", "OPS-1 a test"]
        let email = place.email
        for (words, code) in [
            (["access", "as", email, "list", "workspaces"], 0), (["access", "as", email, "list", "users"], 0),
            (["access", "as", email, "list", "traps"], 4), (["access", "as", email, "show", "users", email], 0),
            (["access", "explain", email, "read", "traps", "1"], 0),
            (["access", "explain", email, "read", "users", email], 0),
            (["policies"], 0), (["operator", "sql", "--persona", "support"], 0),
            (["edit", "users", email, "--set", "name=Forbidden"] + terms, -1),
            (["delete", "users", email] + terms, -1),
            (["edit", "users", email, "--set", "encrypted_password=x"] + terms, -1),
            (["audit", "bundle", "--since", "3650d", "--until", "now", "--folder", "evidence"], -1),
            (["audit", "--limit", "50", "-o", "json"], 0), (["show", "users", email, "-o", "json"], 0),
        ] {
            let run = try place.run(words)
            #expect(code < 0 ? run.code != 64 : run.code == Int32(code), "\(words) \(run.error)")
            #expect(!(run.out + run.error).contains("MARKER"), "\(words) says \(run.out.suffix(800))\(run.error)")
        }
        let failed = try place.run(["edit", "users", email, "--set", "name=Forbidden"] + terms)
        #expect(failed.code != 0 && failed.error.contains("no_such_name"), "\(failed.error)")
        let leavings = try place.program.leavings()
        // What gives the passwords has them; nothing else does.
        for (file, text) in leavings where !file.hasPrefix("bin/give-") {
            #expect(!text.contains("MARKER"), "\(file): \(text.prefix(400))")
        }
        #expect(leavings["seen-ops"]?.contains("PATH=") == true && leavings["seen-seer"]?.contains("PATH=") == true)
        #expect(leavings.keys.contains { $0.hasPrefix("evidence") }, "\(leavings.keys.sorted())")
    }

    /// The arguments of every process while a view's read runs.
    @Test func noArgumentHoldsThem() throws {
        let place = try place()
        try place.server.run(
            SlowQuery.function + "CREATE VIEW slow AS SELECT slowly() AS x; GRANT SELECT ON slow TO authenticated;",
            in: place.name)
        let slow = try SlowQuery(place.server, in: place.name, user: "keeper_seer")
        let process = try place.program.process(
            ["--env", "p", "access", "as", place.email, "list", "slow"], variables: place.variables)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(slow.runs())
        #expect(try ProcessArguments.holding("MARKER-seer") == [])
        process.interrupt()
        process.waitUntilExit()
    }
}
