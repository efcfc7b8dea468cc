import ConsoleCore
import StoreContract
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Who may open what, and what a role sees whose rows policies limit.
@Suite struct RoleTests {
    private static let database = Result {
        let server = try TestServer.start()
        let name = try server.database(
            """
            DO $$ BEGIN CREATE ROLE limited LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            DO $$ BEGIN CREATE ROLE holder LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE TABLE notes (id int PRIMARY KEY, owner text);
            INSERT INTO notes VALUES (1, 'limited'), (2, 'other');
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON notes USING (owner = current_user);
            CREATE TABLE plain (id int PRIMARY KEY); INSERT INTO plain VALUES (7);
            GRANT SELECT ON notes, plain TO limited;
            CREATE TABLE held (id int PRIMARY KEY); ALTER TABLE held OWNER TO holder;
            """)
        return (server: server, name: name)
    }

    @Test func aRoleUnderPoliciesGetsAnErrorUntilItGoesOnKnowingIt() async throws {
        let (server, name) = try Self.database.get()
        let store = try await server.open(name, user: "limited")
        let notes = Statement(sql: "SELECT id FROM notes", columnCount: 1)
        await #expect(throws: StoreError.rowSecurityApplies(relation: "notes")) { try await store.read([notes]) }
        #expect(try await store.read([Statement(sql: "SELECT id FROM plain", columnCount: 1)])[0].lines == ["7"])
        let limited = try #require(store.acceptingLimitedRows())
        #expect(limited.identity.warnings == ["rows limited by RLS"])
        #expect(try await limited.read([notes])[0].lines == ["1"])
        // The one does not change the other, on the same connections.
        await #expect(throws: StoreError.rowSecurityApplies(relation: "notes")) { try await store.read([notes]) }
        let wording = ErrorWording.wording(for: .store(.rowSecurityApplies(relation: "notes")))
        #expect(wording.hint?.contains("--limited-rows") == true)
        await limited.close()
    }

    @Test func theCommandLineGoesOnByAFlag() throws {
        let (server, name) = try Self.database.get()
        let program = try ServerProgram()
        let words = ["list", "notes", "--output", "csv", "--database", server.url(name, user: "limited")]
        let refused = try program.run(words)
        #expect(refused.code == 4)
        #expect(refused.error.contains("--limited-rows"), "\(refused.error)")
        let run = try program.run(words + ["--limited-rows"])
        #expect(run.out == "owner,id\nlimited,1\n", "\(run.error)")
    }

    @Test(arguments: [
        ("postgres", "", 4, "postgres is a superuser"), ("postgres", "allow_superuser = true\n", 0, ""),
        ("holder", "", 4, "holder owns held"), ("limited", "", 0, ""),
    ])
    func protectedEnvironmentsTakeLeastPrivilegeOnly(user: String, more: String, code: Int, words: String) throws {
        let (server, name) = try Self.database.get()
        let program = try ServerProgram()
        try program.configure(
            "[environments.production]\ndatabase = \"\(server.url(name, user: user))\"\nprotected = true\n\(more)")
        let run = try program.run(["info", "--env", "production"])
        #expect(run.code == Int32(code), "\(run.error)")
        #expect(run.error.contains(words))
        if code == 4 { #expect(run.error.contains("allow_superuser")) }
    }

    @Test func aSuperuserOnThisMachineIsMarked() throws {
        let (server, name) = try Self.database.get()
        let run = try ServerProgram().run(["info", "--database", server.url(name)])
        #expect(run.code == 0)
        #expect(run.out.contains("superuser"))
    }
}

@Suite struct RoleMarkTests {
    /// Also through a pooler, which does not say it at the start.
    @Test(arguments: [("postgres", "superuser"), ("keeper", "owner")])
    func theHeaderMarksWhoIsAboveTheRules(user: String, mark: String) async throws {
        let server = try TestServer.start()
        let name = try server.database(
            """
            DO $$ BEGIN CREATE ROLE keeper LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE TABLE held (id int PRIMARY KEY); ALTER TABLE held OWNER TO keeper;
            """)
        for url in [server.url(name, user: user), try TestPooler.start().url(name, user: user)] {
            let store = try await PostgresStore.open(url, operatorName: "t")
            let registry = ResourceBuilder.registry(
                catalog: try await store.readCatalog(), profile: Profile(name: "none", title: ""))
            let session = ConsoleSession(
                store: store, registry: registry, environment: EnvironmentLabel(name: "t"), operatorName: "t",
                now: { 0 })
            #expect(session.database.warnings == [mark], "\(url)")
            await store.close()
        }
    }
}

/// Texts of a person's that look like SQL stay texts, whatever place they are typed in.
@Suite struct FreeTextTests {
    private static let texts = [
        "'; DROP TABLE things; --", "1; INSERT INTO things VALUES (9)", "x' OR '1'='1", "$1", "?1", "\\'; COMMIT; --",
        "WITH w AS (DELETE FROM things RETURNING x) SELECT x FROM w", "pg_cancel_backend(1)", "\"); COMMIT; --",
        "COPY things FROM PROGRAM 'id'", "DO $$ BEGIN END $$", "SET TRANSACTION READ WRITE",
        "set_config('transaction_read_only','off',true)", "%", "*/ COMMIT /*", "a\u{0}b", "\u{1B}[2J",
    ]

