import ConsoleCore
import GRDB
import ReferenceSchema
import SQLiteStore
import Settings
import TenantDomain
import TenantStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A database file for the views' tests, opened as a session; removed with the value.
final class ViewsFixture: Sendable {
    /// 2026-11-21 12:00 UTC.
    static let now = CivilTime(year: 2026, month: 11, day: 21, hour: 12).instantAsUTC

    let session: ConsoleSession
    private let folder: String

    /// The reference schema under its shipped profile, with the rows that `script` inserts.
    static func reference(_ script: String, persona: Persona = .admin) async throws -> ViewsFixture {
        let schema = try SchemaScript(dialect: .sqlite)
        let profile = try require_(ShippedProfiles.named("reference")).parsed()
        return try await ViewsFixture(
            schema.tables + schema.indexes + [script], profile: profile, persona: persona)
    }

    /// A demo made up to the fixture's now.
    static func demo(auditRows: Int) async throws -> ViewsFixture {
        let profile = try require_(ShippedProfiles.named("reference")).parsed()
        return try await ViewsFixture(profile: profile, persona: .admin) { path in
            try DemoLoader.create(at: path, data: DemoData(seed: 7, tenants: 16, auditRows: auditRows, now: now))
        }
    }

    convenience init(_ statements: [String], profile: Profile, persona: Persona = .admin) async throws {
        try await self.init(profile: profile, persona: persona) { path in
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                try database.inTransaction {
                    for statement in statements { try database.execute(sql: statement) }
                    return .commit
                }
            }
            try queue.close()
        }
    }

    private init(
        profile: Profile, persona: Persona, making: @Sendable (String) async throws -> Void
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("views-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/views.db"
        try await making(path)
        let store = try await SQLiteStore.open(path: path)
        let registry = ResourceBuilder.registry(catalog: try await store.readCatalog(), profile: profile)
        session = ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "local"), operatorName: "test",
            persona: persona, now: { ViewsFixture.now })
    }

    func session(as persona: Persona) -> ConsoleSession {
        var session = session
        session.persona = persona
        return session
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    struct Missing: Error {}

    private static func require_<Wrapped>(_ value: Wrapped?) throws -> Wrapped {
        guard let value else { throw Missing() }
        return value
    }
}

/// Keys that read like their number: `00000000-0000-4000-8000-000000000012`.
func key(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
}

/// A time before the fixture's now, as the reference schema stores it.
func ago(days: Int = 0, hours: Int = 0, minutes: Int = 0) -> String {
    let seconds = Int64(days) * 86_400 + Int64(hours) * 3600 + Int64(minutes) * 60
    return TimeText.iso(ViewsFixture.now - seconds * 1_000_000)
}
