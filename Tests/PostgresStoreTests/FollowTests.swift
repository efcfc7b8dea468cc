import ConsoleCore
import Foundation
import Settings
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// Following a server that is written to all the while. `FOLLOW_SECONDS=60` makes it a minute.
@Suite(.serialized) struct FollowTests {
    private static let announcing = """
        CREATE FUNCTION announce_audit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_notify('audit', ''); RETURN NULL; END $$;
        CREATE TRIGGER announce AFTER INSERT ON audit_logs FOR EACH STATEMENT EXECUTE FUNCTION announce_audit()
        """
    private static let query = AuditQuery(filter: "source:audit_logs")

    private func session(_ store: any DatabaseStore) async throws -> ConsoleSession {
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        return ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: .admin, now: { Int64(Date().timeIntervalSince1970 * 1_000_000) })
    }

    private static func insert(_ rows: String, reason: String) -> String {
        "INSERT INTO audit_logs (id, table_name, record_id, action, reason, created_at) SELECT gen_random_uuid(), "
            + "'widgets', 'w', 'UPDATE', '\(reason)', now() FROM generate_series(1, \(rows))"
    }

    /// A psql that runs a script to its end while others look on.
    private func writer(_ script: String, _ server: TestServer, _ name: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: server.binaries + "/psql")
        process.arguments = [
            "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", String(server.port), "-U", "postgres", "-d",
            name, "-c", script,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Triggers are known by what they do: one that announces under any name is enough, one that is only called so is
    /// not.
    @Test func adviceKnowsTriggersByWhatTheyDo() async throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        try server.run(
            """
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_notify('audit', ''); RETURN NULL; END $$;
            CREATE FUNCTION notify_announce() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER stamp AFTER INSERT ON audit_logs FOR EACH STATEMENT EXECUTE FUNCTION stamp();
            CREATE TRIGGER notify AFTER INSERT ON security_events FOR EACH STATEMENT EXECUTE FUNCTION notify_announce()
            """, in: name)
        let store = try await server.open(name)
        let advice = try await IndexAdvisor(session: try await session(store)).advice()
        let triggers = advice.missing.filter { $0.statement.contains("CREATE TRIGGER") }.map(\.table)
        #expect(!triggers.contains("audit_logs") && triggers.contains("security_events"))
        await store.close()
    }

    /// Five hundred inserts a second, transactions held open across them, and the console's connections killed half
    /// way: every entry comes once, and what was committed late says so.
    @Test(arguments: [false, true]) func everyEntryComesOnceUnderLoad(isAnnounced: Bool) async throws {
        let seconds = Int(ProcessInfo.processInfo.environment["FOLLOW_SECONDS"] ?? "") ?? 4
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        if isAnnounced { try server.run(Self.announcing, in: name) }
        let store = try await server.open(name)
        let service = FollowService(session: try await session(store))
        var state = try await service.begin(Self.query)
        #expect(state.isListening == isAnnounced)

        // Four writers of 125 rows a second, five rows a transaction.
        let steady = """
            DO $$ DECLARE began timestamptz := clock_timestamp(); BEGIN
              FOR step IN 1..\(seconds * 25) LOOP
                \(Self.insert("5", reason: "steady"));
                COMMIT;
                PERFORM pg_sleep(greatest(0, extract(epoch FROM began + step * interval '40 ms' - clock_timestamp())));
              END LOOP; END $$
            """
        var writers: [Process] = []
        for _ in 0..<4 { writers.append(try writer(steady, server, name)) }
        // Transactions that stay open across a great many others.
        for hold in [1.5, 2.5, Double(seconds) * 0.6] {
            let held = (0..<max(1, Int(Double(seconds) / hold))).map { _ in
                "BEGIN; \(Self.insert("10", reason: "held")); SELECT pg_sleep(\(hold)); "
                    + "\(Self.insert("10", reason: "held")); COMMIT"
            }
            for script in held { writers.append(try writer(script, server, name)) }
        }

        let pace = try server.session(in: name)
        defer { pace.close() }
        let began = Date()
        var delivered: [String: Int] = [:]
        var late = 0
        var newest = Int64.min
        var polls = 0
        var kills = 0
        var failures = 0
        while polls < 100_000 {
            let isLast = writers.allSatisfy { !$0.isRunning }
            polls += 1
            do throws(ConsoleError) {
                let batch = try await service.poll(Self.query, state)
                state = batch.state
                #expect(batch.unread == 0)
                var newestNow = newest
                for found in batch.entries {
                    let time = found.entry.time ?? .min
                    delivered[found.entry.id.text ?? "", default: 0] += 1
                    #expect(found.isLate == (newest != .min && time < newest - 1_000_000))
                    if found.isLate { late += 1 }
                    newestNow = max(newestNow, time)
                }
                newest = newestNow
                if isLast, batch.entries.isEmpty { break }
            } catch {
                #expect(FollowService.mayPass(error), "\(error)")
                failures += 1
            }
            if kills == 0, Date().timeIntervalSince(began) > Double(seconds) / 2 {
                kills =
                    Int(
                        try pace.run(
                            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                + "WHERE datname = current_database() AND application_name LIKE 'tenantctl%'"
                        ).filter(\.isNumber)) ?? 0
            }
            try pace.run("SELECT pg_sleep(0.2)")
        }
        let stored = try pace.run("SELECT id FROM audit_logs WHERE reason IN ('steady', 'held')").split(separator: "\n")
        #expect(writers.allSatisfy { $0.terminationStatus == 0 })
        #expect(stored.count >= seconds * 500)
        #expect(Set(stored.map(String.init)) == Set(delivered.keys))
        #expect(delivered.values.allSatisfy { $0 == 1 })
        #expect(kills >= (isAnnounced ? 2 : 1))
        // On a machine so busy that a few looks see it all, nothing is older than what was seen before.
        #expect(late > 0 || polls < 8)
        #expect(state.isListening == isAnnounced)
        if seconds >= 60 {
            print(
                "PostgreSQL, \(isAnnounced ? "announced" : "polled"): \(stored.count) entries in "
                    + "\(Int(Date().timeIntervalSince(began))) s, \(delivered.count) delivered once, \(late) late, "
                    + "\(polls) polls, \(kills) connections killed, \(failures) polls failed")
        }
        await store.close()
    }

    /// An application's clock may be minutes behind or ahead: its entries come, and those of others are not late for it.
    @Test func wrongClocksLoseAndMarkNothingElse() async throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        let store = try await server.open(name)
        let service = FollowService(session: try await session(store))
        var state = try await service.begin(Self.query)
        func came(_ shift: String) async throws -> [Bool] {
            try server.run(
                Self.insert("1", reason: "shifted").replacingOccurrences(
                    of: "now()", with: "clock_timestamp() + interval '\(shift)'"), in: name)
            let batch = try await service.poll(Self.query, state)
            state = batch.state
            return batch.entries.map(\.isLate)
        }
        #expect(try await came("0 s") == [false])
        #expect(try await came("1 hour") == [false])
        #expect(try await came("0 s") == [false])
        #expect(try await came("-4 minutes") == [true])
        #expect(try await came("-50 seconds") == [true])
        #expect(try await came("0 s") == [false])
        #expect(try await service.poll(Self.query, state).entries.isEmpty)
        await store.close()
    }

    /// A transaction pooler answers LISTEN and delivers nothing: there it polls, and leaves nothing behind.
    @Test func behindAPoolerItPolls() async throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        try server.run(Self.announcing, in: name)
        let pooler = try TestPooler.start()
        let store = try await pooler.open(name)
        let service = FollowService(session: try await session(store))
        let state = try await service.begin(Self.query)
        #expect(!state.isListening)
        try server.run(Self.insert("3", reason: "pooled"), in: name)
        #expect(try await service.poll(Self.query, state).entries.count == 3)
        let other = try PsqlSession(psql: server.binaries + "/psql", port: pooler.port, database: name)
        #expect(try other.run("SELECT count(*) FROM pg_listening_channels()") == "0\n")
        other.close()
        await store.close()
    }

    /// Silence costs no query; a trigger that does not tell of every row, or none, is not relied on.
    @Test func listensOnlyToWhatTellsOfEveryRow() async throws {
        let server = try TestServer.start()
        let name = try ReferenceFixture.database()
        try server.run(Self.announcing, in: name)
        let store = try await server.open(name)
        #expect(await store.listen(to: [RelationName("audit_logs")]) != nil)
        #expect(
            await store.listen(to: [
                RelationName("audit_logs"), RelationName("widgets"),
            ]) == nil)
        try server.run("ALTER TABLE audit_logs DISABLE TRIGGER announce", in: name)
        #expect(await store.listen(to: [RelationName("audit_logs")]) == nil)
        await store.close()
    }

    @Test(arguments: [
        ("BEGIN PERFORM pg_notify('audit', NEW.id::text); RETURN NEW; END", "audit"),
        ("BEGIN PERFORM pg_notify(TG_TABLE_NAME, ''); RETURN NULL; END", "t"),
        ("BEGIN IF NEW.loud THEN PERFORM pg_notify('audit', ''); END IF; RETURN NEW; END", nil),
        ("BEGIN PERFORM pg_notify('audit_' || NEW.tenant, ''); RETURN NEW; END", nil),
        ("BEGIN RETURN NEW; END", nil),
    ]) func channelsAreRead(source: String, channel: String?) {
        #expect(NotifyChannel.name(in: source, table: "t") == channel)
    }
}
