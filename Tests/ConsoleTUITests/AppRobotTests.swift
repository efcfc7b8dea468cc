import ConsoleCore
import SQLiteStore
import TenantDomain
import TenantStore
import TerminalCore
import Testing

@testable import ConsoleTUI

/// What goes across views: history, pin, quitting, trouble, sizes, environments, following.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct AppRobotTests {
    @Test func historyGoesBackAndForwardAndANewViewCutsIt() async throws {
        let robot = try await RobotConsole()
        await robot.run("users")
        await robot.run("widgets")
        #expect(robot.depth == 3)
        await robot.press("[")
        #expect(robot.title.contains("Users") || robot.title.contains("users"))
        await robot.press("]")
        #expect(robot.depth == 3)
        await robot.press("[ [ [")
        #expect(robot.toast.contains("first view"))
        await robot.run("matrix")
        #expect(robot.depth == 2)
        await robot.press("]")
        #expect(robot.toast.contains("last view"))
    }

    @Test func aPinKeepsEveryListToItsTenantUntilItIsTakenOff() async throws {
        let robot = try await RobotConsole()
        let all = try await DemoFile.column("SELECT count(*) FROM widgets")[0]
        let name = robot.selected
        await robot.press("p")
        #expect(robot.header.contains("pinned: \(name.prefix(6))"))
        await robot.run("widgets")
        let own = try await DemoFile.column(
            "SELECT count(*) FROM widgets x JOIN workspaces w ON w.id = x.workspace_id WHERE w.name = '\(name)'")[0]
        #expect(own != all)
        #expect(robot.screen?.exportQuery?.tenant?.name == name)
        #expect(own == "0" ? robot.shows("No ") : robot.title.contains("of \(own)"), "\(robot.title)")
        await robot.press("p")
        #expect(!robot.header.contains("pinned"))
        #expect(robot.screen?.exportQuery?.tenant == nil)
        #expect(robot.title.contains("of \(all)"), "\(robot.title)")
        await robot.run("pin \"Acme Industries\"")
        #expect(robot.title.contains("of ") && !robot.title.contains("of \(all)"))
        await robot.run("audit")
        #expect(robot.screen?.tenant?.name == "Acme Industries")
        await robot.press("p")
        #expect(robot.screen?.tenant == nil)
        await robot.press("'")
        #expect(robot.shows("Acme Industries"))
    }

    @Test func qAsksOnTheLastViewAndOnlyThere() async throws {
        let robot = try await RobotConsole()
        await robot.run("users")
        await robot.press("q")
        #expect(robot.depth == 1 && robot.overlays == 0)
        await robot.press("q")
        #expect(robot.shows("Quit?"))
        await robot.press("q")
        #expect(robot.overlays == 0 && !robot.hasQuit)
        await robot.press("q y")
        #expect(robot.hasQuit)
    }

    @Test func ctrlCTwiceQuitsAndOnceDoesNot() async throws {
        let robot = try await RobotConsole()
        await robot.press(". ctrl-c")
        #expect(robot.overlays == 0 && !robot.hasQuit)
        #expect(robot.toast.contains("again"))
        await robot.fire(.confirmQuit)
        await robot.press("ctrl-c")
        #expect(!robot.hasQuit)
        await robot.press("j ctrl-c")
        #expect(!robot.hasQuit)
        await robot.press("ctrl-c")
        #expect(robot.hasQuit)
    }

    @Test func escCancelsARunningQueryAndTheRowsStay() async throws {
        let robot = try await RobotConsole()
        let rows = robot.lines[2..<20].joined(separator: "\n")
        let title = robot.title
        robot.store.set(.held)
        await robot.press("/")
        await robot.paste("plan:free")
        robot.send(.input(.key(KeyPress(key: .enter))))
        await robot.store.heldRead()
        #expect(robot.screen?.isLoading == true)
        robot.fireNow(.dim(try #require(robot.screen?.id)))
        robot.fireNow(.spinner(try #require(robot.screen?.id)))
        #expect(robot.title.contains("esc cancels"))
        robot.store.set(.through)
        await robot.press("esc")
        #expect(robot.screen?.isLoading == false)
        #expect(robot.title == title, "the view says what its rows are")
        #expect(robot.lines[2..<20].joined(separator: "\n") == rows)
        #expect(robot.depth == 1)
        await robot.filter("plan:free")
        #expect(robot.title.contains("plan:free"))
    }

    /// What would have been shown without an answer is not drawn once there is one.
    @Test(arguments: ["users", "audit since:30d"])
    func aReadThatHasEndedLeavesNoTimerBehind(line: String) async throws {
        let robot = try await RobotConsole(.init(start: line))
        func waiting() -> [TimerID] {
            robot.timers.filter { timer in
                switch timer {
                case .dim, .spinner: true
                default: false
                }
            }
        }
        #expect(waiting().isEmpty, "\(robot.timers)")
        robot.store.set(.held)
        robot.send(.input(.key(KeyPress("R"))))
        await robot.store.heldRead()
        let dim = TimerID.dim(try #require(robot.screen?.id))
        #expect(waiting().count == 2)
        robot.store.set(.through)
        await robot.press("R")
        // One that went off just before the answer came means nothing any more.
        #expect(robot.screen?.isLoading == false && waiting().isEmpty)
        #expect(!robot.isCurrent(.timer(dim)))
        robot.store.set(.failing(.busy(location: "demo.db")))
        await robot.press("R")
        #expect(waiting().isEmpty)
    }

    @Test(arguments: [Size(width: 80, height: 24), Size(width: 40, height: 12)])
    func aLongHintIsReadWhole(size: Size) async throws {
        let robot = try await RobotConsole(.init(size: size))
        let hint =
            "Give one of the columns that an index leads with, such as created_at or email, or say since:7d; "
            + "or agree to read all of it with --full-scan, which takes about a minute on 9,000,000 rows"
        robot.send(.said(Notice("No index serves phone:555.", hint: hint, kind: .problem)))
        let text = robot.lines.map { $0.trimmingBlanks }.joined(separator: " ")
        for word in hint.split(separator: " ") { #expect(text.contains(word), "\(robot.text)") }
        #expect(Notice("x", hint: hint, kind: .problem).milliseconds > 10_000)
    }

    @Test func aReadThatFailsSaysSoAndKeepsTheRows() async throws {
        let robot = try await RobotConsole()
        let rows = robot.lines[2..<20].joined(separator: "\n")
        robot.store.set(.failing(.busy(location: "demo.db")))
        await robot.press("R")
        #expect(robot.app.toast?.toast.kind == .problem)
        #expect(robot.lines[2..<20].joined(separator: "\n") == rows)
        robot.store.set(.through)
        await robot.press("R")
        #expect(robot.lines[2..<20].joined(separator: "\n") == rows)
    }

    @Test(
        arguments: ["users", "audit", "matrix", "board", "entry 1", "show workspaces 1", "resources", "find acme"])
    func aViewThatCannotBeReadAtAllHasWordsInIt(line: String) async throws {
        let robot = try await RobotConsole()
        robot.store.set(.failing(.corrupt(location: "demo.db", detail: "page 12")))
        await robot.run(line)
        if let number = robot.app.toast?.number { await robot.fire(.toast(number)) }
        if robot.depth > 1 {
            let body = robot.lines.dropFirst(2).dropLast().joined()
            #expect(body.contains { $0.isLetter }, "\(line): an empty view")
        }
    }

    @Test func aTenantThatCannotBeReadHasWordsInIt() async throws {
        let robot = try await RobotConsole()
        robot.store.set(.failing(.corrupt(location: "demo.db", detail: "page 12")))
        await robot.press("enter")
        #expect(robot.lines.dropFirst(2).dropLast().joined().contains { $0.isLetter })
    }

    @Test func anEnvironmentIsSwitchedAndHistoryBeginsAnew() async throws {
        let robot = try await RobotConsole()
        await robot.run("users")
        await robot.press("p e")
        #expect(robot.shows("staging") && robot.shows("open now"))
        await robot.type("stag")
        await robot.press("enter")
        #expect(robot.header.contains("staging"))
        #expect(robot.depth == 1 && !robot.header.contains("pinned"))
        #expect(robot.host.log.opened == ["staging"])
        await robot.press("e")
        await robot.type("missing")
        await robot.press("enter")
        #expect(robot.header.contains("staging"))
        #expect(robot.toast.contains("missing"))
    }

    @Test func followingKeepsTheCursorWhereItIs() async throws {
        let made = try await DemoFile.copy()
        let robot = try await RobotConsole(file: made)
        await robot.press("j j j space j w")
        let selected = robot.selection?.identity
        let id = try #require(robot.screen?.id)
        #expect(robot.title.contains("watching"))
        try DemoFile.execute("UPDATE workspaces SET name = '  first' WHERE name LIKE 'Z%'", path: made.path)
        await robot.fire(.watch(id))
        #expect(robot.selection?.identity == selected)
        #expect(robot.title.contains("1 marked"))
        robot.store.setChangeToken(99)
        await robot.fire(.watch(id))
        #expect(robot.selection?.identity == selected)
        await robot.press("w")
        #expect(!robot.title.contains("watching"))
    }

    @Test func anEnvironmentThatIsLeftIsClosedAndItsReadsEnd() async throws {
        let robot = try await RobotConsole()
        robot.store.set(.held)
        robot.send(.input(.key(KeyPress("R"))))
        await robot.store.heldRead()
        robot.send(.opened(try await robot.host.open(environment: "staging")))
        await robot.idle()
        #expect(robot.header.contains("staging"))
        #expect(robot.store.isClosed)
        #expect(robot.selection != nil && robot.screen?.isLoading == false)
    }

    @Test(arguments: [("workspaces", "enter", "esc"), ("audit", "enter", "esc"), ("workspaces", ". d", "[")])
    func whatIsWatchedOutOfSightIsNotPolled(view: String, away: String, back: String) async throws {
        let robot = try await RobotConsole(.init(start: view))
        await robot.press("w")
        let id = try #require(robot.screen?.id)
        await robot.fire(.watch(id))
        let polled = robot.store.timesPolled
        #expect(polled >= 2)
        await robot.press(away)
        await robot.fire(.watch(id))
        #expect(robot.store.timesPolled == polled)
        #expect(!robot.timers.contains(.watch(id)))
        await robot.press(back)
        await robot.fire(.watch(id))
        #expect(robot.store.timesPolled == polled + 1)
    }

    @Test func aWatchedTabIsNotPolledBehindAnother() async throws {
        let robot = try await RobotConsole()
        await robot.press("enter w")
        let id = try #require(robot.screen?.id).embedding(1)
        await robot.press("tab")
        let polled = robot.store.timesPolled
        await robot.fire(.watch(id))
        #expect(robot.store.timesPolled == polled)
        await robot.press("shift-tab")
        await robot.fire(.watch(id))
        #expect(robot.store.timesPolled == polled + 1)
    }

    @Test func aBarePinOnTheCommandLineTogglesLikeTheKey() async throws {
        let robot = try await RobotConsole()
        await robot.run("pin")
        #expect(robot.app.context.pin?.name == robot.selected)
        await robot.run("pin")
        #expect(robot.app.context.pin == nil)
        #expect(robot.toast.contains("Unpinned"))
    }

    @Test func everySizeDrawsAndOverlaysLiveThroughIt() async throws {
        let robot = try await RobotConsole()
        for keys in ["/", ":", ".", "c", "s", "o", "y", "x", "e", "q"] {
            await robot.press(keys)
            #expect(robot.overlays == 1, "\(keys)")
            for (width, height) in [(40, 12), (400, 100), (41, 13), (20, 5), (1, 1), (80, 24), (120, 40)] {
                await robot.resize(width, height)
                #expect(robot.lines.count == height)
            }
            await robot.press("esc")
            if robot.overlays > 0 { await robot.press("esc") }
            #expect(robot.overlays == 0, "\(keys)")
        }
    }

    @Test func aTerminalThatIsTooSmallIsToldWhatItNeeds() async throws {
        let robot = try await RobotConsole()
        await robot.resize(39, 12)
        #expect(robot.lines[0].hasPrefix("tenantctl needs 40x12; this is 39x12"))
        await robot.resize(30, 8)
        #expect(robot.text.contains("40x12"))
        #expect(robot.text.contains("30x8"), "\(robot.text)")
        await robot.resize(40, 12)
        #expect(robot.shows("NAME"))
    }

    @Test func notesOfTheStartAreSaid() async throws {
        let robot = try await RobotConsole(.init(notes: ["The file is a copy."]))
        #expect(robot.toast == "The file is a copy.")
    }

    @Test func theScreenIsDrawnAnewOnDemand() async throws {
        let robot = try await RobotConsole()
        await robot.press("ctrl-l")
        #expect(robot.host.log.redraws == 1)
    }

    @Test func everyActionDoesSomethingOrSaysWhyNotOnEveryView() async throws {
        let robot = try await RobotConsole()
        for line in [
            "workspaces", "users", "audit", "matrix", "board", "resources", "tenant \"Acme Industries\"", "info",
        ] {
            await robot.run(line)
            for action in Action.allCases where action != .interrupt {
                let depth = robot.depth
                await robot.perform(action)
                await robot.leave(to: depth)
                if robot.depth < depth { await robot.press("]") }
                #expect(!robot.hasQuit)
            }
        }
    }
}
