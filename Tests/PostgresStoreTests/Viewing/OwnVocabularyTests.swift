import ConsoleCore
import Testing

@testable import PostgresStore

/// Applications that tell the database who asks by a role and settings of their own, not as Supabase does.
@Suite struct OwnVocabularyTests {
    private static let script = """
        DO $$ BEGIN CREATE ROLE vocab_member NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        DO $$ BEGIN CREATE ROLE vocab_seer LOGIN NOINHERIT; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        GRANT vocab_member TO vocab_seer;
        CREATE TABLE orgs (id int PRIMARY KEY, name text NOT NULL, slug text UNIQUE);
        CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE NOT NULL, name text);
        CREATE TABLE org_people (org_id int REFERENCES orgs, person_id int REFERENCES people, role text NOT NULL,
            PRIMARY KEY (org_id, person_id));
        CREATE TABLE notes (id int PRIMARY KEY, org_id int REFERENCES orgs, author_id int REFERENCES people, title text);
        INSERT INTO orgs VALUES (1, 'Acme', 'acme'), (2, 'Globex', 'globex');
        INSERT INTO people VALUES (1, 'olga@acme.example', 'Olga'), (2, 'paul@globex.example', 'Paul');
        INSERT INTO org_people VALUES (1, 1, 'owner'), (2, 1, 'guest'), (2, 2, 'owner');
        INSERT INTO notes VALUES (1, 1, 1, 'of Acme'), (2, 2, 2, 'of Globex'), (3, 2, 1, 'by Olga in Globex');
        GRANT SELECT ON orgs, people, org_people, notes TO vocab_member;
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY by_settings ON notes FOR SELECT TO vocab_member USING (
            org_id = nullif(current_setting('app.org', true), '')::int
            AND (current_setting('app.level', true) = 'owner' OR author_id = current_setting('app.person', true)::int));
        CREATE POLICY by_claims ON notes FOR SELECT TO vocab_member USING (
            org_id = (nullif(current_setting('app.claims', true), '')::json ->> 'org')::int);

        """
    private static func profile(_ viewAs: String) -> String {
        """
        name = "own"
        [tenant]
        table = "orgs"
        name = "name"
        slug = "slug"
        [user]
        table = "people"
        name = "name"
        email = "email"
        [membership]
        table = "org_people"
        id = "person_id"
        container = "org_id"
        user = "person_id"
        role = "role"
        [view_as]
        role = "vocab_member"
        \(viewAs)
        """
    }

    private static let database = Result {
        let server = try TestServer.start()
        return (server: server, name: try server.database(script))
    }

    private func run(_ viewAs: String, _ words: String...) throws -> ServerProgram.Run {
        let (server, name) = try Self.database.get()
        let program = try ServerProgram()
        try program.write(Self.profile(viewAs), to: "own.toml")
        try program.configure(
            "[environments.app]\ndatabase = \"\(server.url(name))\"\nview_as = \"vocab_seer\"\n")
        return try program.run(["--env", "app", "--profile", program.folder + "/own.toml", "access"] + words)
    }

    private let settings = """
        claims = "none"
        settings = { "app.person" = "user.id", "app.org" = "tenant.id", "app.level" = "member.role" }
        """

    @Test func settingsOfItsOwnDecide() throws {
        func titles(_ user: String, _ tenant: String) throws -> [String] {
            let run = try run(
                settings, "as", user, "--tenant", tenant, "list", "notes", "-o", "csv", "--columns", "title")
            #expect(run.code == 0, "\(run.error)")
            #expect(run.error.contains("as \(user)") && run.error.contains("vocab_member"), "\(run.error)")
            return run.out.split(separator: "\n").dropFirst().map(String.init)
        }
        #expect(try titles("olga@acme.example", "acme") == ["of Acme"])
        // A guest in Globex sees what she wrote herself.
        #expect(try titles("olga@acme.example", "Globex") == ["by Olga in Globex"])
        #expect(try Set(titles("paul@globex.example", "globex")) == ["of Globex", "by Olga in Globex"])
    }

    @Test func whatATenantIsNeededForAsksForIt() throws {
        let several = try run(settings, "as", "olga@acme.example", "list", "notes")
        #expect(several.code == 4)
        #expect(several.error.contains("sets app.") && several.error.contains("without a tenant"), "\(several.error)")
        #expect(several.error.contains("--tenant NAME says in which tenant"))
        // Whoever is in one tenant only needs no flag.
        #expect(try run(settings, "as", "paul@globex.example", "list", "notes").code == 0)
        // No member there, no role to tell.
        let stranger = try run(settings, "as", "paul@globex.example", "--tenant", "acme", "list", "notes")
        #expect(stranger.code == 4, "\(stranger.out)")
        #expect(stranger.error.contains("member.role"), "\(stranger.error)")
    }

    @Test func claimsUnderAnotherName() throws {
        let claims = "claims = \"app.claims\"\nextra_claims = { org = \"tenant.id\", level = \"member.role\" }"
        let run = try run(
            claims, "as", "olga@acme.example", "--tenant", "acme", "list", "notes", "-o", "csv", "--columns", "title")
        #expect(run.out.split(separator: "\n").dropFirst() == ["of Acme"], "\(run.error)")
        let why = try self.run(claims, "explain", "olga@acme.example", "read", "notes", "of Globex")
        #expect(why.out.contains("by_claims passes"), "\(why.out)\(why.error)")
        #expect(why.out.contains("by_settings does not pass"), "\(why.out)")
    }

    /// The login is as the settings are: nothing of a view stays on it.
    @Test func explainAnswersByTheSettings() throws {
        let run = try run(settings, "explain", "olga@acme.example", "read", "notes", "2")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.out.contains("is guest in Globex"), "\(run.out)")
        #expect(run.out.contains("may not read 2 in notes"), "\(run.out)")
    }
}
