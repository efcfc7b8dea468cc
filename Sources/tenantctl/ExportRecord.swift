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
        _ what: String, filter: String, _ format: String, rows: Int, file: String, with others: [String] = []
    ) throws(ConsoleError) {
        do throws(ConsoleError) {
            try session.journal.recording(
                .export(what: what, filter: filter, format: format, rows: rows, file: file))
        } catch {
            for path in [file] + others { try? FileManager.default.removeItem(atPath: path) }
            throw error
        }
    }

    /// A filter as the journal may keep it: not where it may name what is masked for this persona.
    func kept(_ filter: String, of resources: [Resource]) -> String {
        let hides = resources.contains { $0.columns.contains(where: session.masks.hides) }
        return hides && !filter.isEmpty ? "(masked)" : filter
    }

    func kept(list word: String, _ filter: String) -> String {
        kept(filter, of: [session.registry.resource(named: word)].compactMap { $0 })
    }

    func kept(trail filter: String) -> String {
        let tables = session.registry.profile.audit.compactMap { session.registry.catalog.relation(named: $0.table) }
        return kept(filter, of: tables.compactMap { session.registry.resource(of: $0.name) })
    }
}
