import StoreContract
import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

@Suite struct ReadOnlyTests {
    private static let script = """
        CREATE TABLE a (x int PRIMARY KEY);
        INSERT INTO a VALUES (1);
        CREATE SEQUENCE s;
        CREATE FUNCTION loud() RETURNS int LANGUAGE plpgsql AS
          $$ BEGIN RAISE NOTICE 'hey %', E'\\x1b[2J'; RETURN 1; END $$;
        CREATE FUNCTION sly() RETURNS int LANGUAGE plpgsql AS
          $$ BEGIN SET TRANSACTION READ WRITE; INSERT INTO a VALUES (2); RETURN 1; END $$;
        """

    /// What the server itself says to each, once the transaction is sealed; nothing of ours stands in between.
    @Test func theServerRefusesToWrite() async throws {
        let server = try TestServer.start()
        let name = try server.database(Self.script)
        let store = try await server.open(name)
        let library = try LibPQ.load()
        let settings = try ServerSettings(server.url(name), operatorName: "t", library: library)
        let connection = PostgresConnection(
            door: Door(settings: settings, access: DirectAccess()), library: library, notices: NoticeLog())
        for sql in [
            "INSERT INTO a VALUES (2)", "WITH w AS (INSERT INTO a VALUES (2) RETURNING x) SELECT x FROM w",
            "SELECT nextval('s')", "SET TRANSACTION READ WRITE",
            "SELECT set_config('transaction_read_only', 'off', true)",
            "SELECT sly()", "DO $$ BEGIN INSERT INTO a VALUES (2); END $$", "SELECT x FROM a FOR UPDATE",
            "EXPLAIN ANALYZE INSERT INTO a VALUES (2)", "SELECT 1; INSERT INTO a VALUES (2)", "CREATE TABLE b (x int)",
        ] {
            await #expect(throws: StoreError.self, "\(sql)") {
                try await connection.reserve().read(
                    [Statement(sql: sql, columnCount: 1)], limits: Link.Limits(statement: 5))
            }
        }
        let count = Statement(sql: "SELECT count(*) FROM a", columnCount: 1)
        #expect(try await store.read([count])[0].lines == ["1"])
        for sql in ["COMMIT", "/* x */ COMMIT", "ROLLBACK", "INSERT INTO a VALUES (2)"] {
            await #expect(throws: StoreError.self) {
                try await store.read([Statement(sql: sql, columnCount: 0), count])
            }
        }
        await store.close()
        await #expect(throws: StoreError.closed) { try await store.read([count]) }
    }

    @Test func nothingIsLeftOnTheConnection() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database(Self.script))
        let setting = Statement(
            sql: "SELECT current_setting('statement_timeout'), current_setting('row_security')", columnCount: 2)
        #expect(try await store.read([setting])[0].lines == ["30s|off"])
        let names = Statement(
            sql: "SELECT application_name, (SELECT count(*) FROM pg_prepared_statements) FROM pg_stat_activity "
                + "WHERE pid = pg_backend_pid()", columnCount: 2)
        #expect(try await store.read([names])[0].lines == ["tenantctl dana@ops|0"])
        await store.close()
    }

    @Test func noticesStayOffTheTerminal() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database(Self.script))
        _ = try await store.read([Statement(sql: "SELECT loud()", columnCount: 1)])
        #expect(store.notices.messages == ["hey \u{1B}[2J"])
        await store.close()
    }

    @Test func everyKindOfValueComesThrough() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database())
        let block = try await store.read([
            Statement(
                sql: "SELECT $1::text, $2::bigint, $3::float8, $4::text, $5::text, $6::bytea, $7::bytea, true, "
                    + "1.50::numeric, sum(n), '2026-11-21 06:00:00.000001+02'::timestamptz FROM generate_series(1, 3) n",
                bindings: [
                    .null, .integer(.min), .real(0.1), .text("é'x\\"), .text(""), .bytes([0, 255]), .bytes([]),
                ], columnCount: 11)
        ])[0]
        #expect(block.value(row: 0, column: 0) == .null)
        #expect(block.value(row: 0, column: 1) == .integer(.min))
        #expect(block.value(row: 0, column: 2) == .real(0.1))
        #expect(block.value(row: 0, column: 3) == .text("é'x\\"))
        #expect(block.value(row: 0, column: 4) == .text(""))
        #expect(block.value(row: 0, column: 5) == .bytes([0, 255]))
        #expect(block.value(row: 0, column: 6) == .bytes([]))
        #expect(block.value(row: 0, column: 7) == .integer(1))
        #expect(block.value(row: 0, column: 8) == .text("1.50"))
        #expect(block.value(row: 0, column: 9) == .integer(6))
        #expect(block.value(row: 0, column: 10) == .text("2026-11-21 04:00:00.000001+00"))
        await #expect(throws: StoreError.self) {
            try await store.read([Statement(sql: "SELECT $1::text", bindings: [.text("a\0b")], columnCount: 1)])
        }
        await store.close()
    }

    @Test func streamsInBlocksAndStopsWhenTold() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database())
        func series(_ rows: Int) -> Statement {
            Statement(sql: "SELECT generate_series(1, \(rows))", columnCount: 1)
        }
        let counts = Mutex((rows: 0, blocks: 0))
        try await store.stream(series(10_000)) { block in
            counts.withLock {
                $0.rows += block.rowCount
                $0.blocks += 1
            }
            return true
        }
        #expect(counts.withLock { $0.rows } == 10_000)
        #expect(counts.withLock { $0.blocks } > 1)
        let some = Atomic<Int>(0)
        try await store.stream(series(50_000_000)) { _ in some.add(1, ordering: .relaxed).newValue < 2 }
        #expect(some.load(ordering: .relaxed) == 2)
        #expect(try await store.read([series(1)])[0].lines == ["1"])
        await store.close()
    }

    @Test func aCancelledQueryEndsAndTheNextIsUnharmed() async throws {
        let server = try TestServer.start()
        let store = try await server.open(server.database())
        let slow = Statement(sql: "SELECT count(*) FROM generate_series(1, 100000000000)", columnCount: 1)
        for _ in 0..<10 {
            let task = Task { try await store.read([slow]) }
            await Task.yield()
            task.cancel()
            await #expect(throws: StoreError.cancelled) { try await task.value }
            #expect(try await store.read([Statement(sql: "SELECT 1", columnCount: 1)])[0].lines == ["1"])
        }
        await store.close()
    }

    @Test func aDroppedConnectionComesBack() async throws {
        let server = try TestServer.start()
        let name = try server.database()
        let store = try await server.open(name)
        let one = Statement(sql: "SELECT 1", columnCount: 1)
        #expect(try await store.read([one])[0].lines == ["1"])
        try server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)' AND pid <> pg_backend_pid()",
            in: "postgres")
        #expect(try await store.read([one])[0].lines == ["1"])
        await store.close()
    }
}
