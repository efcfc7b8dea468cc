import ConsoleCore
import Foundation
import Synchronization
import TenantDomain

/// Rows that left the database for a file or a pipe, as the journal keeps them: what, how many and where to, never a
/// value.
struct ExportRecord {
    /// Rows up to which standard output is taken for looking, not for exporting: one page of what is fetched. A plain
    /// `list` writes no journal and costs nothing.
    static let page = 500

    let session: ConsoleSession

    /// Runs an output that counts its rows; more than a page of them into a file or a pipe is recorded, also where the
    /// reader went away or the output broke off.
    func counting<Result>(
        _ what: String, filter: String, _ format: OutputFormat,
        _ body: (@escaping @Sendable (Int) -> Void) async throws -> Result
    ) async throws -> Result {
        let rows = Mutex(0)
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await body { count in rows.withLock { $0 = count } })
        } catch {
            outcome = .failure(error)
        }
        let count = rows.withLock { $0 }
        if count > Self.page, isatty(STDOUT_FILENO) == 0 {
            try session.journal.recording(
                .export(what: what, filter: filter, format: format.rawValue, rows: count, file: "standard output"))
        }
        return try outcome.get()
    }

    /// Records a file that was made. What the journal does not know of must not be there.
    func made(
        _ what: String, filter: String, _ format: String, rows: Int, file: String
    ) throws(ConsoleError) {
        do throws(ConsoleError) {
            try session.journal.recording(
                .export(what: what, filter: filter, format: format, rows: rows, file: file))
        } catch {
            try? FileManager.default.removeItem(atPath: file)
            throw error
        }
    }

    /// A filter as the journal may keep it: without its values where they may be what is masked for this persona.
    func kept(_ filter: String, of resource: Resource?) -> String {
        resource?.columns.contains(where: session.masks.hides) == false
            ? filter : TrailTerms.withoutValues(filter)
    }

    func kept(trail filter: String) -> String {
        session.persona.seesPersonalData ? filter : TrailTerms.withoutValues(filter)
    }
}
