import ConsoleCore
import ReferenceSchema
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

/// The views of their own: tenant, person, plans, board, trail, entry, record, document, find, help.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct ViewRobotTests {
    @Test func aTenantShowsItsFactsAndItsListsBehindTabs() async throws {
        let robot = try await RobotConsole()
        await robot.run("tenant \"Acme Industries\"")
        for word in ["PLAN", "MEMBERS", "WIDGETS", "Members", "Widgets", "Audit"] {
            #expect(robot.shows(word), "\(word)")
        }
        let first = robot.selection?.resource.name
        await robot.press("tab")
        #expect(robot.selection?.resource.name != first)
        await robot.press("shift-tab")
        #expect(robot.selection?.resource.name == first)
        await robot.filter("role:viewer")
        #expect(robot.title.contains("Acme Industries"))
        #expect(robot.screen?.filter?.text == "role:viewer")
        let viewers = try await DemoFile.column(
            """
            SELECT count(*) FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
            WHERE w.name = 'Acme Industries' AND m.role = 'viewer'
            """)
        #expect(robot.title.contains("of \(viewers[0])"), "\(robot.title)")
        await robot.press("esc")
        #expect(robot.screen?.filter?.text == "")
        await robot.press("esc")
        #expect(robot.depth == 1)
    }

    @Test func everyTabOfATenantReads() async throws {
        let robot = try await RobotConsole()
        await robot.run("tenant \"Acme Industries\"")
        for _ in 0..<14 {
            #expect(robot.screen?.isLoading == false)
            #expect(robot.app.toast?.toast.kind != .problem, "\(robot.toast)")
            await robot.press("tab")
        }
    }

    @Test func aPersonShowsWhatTheyMayDoWhere() async throws {
        let robot = try await RobotConsole()
        await robot.run("user \(DemoStories.supportEmail)")
        for membership in DemoStories.supportMemberships {
            let line = robot.lines.first { $0.contains(membership.workspace.prefix(4)) && $0.contains(membership.role) }
            #expect(line != nil, "\(membership.workspace)")
        }
        #expect(robot.title.contains("member of \(DemoStories.supportMemberships.count) workspaces"))
        for project in DemoStories.supportProjects { #expect(robot.shows(project.project)) }
        await robot.press("enter")
        #expect(robot.title.contains(DemoStories.supportMemberships[0].workspace))
    }

    @Test func whatAPersonDidLastIsToldInTheHeadersZone() async throws {
        let entry = TimelineEntry(
            source: "audit_logs", id: .text("1"), time: 0, timeText: "1970-01-01T00:00:00Z", actorID: nil,
            actor: "Jane",
            actorRole: nil, action: "UPDATE", targetTable: nil, targetID: nil, target: nil,
            changes: [FieldChange(path: "closed_at", before: nil, after: "2026-11-20T20:00:00.000000Z")], address: nil,
            tenantID: nil, reason: nil)
        let overview = UserOverview(
            identity: RowIdentity([.text("1")]), label: "Jane", facts: [], status: nil, memberships: [],
            invitations: [],
            actions: [entry])
        let tokyo = try #require(ZoneClock(named: "Asia/Tokyo"))
        #expect(UserLine.lines(overview, zone: tokyo)[0].cells[3].contains("2026-11-21 05:00:00 UTC+9"))
    }

    @Test func plansStandSideBySide() async throws {
        let robot = try await RobotConsole()
        await robot.run("matrix")
        for plan in try await DemoFile.column("SELECT name FROM plans ORDER BY rank") {
            #expect(robot.shows(plan.uppercased()), "\(plan)")
        }
        #expect(robot.shows("Limits") && robot.shows("✓"))
        await robot.press("y t")
        #expect(robot.host.log.copies.last?.contains("\t") == true)
    }

    @Test func aPipelineIsABoard() async throws {
        let robot = try await RobotConsole()
        await robot.run("tenant \"Acme Industries\"")
        await robot.press(". b")
        #expect(robot.title.contains("Pipeline"))
        #expect(robot.selection?.resource.concept == .deal)
        let deal = robot.selected
        await robot.press("enter")
        #expect(robot.title.contains(deal.prefix(8)))
        await robot.press("esc . l")
        #expect(robot.screen?.exportQuery?.tenant?.name == "Acme Industries")
    }

    @Test func aListOfOneTenantByNameIsOfThatTenant() async throws {
        let robot = try await RobotConsole()
        await robot.run("list widgets --tenant \"Acme Industries\"")
        #expect(robot.screen?.exportQuery?.tenant?.name == "Acme Industries")
        let count = try await DemoFile.column(
            "SELECT count(*) FROM widgets x JOIN workspaces w ON w.id = x.workspace_id WHERE w.name = 'Acme Industries'"
        )
        #expect(robot.title.contains("of \(count[0])"), "\(robot.title)")
    }

    @Test func theTrailPivotsAndOpensItsEntries() async throws {
        let robot = try await RobotConsole()
        await robot.press("a")
        #expect(robot.title.contains("Audit"))
        await robot.run("audit")
        #expect(robot.shows("peak") && robot.shows("since"))
        await robot.press("i")
        #expect(robot.screen is HistogramScreen)
        await robot.press("esc j j o")
        #expect(robot.overlays == 1 && robot.shows("Same actor"))
        await robot.press("m")
        #expect(robot.screen?.filter?.text.contains("since:") == true)
        await robot.press("esc esc enter")
        #expect(robot.screen is EntryScreen)
        #expect(robot.shows("when") && robot.shows("who"))
    }

    @Test func backFromAnEntryTheTrailStandsWhereItWas() async throws {
        let robot = try await RobotConsole()
        await robot.run("audit")
        await robot.press("pgdn pgdn pgdn pgdn")
        let before = robot.selection?.identity
        let lines = robot.lines[3...].joined(separator: "\n")
        await robot.press("enter esc")
        #expect(robot.selection?.identity == before)
        #expect(robot.lines[3...].joined(separator: "\n") == lines)
    }

    @Test func theTrailPagesFarDownAndBackUp() async throws {
        let robot = try await RobotConsole(.init(size: Size(width: 60, height: 40)))
        await robot.run("audit")
        let shown = { (robot.screen as? TimelineScreen)?.entries.prefix(40).map(\.id) }
        let selected = { (robot.screen as? TimelineScreen)?.entry?.id }
        let (first, place) = (shown(), selected())
        for _ in 0..<70 { await robot.press("pgdn") }
        #expect(selected() != place)
        for _ in 0..<80 { await robot.press("pgup") }
        #expect(shown() == first && selected() == place)
    }

    @Test func anEntryShowsBeforeAndAfterAndItsDocuments() async throws {
        let robot = try await RobotConsole()
        await robot.run("audit changed:role")
        await robot.press("enter")
        #expect(robot.shows("What changed"))
        #expect(robot.lines.contains { $0.contains("role") && $0.contains("→") })
        await robot.press("y c")
        #expect(robot.host.log.copies.last?.hasPrefix("role\t") == true)
        await robot.press("enter")
        #expect(robot.screen is DocumentScreen)
        #expect(robot.shows("before"))
        await robot.press("/")
        await robot.type("role")
        await robot.press("enter")
        #expect(robot.title.contains("role"))
        await robot.press("y p")
        #expect(robot.host.log.copies.last?.contains("role") == true)
        await robot.press("esc esc esc")
        #expect(robot.screen is TimelineScreen)
    }

    @Test func theIncidentIsThereToBeFound() async throws {
        let robot = try await RobotConsole()
        await robot.run("audit changed:role ip:\(DemoStories.incidentActorAddress)")
        #expect(robot.shows("viewer → owner"), "\(robot.text)")
        #expect(robot.shows(DemoStories.incidentActorAddress))
    }

    @Test func relatedRowsGoBothWays() async throws {
        let robot = try await RobotConsole()
        await robot.run("users email:\(DemoStories.supportEmail)")
        await robot.press("o")
        #expect(robot.shows("Related to \(DemoStories.supportName)"))
        #expect(robot.shows("←"))
        await robot.press("a")
        #expect(robot.depth == 3)
        await robot.press("o")
        #expect(robot.shows("Related to"))
        await robot.press("esc [")
        #expect(robot.depth == 2)
        await robot.press("]")
        #expect(robot.depth == 3)
        await robot.press("]")
        #expect(robot.toast.contains("last view"))
    }

    @Test func aRecordShowsEveryColumnAndFollowsItsKeys() async throws {
        let robot = try await RobotConsole()
        await robot.press(". d")
        #expect(robot.screen is RecordScreen)
        let id = try #require(robot.selection?.identity.words.first)
        #expect(robot.shows(id))
        await robot.press("y j")
        #expect(robot.host.log.copies.last?.contains(id) == true)
        await robot.press("a")
        #expect(robot.title.contains("Audit"))
    }

    @Test(arguments: ["themes", "zones"])
    func looksAreSwitched(what: String) async throws {
        let robot = try await RobotConsole()
        if what == "themes" {
            let before = robot.frame.buffer.style(at: .zero)
            await robot.run("theme light")
            #expect(robot.app.context.render.theme.name == "light")
            #expect(robot.frame.buffer.style(at: .zero) != before)
            #expect(robot.host.log.remembered.contains(.theme("light")))
            await robot.run("theme nonsense")
            #expect(robot.toast.contains("nonsense"))
        } else {
            #expect(robot.header.contains("UTC"))
            await robot.run("zone Asia/Kolkata")
            #expect(robot.header.contains("UTC+5:30"))
            await robot.press("T")
            #expect(robot.header.contains("UTC"))
            await robot.run("zone Nowhere/Land")
            #expect(robot.toast.contains("Nowhere/Land"))
        }
    }

    @Test func linearDrawingHasNoBoxes() async throws {
        let robot = try await RobotConsole()
        await robot.run("linear")
        await robot.press(".")
        let boxes: Set<Character> = ["│", "─", "┌", "└", "╭", "╰", "█", "▌", "▏"]
        #expect(robot.text.allSatisfy { !boxes.contains($0) }, "\(robot.text)")
    }

    @Test func helpIsMadeFromTheLiveKeys() async throws {
        var problems: [Keymap.Problem] = []
        let keymap = Keymap(overrides: [("find", "ctrl-g"), ("watch", "")], problems: &problems)
        let robot = try await RobotConsole(.init(keymap: keymap))
        await robot.press("?")
        #expect(robot.line("ctrl-g")?.contains("find") == true)
        await robot.press("/")
        await robot.type("watch")
        #expect(robot.line("watch")?.contains("—") == true || robot.text.contains("—"))
        await robot.press("enter ?")
        #expect(robot.depth == 1)
        await robot.press("ctrl-g")
        #expect(robot.screen is FindScreen)
    }

    @Test(
        arguments: [
            "SELECT email FROM users WHERE email IS NOT NULL LIMIT 1", "SELECT id FROM widgets LIMIT 1",
            "SELECT substr(id, 1, 13) FROM workspaces LIMIT 1",
            "SELECT name FROM workspaces WHERE name LIKE 'A%' LIMIT 1",
            "SELECT domain FROM workspaces WHERE domain IS NOT NULL LIMIT 1",
            "SELECT public_key FROM widgets WHERE public_key IS NOT NULL LIMIT 1",
            "SELECT phone FROM users WHERE phone IS NOT NULL LIMIT 1",
            "SELECT stripe_subscription_id FROM workspace_subscriptions WHERE stripe_subscription_id IS NOT NULL LIMIT 1",
        ])
    func findAnswersWhicheverTableHoldsIt(sql: String) async throws {
        let text = try #require(try await DemoFile.column(sql).first)
        let robot = try await RobotConsole()
        await robot.press("f")
        await robot.paste(text)
        #expect(robot.selection != nil, "\(text) \(robot.text)")
        await robot.press("enter")
        #expect(robot.depth == 3)
        await robot.press("esc esc")
    }

    @Test func findOfNothingSaysSo() async throws {
        let robot = try await RobotConsole()
        await robot.press("f")
        await robot.type("zzzzqqq")
        #expect(robot.shows("Nothing holds 'zzzzqqq'."))
        await robot.press("esc")
        #expect(robot.screen is FindScreen)
        await robot.press("esc")
        #expect(robot.depth == 1)
    }
}
