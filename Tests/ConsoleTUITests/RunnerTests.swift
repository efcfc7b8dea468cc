import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@testable import ConsoleTUI

@MainActor
@Suite(.timeLimit(.minutes(5)))
struct RunnerTests {
    @Test func anAnswerThatWasOvertakenIsNotTheNewerOnes() async throws {
        let robot = try await RobotConsole(.init(start: "audit_logs"))
        // Both in one batch: the page that was read when the key for the end arrives must not be taken for the end.
        await robot.press("pgdn pgdn")
        await robot.race([KeyPress(key: .pageDown), KeyPress("G")])
        #expect(robot.title.contains("last "))
        let last = try await DemoFile.column("SELECT id FROM audit_logs ORDER BY created_at, id LIMIT 1")
        #expect(robot.selection?.identity.words == last)
    }

    @Test func theLoopDrawsBeforeAFarDatabaseAnswersAndEndsOnQuit() async throws {
        let made = try await DemoFile.get()
        let store = GatedStore(try await DemoFile.open(made))
        let host = FakeHost()
        let session = DemoFile.session(store, registry: made.registry, persona: .admin, environment: "local")
        let app = ConsoleApp(
            opened: OpenedSession(session: session, isFar: true), render: RenderContext(theme: Theme.builtin[0]),
            size: Size(width: 80, height: 24))
        let mailbox = Mailbox()
        mailbox.post(.input(.key(KeyPress("q"))))
        mailbox.post(.input(.key(KeyPress("y"))))
        let ending = await ConsoleLoop(app: app, host: host, mailbox: mailbox).run(notes: ["hello"])
        #expect(ending == .quit)
        #expect(host.log.frames >= 1)
    }

    @Test(arguments: [(Message.terminate, ConsoleLoop.Ending.terminated), (.lost, .lost)])
    func aTerminalThatGoesEndsTheLoop(message: Message, ending: ConsoleLoop.Ending) async throws {
        let made = try await DemoFile.get()
        let session = DemoFile.session(
            GatedStore(try await DemoFile.open(made)), registry: made.registry, persona: .admin, environment: "local")
        let app = ConsoleApp(
            opened: OpenedSession(session: session), render: RenderContext(theme: Theme.builtin[0]),
            size: Size(width: 80, height: 24))
        let mailbox = Mailbox()
        mailbox.post(message)
        #expect(await ConsoleLoop(app: app, host: FakeHost(), mailbox: mailbox).run(notes: []) == ending)
    }
}
