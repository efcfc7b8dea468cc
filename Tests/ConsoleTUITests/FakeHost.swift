import ConsoleCore
import ConsoleTUI
import Settings
import Synchronization
import TenantDomain
import TerminalCore

@testable import tenantctl

/// The program around the console, as far as tests look at it: everything is written down, nothing leaves the process.
final class FakeHost: ConsoleHost {
    struct Log: Sendable {
        var frames = 0
        var lastFrame: Frame?
        var redraws = 0
        var copies: [String] = []
        var saves: [SavedFile] = []
        var exports: [(resource: String, format: ExportFormat, file: String?)] = []
        var remembered: [StateChange] = []
        var opened: [String] = []
        var copyFailure: ConsoleError?
        /// What the editor does to each text that it is given, in this order.
        var edits: [@Sendable (String) -> String] = []
        var edited: [String] = []
    }

    private let state = Mutex(Log())
    /// What switching to an environment opens, by name.
    private let environments: [String: @Sendable () async throws -> OpenedSession]
    let commands: any HostCommands

    /// - Parameter bundles: the folder that bundles are written into; they are refused without.
    init(
        environments: [String: @Sendable () async throws -> OpenedSession] = [:], bundles: String? = nil,
        journal: MemoryJournal = MemoryJournal()
    ) {
        self.environments = environments
        commands = FakeCommands(bundles: bundles, journal: journal)
    }

    var log: Log { state.withLock { $0 } }

    func failCopies(with error: ConsoleError) { state.withLock { $0.copyFailure = error } }

    func draw(_ frame: Frame) {
        state.withLock {
            $0.frames += 1
            $0.lastFrame = frame
        }
    }

    func redraw() { state.withLock { $0.redraws += 1 } }

    func copy(_ text: String) async throws(ConsoleError) -> String {
        if let failure = log.copyFailure { throw failure }
        state.withLock { $0.copies.append(text) }
        return "OSC 52"
    }

    func save(_ file: SavedFile) async throws(ConsoleError) -> String {
        state.withLock { $0.saves.append(file) }
        return "/somewhere/\(file.file ?? "\(file.stem).\(file.suffix)")"
    }

    func export(
        _ query: ListQuery, _ format: ExportFormat, file: String?, session: ConsoleSession,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(ConsoleError) -> (path: String, rows: Int) {
        state.withLock { $0.exports.append((query.resource.name, format, file)) }
        return ("/somewhere/\(query.resource.name)", 1234)
    }

    /// The editor's work on the next text.
    func willEdit(_ edit: @escaping @Sendable (String) -> String) { state.withLock { $0.edits.append(edit) } }

    func edit(_ draft: EditDraft, text: String) async -> EditOutcome {
        let edit = state.withLock { state -> (@Sendable (String) -> String)? in
            state.edited.append(text)
            return state.edits.isEmpty ? nil : state.edits.removeFirst()
        }
        let left = edit?(text) ?? text
        do {
            return .values(try draft.values(of: try EditedFields.read(left)), text: left)
        } catch let error as ConsoleError {
            if case .edit(let faults) = error { return .faults(faults, text: left) }
            return .failed(error)
        } catch let fault as EditFault {
            return .faults([fault], text: left)
        } catch {
            return .failed(.cancelled)
        }
    }

    func open(environment: String) async throws(ConsoleError) -> OpenedSession {
        state.withLock { $0.opened.append(environment) }
        guard let opened = try? await environments[environment]?() else {
            throw .noSuch(what: "environment", word: environment, hint: nil)
        }
        return opened
    }

    func reopen(environment: String) async throws(ConsoleError) -> OpenedSession {
        try await open(environment: environment)
    }

    func firstViewStands() {}

    func remember(_ change: StateChange) { state.withLock { $0.remembered.append(change) } }
}

struct FakeCommands: HostCommands {
    let bundles: String?
    let journal: any JournalStorage
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
    func config(_ command: ConfigCommand) async throws(ConsoleError) -> Reply { .message("config") }
    func environment(_ command: EnvironmentCommand) async throws(ConsoleError) -> Reply { .message("env") }
    func demo(_ request: DemoRequest) async throws(ConsoleError) -> Reply { .message("demo") }
    func database(_ request: DatabaseRequest) async throws(ConsoleError) -> Reply { .message("db") }
    func facts() async -> [Fact] { [Fact("version", "0")] }
    func profile(named name: String) async throws(ConsoleError) -> ReadProfile {
        throw .noSuch(what: "profile", word: name, hint: nil)
    }
    func saveProfile(name: String, text: String, replaces: Bool) async throws(ConsoleError) -> String { "saved" }
    func environmentNames() async -> [String] { [] }
}
