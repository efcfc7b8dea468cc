import ConsoleCore
import Foundation
import TenantDomain
import Testing

@testable import PostgresStore

/// `access`, `policies` and `operator sql` as they are typed.
@Suite struct AccessProgramTests {
    private struct Place {
        let fixture: ViewFixture
        let program: ServerProgram
        let email: String

        init(_ role: String) throws {
            fixture = try ViewFixture.shared.get()
            program = try ServerProgram()
            email = try fixture.member(role: role)
        }

        func run(_ words: String..., user: String = "postgres") throws -> ServerProgram.Run {
            try program.run(words + ["--database", fixture.server.url(fixture.name, user: user)])
        }
    }

    @Test func aCommandRunsAsAMember() throws {
        let place = try Place("editor")
        let all = try place.run("list", "workspaces", "-o", "csv", "--columns", "name")
        let untrusting = try place.run("access", "as", place.email, "list", "workspaces")
        #expect(untrusting.code == 4 && untrusting.out.isEmpty)
        #expect(untrusting.error.contains("postgres is a superuser") && untrusting.error.contains("--trust-functions"))
        let seen = try place.run(
            "access", "as", place.email, "--trust-functions", "list", "workspaces", "-o", "csv", "--columns", "name")
        #expect(seen.code == 0, "\(seen.error)")
        #expect(seen.out.split(separator: "\n").count == 2)
        #expect(all.out.split(separator: "\n").count > 10)
        #expect(seen.error.contains("view-as \(place.email)"))
        #expect(seen.error.contains("is a superuser"))
        let none = try place.run("access", "as", place.email, "--trust-functions", "list", "security_events")
        #expect(none.code == 0)
        #expect(none.error.contains("the policies let none through"), "\(none.error)")
        let denied = try place.run("access", "as", place.email, "--trust-functions", "list", "oauth2_tokens")
        #expect(denied.code == 4)
        #expect(denied.error.contains("Permission denied: the role authenticated has no grant"))
        let role = try place.run("access", "as", place.email, "--role", "nobody", "list", "widgets")
        #expect(role.code == 4)
        #expect(role.error.contains("anon, authenticated"), "\(role.error)")
        for (words, reason) in [
            (["member", "set-role", "x", "viewer"], "a view never writes"), (["demo"], "a view only reads"),
            (["reveal", "users", "x", "--reason", "OPS-1 why"], "nothing is unmasked"),
            (["audit", "verify"], "would look deleted"), (["audit", "advise"], "a member sees a part"),
            (["audit", "bundle", "--since", "1h", "--until", "now"], "a member sees a part"),
        ] {
            let run = try place.program.run(
                ["--database", place.fixture.server.url(place.fixture.name), "access", "as", place.email] + words)
            #expect(run.code == 2, "\(words) \(run.error)")
            #expect(run.error.contains(reason) && run.error.contains("Without access as"), "\(run.error)")
        }
        // The journal says whose eyes were borrowed.
        let journal = try place.program.run(["journal", "show"])
        #expect(journal.out.contains("impersonation"), "\(journal.out)")
    }

