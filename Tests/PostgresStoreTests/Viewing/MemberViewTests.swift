import ConsoleCore
import SchemaFixtures
import StoreContract
import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// A member's view never shows a row that the policies hide, whatever is read and through whichever connection.
@Suite struct MemberViewTests {
    @Test(arguments: [(false, "editor"), (true, "viewer")])
    func nothingHiddenComesThrough(pooled: Bool, role: String) async throws {
        let fixture = try ViewFixture.shared.get()
        let email = try fixture.member(role: role)
        let hidden = try fixture.hidden(from: email)
        #expect(hidden.values.map(\.count).reduce(0, +) > 1_000)
        let names = try fixture.hiddenNames(try #require(hidden["workspaces"]))
        #expect(names.count > 10)
        var session = try await fixture.session(pooled: pooled)
        let witness = Mutex<WitnessStore?>(nil)
        session.viewing = WitnessedViewing(viewing: try #require(session.viewing)) { store in
            witness.withLock { $0 = store }
        }
        let viewed = try await MemberViewService(session: session).open(ViewRequest(user: email))
        let seen = try #require(witness.withLock { $0 })
        let lists = ListService(session: viewed)
        var rows = 0
        for resource in viewed.registry.resources {
            let request = ListRequest(resource: resource.name, columns: ["*"], limit: 1_000)
            let reply = try await lists.list(request)
            let count = reply.page.rows.rowCount
            rows += count
            let ids = Set((0..<count).compactMap { reply.identity(row: $0)?.words.first })
            let leaked = ids.intersection(hidden[resource.relation.name] ?? [])
            #expect(leaked.isEmpty, "\(resource.name): \(leaked.prefix(3))")
            // Counts count what is seen; no estimate tells of the rest.
            if count < 1_000 {
                #expect(try await lists.tally(lists.query(request)) == .exactly(count), "\(resource.name)")
            }
            guard ["workspaces", "users", "widgets", "audit_logs"].contains(resource.relation.name) else { continue }
            let exported = Mutex(0)
            _ = try await lists.stream(try await lists.query(request), from: .first, limit: nil) { block in
                exported.withLock { $0 += block.rowCount }
                return true
            }
            #expect(exported.withLock { $0 } >= count)
        }
        #expect(rows > 100)
        // Search, completion and the trail by what stands in hidden rows.
        for word in names.sorted().prefix(4) + (hidden["users"] ?? []).sorted().prefix(2) {
            let found = try await FindService(session: viewed).find(word)
            for match in found.matches {
                let table = try #require(viewed.registry.resource(named: match.resource)).relation.name
                #expect(!(hidden[table] ?? []).contains(match.identity.words.first ?? ""), "\(word)")
            }
        }
        let workspaces = try #require(viewed.registry.resource(for: .tenant))
        for name in names.sorted().prefix(3) {
            let offered = try await lists.frequentValues(workspaces, column: "name", prefix: String(name.prefix(2)))
            #expect(names.isDisjoint(with: offered))
            #expect(names.isDisjoint(with: try await TenantResolver(session: viewed).candidates(name).map(\.name)))
        }
        let trail = try await TimelineService(session: viewed).load(AuditQuery(filter: "", limit: 500))
        #expect((hidden["workspaces"] ?? []).isDisjoint(with: trail.entries.compactMap(\.tenantID?.text)))
        #expect(seen.rows > rows)
        let cells = seen.cells
        #expect(names.isDisjoint(with: cells), "\(names.intersection(cells).prefix(5))")
        await session.close()
    }

    /// The same connections in turn for two members and the operator, with failing, cancelled and cut reads in between.
    @Test func viewsDoNotMixOnSharedConnections() async throws {
        let fixture = try ViewFixture.shared.get()
        let session = try await fixture.session(pooled: true, own: false)
        let emails = [try fixture.member(role: "editor"), try fixture.member(role: "owner")]
        let service = MemberViewService(session: session)
        let first = try await service.open(ViewRequest(user: emails[0], trustsFunctions: true))
        let second = try await service.open(ViewRequest(user: emails[1], trustsFunctions: true))
        let sql = "SELECT string_agg(id::text, ',' ORDER BY id) FROM workspaces"
        let statement = Statement(sql: sql, columnCount: 1)
        let own = try await session.store.read([statement])[0].lines
        let theirs = [first, second]
        let expected = [
            try await first.store.read([statement])[0].lines, try await second.store.read([statement])[0].lines,
        ]
        #expect(Set(expected + [own]).count == 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in 0..<60 {
                group.addTask {
                    switch turn % 5 {
                    case 0: #expect(try await session.store.read([statement])[0].lines == own)
                    case 1, 2:
                        let place = turn % 5 - 1
                        #expect(try await theirs[place].store.read([statement])[0].lines == expected[place])
                    case 3:
                        _ = try? await theirs[turn % 2].store.read([Statement(sql: "SELECT 1 / 0", columnCount: 1)])
                    default:
                        try await theirs[turn % 2].store.stream(
                            Statement(sql: "SELECT id FROM audit_logs", columnCount: 1)
                        ) { _ in false }
                    }
                }
            }
            try await group.waitForAll()
        }
        await session.close()
    }

    /// What a read leaves on the server's connection: no role, no claims; empty texts alone.
    @Test func neitherRoleNorClaimsStayBehind() async throws {
        let fixture = try ViewFixture(
            SlowQuery.function
                + "CREATE FUNCTION broken() RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
                + "CREATE TABLE traps (id int PRIMARY KEY); INSERT INTO traps VALUES (1);"
                + "ALTER TABLE traps ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON traps USING (broken());"
                + "GRANT SELECT ON traps TO authenticated;")
        let pooler = try TestPooler.start()
        let other = try PsqlSession(
            psql: fixture.server.binaries + "/psql", port: pooler.port, database: fixture.name, user: ViewFixture.login)
        defer { other.close() }
        let state = """
            SELECT concat_ws('|', pg_backend_pid(), current_user, current_setting('role'), current_setting('row_security'),
              coalesce(current_setting('request.jwt.claims', true), 'unset'),
              coalesce(current_setting('request.jwt.claim.sub', true), 'unset'))
            """
        let before = try other.run(state)
        #expect(before.hasSuffix("|seer|none|on|unset|unset\n"))
        let session = try await fixture.session(pooled: true)
        let viewed = try await MemberViewService(session: session).open(
            ViewRequest(user: try fixture.member(role: "editor")))
        // The residue: what was set once for a transaction reads as an empty text from then on, not as nothing.
        let after = before.replacing("on|unset|", with: "on||")
        let reads: [@Sendable () async throws -> Void] = [
            { _ = try await viewed.store.read([Statement(sql: "SELECT id FROM workspaces", columnCount: 1)]) },
            { _ = try await viewed.store.read([Statement(sql: "SELECT 1 / 0", columnCount: 1)]) },
            { _ = try await viewed.store.read([Statement(sql: "SELECT id FROM traps", columnCount: 1)]) },
            { _ = try await viewed.store.read([Statement(sql: "SELECT nothing", columnCount: 1)]) },
            { _ = try await viewed.store.read([Statement(sql: "SELECT token FROM embed_tokens", columnCount: 1)]) },
            {
                try await viewed.store.stream(Statement(sql: "SELECT id FROM audit_logs", columnCount: 1)) { _ in false
                }
            },
            {
                try await viewed.store.stream(
                    Statement(sql: "SELECT 1 / (500 - n) FROM generate_series(1, 2000) n", columnCount: 1)
                ) { _ in true }
            },
        ]
        for (place, read) in reads.enumerated() {
            try? await read()
            #expect(try other.run(state) == after, "read \(place)")
        }
        let sign = try SlowQuery(fixture.server, in: fixture.name, user: ViewFixture.login)
        let slow = Task {
            try await viewed.store.read([Statement(sql: "SELECT slowly()", columnCount: 1)])
        }
        #expect(sign.runs())
        slow.cancel()
        await #expect(throws: StoreError.cancelled) { try await slow.value }
        #expect(try other.run(state) == after)
        // And what another client left there does not count: an older spelling of the claims would win.
        try other.run("SET request.jwt.claim.sub = '00000000-0000-4000-8000-000000000001'; SET row_security = off")
        let who = Statement(sql: "SELECT auth.uid()", columnCount: 1)
        #expect(try await viewed.store.read([who])[0].lines == [viewed.view?.userID.text ?? ""])
        try other.run("RESET ALL")
        await session.close()
    }

    /// Functions that policies and views call, which try to get out of the role or into other claims.
    @Test(arguments: [true, false]) func leavingTheRoleGainsNothing(own: Bool) async throws {
        let fixture = try ViewFixture(
            """
            CREATE FUNCTION escape(restores boolean) RETURNS SETOF text LANGUAGE plpgsql AS $$
            DECLARE was text := current_setting('role'); found text;
            BEGIN
              PERFORM set_config('role', 'none', true);
              FOR found IN SELECT name FROM workspaces LOOP RETURN NEXT found; END LOOP;
              IF restores THEN PERFORM set_config('role', was, true); END IF;
            END $$;
            CREATE FUNCTION other_claims() RETURNS SETOF text LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM set_config('request.jwt.claims', json_build_object('sub', (SELECT user_id FROM workspace_members
                ORDER BY id LIMIT 1), 'role', 'authenticated')::text, true);
              RETURN QUERY SELECT name FROM workspaces;
            END $$;
            CREATE VIEW lures AS SELECT * FROM escape(false);
            CREATE VIEW traps AS SELECT * FROM escape(true);
            CREATE VIEW masks AS SELECT * FROM other_claims();
            GRANT SELECT ON lures, traps, masks TO authenticated;
            """)
        let session = try await fixture.session(own: own)
        let member = try fixture.member(role: "viewer")
        let service = MemberViewService(session: session)
        if !own {
            // Nothing tells of a function that comes back, so whoever does not trust them gets no view at all.
            do throws(ConsoleError) {
                _ = try await service.open(ViewRequest(user: member))
                Issue.record("a superuser's login was taken")
            } catch {
                #expect(ErrorWording.wording(for: error).message.contains("come back unseen"))
            }
        }
        let viewed = try await service.open(ViewRequest(user: member, trustsFunctions: !own))
        #expect(viewed.view?.login.gainsNothing == own)
        #expect(viewed.view?.notes.contains { $0.contains("superuser") } == !own)
        func fault(_ view: String, streamed: Bool = false) async -> MemberViewFault? {
            let statement = Statement(sql: "SELECT * FROM \"\(view)\"", columnCount: 1)
            do throws(StoreError) {
                if streamed {
                    try await viewed.store.stream(statement) { block in
                        Issue.record("\(block.lines) came through")
                        return true
                    }
                } else {
                    _ = try await viewed.store.read([statement])
                }
                return nil
            } catch {
                guard case .memberView(let fault) = error else { return nil }
                return fault
            }
        }
        for streamed in [false, true] {
            let lure = await fault("lures", streamed: streamed)
            if own {
                // The login has no right of its own on the table.
                guard case .policyFails(_, "42501", _)? = lure else {
                    Issue.record("\(String(describing: lure))")
                    continue
                }
                guard case .policyFails(_, "42501", _)? = await fault("traps", streamed: streamed) else {
                    Issue.record("a trap came through")
                    continue
                }
            } else {
                #expect(lure == .moved(to: "postgres"))
            }
            guard case .moved(let to)? = await fault("masks", streamed: streamed) else {
                Issue.record("other claims came through")
                continue
            }
            #expect(to.contains("claims"))
        }
        await session.close()
    }

    /// No rows, no right, and a policy that fails are told apart.
    @Test func threeAnswers() async throws {
        let fixture = try ViewFixture(
            """
            CREATE TABLE empty_for_all (id int PRIMARY KEY); INSERT INTO empty_for_all VALUES (1);
            ALTER TABLE empty_for_all ENABLE ROW LEVEL SECURITY; GRANT SELECT ON empty_for_all TO authenticated;
            CREATE TABLE ungranted (id int PRIMARY KEY); INSERT INTO ungranted VALUES (1);
            CREATE TABLE recursive (id int PRIMARY KEY); INSERT INTO recursive VALUES (1);
            ALTER TABLE recursive ENABLE ROW LEVEL SECURITY; GRANT SELECT ON recursive TO authenticated;
            CREATE POLICY again ON recursive USING (EXISTS (SELECT 1 FROM recursive r WHERE r.id = recursive.id));
            CREATE TABLE peeks (id int PRIMARY KEY); INSERT INTO peeks VALUES (1);
            ALTER TABLE peeks ENABLE ROW LEVEL SECURITY; GRANT SELECT ON peeks TO authenticated;
            CREATE POLICY peek ON peeks USING (EXISTS (SELECT 1 FROM ungranted));
            CREATE TABLE casts (id int PRIMARY KEY); INSERT INTO casts VALUES (1);
            ALTER TABLE casts ENABLE ROW LEVEL SECURITY; GRANT SELECT ON casts TO authenticated;
            CREATE POLICY team ON casts USING (id = (auth.jwt() ->> 'email')::int);
            """)
        let session = try await fixture.session()
        let email = try fixture.member(role: "editor")
        let viewed = try await MemberViewService(session: session).open(ViewRequest(user: email))
        let lists = ListService(session: viewed)
        let none = try await lists.list(ListRequest(resource: "empty_for_all"))
        #expect(none.page.rows.rowCount == 0)
        func fault(_ resource: String) async -> MemberViewFault? {
            do throws(ConsoleError) {
                _ = try await lists.list(ListRequest(resource: resource))
                return nil
            } catch {
                guard case .store(.memberView(let fault)) = error else { return nil }
                return fault
            }
        }
        #expect(await fault("ungranted") == .denied(role: "authenticated", relation: "ungranted"))
        for (table, code) in [("recursive", "42P17"), ("peeks", "42501"), ("casts", "22P02")] {
            guard case .policyFails("authenticated", code, let message)? = await fault(table) else {
                Issue.record("\(table): \(String(describing: await fault(table)))")
                continue
            }
            // What the policy stumbled over may stand in a hidden row.
            #expect(!message.contains(email))
        }
        await session.close()
    }

    /// The documented schemas, each by its own policies.
    @Test(arguments: SchemaFixture.allCases) func documentedSchemasAsTheirMembers(fixture: SchemaFixture) async throws {
        let people: [SchemaFixture: (user: String, tenants: Int, seesUsers: Bool)] = [
            .widgetPlatform: ("olga@acme.example", 1, false), .projectStudio: ("olga@mail.example", 2, true),
            .agencyCRM: ("adam@studio.example", 1, false), .growthPlatform: ("zoe@growth.example", 1, false),
        ]
        let (user, tenants, seesUsers) = try #require(people[fixture])
        let views = try ViewFixture(database: try FixtureDatabases.name(of: fixture))
        let session = try await views.session()
        let viewed = try await MemberViewService(session: session).open(ViewRequest(user: user))
        let lists = ListService(session: viewed)
        let reply = try await lists.list(ListRequest(resource: "tenants"))
        #expect(reply.page.rows.rowCount == tenants, "\(fixture)")
        for resource in viewed.registry.resources {
            _ = try await lists.list(ListRequest(resource: resource.name, limit: 3))
        }
        // Where the users are the sign-in service's, no member may read them.
        do throws(ConsoleError) {
            let users = try await lists.list(ListRequest(resource: "users"))
            #expect(seesUsers && users.page.rows.rowCount == 1)
        } catch {
            #expect(error == .store(.memberView(.denied(role: "authenticated", relation: "auth.users"))) && !seesUsers)
        }
        await session.close()
    }
}
