import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

@MainActor
@Suite(.timeLimit(.minutes(5)))
struct ListRobotTests {
    @Test func everyRowComesOnceGoingDownAndOnceGoingUp() async throws {
        let robot = try await RobotConsole(.init(size: Size(width: 60, height: 14), start: "audit_logs"))
        let wanted = try await DemoFile.column("SELECT id FROM audit_logs ORDER BY created_at DESC, id DESC LIMIT 1600")
        var seen: [String] = []
        for _ in 0..<wanted.count {
            seen.append(robot.selection?.identity.words.first ?? "")
            await robot.press("j")
        }
        #expect(seen == wanted)
        var back: [String] = []
        for _ in 0..<wanted.count {
            await robot.press("k")
            back.append(robot.selection?.identity.words.first ?? "")
        }
        #expect(back == wanted.reversed())
        #expect(robot.title.contains("1–"))
    }

    @Test func pagesShowEveryRowWithoutAGap() async throws {
        let robot = try await RobotConsole(.init(size: Size(width: 60, height: 30), start: "audit_logs"))
        let wanted = try await DemoFile.column("SELECT id FROM audit_logs ORDER BY created_at DESC, id DESC LIMIT 1700")
        func shown() -> ClosedRange<Int>? {
            guard let place = robot.title.split(separator: " ").first(where: { $0.contains("–") }) else { return nil }
            let ends = place.split(separator: "–").compactMap { Int($0.filter(\.isNumber)) }
            return ends.count != 2 ? nil : ends[0]...ends[1]
        }
        var end = 0
        while end < 1600 {
            let range = try #require(shown(), "\(robot.title)")
            #expect(range.lowerBound <= end + 1 && range.upperBound > end)
            if range.upperBound <= end { break }
            end = range.upperBound
            let row = try #require(wanted.firstIndex(of: robot.selection?.identity.words.first ?? ""))
            #expect(range.contains(row + 1))
            await robot.press("pgdn")
        }
        await robot.press("pgup")
        let row = try #require(wanted.firstIndex(of: robot.selection?.identity.words.first ?? ""))
        #expect(row < end && row > end - 60)
    }

    @Test func topAndBottomAreTheEndsOfTheWholeList() async throws {
        let robot = try await RobotConsole(.init(start: "audit_logs"))
        let last = try await DemoFile.column("SELECT id FROM audit_logs ORDER BY created_at, id LIMIT 1")
        await robot.press("G")
        #expect(robot.selection?.identity.words == last)
        #expect(robot.title.contains("last "))
        await robot.press("k k g")
        let first = try await DemoFile.column("SELECT id FROM audit_logs ORDER BY created_at DESC, id DESC LIMIT 1")
        #expect(robot.selection?.identity.words == first)
        #expect(robot.title.contains("1–"))
    }

