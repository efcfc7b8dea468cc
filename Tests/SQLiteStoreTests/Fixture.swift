import GRDB
import SQLiteStore
import TenantDomain
import TenantStore
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A database file of its own for one test, removed with it.
final class Fixture {
    let folder: String
    let path: String

    /// - Parameter script: SQL that makes the database; nil leaves the file absent.
    init(_ script: String?, name: String = "fixture.db") throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = folder + "/" + name
        if let script { try write(script) }
    }

    func write(_ script: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: script) }
        try queue.close()
    }

    func write(bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    func open(immutable: Bool = false) async throws -> SQLiteStore {
        try await SQLiteStore.open(path: path, immutable: immutable)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
