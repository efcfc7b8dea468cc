import CProcessMemory
import ConsoleCLI
import ConsoleCore
import Foundation
import Settings
import Synchronization
import TenantDomain

/// Entries of the trail in a file, and beside it a file that says what they are.
struct TrailFile {
    let launch: Launch
    let session: ConsoleSession

    func write(_ request: TrailExportRequest, tenant: TenantMatch?) async throws(ConsoleError) -> ExportOutcome {
        guard request.format != .table else {
            throw .usage(message: "An export is no table.", hint: "-o csv, tsv, json, ndjson or markdown.")
        }
        let path = Self.path(request.file)
        try DraftFile.check(path, replaces: request.replaces)
        let file = try DraftFile(path)
        let digest = try GrowingDigest(file.draft)
        let writer = RowWriter(
            format: request.format, columns: TrailStream.columns,
            options: OutputOptions(safeCells: launch.settings.safeCells),
            descriptor: file.descriptor)
        let progress = ExportProgress()
        // Reading a million entries needs another part of the program than starting did.
        process_memory_give_back()
        var heldSnapshot = false
        do throws(ConsoleError) {
            heldSnapshot = try await TrailStream(session: session).run(
                AuditQuery(filter: request.filter, tenant: tenant), isChunked: request.isChunked
            ) { block in
                try writer.write(block)
                progress.add(block.rowCount)
                digest.follow()
                return !Task.isCancelled
            }
            if Task.isCancelled { throw .cancelled }
            do {
                try writer.finish()
            } catch {
                throw .file(path: path, reason: "\(error)")
            }
            try file.keep()
        } catch {
            file.discard()
            progress.clear()
            throw error
        }
        progress.clear()
        guard let (hash, size) = digest.finish() else { throw .file(path: path, reason: "cannot be read again") }
        let side = "\(path).about.json"
        let about =
            TrailAbout.members(session, filter: request.filter, tenant: tenant) + [
                JSONNode.Member("file", .string((path as NSString).lastPathComponent)),
                JSONNode.Member("format", .string(request.format.rawValue)),
                JSONNode.Member("rows", .integer(Int64(writer.rowCount))),
                JSONNode.Member("bytes", .integer(Int64(size))),
                JSONNode.Member("sha256", .string(hash)),
                JSONNode.Member("read", .string(heldSnapshot ? "one statement, one snapshot" : "page by page by key")),
            ]
        var bytes: [UInt8] = []
        JSONNode.object(about).append(to: &bytes, indented: true)
        try DraftFile.write(bytes + [0x0A], to: side)
        return ExportOutcome(
            path: path, sidePath: side, rows: writer.rowCount, bytes: size, defusedCells: writer.defusedCells,
            heldSnapshot: heldSnapshot)
    }

    /// The entries on standard output, with nothing beside them.
    func writeToOutput(
        _ request: TrailExportRequest, tenant: TenantMatch?, counted: @escaping @Sendable (Int) -> Void
    ) async throws -> ListOutput.Outcome {
        guard request.format != .table else {
            throw ConsoleError.usage(
                message: "An export is no table.", hint: "-o csv, tsv, json, ndjson or markdown.")
        }
        let writer = RowWriter(
            format: request.format, columns: TrailStream.columns,
            options: OutputOptions(safeCells: launch.settings.safeCells), descriptor: STDOUT_FILENO)
        try await TrailStream(session: session).run(
            AuditQuery(filter: request.filter, tenant: tenant), isChunked: request.isChunked
        ) { block in
            try writer.write(block)
            counted(writer.rowCount)
            return !Task.isCancelled
        }
        if Task.isCancelled { throw ConsoleError.cancelled }
        try writer.finish()
        var outcome = ListOutput.Outcome()
        outcome.rows = writer.rowCount
        outcome.defusedCells = writer.defusedCells
        return outcome
    }

    /// The path with a leading `~` written out.
    static func path(_ text: String) -> String { (text as NSString).expandingTildeInPath }
}

/// What every export says of itself.
enum TrailAbout {
    static func members(_ session: ConsoleSession, filter: String, tenant: TenantMatch?) -> [JSONNode.Member] {
        [
            JSONNode.Member("query", .string(filter)),
            JSONNode.Member("query_absolute", .string(CommandLineText(session: session).absolute(filter))),
            JSONNode.Member("tenant", tenant.map { .string($0.id.text ?? $0.name) } ?? .null),
            JSONNode.Member("environment", .string(session.environment.name)),
            JSONNode.Member("database", .string(session.database.location)),
            JSONNode.Member("engine", .string(session.database.engine)),
            JSONNode.Member("operator", .string(session.operatorName)),
            JSONNode.Member("persona", .string(session.persona.rawValue)),
            JSONNode.Member("time", .string(TimeText.offset(session.now(), zone: session.zone))),
            JSONNode.Member("zone", .string(session.zone.name)),
            JSONNode.Member("tenantctl", .string(ProgramVersion.text)),
        ]
    }
}

/// Rows written so far, on standard error where a person reads it.
private final class ExportProgress: Sendable {
    private let rows = Mutex((count: 0, said: 0))
    private let isShown = isatty(STDERR_FILENO) == 1

    func add(_ count: Int) {
        let words: String? = rows.withLock { rows in
            rows.count += count
            guard isShown, rows.count - rows.said >= 5000 else { return nil }
            rows.said = rows.count
            return "\r\(NumberText.grouped(Int64(rows.count))) entries"
        }
        if let words { try? FileHandle.standardError.write(contentsOf: Data(words.utf8)) }
    }

    func clear() {
        guard rows.withLock({ $0.said > 0 }) else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
    }
}
