import ChangeContract
import ConsoleCore
import ReferenceSchema
import SQLiteStore
import Settings
import TenantDomain
import TenantStore
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A SQLite file with the reference schema and the rows of the stories; removed with the value.
final class ChangeFile: Sendable {
    let bench: ChangeBench
    let path: String

    init(_ script: [String] = ChangeFixture.script) async throws {
        path = FileManager.default.temporaryDirectory.path + "/change-\(UUID().uuidString).db"
        try ReferenceDatabase.create(at: path)
        let writer = SQLiteWriter(path: path)
        let transaction = try await writer.begin()
        for sql in script {
            _ = try await transaction.execute([Statement(sql: sql, columnCount: 0)])
        }
        try await transaction.commit()
        bench = try await Self.bench(path)
    }

    /// The file on connections of somebody's own.
    static func bench(_ path: String) async throws -> ChangeBench {
        let store = try await SQLiteStore.open(path: path)
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        #expect(registry.problems.isEmpty, "\(registry.problems)")
        return ChangeBench(
            session: ConsoleSession(
                store: store, registry: registry, environment: EnvironmentLabel(name: "test"),
                operatorName: "dana@ops", persona: .admin, now: { ChangeFixture.now }),
            writer: SQLiteWriter(path: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct ChangeTests {
    @Test func stories() async throws {
        let file = try await ChangeFile()
        try await ChangeStories(file.bench).run()
        await file.bench.session.store.close()
    }

    @Test func rowsAsText() async throws {
        let file = try await ChangeFile()
        try await EditStories(file.bench).run()
        await file.bench.session.store.close()
    }

    @Test func masksHold() async throws {
        let file = try await ChangeFile()
        try await MaskStories(file.bench).run()
        await file.bench.session.store.close()
    }

    @Test func rowsGoAndComeBack() async throws {
        let file = try await ChangeFile()
        try await DeleteStories(file.bench).run()
        await file.bench.session.store.close()
    }

    @Test func defaultsOfKeys() async throws {
        let file = try await ChangeFile(DefaultStories.script)
        try await DefaultStories(file.bench).run()
        await file.bench.session.store.close()
    }

    @Test func manyRowsAtOnce() async throws {
        let file = try await ChangeFile(BulkStories.script)
        try await BulkStories(file.bench).run()
        await file.bench.session.store.close()
    }
}
