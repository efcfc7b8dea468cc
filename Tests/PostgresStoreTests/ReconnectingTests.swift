import TenantStore
import Testing

@testable import ConsoleTUI
@testable import PostgresStore

/// The console lives on while its server is away.
@Suite @MainActor struct ReconnectingTests {
    private static let script =
        "CREATE TABLE things (x int PRIMARY KEY, name text); INSERT INTO things VALUES (1, 'first row')"

    @Test func theScreenStaysWhileTheServerIsStopped() async throws {
        let server = try TestServer.own()
        let name = try server.database(Self.script)
        let store = try await server.open(name)
        let robot = try await ServerRobot(store)
        await robot.run("list things")
        #expect(robot.text.contains("first row"))
        try server.stop()
        await robot.perform(.reload)
        #expect(robot.text.contains("first row"), "the rows stay")
        #expect(robot.header.contains("NO CONNECTION"), "\(robot.header)")
        // The server's end may be noticed by the read or by the attempt to come back: both are said.
        #expect(
            robot.toast.contains("connection was lost") || robot.toast.contains("cannot be reached"), "\(robot.toast)")
        // Longer and longer pauses, and no second toast.
        for _ in 0..<3 { #expect(await robot.fire(.reconnect)) }
        #expect(robot.header.contains("every 8 s"))
        #expect(robot.text.contains("first row"))
        try server.startAgain()
        try server.run("UPDATE things SET name = 'new row'", in: name)
        #expect(await robot.fire(.reconnect))
        #expect(!robot.header.contains("NO CONNECTION"))
        #expect(robot.toast == "Connected again.")
        #expect(robot.text.contains("new row"), "the view reads by itself")
        #expect(await !robot.fire(.reconnect))
        await store.close()
        server.end()
    }

    @Test func aKilledConnectionIsNoticedByNobody() async throws {
        let server = try TestServer.start()
        let name = try server.database(Self.script)
        let store = try await server.open(name)
        let robot = try await ServerRobot(store)
        await robot.run("list things")
        try server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'", in: "postgres")
        await robot.perform(.reload)
        #expect(robot.text.contains("first row"))
        #expect(!robot.header.contains("NO CONNECTION"))
        await store.close()
    }

    @Test func aRoleUnderPoliciesIsToldAndGoesOn() async throws {
        let server = try TestServer.start()
        let name = try server.database(
            Self.script
                + """
                ;DO $$ BEGIN CREATE ROLE limited LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                INSERT INTO things VALUES (2, 'second row');
                ALTER TABLE things ENABLE ROW LEVEL SECURITY;
                CREATE POLICY one ON things USING (x = 1); GRANT SELECT ON things TO limited;
                """)
        let store = try await server.open(name, user: "limited")
        let robot = try await ServerRobot(store)
        await robot.run("list things")
        #expect(robot.text.contains("Row-level security would hide rows of things"))
        #expect(robot.text.contains(":limited-rows"))
        await robot.run("limited-rows")
        #expect(robot.header.contains("rows limited by RLS"), "\(robot.header)")
        #expect(robot.text.contains("first row"))
        #expect(!robot.text.contains("second row"))
        await store.close()
    }
}
