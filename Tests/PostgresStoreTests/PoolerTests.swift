import StoreContract
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// A pooler gives one server connection to many clients in turn: nothing may stay on it.
@Suite struct PoolerTests {
    /// What a session looks like to whoever gets it next.
    private static let session = """
        SELECT concat_ws('|', current_setting('statement_timeout'), current_setting('lock_timeout'),
          current_setting('idle_in_transaction_session_timeout'), current_setting('row_security'),
          current_setting('search_path'), current_setting('TimeZone'), current_setting('bytea_output'),
          current_setting('default_transaction_read_only'), current_setting('transaction_read_only'),
          current_setting('role'), (SELECT count(*) FROM pg_prepared_statements),
          (SELECT count(*) FROM pg_cursors), (SELECT count(*) FROM pg_listening_channels()),
          (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))
        """

    @Test func nothingIsLeftOnAPooledConnection() async throws {
        let server = try TestServer.start()
        let pooler = try TestPooler.start()
        let name = try server.database("CREATE TABLE t (x int); INSERT INTO t SELECT generate_series(1, 5000)")
        // The owner's own client, which shares the server's only connection with the store.
        let other = try PsqlSession(psql: server.binaries + "/psql", port: pooler.port, database: name)
        let before = try other.run(Self.session)
        let backend = try other.run("SELECT pg_backend_pid()")
        let store = try await pooler.open(name)
        let mine = try await store.read([Statement(sql: "SELECT pg_backend_pid()", columnCount: 1)])[0].lines
        #expect(mine == [backend.trimmingSuffix { $0.isNewline }].map(String.init), "they share one connection")
        _ = try await store.readCatalog()
        try await store.stream(Statement(sql: "SELECT x FROM t", columnCount: 1)) { _ in false }
        for sql in ["SELECT 1/0", "SELECT nowhere", "SELECT pg_sleep(60)"] {
            let task = Task { try await store.read([Statement(sql: sql, columnCount: 1)]) }
            if sql.contains("sleep") { task.cancel() }
            await #expect(throws: StoreError.self) { try await task.value }
        }
        #expect(try other.run(Self.session) == before)
        #expect(try other.run("SELECT pg_backend_pid()") == backend)
        other.close()
        await store.close()
    }

    /// Another client's leavings do not reach us either.
    @Test func whatOthersLeaveBehindDoesNotCount() async throws {
        let server = try TestServer.start()
        let pooler = try TestPooler.start()
        let name = try server.database("CREATE TABLE things (x int); INSERT INTO things VALUES (1)")
        let other = try PsqlSession(psql: server.binaries + "/psql", port: pooler.port, database: name)
        try other.run("CREATE TEMP TABLE things (x int)")
        try other.run("SET row_security = on; SET statement_timeout = '9s'; SET bytea_output = 'escape'")
        let store = try await pooler.open(name)
        let blocks = try await store.read([
            Statement(sql: "SELECT x, current_setting('row_security'), '\\x00ff'::bytea FROM things", columnCount: 3)
        ])
        #expect(blocks[0].lines == ["1|off|00ff"])
        other.close()
        await store.close()
    }

    @Test func noStartupOptionIsSent() throws {
        let library = try LibPQ.load()
        let settings = try ServerSettings("postgresql://h/db", operatorName: "dana@ops", library: library)
        let keys = settings.parameters(Door.Key()).map(\.key)
        #expect(!keys.contains("options"))
        #expect(
            settings.parameters(Door.Key()).contains {
                $0.key == "application_name" && $0.value == "tenantctl dana@ops"
            })
    }

    @Test func aPoolerThatTakesNoOptionsIsNamed() async throws {
        let pooler = try TestPooler.start()
        await #expect(throws: StoreError.self) {
            do throws(StoreError) {
                _ = try await PostgresStore.open(
                    pooler.url("postgres", more: "?options=-c%20statement_timeout%3D5"), operatorName: "t")
            } catch {
                guard case .cannotConnect(_, .startupOptions, _) = error else {
                    Issue.record("\(error)")
                    throw error
                }
                throw error
            }
        }
    }

    @Test func aRecycledServerConnectionIsReplaced() async throws {
        let server = try TestServer.start()
        let name = try server.database()
        let store = try await TestPooler.start().open(name)
        let one = Statement(sql: "SELECT 1", columnCount: 1)
        #expect(try await store.read([one])[0].lines == ["1"])
        for _ in 0..<3 {
            try server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'", in: "postgres")
            #expect(try await store.read([one])[0].lines == ["1"])
        }
        await store.close()
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
