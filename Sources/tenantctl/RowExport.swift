import ConsoleCLI
import ConsoleCore
import Foundation
import Synchronization
import TenantDomain

/// Writes every row of a list to a file: beside it first, flushed, then renamed, so that a cancelled export leaves
/// nothing.
struct RowExport {
    let path: String
    let format: ExportFormat

    func write(
        _ query: ListQuery, session: ConsoleSession, progress: @escaping @Sendable (Int) -> Void
    ) async throws(ConsoleError) -> (path: String, rows: Int) {
        let file = try DraftFile(path)
        let stored = query.columns.filter { $0.path != nil }
        var plain = query
        plain.columns = stored
        let writer = RowWriter(
            format: outputFormat, columns: stored.map(OutputColumn.init), options: OutputOptions(safeCells: true),
            descriptor: file.descriptor)
        let rows = Mutex(0)
        do {
            try await ListService(session: session).stream(plain) { block in
                try writer.write(block)
                progress(
                    rows.withLock {
                        $0 += block.rowCount; return $0
                    })
                return !Task.isCancelled
            }
            try writer.finish()
        } catch {
            file.discard()
            throw (error as? ConsoleError) ?? .file(path: path, reason: "\(error)")
        }
        if Task.isCancelled {
            file.discard()
            throw .cancelled
        }
        try file.keep()
        return (path, rows.withLock { $0 })
    }

    private var outputFormat: OutputFormat {
        switch format {
        case .csv, .text, .svg: .csv
        case .json: .json
        case .ndjson: .ndjson
        case .markdown: .markdown
        }
    }
}
