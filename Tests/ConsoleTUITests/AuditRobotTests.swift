import ChangeContract
import ConsoleCore
import Foundation
import ReferenceSchema
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

/// On-call work in the trail by keys alone, on the stories that every demo holds.
@MainActor
struct AuditRobotTests {
    private func trail(_ robot: RobotConsole) -> TimelineScreen? { robot.screen as? TimelineScreen }

    private func iso(_ instant: Int64) -> String { TimeText.iso(instant) }

    /// Who made themselves owner at night, and what they did next.
    @Test func whoMadeThemselvesOwnerAndWhatTheyDidNext() async throws {
        let robot = try await RobotConsole(.init(start: "@role-escalations tenant:acme"))
        let incident = DemoStories.incidentInstant(now: DemoFile.now)
        let place = try #require(trail(robot)?.entries.firstIndex { $0.time == incident })
        for _ in 0..<place { await robot.press("j") }
        #expect(robot.shows("role viewer → owner"))
        #expect(robot.shows("03:12:41"))
        #expect(trail(robot)?.entry?.actor == "svc-import")
        // The entry, then the member as person, then what that person did.
        await robot.press("enter")
        #expect(robot.screen is EntryScreen)
        #expect(robot.shows("viewer → owner"))
        await robot.press("esc o m")
        let around = try #require(trail(robot)?.entries)
        #expect(around.contains { $0.actor == DemoStories.incidentPersonName && $0.action == "DELETE" })
        await robot.run(
            "audit actor:\(DemoStories.incidentPersonEmail) since:\(iso(incident - 20 * 60_000_000)) until:\(iso(incident + 3_600_000_000))"
        )
        let did = try #require(trail(robot)?.entries)
        #expect(did.filter { $0.action.lowercased().contains("fail") }.count == DemoStories.incidentFailedSignIns)
        #expect(did.filter { $0.targetTable == "widgets" && $0.action == "UPDATE" }.count == 2)
        #expect(did.filter { $0.targetTable == "embed_tokens" }.count == DemoStories.incidentRotatedTokens)
        #expect(did.contains { $0.action == "DELETE" && $0.target == DemoStories.incidentDeletedWidget })
    }

    /// Which change broke a tenant's widgets: from the histogram's facets to the entries, and the row as it is now.
    @Test func whichChangeBrokeATenantsWidgets() async throws {
        let robot = try await RobotConsole(
            .init(start: "audit tenant:\"\(DemoStories.incidentWorkspace)\" table:widgets changed:status since:7d"))
        let paused = try #require(trail(robot)?.entries.filter { $0.changes.contains { $0.after == "paused" } })
        #expect(paused.compactMap(\.target).sorted() == DemoStories.incidentPausedWidgets.sorted())
        await robot.press("i")
        #expect(robot.screen is HistogramScreen)
        #expect(robot.shows("ACTOR") && robot.shows(DemoStories.incidentPersonName))
        // The facet narrows the trail to the one who did it.
        let actors = try #require((robot.screen as? HistogramScreen)?.facets[.actor]?.rows)
        let who = try #require(actors.firstIndex { $0.label == DemoStories.incidentPersonName })
        await robot.press("tab")
        for _ in 0..<who { await robot.press("down") }
        await robot.press("enter")
        #expect(trail(robot)?.query.filter.contains("actor:") == true)
        let place = try #require(trail(robot)?.entries.firstIndex { $0.changes.contains { $0.after == "paused" } })
        for _ in 0..<place { await robot.press("j") }
        await robot.press("enter")
        #expect(robot.screen is EntryScreen)
        #expect(robot.shows("active → paused"))
        #expect(robot.shows("as this entry left it"), "\(robot.text)")
    }

    /// The change that broke a widget taken back from its entry, and everything done under that lease.
    @Test func theChangeThatBrokeAWidgetIsReverted() async throws {
        let file = try await DemoFile.copy()
        let instant = ContinuousClock.now
        let robot = try await RobotConsole(
            .init(rules: WriteRules(), leaseClock: LeaseClock { instant }), file: file)
        let paused = DemoStories.incidentPausedWidgets[0]
        func status() async throws -> [String] {
            try await DemoFile.column(
                "SELECT g.status FROM widgets g JOIN workspaces w ON w.id = g.workspace_id WHERE g.name = '\(paused)' "
                    + "AND w.name = '\(DemoStories.incidentWorkspace)'", path: file.path)
        }
        #expect(try await status() == ["paused"])
        await robot.run("elevate 15m OPS-4412 put the widgets back")
        await robot.run("audit tenant:\"\(DemoStories.incidentWorkspace)\" table:widgets changed:status since:7d")
        let place = try #require(trail(robot)?.entries.firstIndex { $0.target == paused })
        for _ in 0..<place { await robot.press("j") }
        await robot.press("enter")
        #expect(robot.shows("active → paused") && robot.shows("as this entry left it"), "\(robot.text)")
        await robot.press(". v")
        #expect(robot.shows("paused → active") && robot.shows("OPS-4412"), "\(robot.text)")
        await robot.press("y")
        #expect(robot.toast.contains("done"), "\(robot.toast) \(robot.text)")
        #expect(try await status() == ["active"])

        // A second write under the same lease, then both by one question.
        await robot.run("workspace_members email:=jane.doe@acme.example --tenant \"Acme Industries\"")
        await robot.press(". r")
        await robot.press("j enter")
        await robot.press("y")
        let leases = try await DemoFile.column(
            "SELECT DISTINCT lease_id FROM audit_logs WHERE lease_id IS NOT NULL", path: file.path)
        let lease = try #require(leases.first)
        #expect(leases.count == 1)
        await robot.run("audit lease:\(lease)")
        let done = try #require(trail(robot)?.entries)
        #expect(done.map(\.targetTable) == ["workspace_members", "widgets"], "\(robot.text)")
        #expect(done.last?.target == paused)
        #expect(done.allSatisfy { $0.reason?.contains("OPS-4412") == true })
        // The entry before it tells who had broken it, and nothing of the incident is among what the lease did.
        #expect(robot.shows("paused → active"), "\(robot.text)")
    }

