import ConsoleCore
import SQLiteStore
import TenantDomain
import TenantStore
import TerminalCore
import Testing

@testable import ConsoleTUI

/// The whole console with a real database and nobody at the keys: scripted input, exact idle, frames as text.
///
/// No clock runs: timers that the console starts are parked, and a test fires them by name.
@MainActor
final class RobotConsole {
    struct Options: Sendable {
        var size = Size(width: 120, height: 40)
        var persona = Persona.admin
        var keymap = Keymap.standard
        var remembered = RememberedViews()
        var theme = Theme.builtin[0]
        var isLinear = false
        var notes: [String] = []
        var start: String?
        var rules = WriteRules.readOnly
        var leaseClock = LeaseClock.system
        /// The folder that bundles are written into.
        var bundles: String?
    }

    private(set) var app: ConsoleApp
    let host: FakeHost
    let store: GatedStore
    let journal = MemoryJournal()
    private let runner: EffectRunner
    private let mailbox = Mailbox()
    /// Timers that were started and have not fired.
    private(set) var timers: Set<TimerID> = []
    /// Reads that were started.
    private(set) var loads = 0
    private(set) var hasQuit = false
    private(set) var frame: Frame

    init(_ options: Options = Options(), file: DemoFile.Made? = nil) async throws {
        let made: DemoFile.Made
        if let file { made = file } else { made = try await DemoFile.get() }
        store = GatedStore(try await SQLiteStore.open(path: made.path))
        host = FakeHost(
            environments: [
                "staging": {
                    let other = try await SQLiteStore.open(path: made.path)
                    return OpenedSession(
                        session: DemoFile.session(
                            other, registry: made.registry, persona: .support, environment: "staging"),
                        notes: ["A note of staging."])
                }
            ], bundles: options.bundles, journal: journal)
        var session = DemoFile.session(
            store, registry: made.registry, persona: options.persona, environment: "local", rules: options.rules,
            leaseClock: options.leaseClock, journal: journal)
        if options.rules.refusal == nil {
            session.writer = SQLiteWriter(path: made.path)
            session.archive = ArchiveFolder(path: made.path + ".undo", days: 30, now: session.now)
        }
        app = ConsoleApp(
            opened: OpenedSession(session: session),
            render: RenderContext(theme: options.theme, isLinear: options.isLinear), keymap: options.keymap,
            remembered: options.remembered, environments: ["local", "staging", "missing"],
            globals: ["--env", "local"], size: options.size)
        let mailbox = mailbox
        runner = EffectRunner(host: host, session: session, post: { mailbox.post($0) }) { _ in
            for await _ in Self.nothing() {}
            throw CancellationError()
        }
        frame = app.frame()
        carryOut(app.start(HomeScreen.first(app.context), notes: options.notes))
        await idle()
        if let start = options.start { await run(start) }
    }

    /// Elements that never come; waiting for one ends when the task is cancelled.
    private nonisolated static func nothing() -> AsyncStream<Void> { AsyncStream { _ in } }

    // MARK: Driving

    /// Keys by name, parted by blanks; after each one everything it caused has come back.
    func press(_ keys: String) async {
        for word in keys.split(separator: " ") {
            guard let press = KeyPress(parsing: String(word)) else {
                Issue.record("no key '\(word)'")
                continue
            }
            mailbox.post(.input(.key(press)))
            await idle()
        }
    }

    func press(_ key: KeyPress) async {
        mailbox.post(.input(.key(key)))
        await idle()
    }

    func perform(_ action: Action) async {
        guard let key = Keymap.standard.keys(for: action).first else { return }
        await press(key)
    }

    /// Out of every overlay and field and back to the first view, with esc and nothing else.
    func home() async {
        for _ in 0..<200 where overlays > 0 || depth > 1 || screen?.wantsText == true { await press("esc") }
        #expect(overlays == 0 && depth == 1, "esc does not lead home from \(title)")
    }

    /// Out of every overlay and down to this many views, with esc and nothing else; esc has to get there, since keys
    /// that a field takes for text would never.
    func leave(to depth: Int) async {
        for _ in 0..<200 where overlays > 0 || self.depth > depth { await press("esc") }
        #expect(overlays == 0 && self.depth <= depth, "esc does not lead out of \(title)")
    }

    /// Characters as typed, blanks among them.
    func type(_ text: String) async {
        for character in text {
            send(.input(.key(KeyPress(character))))
            await idle()
        }
    }

    /// Characters, and a key behind them, that are all there before a frame is drawn.
    func typeAtOnce(_ text: String, then key: KeyPress? = nil) async {
        let presses = text.map { KeyPress($0) } + (key.map { [$0] } ?? [])
        for (place, press) in presses.enumerated() {
            carryOut(app.update(.input(.key(press)), hasMoreKeys: place + 1 < presses.count))
        }
        await idle()
    }

