import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

/// The jobs of admins by keys: a verb, its argument, the plan, the confirmation, the receipt and the way back.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct ChangeRobotTests {
    /// A clock that stands, so that frames are the same every time.
    private static let clock: LeaseClock = {
        let instant = ContinuousClock.now
        return LeaseClock { instant }
    }()

    private struct Stage {
        let robot: RobotConsole
        let path: String

        func column(_ sql: String) async throws -> [String] { try await DemoFile.column(sql, path: path) }
    }

    private func stage(
        _ rules: WriteRules = WriteRules(), persona: Persona = .admin, size: Size = Size(width: 120, height: 40),
        isElevated: Bool = true
    ) async throws -> Stage {
        let made = try await DemoFile.copy()
        let robot = try await RobotConsole(
            .init(size: size, persona: persona, rules: rules, leaseClock: Self.clock), file: made)
        if isElevated { await robot.run("elevate 15m OPS-4412 requested by owner") }
        return Stage(robot: robot, path: made.path)
    }

    private static let janeRole = """
        SELECT m.role FROM workspace_members m JOIN users u ON u.id = m.user_id
        JOIN workspaces w ON w.id = m.workspace_id
        WHERE u.email = 'jane.doe@acme.example' AND w.name = 'Acme Industries'
        """

    /// Members of Acme, Jane selected.
    private func goToJane(_ robot: RobotConsole) async {
        await robot.run("workspace_members email:=jane.doe@acme.example --tenant \"Acme Industries\"")
    }

    @Test func changesARoleWithATicketAndTakesItBack() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let before = try #require(try await stage.column(Self.janeRole).first)
        let wanted = before == "editor" ? "viewer" : "editor"
        await goToJane(robot)
        await robot.press(". r")
        #expect(robot.shows("Set role") && robot.shows("as it is now"), "\(robot.text)")
        await robot.type(wanted)
        await robot.press("enter")
        #expect(robot.shows("\(before)") && robot.shows("→") && robot.shows("OPS-4412"), "\(robot.text)")
        #expect(robot.shows("Undo until") && robot.shows("What does not happen"), "\(robot.text)")
        #expect(try await stage.column(Self.janeRole) == [before])
        await robot.press("y")
        #expect(robot.toast.contains("done") && robot.toast.contains("z undoes it"), "\(robot.toast) \(robot.text)")
        #expect(try await stage.column(Self.janeRole) == [wanted])
        let audit = try await stage.column(
            "SELECT reason || ' ' || actor_email FROM audit_logs WHERE change_id IS NOT NULL AND reason LIKE 'OPS-4412%'"
        )
        #expect(audit.count == 1 && audit[0].contains("dana@ops"), "\(audit)")
        await robot.press("z")
        #expect(robot.shows("→"), "\(robot.text)")
        await robot.press("y")
        #expect(try await stage.column(Self.janeRole) == [before], "\(robot.text)")
        let kinds = JournalRecord.records(in: try robot.journal.read(1)).map(\.kind)
        #expect(
            kinds == ["session", "lease", "intent", "transaction", "outcome", "intent", "transaction", "outcome"])
    }

    @Test func downgradesAPlanThatBreaksLimits() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let plan = "SELECT plan FROM workspaces WHERE name = 'Acme Industries'"
        let before = try await stage.column(plan)
        await robot.run("filter name:=\"Acme Industries\"")
        await robot.press(". p")
        await robot.type("free")
        await robot.press("enter")
        #expect(robot.shows("What happens") && robot.shows("✗") && robot.shows("free"), "\(robot.text)")
        let isTyped = robot.shows("Type the")
        if isTyped {
            await robot.type("Acme Industrie")
            await robot.press("enter")
            #expect(try await stage.column(plan) == before)
            await robot.type("s")
            await robot.press("enter")
        } else {
            await robot.press("y")
        }
        #expect(try await stage.column(plan) == ["free"], "\(robot.toast) \(robot.text)")
        await robot.press("z")
        if robot.shows("Type the") {
            await robot.type("Acme Industries")
            await robot.press("enter")
        } else {
            await robot.press("y")
        }
        #expect(try await stage.column(plan) == before, "\(robot.toast) \(robot.text)")
    }

    @Test func verbsAreThereButDisabledWithoutALease() async throws {
        let stage = try await stage(isElevated: false)
        await goToJane(stage.robot)
        let before = try await stage.column(Self.janeRole)
        await stage.robot.press(".")
        #expect(stage.robot.line("Set role")?.contains(":elevate") == true, "\(stage.robot.text)")
        await stage.robot.press("r")
        #expect(stage.robot.toast.contains("needs a lease") && stage.robot.overlays == 1)
        let support = try await self.stage(persona: .support, isElevated: false)
        await goToJane(support.robot)
        await support.robot.press(".")
        #expect(support.robot.line("Set role")?.contains("support takes no lease") == true, "\(support.robot.text)")
        #expect(try await stage.column(Self.janeRole) == before)
    }

    @Test func theKeyThatLedToThePlanNeverConfirmsIt() async throws {
        let stage = try await stage()
        await goToJane(stage.robot)
        let before = try await stage.column(Self.janeRole)
        await stage.robot.press(". r")
        await stage.robot.type(before == ["editor"] ? "viewer" : "editor")
        await stage.robot.press("enter enter enter")
        #expect(stage.robot.overlays == 1)
        #expect(try await stage.column(Self.janeRole) == before)
        await stage.robot.press("esc")
        #expect(stage.robot.overlays == 0 && stage.robot.toast.contains("stays as it is"))
        #expect(try await stage.column(Self.janeRole) == before)
    }

    @Test func aTypedNameIsAskedForWhereTheEnvironmentWantsIt() async throws {
        let stage = try await stage(WriteRules(typedConfirmation: .all))
        await goToJane(stage.robot)
        let before = try await stage.column(Self.janeRole)
        let wanted = before == ["editor"] ? "viewer" : "editor"
        await stage.robot.press(". r")
        await stage.robot.type(wanted)
        await stage.robot.press("enter")
        #expect(stage.robot.shows("Type the workspace's name to go on"), "\(stage.robot.text)")
        await stage.robot.type("acme industries")
        await stage.robot.press("enter")
        #expect(stage.robot.toast.contains("nothing was written"))
        await stage.robot.paste("Acme Industries")
        #expect(stage.robot.toast.contains("not pasted"))
        await stage.robot.press("ctrl-u")
        await stage.robot.type("Acme Industries")
        #expect(try await stage.column(Self.janeRole) == before)
        await stage.robot.press("enter")
        #expect(try await stage.column(Self.janeRole) == [wanted], "\(stage.robot.text)")
    }

    @Test func rowsThatChangedMeanwhileGiveANewPlan() async throws {
        let stage = try await stage()
        await goToJane(stage.robot)
        let before = try await stage.column(Self.janeRole)
        await stage.robot.press(". r")
        await stage.robot.type(before == ["collaborator"] ? "viewer" : "collaborator")
        await stage.robot.press("enter")
        try DemoFile.execute(
            """
            UPDATE workspace_members SET role = 'super_editor' WHERE user_id =
            (SELECT id FROM users WHERE email = 'jane.doe@acme.example') AND workspace_id =
            (SELECT id FROM workspaces WHERE name = 'Acme Industries')
            """, path: stage.path)
        await stage.robot.press("y")
        #expect(stage.robot.shows("changed since") || stage.robot.shows("super_editor"), "\(stage.robot.text)")
        #expect(try await stage.column(Self.janeRole) == ["super_editor"])
    }

    @Test func severalMarkedRowsAreOneChange() async throws {
        let stage = try await stage()
        let robot = stage.robot
        await robot.run("workspace_members role:viewer --tenant \"Acme Industries\"")
        let count = "SELECT count(*) FROM workspace_members WHERE role = 'collaborator'"
        let before = try #require(Int(try await stage.column(count)[0]))
        await robot.press("space space")
        await robot.press(".")
        #expect(robot.shows("2 rows"), "\(robot.text)")
        await robot.press("r")
        await robot.type("collaborator")
        await robot.press("enter")
        #expect(robot.shows("2 rows"), "\(robot.text)")
        await robot.press("y")
        #expect(try await stage.column(count) == [String(before + 2)], "\(robot.toast) \(robot.text)")
        await robot.press("z")
        await robot.press("y")
        #expect(try await stage.column(count) == [String(before)], "\(robot.toast) \(robot.text)")
    }

    @Test func revertsAnEntryAndChangesTheTenantWhereTheyAreLookedAt() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let plan = "SELECT plan FROM workspaces WHERE name = 'Acme Industries'"
        let before = try await stage.column(plan)
        await robot.run("tenant \"Acme Industries\"")
        await robot.press(". T")
        #expect(robot.shows("Set plan"), "\(robot.text)")
        await robot.press("n")
        await robot.type("Acme Works")
        await robot.press("enter y")
        let named = "SELECT count(*) FROM workspaces WHERE name = 'Acme Works'"
        #expect(try await stage.column(named) == ["1"], "\(robot.toast) \(robot.text)")
        await robot.run("audit table:workspaces since:1h")
        await robot.press(". v")
        #expect(robot.shows("Revert: update of workspaces"), "\(robot.text)")
        await robot.press("y")
        #expect(try await stage.column(named) == ["0"], "\(robot.toast) \(robot.text)")
        #expect(try await stage.column(plan) == before)
    }

    @Test func editsARowAsText() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let name = "SELECT name FROM users WHERE email = 'jane.doe@acme.example'"
        await robot.run("users email:=jane.doe@acme.example")
        robot.host.willEdit { $0.replacing("status = \"active\"", with: "status = \"actve\"") }
        await robot.press(". e")
        #expect(robot.shows("column 1:") && robot.shows("Did you mean 'active'?"), "\(robot.text)")
        // The text is offered again as it was left.
        robot.host.willEdit {
            $0.replacing("status = \"actve\"", with: "status = \"active\"")
                .replacing("name = \"Jane Doe\"", with: "name = \"Jane Roe\"")
        }
        await robot.press("enter")
        #expect(robot.host.log.edited.last?.contains("actve") == true)
        #expect(robot.shows("Edit user: Jane Doe") && robot.shows("Jane Roe"), "\(robot.text)")
        #expect(try await stage.column(name) == ["Jane Doe"])
        await robot.press("y")
        #expect(try await stage.column(name) == ["Jane Roe"], "\(robot.toast)")
        await robot.press("z")
        await robot.press("y")
        #expect(try await stage.column(name) == ["Jane Doe"], "\(robot.text)")
        // By the command line, and nothing changed.
        await robot.run("edit users jane.doe@acme.example")
        #expect(robot.overlays == 0 && robot.toast.contains("stays as it is"), "\(robot.toast)")
    }

    @Test(arguments: SnapshotTests.sizes)
    func plansLookAsTheyDid(size: Size) async throws {
        let stage = try await stage(size: size)
        await stage.robot.run("filter name:=\"Acme Industries\"")
        await stage.robot.press(". p")
        await stage.robot.type("free")
        await stage.robot.press("enter")
        if let number = stage.robot.app.toast?.number { await stage.robot.fire(.toast(number)) }
        try SnapshotTests.check(stage.robot.text + "\n", name: "plan-downgrade-\(size.width)x\(size.height)")
    }
}