    /// Everything that a leaked API key did, exported: the folder is there, whole, and shows what the persona may see.
    @Test(arguments: [Persona.oncall, .support])
    func everythingThatALeakedKeyDid(persona: Persona) async throws {
        let bundle = BundleCheck(in: try BundleCheck.place())
        defer { bundle.remove() }
        let robot = try await RobotConsole(
            .init(
                persona: persona, start: "audit actor:\(DemoStories.incidentActorEmail) since:30d",
                bundles: (bundle.folder as NSString).deletingLastPathComponent))
        let entries = try #require(trail(robot)?.entries)
        #expect(!entries.isEmpty && entries.allSatisfy { $0.actor == "svc-import" })
        await robot.press("i")
        await robot.press("tab right right right right")
        #expect(robot.shows(DemoStories.incidentActorAddress) == persona.seesPersonalData)
        await robot.press("esc x")
        #expect(robot.overlays == 1 && robot.shows("Incident bundle"))
        await robot.press("b")
        #expect(robot.text.contains("manifest.json"), "\(robot.toast) \(robot.text)")
        try bundle.isWhole(persona: persona.rawValue, entries: entries.count)
        let lines = try bundle.text("entries.ndjson")
        #expect(lines.contains("\"role\":\"owner\""))
        #expect(lines.contains(DemoStories.incidentActorAddress) == persona.seesPersonalData)
        let files = try ["entries.ndjson", "entries.csv", "actors.csv", "timeline.txt", "timeline.svg"].map(bundle.text)
        // The question stands in the picture as it was asked.
        let told = files.joined().replacing("actor:\(DemoStories.incidentActorEmail)", with: "")
        #expect(told.contains(DemoStories.incidentActorEmail) == persona.seesPersonalData)
        #expect(try bundle.text("timeline.txt").contains("role viewer → owner"))
        #expect(try bundle.text("actors.csv").contains("svc-import"))
        #expect(try bundle.text("tenants.csv").contains(DemoStories.incidentWorkspace))
        // It left the database: the journal has it.
        #expect(try journaled(robot).contains { $0.kind == "export" && $0["format"] == "bundle" })
    }

    private func journaled(_ robot: RobotConsole) throws -> [JournalRecord] {
        try robot.journal.sessions().flatMap { JournalRecord.records(in: try robot.journal.read($0)) }
    }

    @Test func theHistogramZoomsAndBrushes() async throws {
        let robot = try await RobotConsole(.init(start: "audit since:30d"))
        await robot.press("i")
        let whole = try #require((robot.screen as? HistogramScreen)?.histogram)
        #expect(whole.unit == "day" || whole.unit == "6 hours")
        await robot.press("down")
        let closer = try #require((robot.screen as? HistogramScreen)?.histogram)
        #expect(closer.width < whole.width)
        #expect(closer.counts.reduce(0, +) == whole.counts[whole.peak ?? 0])
        await robot.press("up")
        #expect((robot.screen as? HistogramScreen)?.histogram == whole)
        await robot.press("v left left enter")
        let shown = try #require(trail(robot))
        let peak = try #require(whole.peak)
        #expect(shown.query.filter.contains("since:\(iso(whole.edges[peak - 2]))"))
        #expect(shown.query.filter.contains("until:"))
        #expect(!shown.query.filter.contains("30d"))
    }

