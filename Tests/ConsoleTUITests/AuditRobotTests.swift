import ConsoleCore
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
        #expect(robot.shows(DemoStories.incidentDeletedWidget))
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

    /// Everything that a leaked API key did; the bundle itself is the command line's to test.
    @Test func everythingThatALeakedKeyDid() async throws {
        let robot = try await RobotConsole(.init(start: "audit actor:\(DemoStories.incidentActorEmail)"))
        let entries = try #require(trail(robot)?.entries)
        #expect(!entries.isEmpty && entries.allSatisfy { $0.actor == "svc-import" })
        await robot.press("x")
        #expect(robot.overlays == 1 && robot.shows("Incident bundle"))
        await robot.press("esc i")
        await robot.press("tab right right right right")
        #expect(robot.shows(DemoStories.incidentActorAddress))
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
}