    @Test func aLoginOfItsOwnIsUsedAndProductionTakesNoOther() throws {
        let place = try Place("viewer")
        let url = place.fixture.server.url(place.fixture.name)
        let words = ["--env", "production", "access", "as", place.email, "list", "workspaces", "-o", "csv"]
        let base = "[environments.production]\ndatabase = \"\(url)\"\nprotected = true\nallow_superuser = true\n"
        try place.program.configure(base)
        let refused = try place.program.run(words)
        #expect(refused.code == 4)
        #expect(refused.error.contains("Name a login of its own with view_as"), "\(refused.error)")
        try place.program.configure(base + "view_as = \"seer\"\n")
        let run = try place.program.run(words)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.error.contains("login seer"))
        #expect(!run.error.contains("superuser"))
        try place.program.configure(
            base + "view_as = \"\(place.fixture.server.url(place.fixture.name, user: "seer"))\"\n")
        #expect(try place.program.run(words).out == run.out)
    }

    @Test func explainSaysWhy() throws {
        let place = try Place("editor")
        let mine = try #require(
            place.fixture.lines(
                "SELECT w.id FROM widgets w JOIN workspace_members m USING (workspace_id) JOIN users u ON u.id = m.user_id "
                    + "WHERE u.email = '\(place.email)' AND w.user_id <> u.id LIMIT 1"
            ).first)
        let other = try #require(
            place.fixture.lines(
                "SELECT id FROM widgets WHERE workspace_id NOT IN (SELECT workspace_id FROM workspace_members m "
                    + "JOIN users u ON u.id = m.user_id WHERE u.email = '\(place.email)') LIMIT 1"
            ).first)
        let read = try place.run("access", "explain", "--trust-functions", place.email, "read", "widgets", mine)
        #expect(read.out.contains("is editor in"), "\(read.error)")
        #expect(read.out.contains("may read \(mine) in widgets"))
        #expect(read.out.contains("members_select passes"))
        let hidden = try place.run("access", "explain", "--trust-functions", place.email, "read", "widgets", other)
        #expect(hidden.out.contains("has no membership in"))
        #expect(hidden.out.contains("may not read"))
        #expect(hidden.out.contains("members_select does not pass: "))
        struct Answer: Decodable { let allowed: Bool?, observed: String?, grant: String, row_security: String }
        let answers: [(action: String, allowed: Bool)] = [("update", true), ("delete", false), ("insert", true)]
        for (action, allowed) in answers {
            let run = try place.run(
                "access", "explain", "--trust-functions", place.email, action, "widgets", mine, "-o", "json")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(run.out.utf8))
            #expect(answer.allowed == allowed, "\(action) \(run.out)")
            #expect(answer.row_security == "on")
        }
        let server = try place.run("access", "explain", "--trust-functions", place.email, "read", "oauth2_tokens", mine)
        #expect(server.code == 5, "\(server.error)")
        let file = try place.program.run(["demo", "--database", "d.db", "--tenants", "16", "--audit-rows", "500"])
        _ = file
        let sqlite = try place.program.run(
            ["access", "as", "jane@acme.example", "list", "widgets", "--database", "d.db"])
        #expect(sqlite.code == 4)
        #expect(sqlite.error.contains("A SQLite file has no row-level security"), "\(sqlite.error)")
        let policies = try place.run("policies", "widgets", "-o", "csv")
        #expect(policies.out.contains("widgets,on,members_select,select,authenticated,permissive"))
        #expect(try place.program.run(["policies", "--database", "d.db"]).code == 4)
    }

    /// Whatever is typed where a view, a row, a role or a policy is named is a value, and never SQL.
    @Test func textIsNeverCode() throws {
        let place = try Place("editor")
        let count = "SELECT count(*) FROM workspaces"
        let before = try place.fixture.lines(count)
        for text in [
            "x'); DROP TABLE widgets; --", "x\"; DROP TABLE widgets; --",
            "x'; COMMIT; BEGIN READ WRITE; DELETE FROM widgets; --",
            "$$; DO $x$ BEGIN DELETE FROM widgets; END $x$; --", "x\nDROP TABLE widgets;",
            "set_config('role', 'none', false)",
        ] {
            for words in [
                ["access", "as", "--trust-functions", place.email, "list", "widgets", "name:\"\(text)\""],
                ["access", "as", "--trust-functions", text, "list", "widgets"],
                ["access", "as", "--trust-functions", place.email, "--role", text, "list", "widgets"],
                ["access", "as", "--trust-functions", place.email, "--tenant", text, "list", "widgets"],
                ["access", "as", "--trust-functions", place.email, "find", text],
                ["access", "explain", "--trust-functions", place.email, "read", "widgets", text],
                ["access", "explain", "--trust-functions", place.email, "read", text, "1"],
                ["policies", text], ["show", "widgets", text],
            ] {
                let run = try place.program.run(
                    words + ["--database", place.fixture.server.url(place.fixture.name)])
                #expect(run.code != 1, "\(words): \(run.error)")
            }
            // Printed SQL is run by its reader: a prefix that is more than a name is refused.
            let script = try place.run("operator", "sql", "--persona", "support", "--prefix", text)
            #expect(script.code == 2 && script.out.isEmpty, "\(script.out)")
        }
        #expect(try place.fixture.lines(count) == before)
        #expect(try place.fixture.lines("SELECT count(*) FROM widgets") != ["0"])
        // Nor is what a profile says, which may be somebody else's: it stands in comments, on one line.
        let profile =
            "name = \"evil\\nDROP TABLE widgets;\"\n[tenant]\ntable = \"workspaces\"\n"
            + "[view_as]\nrole = \"x\\nDROP TABLE widgets; --\"\n"
        try place.program.write(profile, to: "evil.toml")
        let printed = try place.program.run([
            "operator", "sql", "--persona", "support", "--profile", place.program.folder + "/evil.toml", "--database",
            place.fixture.server.url(place.fixture.name),
        ])
        #expect(!printed.out.split(separator: "\n").contains { $0.hasPrefix("DROP") }, "\(printed.out)")
    }

    /// The row as people name it: by the start of its id, slug, name, address.
    @Test func explainTakesWhatPeopleType() throws {
        let place = try Place("editor")
        func explain(_ resource: String, _ name: String) throws -> ServerProgram.Run {
            try place.run("access", "explain", "--trust-functions", place.email, "read", resource, name)
        }
        let tenant = try #require(
            place.fixture.lines(
                "SELECT w.id || '|' || w.slug || '|' || w.name FROM workspaces w JOIN workspace_members m "
                    + "ON m.workspace_id = w.id JOIN users u ON u.id = m.user_id WHERE u.email = '\(place.email)'"
            ).first
        ).split(separator: "|").map(String.init)
        for word in [tenant[0], String(tenant[0].prefix(13)), tenant[1], tenant[2]] {
            let run = try explain("workspaces", word)
            #expect(run.out.contains("may read") && run.out.contains(tenant[0]), "\(word): \(run.error)")
        }
        #expect(try explain("users", place.email).out.contains("may read '\(place.email)'"))
        let names = try place.fixture.lines(
            "SELECT name || '|' || count(*) FROM widgets GROUP BY name ORDER BY count(*) DESC, name"
        ).map { $0.split(separator: "|").map(String.init) }
        let several = try #require(names.first { $0[1] != "1" })
        let ambiguous = try explain("widgets", several[0])
        #expect(ambiguous.code == 2)
        #expect(
            ambiguous.error.contains("'\(several[0])' could be several widgets: \(several[0]) ("), "\(ambiguous.error)")
        try place.fixture.server.run(
            "UPDATE widgets SET name = 'One of its kind' WHERE id = (SELECT min(id::text)::uuid FROM widgets)",
            in: place.fixture.name)
        for word in ["one of its kind", "of its ki"] {
            let named = try explain("widgets", word)
            #expect(named.out.contains("'\(word)' ("), "\(named.error)")
        }
        #expect(try explain("widgets", "nothing of the kind").code == 5)
    }
}

