import ConsoleCore
import Foundation
import ReferenceSchema
import Settings
import SQLiteStore
import TenantStore

/// The demo database: made on first use with a progress bar on standard error, reused afterwards.
enum DemoFile {
    /// - Returns: the file's path.
    static func prepare(_ request: DemoRequest, launch: Launch) throws(ConsoleError) -> String {
        let path =
            request.database.map {
                launch.paths.expanded($0, relativeTo: FileManager.default.currentDirectoryPath)
            } ?? launch.paths.demoDatabase
        if path.hasPrefix("postgres:") || path.hasPrefix("postgresql:") {
            throw .usage(message: "The demo is a SQLite file.", hint: "Give --database FILE.")
        }
        if FileManager.default.fileExists(atPath: path), !request.replaces {
            return try reuse(path)
        }
        let bar = ProgressBar(isTerminal: isatty(STDERR_FILENO) == 1)
        do {
            if let slash = path.lastIndex(of: "/") {
                do { try OwnedFile.makeFolder(String(path[..<slash])) } catch {
                    throw ConsoleError.file(path: String(path[..<slash]), reason: error.reason)
                }
            }
            let data = DemoData(
                seed: request.seed, tenants: request.tenants, auditRows: request.auditRows, now: SystemClock.now())
            Streams.error("Making a demo database at \(path)")
            try DemoLoader.create(at: path, data: data, isReplacing: request.replaces) { progress in
                try Task.checkCancellation()
                bar.show(progress.fraction, progress.label)
            }
            bar.finish()
        } catch let error as ConsoleError {
            throw error
        } catch is CancellationError {
            bar.finish()
            throw .cancelled
        } catch let error as StoreError {
            bar.finish()
            throw .store(error)
        } catch {
            bar.finish()
            throw .file(path: path, reason: "\(error)")
        }
        return path
    }

    private static func reuse(_ path: String) throws(ConsoleError) -> String {
        do {
            switch try ReferenceDatabase.status(of: path) {
            case .reference: return path
            case .older(let version):
                Streams.error("Bringing \(path) from schema \(version) to \(ReferenceSchema.currentVersion)")
                do { _ = try ReferenceDatabase.migrate(at: path) } catch {
                    throw ConsoleError.file(path: path, reason: "\(error)")
                }
                return path
            case .newer(let version):
                throw ConsoleError.store(
                    .newerReferenceSchema(found: version, known: ReferenceSchema.currentVersion))
            case .empty, .foreign:
                throw ConsoleError.refused(
                    reason: "\(path) is there and is no demo database.",
                    hint: "Name another file with --database, or --replace to make it anew.")
            }
        } catch let error as ConsoleError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
    }
}

/// A bar on standard error, drawn at most a hundred times; nothing where that is no terminal.
final class ProgressBar {
    private let isTerminal: Bool
    private var shown = -1

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    func show(_ fraction: Double, _ label: String) {
        let percent = Int(fraction * 100)
        guard isTerminal, percent != shown else { return }
        shown = percent
        let filled = percent * 40 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 40 - filled)
        let text = "\r\(bar) \(percent) %  \(label.prefix(24).padding(toLength: 24, withPad: " ", startingAt: 0))"
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    func finish() {
        if isTerminal, shown >= 0 { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
    }
}