    @Test func nothingTypedIsEverRun() async throws {
        let server = try TestServer.start()
        let name = try server.database(
            "CREATE TABLE things (x int PRIMARY KEY, name text); INSERT INTO things VALUES (1, 'a'), (2, 'b')")
        let store = try await server.open(name)
        let registry = ResourceBuilder.registry(
            catalog: try await store.readCatalog(), profile: Profile(name: "none", title: ""))
        let session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "t"), operatorName: "t",
            persona: .admin, now: { 0 })
        for text in Self.texts {
            let quoted = "\"\(text.replacing("\"", with: "\\\""))\""
            let requests = [
                ListRequest(resource: "things", filter: text), ListRequest(resource: "things", filter: quoted),
                ListRequest(resource: "things", filter: "name:\(quoted)"),
                ListRequest(resource: "things", filter: "x:\(quoted)"), ListRequest(resource: text),
                ListRequest(resource: "things", sort: [FieldSort(text)]),
                ListRequest(resource: "things", columns: [text]), ListRequest(resource: "things", tenant: text),
                ListRequest(resource: "things", after: text),
            ]
            for request in requests {
                do throws(ConsoleError) { _ = try await ListService(session: session).list(request) } catch {
                    Self.check(error, text)
                }
            }
            do throws(ConsoleError) { _ = try await FindService(session: session).find(text) } catch {
                Self.check(error, text)
            }
            do throws(ConsoleError) {
                _ = try await RecordService(session: session).show(RecordRequest(resource: "things", id: [text]))
            } catch {
                Self.check(error, text)
            }
        }
        let count = Statement(sql: "SELECT count(*), max(x) FROM things", columnCount: 2)
        #expect(try await store.read([count])[0].lines == ["2|2"])
        for sql in [
            "COPY things FROM STDIN", "COPY (SELECT 1) TO PROGRAM 'id'", "DO $$ BEGIN END $$", "CALL p()",
            "LOCK things",
            "PREPARE q AS SELECT 1", "LISTEN x", "NOTIFY x", "SET ROLE postgres", "RESET ALL", "BEGIN", "",
        ] {
            await #expect(throws: StoreError.self, "\(sql)") {
                try await store.read([Statement(sql: sql, columnCount: 1)])
            }
        }
        await store.close()
    }

    /// A text may be refused; an error of the server's own, of syntax above all, means that it was run.
    private static func check(_ error: ConsoleError, _ text: String) {
        guard case .store(.engine(let code, let message, _)) = error, !code.hasPrefix("22") else { return }
        Issue.record("\(text): \(code) \(message)")
    }
}