/// The printed roles, laid on a server: what their logins can and cannot do.
@Suite(.serialized) struct OperatorRoleTests {
    /// Roles belong to the cluster, and this suite has one prefix.
    private static let laid = Result {
        let name = try ReferenceFixture.database()
        let server = try TestServer.start()
        let program = try ServerProgram()
        for persona in Persona.allCases {
            let run = try program.run([
                "operator", "sql", "--persona", persona.rawValue, "--prefix", "ops", "--database", server.url(name),
            ])
            guard run.code == 0 else { throw TestServer.Failure(description: run.error) }
            try server.run(run.out, in: name)
        }
        return (server: server, name: name, program: program)
    }

    private func refused(_ sql: String, as user: String) throws -> Bool {
        let (server, name, _) = try Self.laid.get()
        do {
            // The read-only default is a convenience that anybody may switch off: what counts are the grants.
            try server.run("SET default_transaction_read_only = off; " + sql, in: name, as: user)
            return false
        } catch {
            return "\(error)".contains("permission denied") || "\(error)".contains("must be")
        }
    }

    @Test func readersReadWhatIsMappedAndNothingElse() throws {
        let (server, name, program) = try Self.laid.get()
        for persona in Persona.allCases {
            let reader = "ops_\(persona.rawValue)"
            for resource in ["workspaces", "members", "users", "widgets", "deals", "invitations"] {
                let run = try program.run(["list", resource, "-o", "csv", "--database", server.url(name, user: reader)])
                #expect(run.code == 0, "\(reader) \(resource): \(run.error)")
                #expect(run.out.split(separator: "\n").count > 1 || resource == "invitations")
            }
            for sql in [
                "SELECT encrypted_password FROM users", "SELECT token FROM embed_tokens", "SELECT * FROM oauth2_tokens",
                "UPDATE users SET status = 'banned'", "DELETE FROM workspace_members", "SET ROLE authenticated",
                "CREATE TABLE public.t (x int)", "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
                "SELECT pg_read_file('/etc/passwd')", "SET ROLE ops_admin_writer",
                "BEGIN READ WRITE; INSERT INTO audit_logs (table_name, action) VALUES ('x', 'INSERT'); COMMIT",
            ] {
                #expect(try refused(sql, as: reader), "\(reader): \(sql)")
            }
        }
        let audit = try program.run(["audit", "--database", server.url(name, user: "ops_auditor")])
        #expect(audit.code == 0, "\(audit.error)")
    }

