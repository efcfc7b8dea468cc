import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

/// What the console does for a database at the other end of a network, and for queries that would take it long.
@MainActor
@Suite struct FarDatabaseTests {
    private func app(_ view: FirstView?) async throws -> ConsoleApp {
        let made = try await DemoFile.get()
        let session = DemoFile.session(
            try await DemoFile.open(made), registry: made.registry, persona: .admin, environment: "far")
        return ConsoleApp(
            opened: OpenedSession(session: session, isFar: true, firstView: view),
            render: RenderContext(theme: Theme.builtin[0]), size: Size(width: 100, height: 30))
    }

    private func pageSlot(_ app: ConsoleApp) throws -> LoadSlot {
        LoadSlot(screen: try #require(app.screens.current?.id), purpose: .page)
    }

    @Test func theViewOfTheLastSessionStandsUntilTheDatabaseAnswers() async throws {
        var app = try await app(FirstView(at: 0, lines: ["an old row", "another old row"]))
        _ = app.start(HomeScreen.first(app.context))
        let frame = app.frame()
        let waiting = frame.buffer.lines()
        #expect(waiting.contains("an old row"))
        #expect(waiting[1].contains("as of"))
        let early = app.takeFirstView()
        #expect(early == nil)
        _ = app.update(
            .loaded(try pageSlot(app), ticket: 1, .failure(.cancelled), microseconds: 0))
        #expect(!app.frame().buffer.lines().contains("an old row"))
    }

    @Test func theFirstViewIsKeptAsDrawn() async throws {
        var app = try await app(nil)
        _ = app.start(HomeScreen.first(app.context))
        let service = ListService(session: app.context.session)
        let resource = try #require(app.context.registry.resource(for: .tenant))
        let reply = try await service.list(ListRequest(resource: resource.name, limit: 60))
        _ = app.update(.loaded(try pageSlot(app), ticket: 1, .success(.list(reply)), microseconds: 100))
        let frame = app.frame()
        let kept = app.takeFirstView()
        let view = try #require(kept)
        #expect(view.lines == Array(frame.buffer.lines()[2..<29]))
        let again = app.takeFirstView()
        #expect(again == nil)
    }

    @Test func aFullScanAsksAndAYesAllowsIt() async throws {
        var app = try await app(nil)
        _ = app.start(HomeScreen.first(app.context))
        let scan = FullScan(
            resource: "Workspaces", cause: .filter("name:x"), rows: 4_000_000, indexedFields: ["created_at"])
        _ = app.update(.loaded(try pageSlot(app), ticket: 1, .failure(.fullScan(scan)), microseconds: 0))
        let text = app.frame().buffer.lines().joined(separator: "\n")
        #expect(text.contains("4,000,000 rows"))
        #expect(text.contains("created_at"))
        let effects = app.update(.input(.key(KeyPress("y"))))
        let allowed = effects.contains { effect in
            if case .load(_, .list(let query, _)) = effect { query.allowsFullScan } else { false }
        }
        #expect(allowed)
    }

    @Test func theNextPageIsReadBeforeItIsAskedFor() async throws {
        var app = try await app(nil)
        _ = app.start(ListScreen(ListRequest(resource: "audit_logs")))
        let service = ListService(session: app.context.session)
        var request = ListRequest(resource: "audit_logs", limit: 60)
        let first = try await service.list(request)
        let effects = app.update(.loaded(try pageSlot(app), ticket: 1, .success(.list(first)), microseconds: 100))
        let ahead = effects.compactMap { effect -> LoadSlot? in
            if case .load(let slot, .list) = effect, slot.purpose == .ahead { slot } else { nil }
        }
        let slot = try #require(ahead.first)
        #expect(ahead.count == 1)
        request.after = first.next
        let second = try await service.list(request)
        _ = app.update(.loaded(slot, ticket: 2, .success(.list(second)), microseconds: 100))
        let list = try #require(app.screens.current as? ListScreen)
        #expect(list.window?.count == 120)
        #expect(list.table.selected == 0)
    }
}
