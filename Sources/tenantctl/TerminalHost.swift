import CProcessMemory
import ConsoleCLI
import ConsoleCore
import ConsoleTUI
import Foundation
import Settings
import TenantDomain
import TerminalCore
import TerminalDevice

/// The program around the console: the terminal, the clipboard, files, other databases.
struct TerminalHost: ConsoleHost {
    let device: TerminalDevice
    let launch: Launch
    let state: RememberedState

    var commands: any HostCommands { LaunchCommands(launch: launch) }

    func draw(_ frame: Frame) { _ = device.draw(frame) }

    func redraw() { device.invalidate() }

    func copy(_ text: String) async throws(ConsoleError) -> String {
        try await Clipboard(device: device, choice: launch.settings.clipboard, variables: launch.variables).copy(text)
    }

    func save(_ file: SavedFile) async throws(ConsoleError) -> String {
        let path = SavePath.path(file: file.file, stem: file.stem, suffix: file.suffix)
        do {
            try OwnedFile.replace(path, with: Array(file.content.utf8))
        } catch {
            throw .file(path: path, reason: error.reason)
        }
        return path
    }

    func export(
        _ query: ListQuery, _ format: ExportFormat, file: String?, session: ConsoleSession,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(ConsoleError) -> (path: String, rows: Int) {
        let path = SavePath.path(file: file, stem: query.resource.name, suffix: SavePath.suffix(of: format))
        if file != nil { try DraftFile.check(path, replaces: false) }
        let written = try await RowExport(path: path, format: format).write(query, session: session, progress: progress)
        let record = ExportRecord(session: session)
        try record.made(
            query.resource.name, filter: record.kept(query.filter, of: query.resource), format.rawValue,
            rows: written.rows, file: written.path)
        return written
    }

    func edit(_ draft: EditDraft, text: String) async -> EditOutcome {
        let editor = TextEditor(variables: launch.variables, paths: launch.paths)
        let left: String
        do throws(ConsoleError) {
            left = try await device.suspend { () async throws(ConsoleError) in
                try await editor.edit(text, name: "\(draft.resource).toml")
            }
        } catch {
            return .failed(error)
        }
        do throws(ConsoleError) {
            return .values(try draft.values(of: try EditedText.fields(left)), text: left)
        } catch {
            if case .edit(let faults) = error { return .faults(faults, text: left) }
            return .failed(error)
        }
    }

    func open(environment: String) async throws(ConsoleError) -> OpenedSession {
        try await SessionOpener(launch: launch, mayPrompt: false, takesRememberedCatalog: true)
            .open(environment: environment)
    }

    func reopen(environment: String) async throws(ConsoleError) -> OpenedSession {
        let isNamed = launch.settings.environments.contains { $0.name == environment }
        return isNamed
            ? try await SessionOpener(launch: launch).open(environment: environment)
            : try await SessionOpener(launch: launch).open()
    }

    func firstViewStands() { process_memory_give_back() }

    func remember(_ change: StateChange) { state.apply(change) }
}

/// File names for saved views.
enum SavePath {
    /// The file named, else `stem-2026-11-21-060000.suffix` in the working directory.
    static func path(file: String?, stem: String, suffix: String) -> String {
        let folder = FileManager.default.currentDirectoryPath
        if let file { return file.hasPrefix("/") ? file : "\(folder)/\(file)" }
        let civil = ZoneClock.local.civil(SystemClock.now())
        let clock = TimeText.clock(civil).replacing(":", with: "")
        return "\(folder)/\(stem)-\(TimeText.date(civil))-\(clock).\(suffix)"
    }

    static func suffix(of format: ExportFormat) -> String {
        switch format {
        case .text: "txt"
        case .svg: "svg"
        case .csv: "csv"
        case .json: "json"
        case .ndjson: "ndjson"
        case .markdown: "md"
        }
    }
}
