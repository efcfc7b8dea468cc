import SQLiteStore
import StoreContract
import TenantDomain
import TenantStore
import Testing

/// The contract over SQLite.
@Suite struct StoreContractTests {
    private func run(_ check: (SQLiteStore) async throws -> Void) async throws {
        let fixture = try Fixture(Contract.script(.sqlite))
        let store = try await fixture.open()
        try await check(store)
        await store.close()
    }

    @Test func pagingVisitsEachRowOnce() async throws { try await run(Contract.pagingVisitsEachRowOnce) }
    @Test func aViewIsOneWindow() async throws { try await run(Contract.aViewIsOneWindow) }
    @Test func countsStopAtTheirCap() async throws { try await run(Contract.countsStopAtTheirCap) }
    @Test func secondQueriesAgreeWithTheRows() async throws { try await run(Contract.secondQueriesAgreeWithTheRows) }
    @Test func bucketsCoverTheirRange() async throws { try await run(Contract.bucketsCoverTheirRange) }
    @Test func readingApartGivesTheSame() async throws {
        for journal in ["WAL", "DELETE"] {
            let fixture = try Fixture("PRAGMA journal_mode = \(journal);" + Contract.script(.sqlite))
            let store = try await SQLiteStore.open(path: fixture.path, patience: .zero)
            try await Contract.readingApartGivesTheSame(store)
            await store.close()
        }
    }

    @Test func completionFindsValues() async throws { try await run(Contract.completionFindsValues) }
    @Test func filtersFindWhatTheirMeaningSays() async throws {
        try await run(Contract.filtersFindWhatTheirMeaningSays)
    }

    /// A page anywhere in an indexed order reads what it shows and no more.
    @Test func indexedPagesNeedNoSort() async throws {
        let fixture = try Fixture(
            """
            CREATE TABLE log (id text NOT NULL PRIMARY KEY, tenant text NOT NULL, at text NOT NULL, seen text,
              action text NOT NULL);
            CREATE INDEX log_at ON log (at DESC, id);
            CREATE INDEX log_tenant ON log (tenant, at DESC, id);
            CREATE INDEX log_seen ON log (seen);
            CREATE INDEX log_action ON log (action, at);
            """)
        let store = try await fixture.open()
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: .sqlite)
        let tenant = Predicate.compare(Operand(ColumnPath("tenant"), type: .text), .equal(.text("t")))
        for (column, predicate) in [
            ("at", Predicate.everything), ("at", tenant), ("seen", .everything), ("action", .everything),
            ("id", .everything),
        ] {
            for descending in [false, true] {
                var query = RowQuery(
                    relation: RelationName("log"), columns: [Projection(ColumnPath("id"), type: .text)],
                    predicate: predicate, sort: [SortTerm(ColumnPath(column), descending: descending)])
                let width = try planner.page(query).statement.columnCount - 1
                let cursor = Cursor([Value](repeating: .text("m"), count: width))
                for position in [PageRequest.Position.first, .last, .after(cursor), .before(cursor)] {
                    query.page = PageRequest(position, limit: 50)
                    let statement = try planner.page(query).statement
                    let plan = try await store.read([
                        Statement(
                            sql: "EXPLAIN QUERY PLAN " + statement.sql, bindings: statement.bindings, columnCount: 4)
                    ])[0].lines
                    let sorts = plan.filter { $0.contains("TEMP B-TREE") }
                    // A page of two ranges merges them, each cut to the page before it is sorted.
                    let isSplit = plan.contains { $0.contains("UNION ALL") }
                    #expect(sorts.count <= (isSplit ? 2 : 0), "\(column) \(descending) \(position): \(plan)")
                    if case .after = position {
                        #expect(plan.contains { $0.contains("SEARCH") }, "\(column) \(descending): \(plan)")
                    }
                }
            }
        }
    }
}
