import ChangeContract
import ConsoleCore
import GRDB
import SQLiteStore
import TenantStore
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct TrailMergeTests {
    @Test func fourSourcesAreASortOfTheirUnion() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("merge-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let queue = try DatabaseQueue(path: folder + "/trail.db")
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
            for statement in TrailStories.tables(.sqlite) { try database.execute(sql: statement) }
        }
        let store = try await SQLiteStore.open(path: folder + "/trail.db")
        let registry = ResourceBuilder.registry(
            catalog: try await store.readCatalog(), profile: TrailStories.profile)
        let session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: .admin, now: { TrailStories.now })
        try await TrailStories(session) { statement in
            try await queue.writeWithoutTransaction { try $0.execute(sql: statement) }
        }.run(rounds: 5)
        await store.close()
        try queue.close()
    }
}
