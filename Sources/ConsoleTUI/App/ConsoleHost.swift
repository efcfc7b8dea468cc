import ConsoleCore
import TenantDomain
import TerminalCore

/// What the console needs from the program around it: a terminal, a clipboard, files, other databases.
package protocol ConsoleHost: Sendable {
    func draw(_ frame: Frame)
    /// Forgets what the terminal shows, so that the next frame is drawn whole.
    func redraw()
    /// - Returns: the route that the text went (`OSC 52`, `wl-copy`), for the message.
    func copy(_ text: String) async throws(ConsoleError) -> String
    /// - Returns: the path written.
    func save(_ file: SavedFile) async throws(ConsoleError) -> String
    /// Writes every row of a list to a file, all or nothing.
    /// - Returns: the path and the number of rows.
    func export(
        _ query: ListQuery, _ format: ExportFormat, file: String?, session: ConsoleSession,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(ConsoleError) -> (path: String, rows: Int)
    /// Lends the terminal to the person's editor until it ends, and reads what it left.
    func edit(_ draft: EditDraft, text: String) async -> EditOutcome
    func open(environment: String) async throws(ConsoleError) -> OpenedSession
    /// The database that is open now, anew; its environment as the header names it.
    func reopen(environment: String) async throws(ConsoleError) -> OpenedSession
    /// The first view of the session has been read and drawn: what only the start needed may go.
    func firstViewStands()
    func remember(_ change: StateChange)
    /// What commands do that need no database: config, env, demo, info.
    var commands: any HostCommands { get }
}