    @Test func followingPutsNewEntriesInWithoutMovingWhatIsRead() async throws {
        let file = try await DemoFile.copy()
        let robot = try await RobotConsole(.init(start: "audit source:audit_logs"), file: file)
        let id = try #require(robot.screen?.id)
        await robot.press("w")
        #expect(robot.title.contains("following"))
        func insert(_ number: Int, secondsAgo: Int64) throws {
            let key = "00000000-0000-4000-8000-00000000000\(number)"
            try DemoFile.execute(
                "INSERT INTO audit_logs (id, table_name, record_id, action, created_at) VALUES ('\(key)', 'widgets', '\(key)', 'UPDATE', '\(iso(DemoFile.now - secondsAgo * 1_000_000))')",
                path: file.path)
        }
        try insert(1, secondsAgo: 1)
        await robot.fire(.watch(id))
        #expect(trail(robot)?.entries.first?.id.text?.hasSuffix("01") == true)
        await robot.press("j j j")
        let reading = trail(robot)?.entry
        try insert(2, secondsAgo: 0)
        await robot.fire(.watch(id))
        #expect(trail(robot)?.entry == reading)
        #expect(robot.title.contains("1 new above"))
        // A late one goes in at its time, marked.
        try insert(3, secondsAgo: 20)
        await robot.fire(.watch(id))
        #expect(robot.shows("late"))
        // The time stays whole beside it.
        let clock = TimeText.clock(ZoneClock.utc.civil(DemoFile.now - 20_000_000))
        #expect(robot.shows("\(clock)  late"), "\(robot.text)")
        #expect(trail(robot)?.entry == reading)
        // Paused, then on again: nothing is missed.
        await robot.press("w")
        #expect(robot.title.contains("paused"))
        try insert(4, secondsAgo: 0)
        await robot.press("w")
        await robot.press("g")
        #expect(
            trail(robot)?.entries.filter { $0.id.text?.hasPrefix("00000000-0000-4000-8000-00000000000") == true }.count
                == 4)
        let ids = try #require(trail(robot)?.entries.map { $0.id.text ?? "" })
        #expect(Set(ids).count == ids.count)
    }

    /// Chart and facets are of one stretch, which the screen names; the parts are drawn where they are asked for.
    @Test func chartAndFacetsAreOfOneStretch() async throws {
        let robot = try await RobotConsole(.init(start: "audit tenant:acme changed:role"))
        await robot.press("i")
        let screen = try #require(robot.screen as? HistogramScreen)
        let histogram = try #require(screen.histogram)
        #expect(screen.facets[.action]?.total == histogram.total)
        #expect(robot.title.contains("\(histogram.total) entries") && robot.title.contains("since "), "\(robot.title)")
        await robot.run("audit histogram --by source since:7d")
        let parts = try #require((robot.screen as? HistogramScreen)?.histogram?.series)
        #expect(parts.count > 1 && parts.allSatisfy { robot.shows($0.name) }, "\(robot.text)")
        await robot.press("?")
        #expect(robot.shows("zoom out") && robot.shows("begin a brush"), "\(robot.text)")
        await robot.press("esc esc")
        await robot.run("audit top --by action since:1d --against 'since:8d until:1d' --limit 3")
        #expect(robot.shows("against since:8d until:1d") && robot.shows("the first 3 of"), "\(robot.text)")
    }

    /// What the page holds is whole; what finds no room is marked, and `l` gets there.
    @Test(arguments: [80, 100, 120, 160]) func columnsOfTheTrailAreReached(width: Int) async throws {
        let robot = try await RobotConsole(
            .init(
                size: Size(width: width, height: 24),
                start: "audit actor:\(DemoStories.incidentActorEmail)"))
        if width >= 100 { #expect(robot.shows(DemoStories.incidentActorAddress), "\(robot.text)") }
        if !robot.shows("SOURCE") {
            #expect(robot.shows("›"), "\(robot.text)")
            await robot.press("l l l l l l")
        }
        #expect(robot.shows("SOURCE") && robot.shows(DemoStories.incidentActorAddress), "\(robot.text)")
    }

    @Test func roomGoesToContentFirst() {
        let all = TimelineColumns.Column.allCases.filter { $0 != .late }
        let needs = TimelineColumns.Needs(
            natural: [.actor: 23, .action: 18, .target: 16, .change: 60, .ip: 15, .source: 22], plainActor: 9)
        func widths(_ room: Int) -> TimelineColumns { TimelineColumns(all, needs: needs, room: room) }
        let wide = widths(157)
        #expect(wide.widths[.actor] == 23 && wide.widths[.ip] == 15 && wide.widths[.source] == 22)
        #expect(wide.widths[.change] == 157 - 8 - 23 - 18 - 16 - 15 - 22 - 12)
        let usual = widths(117)
        #expect(usual.widths[.actor] == 23 && usual.widths[.action] == 18 && usual.widths[.ip] == 15)
        #expect(usual.widths[.change] == 117 - 8 - 23 - 18 - 16 - 15 - 10 && usual.showsRoles)
        let narrow = widths(77)
        #expect(!narrow.showsRoles && narrow.widths[.actor] == 9)
        let phone = widths(37)
        #expect(phone.widths[.time] == 8 && phone.widths[.actor] == 9 && phone.widths[.action] == 16)
    }
}
