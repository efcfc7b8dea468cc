import ConsoleCore
import Settings
import TenantDomain
import Testing

@testable import PostgresStore

/// Roles printed with `--read-policies`: a reader without BYPASSRLS, let through by policies laid for it alone.
@Suite(.serialized) struct PolicyReaderTests {
    private static let laid = Result {
        let name = try ReferenceFixture.database()
        let server = try TestServer.start()
        let program = try ServerProgram()
        for persona in ["support", "admin"] {
            let run = try program.run([
                "operator", "sql", "--persona", persona, "--prefix", "pol", "--read-policies", "--database",
                server.url(name),
            ])
            guard run.code == 0 else { throw TestServer.Failure(description: run.error) }
            try server.run(run.out, in: name)
        }
        return (server: server, name: name, program: program)
    }

    private func rows(_ resource: String, _ user: String, _ more: String...) throws -> ServerProgram.Run {
        let (server, name, program) = try Self.laid.get()
        return try program.run(
            [
                "list", resource, "-o", "csv", "--limit", "0", "--columns", "id", "--database",
                server.url(name, user: user),
            ]
                + more)
    }

    private func refused(_ sql: String) throws -> Bool {
        let (server, name, _) = try Self.laid.get()
        do {
            try server.run("SET default_transaction_read_only = off; " + sql, in: name, as: "pol_support")
            return false
        } catch {
            return "\(error)".contains("permission denied") || "\(error)".contains("must be")
                || "\(error)".contains("row-level security")
        }
    }

    @Test func itReadsEveryRowByTheLaidPoliciesAlone() throws {
        // The server cannot tell that a policy hides nothing, so it is a person who goes on.
        let asked = try rows("workspaces", "pol_support")
        #expect(asked.code == 4 && asked.error.contains("--limited-rows"), "\(asked.error)")
        for resource in ["workspaces", "members", "users", "widgets", "deals", "audit_logs"] {
            let all = try rows(resource, "postgres")
            let read = try rows(resource, "pol_support", "--limited-rows")
            #expect(read.code == 0, "\(resource): \(read.error)")
            #expect(Set(read.out.split(separator: "\n")) == Set(all.out.split(separator: "\n")), "\(resource)")
            #expect(all.out.split(separator: "\n").count > 5)
        }
    }

    @Test func itCanDoNothingElse() throws {
        for sql in [
            "SELECT encrypted_password FROM users", "SELECT token FROM embed_tokens", "SELECT * FROM oauth2_tokens",
            "UPDATE users SET status = 'banned'", "DELETE FROM workspace_members",
            "INSERT INTO workspaces (name) VALUES ('x')", "SET ROLE authenticated", "SET ROLE service_role",
            "CREATE TABLE public.t (x int)", "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
            "CREATE POLICY more ON users USING (true)", "ALTER ROLE pol_support BYPASSRLS",
            // Row-level security is not switched off by asking for it.
            "SET row_security = off; SELECT id FROM workspaces",
        ] {
            #expect(try refused(sql), "\(sql)")
        }
        let (server, name, _) = try Self.laid.get()
        let session = try server.session(in: name)
        defer { session.close() }
        #expect(
            try session.run("SELECT bool_or(rolbypassrls OR rolsuper) FROM pg_roles WHERE rolname ~ '^pol_'") == "f\n")
    }

    /// What it cannot do: see past a policy that restricts everybody. The header says all the while that rows may lack.
    @Test func aRestrictivePolicyStillHidesRowsFromIt() throws {
        let (server, name, _) = try Self.laid.get()
        let all = try rows("widgets", "postgres").out.split(separator: "\n").count
        try server.run(
            "CREATE POLICY only_others ON widgets AS RESTRICTIVE FOR SELECT USING (status <> 'active')", in: name)
        defer { try? server.run("DROP POLICY only_others ON widgets", in: name) }
        let read = try rows("widgets", "pol_support", "--limited-rows")
        #expect(read.code == 0)
        #expect(read.out.split(separator: "\n").count < all)
    }

    /// A write's guards (the last owner, limits) must see every row: no writer without BYPASSRLS is printed, and a
    /// session that may lack rows does not write.
    @Test func nobodyWritesWithoutSeeingEveryRow() throws {
        let (server, name, program) = try Self.laid.get()
        let session = try server.session(in: name)
        defer { session.close() }
        #expect(try session.run("SELECT count(*) FROM pg_roles WHERE rolname ~ '^pol_.*writer'") == "0\n")
        let script = try program.run([
            "operator", "sql", "--persona", "admin", "--prefix", "x", "--read-policies", "--database", server.url(name),
        ])
        #expect(script.out.contains("no writer without BYPASSRLS"), "\(script.out.suffix(600))")
        try server.run(
            "CREATE ROLE pol_try LOGIN IN ROLE pol_admin; GRANT UPDATE, INSERT ON workspace_members, audit_logs TO pol_try;",
            in: name)
        try program.configure(
            "[environments.p]\ndatabase = \"\(server.url(name, user: "pol_try"))\"\nmode = \"read-write\"\n"
                + "persona = \"admin\"\n")
        let fixture = try ViewFixture(database: name)
        let run = try program.run([
            "--env", "p", "--persona", "admin", "--limited-rows", "member", "set-role",
            try fixture.member(role: "viewer"), "editor", "--write", "--yes", "--reason", "OPS-1 a test",
        ])
        #expect(run.code == 4)
        #expect(run.error.contains("a write has to see every row"), "\(run.error)")
    }

    /// Servers from 16 on can say that a role is only for SET ROLE; none is here to run it.
    @Test func from16OnTheLoginInheritsNothing() async throws {
        let (server, name, _) = try Self.laid.get()
        let store = try await server.open(name)
        let catalog = try await store.readCatalog()
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        func viewing(_ version: String) async throws -> [String] {
            let newer = Catalog(
                engine: DatabaseEngine(kind: .postgres, version: version), relations: catalog.relations,
                fingerprint: catalog.fingerprint, functions: catalog.functions, role: catalog.role)
            let session = ConsoleSession(
                store: store, registry: ResourceBuilder.registry(catalog: newer, profile: profile),
                environment: EnvironmentLabel(name: "test"), operatorName: "dana", persona: .admin, now: { 0 })
            let lines = try await OperatorSQL(session: session).lines(OperatorRequest(persona: .auditor))
            let start = try #require(lines.firstIndex { $0.hasPrefix("-- For members' views") })
            return Array(lines[start..<(start + 4)])
        }
        let roles = [
            "-- For members' views (view_as in config.toml): it can do nothing but take their role.",
            "CREATE ROLE \"tenantctl_auditor_viewas\" LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;",
            "ALTER ROLE \"tenantctl_auditor_viewas\" SET default_transaction_read_only = on;",
        ]
        let grant = "GRANT \"authenticated\" TO \"tenantctl_auditor_viewas\""
        #expect(try await viewing("15.18") == roles + [grant + ";"])
        for version in ["16.0", "17.2"] {
            #expect(try await viewing(version) == roles + [grant + " WITH INHERIT FALSE, SET TRUE;"])
        }
        await store.close()
    }
}
