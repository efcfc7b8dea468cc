import PostgresStore
import ReferenceSchema
import Synchronization
import Testing

/// Databases with the reference schema and a small demo on the test server: made once, then copied.
enum ReferenceFixture {
    /// 2026-11-21T06:00:00Z, up to which the demo's rows are dated.
    static let now: Int64 = 1_795_240_800_000_000

    private static let template = Result {
        let server = try TestServer.start()
        let name = try server.database()
        let reference = try ReferenceServer(server.url(name), operatorName: "test")
        try DemoServerLoader(reference).fill(DemoData(seed: 7, tenants: 16, auditRows: 2_000, now: now))
        return name
    }
    /// Of one template one copy at a time can be made.
    private static let copying = Mutex<Void>(())

    /// A database of its own, to write into: the name for `TestServer.url` and `.open`.
    static func database() throws -> String {
        let template = try template.get()
        return try copying.withLock { _ in try TestServer.start().database(copyOf: template) }
    }
}
