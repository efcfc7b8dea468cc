import ConsoleCore
import Settings
import Synchronization
import TenantDomain
import TenantStore
import TerminalCore

@testable import ConsoleTUI
@testable import tenantctl

/// The console over a server, with nobody at the keys: timers are parked until a test fires them.
@MainActor
final class ServerRobot {
    private var app: ConsoleApp
    private let runner: EffectRunner
    private let mailbox = Mailbox()
    private(set) var timers: Set<TimerID> = []

    let host: SilentHost

    /// A database without a profile, for reading.
    convenience init(_ store: any DatabaseStore) async throws {
        let registry = ResourceBuilder.registry(
            catalog: try await store.readCatalog(), profile: Profile(name: "none", title: ""))
        let session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: .admin, now: { 1_795_240_800_000_000 })
        try await self.init(session)
    }

    /// - Parameter bundles: the folder that bundles are written into.
    init(_ session: ConsoleSession, bundles: String? = nil) async throws {
        host = SilentHost(bundles: bundles)
        app = ConsoleApp(
            opened: OpenedSession(session: session), render: RenderContext(theme: Theme.builtin[0], isLinear: false),
            size: Size(width: 120, height: 30))
        let mailbox = mailbox
        runner = EffectRunner(host: host, session: session, post: { mailbox.post($0) }) { _ in
            for await _ in AsyncStream<Void>(Void.self, { _ in }) {}
            throw CancellationError()
        }
        carryOut(app.start(HomeScreen.first(app.context)))
        await idle()
    }

    var text: String { app.frame().buffer.lines().joined(separator: "\n") }
    var header: String { app.frame().buffer.lines().first ?? "" }
    var headerStyle: Style { app.frame().buffer.style(at: Point(x: 3, y: 0)) }
    var screen: (any Screen)? { app.screens.current }
    var toast: String { app.toast?.toast.text ?? "" }

    /// A command line behind `:`.
    func run(_ line: String) async {
        await post(.input(.key(KeyPress(":"))))
        await post(.input(.paste(line)))
        await post(.input(.key(KeyPress(key: .enter))))
    }

    func shows(_ text: String) -> Bool { self.text.contains(text) }

    /// Keys by name, parted by blanks.
    func press(_ keys: String) async {
        for word in keys.split(separator: " ") {
            if let press = KeyPress(parsing: String(word)) { await post(.input(.key(press))) }
        }
    }

    /// Characters as typed.
    func type(_ text: String) async {
        for character in text { await post(.input(.key(KeyPress(character)))) }
    }

    func perform(_ action: Action) async {
        if let key = Keymap.standard.keys(for: action).first { await post(.input(.key(key))) }
    }

    /// Fires a parked timer; false where it was not started.
    func fire(_ timer: TimerID) async -> Bool {
        guard timers.remove(timer) != nil else { return false }
        await post(.timer(timer))
        return true
    }

    private func post(_ message: Message) async {
        mailbox.post(message)
        await idle()
    }

    private func idle() async {
        repeat {
            take()
            await runner.idle()
        } while take()
    }

    @discardableResult private func take() -> Bool {
        let messages = mailbox.take()
        for message in messages where runner.isCurrent(message) { carryOut(app.update(message)) }
        return !messages.isEmpty
    }

    private func carryOut(_ effects: [Effect]) {
        runner.use(app.context.session)
        for effect in effects {
            if case .timer(let timer, _) = effect { timers.insert(timer) }
            if case .stopTimer(let timer) = effect { timers.remove(timer) }
            runner.run(effect)
        }
    }
}

/// A program around the console that does nothing.
final class SilentHost: ConsoleHost {
    struct Commands: HostCommands {
        /// The folder that bundles are written into; they are refused without.
        let bundles: String?
        func savedPlan(_ file: String) throws(ConsoleError) -> SavedPlanFile {
            throw .file(path: file, reason: "not here")
        }
        func save(_ query: NamedQuery) async throws(ConsoleError) -> String { "config.toml" }
        func export(
            _ request: TrailExportRequest, tenant: TenantMatch?, session: ConsoleSession
        ) async throws(ConsoleError) -> ExportOutcome { throw .needsDatabase }
        func bundle(
            _ request: BundleRequest, tenant: TenantMatch?, session: ConsoleSession
        ) async throws(ConsoleError) -> BundleOutcome {
            guard let bundles else { throw .needsDatabase }
            var request = request
            request.folder = bundles + "/incident"
            return try await IncidentBundle(session: session, journal: journal).write(request, tenant: tenant)
        }
        let journal: any JournalStorage = MemoryJournal()

        func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply { .message("") }
        func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply { .message("") }
        func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply { .message("") }
        func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply { .message("") }
        func facts() async -> [Fact] { [] }
        func profile(named name: String) async throws(ConsoleError) -> ReadProfile {
            throw .noSuch(what: "profile", word: name, hint: nil)
        }
        func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String { "" }
        func environmentNames() async -> [String] { [] }
    }

    let commands: any HostCommands

    init(bundles: String? = nil) { commands = Commands(bundles: bundles) }

    func draw(_ frame: Frame) {}
    func redraw() {}
    func copy(_ text: String) async throws(ConsoleError) -> String { "" }
    func save(_ file: SavedFile) async throws(ConsoleError) -> String { "" }
    func export(
        _ query: ListQuery, _ format: ExportFormat, file: String?, session: ConsoleSession,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(ConsoleError) -> (path: String, rows: Int) { ("", 0) }
    private let work = Mutex<(@Sendable (String) -> String)?>(nil)

    /// The editor's work on texts from now on.
    func willEdit(_ edit: @escaping @Sendable (String) -> String) { work.withLock { $0 = edit } }

    func edit(_ draft: EditDraft, text: String) async -> EditOutcome {
        let left = work.withLock { $0 }?(text) ?? text
        guard let fields = try? EditedFields.read(left) else { return .failed(.needsScreen) }
        do throws(ConsoleError) {
            return .values(try draft.values(of: fields), text: left)
        } catch {
            return .failed(error)
        }
    }

    func open(environment: String) async throws(ConsoleError) -> OpenedSession {
        throw .noSuch(what: "environment", word: environment, hint: nil)
    }
    func reopen(environment: String) async throws(ConsoleError) -> OpenedSession {
        try await open(environment: environment)
    }
    func firstViewStands() {}

    func remember(_ change: StateChange) {}
}