    /// A command line behind `:`.
    func run(_ line: String) async {
        await press(":")
        await paste(line)
        await press("enter")
    }

    /// A filter behind `/` in place of the one there was.
    func filter(_ text: String) async {
        await press("/ ctrl-e ctrl-u")
        await paste(text)
        await press("enter")
    }

    func paste(_ text: String) async {
        send(.input(.paste(text)))
        await idle()
    }

    func resize(_ width: Int, _ height: Int) async {
        send(.input(.resize(Size(width: width, height: height))))
        await idle()
    }

    func send(_ event: InputEvent) async {
        send(.input(event))
        await idle()
    }

    /// Fires a parked timer.
    func fire(_ timer: TimerID) async {
        #expect(timers.remove(timer) != nil, "\(timer) was not started")
        send(.timer(timer))
        await idle()
    }

    /// Fires a parked timer while reads are held.
    func fireNow(_ timer: TimerID) {
        #expect(timers.remove(timer) != nil, "\(timer) was not started")
        send(.timer(timer))
    }

    func isCurrent(_ message: Message) -> Bool { runner.isCurrent(message) }

    /// Posts without waiting for what it causes.
    func send(_ message: Message) {
        mailbox.post(message)
        take()
        frame = app.frame()
    }

    /// Keys of which each comes when what the one before caused has been posted and not yet taken.
    func race(_ keys: [KeyPress]) async {
        for key in keys {
            await runner.idle()
            let waiting = mailbox.take()
            for message in [.input(.key(key))] + waiting where runner.isCurrent(message) {
                carryOut(app.update(Self.timeless(message)))
            }
            frame = app.frame()
        }
        await idle()
    }

    /// Until nothing is under way and nothing waits to be taken; exact, without a clock.
    func idle() async {
        repeat {
            take()
            await runner.idle()
        } while take()
        frame = app.frame()
        host.draw(frame)
    }

    /// - Returns: whether there was anything to take.
    @discardableResult
    func take() -> Bool {
        let messages = mailbox.take()
        for message in messages where runner.isCurrent(message) { carryOut(app.update(Self.timeless(message))) }
        return !messages.isEmpty
    }

    private func carryOut(_ effects: [Effect]) {
        runner.use(app.context.session)
        for effect in effects {
            if case .timer(let timer, _) = effect { timers.insert(timer) }
            if case .stopTimer(let timer) = effect { timers.remove(timer) }
            if case .load = effect { loads += 1 }
            if case .quit = effect { hasQuit = true }
            runner.run(effect)
        }
    }

    /// The message as if every read had taken two milliseconds, so that frames are the same on every machine.
    private static func timeless(_ message: Message) -> Message {
        guard case .loaded(let slot, let ticket, .success(let result), _) = message else { return message }
        let took = 2000
        let timeless: LoadResult =
            switch result {
            case .list(let reply):
                .list(
                    ListReply(
                        resource: reply.resource, columns: reply.columns, hidden: reply.hidden, page: reply.page,
                        identityColumns: reply.identityColumns, labelColumn: reply.labelColumn,
                        tenantColumn: reply.tenantColumn, filter: reply.filter, sort: reply.sort,
                        tenant: reply.tenant, next: reply.next, elapsedMicroseconds: took))
            case .find(let reply, let isLast):
                .find(
                    FindReply(
                        text: reply.text, matches: reply.matches, skipped: reply.skipped, elapsedMicroseconds: took),
                    isLast: isLast)
            case .timeline(let reply):
                .timeline(
                    TimelineReply(
                        entries: reply.entries, filter: reply.filter, tenant: reply.tenant, sources: reply.sources,
                        leftOut: reply.leftOut, tally: reply.tally, hasBefore: reply.hasBefore,
                        hasAfter: reply.hasAfter, next: reply.next, here: reply.here, elapsedMicroseconds: took))
            default: result
            }
        return .loaded(slot, ticket: ticket, .success(timeless), microseconds: took)
    }

    // MARK: Looking

    var lines: [String] { frame.buffer.lines() }
    var text: String { lines.joined(separator: "\n") }
    var header: String { lines.first ?? "" }
    var title: String { lines.count > 1 ? lines[1] : "" }
    var hints: String { lines.last ?? "" }
    /// The line that text is typed into.
    var inputLine: String { lines.last ?? "" }
    var screen: (any Screen)? { app.screens.current }
    var depth: Int { app.screens.trail.count }
    var overlays: Int { app.overlays.count }
    var toast: String { app.toast.map { $0.toast.text + ($0.toast.hint.map { " \($0)" } ?? "") } ?? "" }
    var selection: Selection? { screen?.selection(app.context) }
    var selected: String { selection?.label ?? "" }

    func shows(_ text: String) -> Bool { self.text.contains(text) }

    /// The one line that holds the text.
    func line(_ text: String) -> String? { lines.first { $0.contains(text) } }
}