    @Test func sortingAsksTheDatabaseAndIsRemembered() async throws {
        let robot = try await RobotConsole()
        let names = try await DemoFile.column("SELECT name FROM workspaces ORDER BY name DESC LIMIT 2")
        await robot.press("s")
        #expect(robot.overlays == 1)
        await robot.type("name")
        await robot.press("enter")
        #expect(robot.selected == names[0])
        await robot.press("j")
        #expect(robot.selected == names[1])
        #expect(robot.title.contains("sort name ↓"))
        #expect(
            robot.host.log.remembered.contains(.sort(resource: "workspaces", [FieldSort("name", descending: true)])))
        let again = try await RobotConsole(.init(remembered: robot.app.context.remembered))
        #expect(again.selected == names[0])
    }

    @Test func computedColumnsCannotBeSortedAndSayWhy() async throws {
        let robot = try await RobotConsole()
        await robot.press("s")
        await robot.type("members")
        await robot.press("enter")
        #expect(robot.overlays == 1)
        #expect(robot.toast.contains("computed"))
    }

    @Test func columnsScrollAndTheLabelStays() async throws {
        let robot = try await RobotConsole(.init(size: Size(width: 60, height: 20)))
        let first = robot.selected
        await robot.press("l l l")
        #expect(robot.line(String(first.prefix(8))) != nil)
        await robot.press("h h h")
        #expect(robot.shows("NAME"))
    }

    @Test func marksRangesAndCopiesTakeTheRowsMarked() async throws {
        let robot = try await RobotConsole()
        let names = try await DemoFile.column("SELECT name FROM workspaces ORDER BY name LIMIT 5")
        await robot.press("space")
        #expect(robot.title.contains("1 marked"))
        await robot.press("j v j")
        #expect(robot.title.contains("3 marked"))
        await robot.press("y t")
        let copied = try #require(robot.host.log.copies.last)
        #expect(copied.split(separator: "\n").count >= 3)
        for place in [0, 2, 3] { #expect(copied.contains(names[place])) }
        #expect(!copied.contains(names[1]))
        #expect(robot.toast.contains("3 rows as TSV") && robot.toast.contains("OSC 52"))
        await robot.press("esc")
        #expect(!robot.title.contains("marked"))
        #expect(robot.depth == 1)
    }

    @Test(arguments: [("t", "\t"), ("c", ","), ("j", "{"), ("m", "|")])
    func copiesComeInEveryFormat(key: String, mark: String) async throws {
        let robot = try await RobotConsole()
        await robot.press("y \(key)")
        let copied = try #require(robot.host.log.copies.last)
        #expect(copied.contains(mark))
        #expect(copied.contains(robot.selected))
    }

    @Test func theIdIsCopiedWholeAndTheCommandLineRunsAgain() async throws {
        let robot = try await RobotConsole()
        await robot.press("y i")
        #expect(robot.host.log.copies.last == robot.selection?.identity.words.first)
        await robot.filter("plan:free")
        await robot.press("Y")
        let line = try #require(robot.host.log.copies.last)
        #expect(line.hasPrefix("tenantctl ") && line.contains("plan:free") && line.contains("--env local"))
    }

    @Test func aCopyThatFailsSaysSo() async throws {
        let robot = try await RobotConsole()
        robot.host.failCopies(with: .file(path: "clipboard", reason: "no route"))
        await robot.press("y i")
        #expect(robot.toast.contains("no route"))
    }

    @Test func columnsAreHiddenMovedAndWidenedForGood() async throws {
        let robot = try await RobotConsole()
        #expect(robot.lines[2].contains("PLAN"))
        await robot.press("c")
        #expect(robot.shows("[x]"))
        let shown = try #require(robot.screen?.exportQuery?.columns.map(\.name))
        await robot.press("j space enter")
        #expect(robot.overlays == 0)
        #expect(robot.screen?.exportQuery?.columns.map(\.name) == shown.filter { $0 != shown[1] })
        await robot.press("c J enter")
        let moved = try #require(robot.screen?.exportQuery?.columns.map(\.name))
        #expect(moved[1] == shown[0])
        await robot.press("c > > > enter")
        let kept = try #require(robot.app.context.remembered.columns["workspaces"])
        #expect(kept.widths.count == 1)
        #expect(kept.names == moved)
        let again = try await RobotConsole(.init(remembered: robot.app.context.remembered))
        #expect(again.lines[2] == robot.lines[2])
    }

    @Test(arguments: ["esc", "ctrl-c"])
    func widthsGoBackWhereTheColumnsAreLeftAsTheyWere(way: String) async throws {
        let robot = try await RobotConsole()
        await robot.press("c j > > enter")
        let before = robot.app.context.remembered.columns["workspaces"]
        let line = robot.lines[2]
        await robot.press("c j > > < 0 j > > >")
        await robot.press(way)
        #expect(robot.overlays == 0)
        #expect(robot.app.context.remembered.columns["workspaces"]?.widths == before?.widths)
        #expect(robot.lines[2] == line)
    }

    @Test func aListOfOneTenantDoesNotRepeatItsName() async throws {
        let robot = try await RobotConsole(.init(start: "members"))
        #expect(robot.lines[2].contains("WORKSPACE"))
        await robot.run("pin \"Acme Industries\"")
        #expect(!robot.lines[2].contains("WORKSPACE") && robot.lines[2].contains("ROLE"))
    }

    @Test func oneColumnAlwaysStays() async throws {
        let robot = try await RobotConsole()
        await robot.press("c")
        let count = robot.screen?.exportQuery?.columns.count ?? 0
        for _ in 0..<count { await robot.press("space j") }
        await robot.press("enter")
        #expect(robot.overlays == 1)
        #expect(robot.toast.contains("One column"))
    }

    @Test func rememberedColumnsAndSortsThatAreGoneDoNotLockTheList() async throws {
        var remembered = RememberedViews()
        remembered.columns["workspaces"] = .init(names: ["name", "no_such_column"])
        remembered.sorts["workspaces"] = [FieldSort("nor_this", descending: false)]
        let robot = try await RobotConsole(.init(remembered: remembered))
        #expect(robot.selection != nil)
        #expect(robot.lines[2].contains("NAME"))
    }

    @Test func exportsTakeTheListBehindTheView() async throws {
        let robot = try await RobotConsole()
        await robot.press("x c")
        #expect(robot.host.log.exports.last?.resource == "workspaces")
        #expect(robot.host.log.exports.last?.format == .csv)
        #expect(robot.toast.contains("1,234 rows"))
        await robot.press("X t")
        let saved = try #require(robot.host.log.saves.last)
        #expect(saved.suffix == "txt")
        #expect(saved.content.contains("NAME") && !saved.content.contains("Save the screen"))
        await robot.press("X s")
        #expect(robot.host.log.saves.last?.content.contains("<svg") == true)
        await robot.run("export ndjson rows.ndjson")
        #expect(robot.host.log.exports.last?.file == "rows.ndjson")
    }

    @Test func nextAndPreviousMatchFollowTheWordsOfTheFilter() async throws {
        let robot = try await RobotConsole()
        await robot.press("n")
        #expect(robot.toast.contains("No words"))
        await robot.filter("a")
        let first = robot.selected
        await robot.press("n")
        #expect(robot.selected != first)
        await robot.press("N")
        #expect(robot.selected == first)
    }

    @Test func theMouseSelectsOpensAndScrolls() async throws {
        let robot = try await RobotConsole()
        await robot.run("mouse")
        #expect(robot.frame.modes.mouse)
        let names = try await DemoFile.column("SELECT name FROM workspaces ORDER BY name LIMIT 3")
        let row = try #require(robot.lines.firstIndex { $0.contains(names[2]) })
        let click = InputEvent.mouse(
            MouseEvent(action: .press, button: .left, position: Point(x: 6, y: row)))
        await robot.send(click)
        #expect(robot.selected == names[2])
        await robot.send(click)
        #expect(robot.depth == 2)
    }

    @Test func theEquivalentLineOpensTheSameList() async throws {
        let robot = try await RobotConsole()
        await robot.filter("plan:free")
        let names = (robot.selected, robot.title)
        await robot.run("workspaces plan:free")
        #expect(robot.depth == 2)
        #expect(robot.selected == names.0)
    }
}
