import ChangeContract
import ConsoleCore
import Foundation
import PostgresStore
import ReferenceSchema
import Settings
import TenantDomain
import TenantStore
import Testing

@testable import ConsoleTUI

/// On-call work in the trail of a server by keys alone: the stories and the keys of the same tests on a file.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct ServerAuditRobotTests {
    private struct Stage {
        let robot: ServerRobot
        let store: PostgresStore
        let session: ConsoleSession
        let incident = DemoStories.incidentInstant(now: ReferenceFixture.now)

        @MainActor var entries: [TimelineEntry] { (robot.screen as? TimelineScreen)?.entries ?? [] }

        func column(_ sql: String) async throws -> [String] {
            let block = try await store.read([Statement(sql: sql, columnCount: 1)])[0]
            return (0..<block.rowCount).map { block.text(row: $0, column: 0) ?? "" }
        }
    }

    private func stage(_ persona: Persona = .admin, bundles: String? = nil) async throws -> Stage {
        let store = try await TestServer.start().open(try ReferenceFixture.database())
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        let instant = ContinuousClock.now
        var session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "dana@ops",
            persona: persona, now: { ReferenceFixture.now }, rules: WriteRules(),
            leaseClock: LeaseClock { instant })
        session.writer = store.writer
        return Stage(robot: try await ServerRobot(session, bundles: bundles), store: store, session: session)
    }

    private func iso(_ instant: Int64) -> String { TimeText.iso(instant) }

    /// Moves the cursor to the first entry that is meant.
    private func go(_ stage: Stage, to isMeant: (TimelineEntry) -> Bool) async throws {
        let found = stage.entries.firstIndex(where: isMeant)
        let place = try #require(found, "\(stage.robot.text)")
        for _ in 0..<place { await stage.robot.press("j") }
    }

    @Test func whoMadeThemselvesOwnerAndWhatTheyDidNext() async throws {
        let stage = try await stage()
        let robot = stage.robot
        await robot.run("audit @role-escalations tenant:acme")
        try await go(stage) { $0.time == stage.incident }
        #expect(robot.shows("role viewer → owner") && robot.shows("03:12:41"), "\(robot.text)")
        await robot.press("enter")
        #expect(robot.screen is EntryScreen)
        #expect(robot.shows("viewer → owner"), "\(robot.text)")
        await robot.press("esc o m")
        #expect(
            stage.entries.contains { $0.actor == DemoStories.incidentPersonName && $0.action == "DELETE" },
            "\(robot.text)")
        await robot.run(
            "audit actor:\(DemoStories.incidentPersonEmail) since:\(iso(stage.incident - 20 * 60_000_000)) until:\(iso(stage.incident + 3_600_000_000))"
        )
        let did = stage.entries
        #expect(did.filter { $0.action.lowercased().contains("fail") }.count == DemoStories.incidentFailedSignIns)
        #expect(did.filter { $0.targetTable == "widgets" && $0.action == "UPDATE" }.count == 2)
        #expect(did.filter { $0.targetTable == "embed_tokens" }.count == DemoStories.incidentRotatedTokens)
        #expect(
            did.contains { $0.action == "DELETE" && $0.target == DemoStories.incidentDeletedWidget }, "\(robot.text)")
        await stage.store.close()
    }

    /// From the entries to the change that paused a widget, and that change taken back.
    @Test func whichChangeBrokeATenantsWidgetsAndItsRevert() async throws {
        let stage = try await stage()
        let robot = stage.robot
        let paused =
            "SELECT count(*) FROM widgets WHERE status = 'paused' AND name = '\(DemoStories.incidentPausedWidgets[0])'"
        let before = try await stage.column(paused)
        await robot.run("elevate 15m OPS-4412 put the widgets back")
        await robot.run("audit tenant:\"\(DemoStories.incidentWorkspace)\" table:widgets changed:status since:7d")
        let broke = stage.entries.filter { $0.changes.contains { $0.after == "paused" } }
        #expect(broke.compactMap(\.target).sorted() == DemoStories.incidentPausedWidgets.sorted())
        try await go(stage) { $0.target == DemoStories.incidentPausedWidgets[0] }
        await robot.press("enter")
        #expect(robot.screen is EntryScreen)
        #expect(robot.shows("active → paused") && robot.shows("as this entry left it"), "\(robot.text)")
        await robot.press(". v")
        #expect(robot.shows("paused → active") && robot.shows("OPS-4412"), "\(robot.text)")
        await robot.press("y")
        #expect(robot.toast.contains("done"), "\(robot.toast) \(robot.text)")
        let after = try await stage.column(paused)
        #expect(before == ["1"] && after == ["0"])

        // Everything done under that lease is one question.
        let lease = try #require(
            try await stage.column("SELECT DISTINCT lease_id FROM audit_logs WHERE lease_id IS NOT NULL").first)
        await robot.run("audit lease:\(lease)")
        #expect(stage.entries.map(\.target) == [DemoStories.incidentPausedWidgets[0]], "\(robot.text)")
        #expect(stage.entries.allSatisfy { $0.reason?.contains("OPS-4412") == true })
        await stage.store.close()
    }

    /// Everything that a leaked API key did, exported: the folder is there, whole, and shows what the persona may see.
    @Test(arguments: [Persona.oncall, .support])
    func everythingThatALeakedKeyDid(persona: Persona) async throws {
        let bundle = BundleCheck(in: try BundleCheck.place())
        defer { bundle.remove() }
        let stage = try await stage(persona, bundles: (bundle.folder as NSString).deletingLastPathComponent)
        let robot = stage.robot
        await robot.run("audit actor:\(DemoStories.incidentActorEmail) since:30d")
        let entries = stage.entries
        #expect(!entries.isEmpty && entries.allSatisfy { $0.actor == "svc-import" }, "\(robot.text)")
        await robot.press("i")
        await robot.press("tab right right right right")
        #expect(robot.shows(DemoStories.incidentActorAddress) == persona.seesPersonalData, "\(robot.text)")
        await robot.press("esc x")
        #expect(robot.shows("Incident bundle"), "\(robot.text)")
        await robot.press("b")
        #expect(robot.text.contains("manifest.json"), "\(robot.toast) \(robot.text)")
        try bundle.isWhole(persona: persona.rawValue, entries: entries.count)
        let lines = try bundle.text("entries.ndjson")
        #expect(lines.contains(DemoStories.incidentActorAddress) == persona.seesPersonalData)
        let files = try ["entries.ndjson", "entries.csv", "actors.csv", "timeline.txt", "timeline.svg"].map(bundle.text)
        // The question stands in the picture as it was asked.
        let told = files.joined().replacing("actor:\(DemoStories.incidentActorEmail)", with: "")
        #expect(told.contains(DemoStories.incidentActorEmail) == persona.seesPersonalData)
        #expect(try bundle.text("timeline.txt").contains("role viewer → owner"))
        #expect(try bundle.text("tenants.csv").contains(DemoStories.incidentWorkspace))
        await stage.store.close()
    }

    /// The chart, its parts and its facets are of one stretch and of every source that answers.
    @Test func chartAndFacetsAgree() async throws {
        let stage = try await stage()
        let robot = stage.robot
        await robot.run("audit since:20d")
        await robot.press("i")
        let screen = try #require(robot.screen as? HistogramScreen)
        let total = try #require(screen.histogram?.total)
        let since = TimeText.iso(ReferenceFixture.now - 20 * 86_400_000_000)
        let query = AuditQuery(filter: "since:\(since)", limit: 100_000)
        // The chart ends now; what the server's own clock dated while the fixture was made lies after that.
        let end = try #require(screen.histogram?.stretch.upperBound)
        let entries = try await TimelineService(session: stage.session).load(query).entries
        #expect(entries.filter { ($0.time ?? .max) < end }.count == total, "\(robot.text)")
        #expect(screen.facets[.action]?.total == total && (screen.histogram?.sources.count ?? 0) > 5)
        await robot.run("audit histogram --by source since:20d")
        let parts = try #require((robot.screen as? HistogramScreen)?.histogram?.series)
        #expect(parts.flatMap(\.counts).reduce(0, +) == total && parts.count > 1)
        #expect(parts.allSatisfy { robot.shows($0.name) }, "\(robot.text)")
        await stage.store.close()
    }
}
