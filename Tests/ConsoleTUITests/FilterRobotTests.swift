import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

@MainActor
@Suite(.timeLimit(.minutes(5)))
struct FilterRobotTests {
    /// What is pasted by a terminal without brackets, or typed faster than frames, is completed once.
    @Test(arguments: [":", "/"]) func aBurstOfKeysIsCompletedOnce(opener: String) async throws {
        let text = opener == ":" ? "members role:ow" : "status:act"
        let slow = try await RobotConsole(.init(start: "members"))
        await slow.press(opener)
        var before = slow.loads
        await slow.type(text)
        let asked = slow.loads - before
        let fast = try await RobotConsole(.init(start: "members"))
        await fast.press(opener)
        before = fast.loads
        await fast.typeAtOnce(text)
        #expect(fast.text == slow.text)
        #expect(fast.loads - before <= min(1, asked), "\(asked) one by one")
        await fast.typeAtOnce("x")
        await fast.press("tab")
        await slow.press("x tab")
        #expect(fast.text == slow.text)
    }

    /// The key behind a burst takes what the list would have said.
    @Test func tabAfterABurstCompletesIt() async throws {
        let (slow, fast) = (try await RobotConsole(), try await RobotConsole())
        await slow.press(":")
        await slow.type("workspace_memb")
        await slow.press("tab")
        await fast.press(":")
        await fast.typeAtOnce("workspace_memb", then: KeyPress(key: .tab))
        #expect(fast.text == slow.text)
    }

    @Test func aFilterRunsInTheDatabase() async throws {
        let robot = try await RobotConsole()
        let wanted = try await DemoFile.column(
            "SELECT count(*) FROM workspaces WHERE plan = 'free' AND deleted_at IS NULL")
        await robot.filter("plan:free")
        #expect(robot.overlays == 0)
        #expect(robot.title.contains("plan:free"))
        #expect(robot.title.contains("of \(wanted[0])"))
    }

    @Test func aFilterThatCannotBeUsedStaysOpenWithWhereAndWhat() async throws {
        let robot = try await RobotConsole()
        await robot.press("/")
        await robot.paste("plann:free")
        await robot.press("enter")
        #expect(robot.overlays == 1)
        let said = robot.lines.suffix(12).joined(separator: "\n")
        #expect(said.contains("plann"))
        #expect(said.contains("plan"))
        #expect(!robot.title.contains("plann"))
        await robot.press("esc")
        #expect(robot.overlays == 0)
    }

    @Test func aFilterOfTheCommandLineThatCannotBeUsedLeavesTheViewAsItWas() async throws {
        let robot = try await RobotConsole()
        await robot.filter("plan:free")
        let before = robot.title
        await robot.run("filter plann:free")
        #expect(robot.toast.contains("plann"))
        #expect(robot.title == before)
    }

    @Test func fieldsAndValuesComplete() async throws {
        let robot = try await RobotConsole()
        await robot.press("/")
        await robot.type("stat")
        #expect(robot.shows("status"))
        await robot.press("tab enter")
        #expect(robot.overlays == 1)
        await robot.type("act")
        #expect(robot.lines.suffix(9).contains { $0.contains("active") && $0.contains("value") })
        await robot.press("esc")
    }

    @Test(arguments: [
        ("members role:", "super_editor"), ("list members role:ed", "editor"),
        ("users email:mal", "mallory@acme.example"),
        ("audit action:", "UPDATE"),
    ])
    func valuesCompleteOnTheCommandLine(line: String, value: String) async throws {
        let robot = try await RobotConsole()
        await robot.press(":")
        await robot.type(line)
        #expect(robot.lines.dropLast().contains { $0.contains(value) && $0.contains("value") }, "\(robot.text)")
        await robot.press("left right")
        #expect(robot.lines.dropLast().contains { $0.contains(value) && $0.contains("value") })
    }

    @Test func aFieldTakenFromTheListOffersItsValuesAtOnce() async throws {
        let robot = try await RobotConsole(.init(start: "members"))
        for open in [":", "/"] {
            await robot.press(open)
            await robot.type(open == ":" ? "members rol" : "rol")
            await robot.press("tab")
            #expect(robot.inputLine.contains("role:"))
            #expect(robot.shows("super_editor"), "\(open): \(robot.text)")
            await robot.press("esc")
        }
    }

