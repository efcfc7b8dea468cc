import TenantDomain
import TenantStore
import TerminalCore
import Testing

@testable import ConsoleCore
@testable import ConsoleTUI

/// What was kept or read ahead for the operator is never drawn in a member's view, nor the other way round.
@MainActor
@Suite struct ViewAsStateTests {
    private let marker = FirstView(at: 0, lines: ["a row of the operator's"])

    private func app(_ view: FirstView?) async throws -> ConsoleApp {
        let made = try await DemoFile.get()
        let session = DemoFile.session(
            try await DemoFile.open(made), registry: made.registry, persona: .admin, environment: "far")
        var app = ConsoleApp(
            opened: OpenedSession(session: session, isFar: true, firstView: view),
            render: RenderContext(theme: Theme.builtin[0]), size: Size(width: 100, height: 30))
        _ = app.start(HomeScreen.first(app.context))
        return app
    }

    private func member(_ app: ConsoleApp) -> ConsoleSession {
        let session = app.context.session
        return session.viewed(
            session.store, registry: session.registry,
            by: ViewedMember(
                label: "jane", userID: .text("j"), claimedTenant: nil, role: "authenticated",
                login: ViewLogin(name: "seer", isSuperuser: false, unlimitedRoles: [], ownsTables: false, isOwn: true),
                notes: [], unreadable: [:]))
    }

    private func reply(_ app: ConsoleApp, _ filter: String = "") async throws -> ListReply {
        let resource = try #require(app.context.registry.resource(for: .tenant))
        return try await ListService(session: app.context.session).list(
            ListRequest(resource: resource.name, filter: filter, limit: 20))
    }

    private func slot(_ app: ConsoleApp, _ purpose: LoadSlot.Purpose = .page) throws -> LoadSlot {
        LoadSlot(screen: try #require(app.screens.current?.id), purpose: purpose)
    }

    private func text(_ app: inout ConsoleApp) -> String { app.frame().buffer.lines().joined(separator: "\n") }

    @Test func aKeptFirstViewIsNotDrawnForAMember() async throws {
        var app = try await app(marker)
        #expect(text(&app).contains(marker.lines[0]))
        _ = app.update(.viewed(member(app)))
        #expect(!text(&app).contains(marker.lines[0]))
        // The member's rows come, and are kept nowhere.
        _ = app.update(.loaded(try slot(app), ticket: 1, .success(.list(try await reply(app))), microseconds: 10))
        #expect(text(&app).contains("VIEW AS jane"))
        #expect(app.takeFirstView() == nil)
    }

    @Test func whatWasReadAheadForOneIsDroppedForTheOther() async throws {
        var app = try await app(nil)
        let all = try await reply(app)
        let name = try #require(all.page.rows.text(row: 3, column: 0))
        let (page, ahead) = (try slot(app), try slot(app, .ahead))
        _ = app.update(.viewed(member(app)))
        #expect(try slot(app) != page)
        // Late answers to what the operator had asked for.
        for late in [page, ahead] {
            _ = app.update(.loaded(late, ticket: 1, .success(.list(all)), microseconds: 10))
            #expect(!text(&app).contains(name))
        }
        // And the member's, after the view has ended.
        let theirs = [try slot(app), try slot(app, .ahead)]
        for key in ":as off".map({ KeyPress($0) }) + [KeyPress(key: .enter)] { _ = app.update(.input(.key(key))) }
        #expect(app.context.session.view == nil)
        for late in theirs {
            _ = app.update(.loaded(late, ticket: 2, .success(.list(all)), microseconds: 10))
            #expect(!text(&app).contains(name))
        }
        #expect(app.takeFirstView() == nil)
    }
}
