import ConsoleCore
import ReferenceSchema
import Settings
import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import SQLiteStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One demo database for all tests of the process: a seed and an instant make the same rows every time.
enum DemoFile {
    /// 2026-11-21T06:00:00Z.
    static let now: Int64 = 1_795_240_800_000_000
    static let tenants = 24

    struct Made: Sendable {
        let path: String
        let registry: ResourceRegistry
    }

    private static let folder =
        FileManager.default.temporaryDirectory.appendingPathComponent("console-robot-\(UUID().uuidString)").path

    private static let made = Task<Made, any Error> {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: DemoFile.folder) }
        let path = folder + "/demo.db"
        try DemoLoader.create(at: path, data: DemoData(seed: 7, tenants: tenants, auditRows: 3000, now: now))
        let store = try await SQLiteStore.open(path: path)
        let catalog = try await store.readCatalog()
        await store.close()
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        return Made(path: path, registry: ResourceBuilder.registry(catalog: catalog, profile: profile))
    }

    static func get() async throws -> Made { try await made.value }

    /// A copy that one test may write to; it goes with the folder.
    static func copy() async throws -> Made {
        let made = try await get()
        let own = folder + "/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let path = own + "/demo.db"
        try FileManager.default.copyItem(atPath: made.path, toPath: path)
        return Made(path: path, registry: made.registry)
    }

    static func open(_ made: Made) async throws -> SQLiteStore { try await SQLiteStore.open(path: made.path) }

    static func session(
        _ store: any DatabaseStore, registry: ResourceRegistry, persona: Persona, environment: String,
        rules: WriteRules = .readOnly, leaseClock: LeaseClock = .system, journal: MemoryJournal = MemoryJournal()
    ) -> ConsoleSession {
        ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: environment),
            operatorName: "dana@ops", persona: persona, zone: .utc, now: { DemoFile.now }, pageSize: 100,
            rules: rules, leaseClock: leaseClock,
            journal: SessionJournal(
                storage: journal,
                facts: SessionJournal.Facts(
                    operatorName: "dana@ops", persona: persona, environment: environment,
                    database: store.identity.key), now: { DemoFile.now }))
    }

    /// Changes a copy, as another program would.
    static func execute(_ sql: String, path: String) throws {
        try BulkConnection(path: path, mode: .readWrite).execute(sql)
    }

    /// One column of one query's first rows, straight from the file.
    static func column(_ sql: String, path: String? = nil) async throws -> [String] {
        let file: String
        if let path { file = path } else { file = try await get().path }
        let store = try await SQLiteStore.open(path: file)
        let block = try await store.read([Statement(sql: sql, columnCount: 1)])[0]
        await store.close()
        return (0..<block.rowCount).map { block.text(row: $0, column: 0) ?? "" }
    }
}
