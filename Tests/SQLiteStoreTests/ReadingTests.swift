import SQLiteStore
import StoreContract
import Synchronization
import TenantDomain
import TenantStore
import Testing

@Suite struct ReadingTests {
    @Test func everyKindOfValueComesThrough() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        let block = try await store.read([
            Statement(
                sql: "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, CAST(x'61ff62' AS TEXT)",
                bindings: [
                    .null, .integer(.min), .real(0.1), .text("é\u{0}x"), .text(""), .bytes([0, 255]), .bytes([]),
                ], columnCount: 8)
        ])[0]
        #expect(block.value(row: 0, column: 0) == .null)
        #expect(block.value(row: 0, column: 1) == .integer(.min))
        #expect(block.value(row: 0, column: 2) == .real(0.1))
        #expect(block.value(row: 0, column: 3) == .text("é\u{0}x"))
        #expect(block.value(row: 0, column: 4) == .text(""))
        #expect(block.value(row: 0, column: 5) == .bytes([0, 255]))
        #expect(block.value(row: 0, column: 6) == .bytes([]))
        #expect(block.text(row: 0, column: 7) == "a\u{FFFD}b")
        #expect(Array(block.bytes(row: 0, column: 7)) == [0x61, 0xFF, 0x62])
    }

    @Test func aCancelledQueryEndsAndTheNextIsUnharmed() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        let endless = Statement(
            sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            columnCount: 1)
        for _ in 0..<20 {
            let task = Task { try await store.read([endless]) }
            await Task.yield()
            task.cancel()
            await #expect(throws: StoreError.cancelled) { try await task.value }
            #expect(try await store.read([Statement(sql: "SELECT 1", columnCount: 1)])[0].lines == ["1"])
        }
    }

    @Test func aSlowQueryHoldsUpNoOther() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        let endless = Statement(
            sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            columnCount: 1)
        let task = Task { try await store.read([endless]) }
        await Task.yield()
        for _ in 0..<3 { _ = try await store.read([Statement(sql: "SELECT 1", columnCount: 1)]) }
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
    }

    @Test func cancellingEndsBothOfTwoConnections() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await SQLiteStore.open(path: fixture.path, patience: .zero)
        let endless = Statement(
            sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            columnCount: 1)
        for _ in 0..<10 {
            let task = Task { try await store.readApart([endless, endless, endless]) }
            await Task.yield()
            task.cancel()
            await #expect(throws: StoreError.cancelled) { try await task.value }
            let one = Statement(sql: "SELECT 1", columnCount: 1)
            #expect(try await store.readApart([one, one, one]).map(\.lines) == [["1"], ["1"], ["1"]])
        }
        await store.close()
    }

    @Test func streamsInBlocksAndStopsWhenTold() async throws {
        let fixture = try Fixture("CREATE TABLE a (x)")
        let store = try await fixture.open()
        let many = Statement(
            sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n",
            columnCount: 1)
        let all = Tally()
        try await store.stream(many) { block in all.add(block.rowCount) < .max }
        #expect(all.rows == 10_000)
        #expect(all.blocks > 1)
        let some = Tally()
        try await store.stream(many) { block in some.add(block.rowCount) < 1 }
        #expect(some.blocks == 1)
    }

    /// A 50 MB text among others: the list shows its head and size, whole small values stay whole.
    @Test func hugeValuesStayInTheFile() async throws {
        let fixture = try Fixture(
            """
            CREATE TABLE docs (id INTEGER PRIMARY KEY, body json_text, raw blob, n integer);
            INSERT INTO docs VALUES (1, '{"a":1}', x'0102', 5),
              (2, '{"big":"' || replace(hex(zeroblob(2000000)), '00', 'äb') || '"}', zeroblob(3000000), 6),
              (3, NULL, NULL, 7);
            """)
        let store = try await fixture.open()
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: .sqlite)
        let planned = try planner.page(
            RowQuery(
                relation: RelationName("docs"),
                columns: [
                    Projection(ColumnPath("id"), type: .integer), Projection(ColumnPath("body"), type: .json),
                    Projection(ColumnPath("raw"), type: .bytes), Projection(ColumnPath("n"), type: .integer),
                    Projection(ColumnPath("body"), type: .json, mode: .presence),
                ], cellLimit: 12))
        let rows = planned.page(from: try await store.read([planned.statement])[0]).rows
        #expect(
            rows.lines == [
                "1|{\"a\":1}|0102|5|1|1", "2|{\"big\":\"äbäb|00000000000000000000000000000000|6|1|2", "3|∅|∅|7|∅|3",
            ])
        #expect(rows.fullSize(row: 1, column: 1) == 6_000_010)
        #expect(rows.fullSize(row: 1, column: 2) == 3_000_000)
        #expect(!rows.isCut(row: 0, column: 1))
        #expect(!rows.isCut(row: 0, column: 2))
    }
}

/// Counts from a closure that may run anywhere.
final class Tally: Sendable {
    private let counts = Mutex((rows: 0, blocks: 0))

    var rows: Int { counts.withLock { $0.rows } }
    var blocks: Int { counts.withLock { $0.blocks } }

    /// The blocks so far.
    func add(_ rows: Int) -> Int {
        counts.withLock {
            $0.rows += rows
            $0.blocks += 1
            return $0.blocks
        }
    }
}
