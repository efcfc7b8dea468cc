import ConsoleCore
import Foundation
import PostgresStore
import ReferenceSchema
import Settings
import TenantDomain
import TenantStore
import Testing

/// The jobs of admins by keys, on a server: the same keys as on a file.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct HeadlineRobotTests {
    private struct Stage {
        let robot: ServerRobot
        let store: PostgresStore
        let journal: MemoryJournal

        func column(_ sql: String) async throws -> [String] {
            let block = try await store.read([Statement(sql: sql, columnCount: 1)])[0]
            return (0..<block.rowCount).map { block.text(row: $0, column: 0) ?? "" }
        }
    }

    private func stage() async throws -> Stage {
        let server = try TestServer.start()
        let store = try await server.open(try ReferenceFixture.database())
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        let instant = ContinuousClock.now
        let journal = MemoryJournal()
        var session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "dana@ops",
            persona: .admin, now: { ReferenceFixture.now }, rules: WriteRules(),
            leaseClock: LeaseClock { instant },
            journal: SessionJournal(
                storage: journal,
                facts: SessionJournal.Facts(
                    operatorName: "dana@ops", persona: .admin, environment: "test", database: store.identity.key),
                now: { ReferenceFixture.now }))
        session.writer = store.writer
        let folder = FileManager.default.temporaryDirectory.path + "/receipts-\(UUID().uuidString)"
        session.archive = ArchiveFolder(path: folder, days: 30, now: session.now)
        let robot = try await ServerRobot(session)
        await robot.run("elevate 15m OPS-4412 requested by owner")
        return Stage(robot: robot, store: store, journal: journal)
    }

    @Test func changesARoleWithATicketAndTakesItBack() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let role = """
            SELECT m.role FROM workspace_members m JOIN users u ON u.id = m.user_id
            JOIN workspaces w ON w.id = m.workspace_id
            WHERE u.email = 'jane.doe@acme.example' AND w.name = 'Acme Industries'
            """
        let before = try #require(try await stage.column(role).first)
        let wanted = before == "editor" ? "viewer" : "editor"
        await robot.run("workspace_members email:=jane.doe@acme.example --tenant \"Acme Industries\"")
        await robot.press(". r")
        #expect(robot.shows("Set role") && robot.shows("as it is now"), "\(robot.text)")
        await robot.type(wanted)
        await robot.press("enter")
        #expect(robot.shows("\(before) → \(wanted)") && robot.shows("OPS-4412"), "\(robot.text)")
        #expect(robot.shows("Undo until") && robot.shows("What does not happen"), "\(robot.text)")
        #expect(try await stage.column(role) == [before])
        await robot.press("y")
        #expect(robot.toast.contains("done"), "\(robot.toast) \(robot.text)")
        #expect(try await stage.column(role) == [wanted])
        let audit = try await stage.column(
            "SELECT reason || ' ' || actor_email FROM audit_logs WHERE change_id IS NOT NULL AND reason LIKE 'OPS-4412%'"
        )
        #expect(audit == ["OPS-4412 requested by owner dana@ops"])
        await robot.press("z y")
        #expect(try await stage.column(role) == [before], "\(robot.text)")
        let kinds = JournalRecord.records(in: try stage.journal.read(1)).map(\.kind)
        #expect(
            kinds == ["session", "lease", "intent", "transaction", "outcome", "intent", "transaction", "outcome"])
        await stage.store.close()
    }

    @Test func downgradesAPlanThatBreaksLimitsAndTakesItBack() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let plan = "SELECT plan FROM workspaces WHERE name = 'Acme Industries'"
        let bill = """
            SELECT plan_type || ' ' || base_token_limit FROM workspace_subscriptions s
            JOIN workspaces w ON w.id = s.workspace_id WHERE w.name = 'Acme Industries' ORDER BY s.id
            """
        let (before, paid) = (try await stage.column(plan), try await stage.column(bill))
        await robot.run("filter name:=\"Acme Industries\"")
        await robot.press(". p")
        await robot.type("free")
        await robot.press("enter")
        // The impact, before anything is asked.
        #expect(robot.shows("What happens") && robot.shows("−  loses") && robot.shows("✗"), "\(robot.text)")
        #expect(robot.shows("over a hard limit") && robot.shows("the billing provider is not told"), "\(robot.text)")
        #expect(robot.shows("Type the workspace's name"), "\(robot.text)")
        await robot.type("Acme Industrie")
        await robot.press("enter")
        #expect(try await stage.column(plan) == before)
        await robot.type("s")
        await robot.press("enter")
        #expect(try await stage.column(plan) == ["free"], "\(robot.toast) \(robot.text)")
        #expect(try await stage.column(bill) != paid)
        await robot.press("z")
        #expect(robot.shows("Undo: Set plan"), "\(robot.text)")
        if robot.shows("Type the") {
            await robot.type("Acme Industries")
            await robot.press("enter")
        } else {
            await robot.press("y")
        }
        #expect(try await stage.column(plan) == before, "\(robot.toast) \(robot.text)")
        #expect(try await stage.column(bill) == paid)
        await stage.store.close()
    }

    @Test func editsARowAsText() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let name = "SELECT name FROM users WHERE email = 'jane.doe@acme.example'"
        await robot.run("users email:=jane.doe@acme.example")
        robot.host.willEdit { $0.replacing("name = \"Jane Doe\"", with: "name = \"Jane Roe\"") }
        await robot.press(". e")
        #expect(robot.shows("Edit user: Jane Doe") && robot.shows("Jane Roe"), "\(robot.text)")
        await robot.press("y")
        #expect(try await stage.column(name) == ["Jane Roe"], "\(robot.toast)")
        await robot.press("z y")
        #expect(try await stage.column(name) == ["Jane Doe"], "\(robot.text)")
        await stage.store.close()
    }
}