    @Test func viewLoginsCanDoNothingButTakeTheRole() throws {
        let (server, name, program) = try Self.laid.get()
        for persona in Persona.allCases {
            let login = "ops_\(persona.rawValue)_viewas"
            for sql in [
                "SELECT id FROM workspaces", "SELECT id FROM users", "SET ROLE service_role",
                "SET ROLE ops_\(persona.rawValue)", "CREATE TABLE public.t (x int)",
            ] {
                #expect(try refused(sql, as: login), "\(login): \(sql)")
            }
            try server.run("SET ROLE authenticated; SELECT id FROM workspaces", in: name, as: login)
        }
        let fixture = try ViewFixture(database: name)
        let email = try fixture.member(role: "viewer")
        try program.configure(
            "[environments.p]\ndatabase = \"\(server.url(name, user: "ops_support"))\"\nprotected = true\n"
                + "view_as = \"ops_support_viewas\"\n")
        let run = try program.run(["--env", "p", "access", "as", email, "list", "workspaces", "-o", "csv"])
        #expect(run.code == 0, "\(run.error)")
        #expect(run.out.split(separator: "\n").count == 2)
    }

    @Test func writersWriteWhatTheirVerbsWrite() throws {
        let (server, name, program) = try Self.laid.get()
        let fixture = try ViewFixture(database: name)
        let member = try #require(
            fixture.lines(
                "SELECT m.id FROM workspace_members m JOIN users u ON u.id = m.user_id WHERE m.role = 'viewer' "
                    + "AND m.status = 'active' AND u.email = '\(try fixture.member(role: "viewer"))'"
            ).first)
        func write(_ words: String..., persona: String) throws -> ServerProgram.Run {
            try program.configure(
                "[environments.p]\ndatabase = \"\(server.url(name, user: "ops_\(persona)_writer"))\"\n"
                    + "mode = \"read-write\"\npersona = \"\(persona)\"\n")
            return try program.run(
                ["--env", "p", "--persona", persona] + words + ["--write", "--yes", "--reason", "OPS-1 a test"])
        }
        let suspended = try write("member", "suspend", member, persona: "oncall")
        #expect(suspended.code == 0, "\(suspended.error)")
        let role = try write("member", "set-role", member, "editor", persona: "admin")
        #expect(role.code == 0, "\(role.error)")
        #expect(
            try fixture.lines("SELECT role || status FROM workspace_members WHERE id = '\(member)'") == [
                "editorsuspended"
            ])
        for (sql, user) in [
            ("UPDATE workspace_members SET role = 'owner'", "ops_oncall_writer"),
            ("UPDATE workspaces SET plan = 'enterprise'", "ops_oncall_writer"),
            ("DELETE FROM workspace_members", "ops_oncall_writer"),
            ("UPDATE users SET is_super_user = true", "ops_admin_writer"),
            ("DELETE FROM workspaces", "ops_admin_writer"), ("TRUNCATE audit_logs", "ops_admin_writer"),
            ("UPDATE audit_logs SET reason = 'x'", "ops_admin_writer"), ("SET ROLE service_role", "ops_admin_writer"),
        ] {
            #expect(try refused(sql, as: user), "\(user): \(sql)")
        }
        #expect(
            try fixture.lines("SELECT count(*) FROM pg_roles WHERE rolname ~ '^ops_(support|auditor)_writer'") == ["0"])
    }
}