    @Test(arguments: ["tenant:acme", "tenant:\"Acme Industries\""])
    func aTenantGoesByItsNameInListsAndInTheTrail(filter: String) async throws {
        let robot = try await RobotConsole()
        let id = try await DemoFile.column("SELECT id FROM workspaces WHERE name = 'Acme Industries'")[0]
        for table in ["audit_logs", "widgets", "workspace_members"] {
            let wanted = try await DemoFile.column("SELECT count(*) FROM \(table) WHERE workspace_id = '\(id)'")[0]
            await robot.run("\(table) \(filter)")
            #expect(robot.title.contains("of \(wanted)"), "\(table): \(robot.title)")
        }
        let entries = try await DemoFile.column("SELECT id FROM audit_logs WHERE workspace_id = '\(id)'")
        await robot.run("audit \(filter) source:audit_logs")
        let trail = try #require(robot.screen as? TimelineScreen)
        #expect(trail.entries.count == min(entries.count, 80))
        #expect(trail.entries.allSatisfy { entries.contains($0.id.text ?? "") })
    }

    /// Entries keep the actor's id without a foreign key: the name has to find them all the same, in every source.
    @Test func anActorGoesByTheNameThatTheTrailShows() async throws {
        let robot = try await RobotConsole(.init(start: "audit source:audit_logs actor:\"Mallory K.\""))
        let wanted = try await DemoFile.column(
            "SELECT a.id FROM audit_logs a JOIN users u ON u.id = a.changed_by WHERE u.name = 'Mallory K.'")
        let trail = try #require(robot.screen as? TimelineScreen)
        #expect(!wanted.isEmpty && trail.entries.count == min(wanted.count, 80))
        #expect(trail.entries.allSatisfy { wanted.contains($0.id.text ?? "") })
    }

    @Test func completionOnTheCommandLineOffersResources() async throws {
        let robot = try await RobotConsole()
        await robot.press(":")
        await robot.type("workspa")
        #expect(robot.lines.suffix(9).contains { $0.contains("workspaces") && $0.contains("resource") })
        await robot.press("esc")
        #expect(robot.overlays == 0)
    }

    @Test func theCommandLineKeepsItsHistoryAndPreviewsLists() async throws {
        let robot = try await RobotConsole()
        await robot.run("plans")
        await robot.run("workspaces plan:free")
        await robot.press(": up up")
        #expect(robot.line(":plans") != nil)
        await robot.press("down")
        #expect(robot.line(":workspaces plan:free") != nil)
        await robot.press("esc :")
        await robot.type("workspaces plan:free")
        await robot.fire(.preview)
        let count = try await DemoFile.column(
            "SELECT count(*) FROM workspaces WHERE plan = 'free' AND deleted_at IS NULL")
        #expect(robot.hints.contains("\(count[0]) rows"))
    }

    @Test func aMistakeOnTheCommandLineStaysToBeMended() async throws {
        let robot = try await RobotConsole()
        await robot.run("wrkspaces")
        #expect(robot.overlays == 1)
        #expect(robot.toast.contains("workspaces"))
        #expect(robot.line("wrkspaces") != nil)
    }

    @Test func linesThatNameMaskedValuesAreNotKept() async throws {
        let robot = try await RobotConsole(.init(persona: .support))
        await robot.run("users email:jane@acme.example")
        await robot.run("find jane@acme.example")
        await robot.press("tab")
        await robot.run("plans")
        let kept = robot.app.context.remembered.promptHistory
        #expect(kept == ["plans"])
    }

    @Test func aPasteOfSeveralLinesIsOneLine() async throws {
        let robot = try await RobotConsole()
        await robot.press(":")
        await robot.paste("workspaces\nplan:free")
        #expect(robot.line(":workspaces plan:free") != nil)
        await robot.press("enter")
        #expect(robot.title.contains("plan:free"))
    }

    @Test func escClosesOneThingAPress() async throws {
        let robot = try await RobotConsole()
        await robot.run("users")
        await robot.filter("status:active")
        await robot.press("space :")
        #expect(robot.overlays == 1)
        await robot.press("esc")
        #expect(robot.overlays == 0 && robot.title.contains("marked"))
        robot.store.set(.held)
        robot.send(.input(.key(KeyPress("R"))))
        await robot.store.heldRead()
        #expect(robot.screen?.isLoading == true)
        robot.store.set(.through)
        await robot.press("esc")
        #expect(robot.screen?.isLoading == false)
        #expect(robot.title.contains("marked"), "cancelling the query kept the marks")
        await robot.press("esc")
        #expect(!robot.title.contains("marked") && robot.title.contains("status:active"))
        await robot.press("esc")
        #expect(!robot.title.contains("status:active"))
        #expect(robot.depth == 2)
        await robot.press("esc")
        #expect(robot.depth == 1)
        await robot.press("esc")
        #expect(robot.depth == 1 && robot.overlays == 0 && !robot.hasQuit)
    }
}
