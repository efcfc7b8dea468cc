import TenantDomain
import TenantStore
import Testing

/// What every store has to do, whatever its engine: run over a store whose database holds `Contract.script`'s tables.
package enum Contract {
    /// Rows with duplicates and nulls in every column but the key. The same numbers come on every run.
    package static func script(_ dialect: SQLDialect, rows: Int = 97) -> String {
        var random = SplitMix(seed: 20_261_121)
        var sql = """
            CREATE TABLE parents (id INTEGER PRIMARY KEY, name text NOT NULL);
            INSERT INTO parents VALUES (1, 'one'), (2, 'two'), (3, 'three');
            CREATE TABLE rows (id text NOT NULL PRIMARY KEY, a integer NOT NULL, b text, c \(dialect == .sqlite ? "numeric_text" : "numeric")(10,2),
              parent_id integer REFERENCES parents(id));
            CREATE INDEX rows_a ON rows (a);
            CREATE INDEX rows_b ON rows (b DESC, a);
            CREATE INDEX rows_parent ON rows (parent_id);

            """
        for row in 0..<rows {
            let b = random.below(4) == 0 ? "NULL" : "'\(["x", "y", "é", "Z", ""][random.below(5)])'"
            let c = random.below(4) == 0 ? "NULL" : "'\(random.below(30) - 10).50'"
            let parent = random.below(3) == 0 ? "NULL" : "\(random.below(3) + 1)"
            sql += "INSERT INTO rows VALUES ('k\(row * 7919 % 1000)', \(random.below(6)), \(b), \(c), \(parent));\n"
        }
        // One table without any key, one with another kind of key, and a view of the first.
        sql += """
            CREATE TABLE heap (a integer, b text);
            INSERT INTO heap SELECT a, b FROM rows;
            CREATE TABLE pairs (x text NOT NULL, y integer NOT NULL, z text, PRIMARY KEY (x, y))\(dialect == .sqlite ? " WITHOUT ROWID" : "");
            INSERT INTO pairs SELECT id, a, b FROM rows;
            CREATE VIEW seen AS SELECT a, b FROM rows;

            """
        return sql + FilterRows.script(dialect)
    }

    private static let parent = Hop(
        columns: ["parent_id"], target: RelationName("parents"), targetColumns: ["id"])

    /// Every order of up to two of these in every direction.
    private static func orders(_ paths: [ColumnPath]) -> [[SortTerm]] {
        var orders: [[SortTerm]] = [[]]
        for first in paths {
            for firstDown in [false, true] {
                orders.append([SortTerm(first, descending: firstDown)])
                for second in paths where second != first {
                    for secondDown in [false, true] {
                        orders.append([
                            SortTerm(first, descending: firstDown), SortTerm(second, descending: secondDown),
                        ])
                    }
                }
            }
        }
        return orders
    }

    /// Pages down, up, from the end and from any row show each row once, and always in the one order.
    package static func pagingVisitsEachRowOnce(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let tables: [(String, String, [ColumnPath])] = [
            (
                "rows", "id",
                [ColumnPath("a"), ColumnPath("b"), ColumnPath("c"), ColumnPath(hops: [parent], "name")]
            ),
            ("heap", "b", [ColumnPath("a"), ColumnPath("b")]), ("pairs", "x", [ColumnPath("z"), ColumnPath("y")]),
        ]
        for (table, key, paths) in tables {
            for sort in orders(paths) {
                let columns =
                    [Projection(ColumnPath(key), type: .text)] + sort.map { Projection($0.path, type: .text) }
                var query = RowQuery(relation: RelationName(table), columns: columns, sort: sort)
                func page(_ position: PageRequest.Position, _ limit: Int) async throws -> RowPage {
                    query.page = PageRequest(position, limit: limit)
                    let planned = try planner.page(query)
                    return planned.page(from: try await store.read([planned.statement])[0])
                }
                let whole = try await page(.first, 1000)
                let expected = whole.rows.lines
                #expect(!whole.hasAfter && whole.rows.rowCount > 90)
                checkNulls(whole, sort)

                var down: [String] = []
                var current = try await page(.first, 10)
                #expect(!current.hasBefore)
                while true {
                    down += current.rows.lines
                    guard current.hasAfter, let last = current.cursor(row: current.rows.rowCount - 1) else { break }
                    current = try await page(.after(last), 10)
                }
                #expect(down == expected, "down \(table) \(sort)")

                var up: [String] = []
                current = try await page(.last, 10)
                #expect(!current.hasAfter)
                while true {
                    up = current.rows.lines + up
                    guard current.hasBefore, let first = current.cursor(row: 0) else { break }
                    current = try await page(.before(first), 10)
                }
                #expect(up == expected, "up \(table) \(sort)")

                let codec = try planner.cursorCodec(for: query)
                for row in stride(from: 0, to: whole.rows.rowCount, by: 13) {
                    let cursor = try #require(whole.cursor(row: row))
                    let from = try await page(.from(try codec.decode(codec.encode(cursor))), 5)
                    #expect(
                        from.rows.lines == Array(expected[row..<min(row + 5, expected.count)]),
                        "from \(row) \(table) \(sort)")
                }
            }
        }
    }

    /// Nulls come last ascending and first descending.
    private static func checkNulls(_ page: RowPage, _ sort: [SortTerm]) {
        guard let first = sort.first else { return }
        let isNull = (0..<page.rows.rowCount).map { page.rows.isNull(row: $0, column: 1) }
        let sorted = first.descending ? isNull.sorted { $0 && !$1 } : isNull.sorted { !$0 && $1 }
        #expect(isNull == sorted, "\(sort)")
    }

    package static func aViewIsOneWindow(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let planned = try planner.page(
            RowQuery(
                relation: RelationName("seen"), columns: [Projection(ColumnPath("b"), type: .text)],
                sort: [SortTerm(ColumnPath("b"), descending: true)], page: PageRequest(.last, limit: 5)))
        let page = planned.page(from: try await store.read([planned.statement])[0])
        #expect(page.windowCap == StatementPlanner.windowRows)
        #expect(page.rows.rowCount == 97)
        #expect(page.rows.isNull(row: 0, column: 0))
        #expect(page.cursor(row: 0) == nil)
    }

    package static func countsStopAtTheirCap(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        for (cap, expected) in [(10, CappedCount(11, cap: 10)), (97, CappedCount(97, cap: 97))] {
            let planned = try planner.count(RelationName("rows"), cap: cap)
            #expect(planned.count(from: try await store.read([planned.statement])[0]) == expected)
        }
        #expect(CappedCount(11, cap: 10) == CappedCount(200, cap: 10))
    }

    package static func secondQueriesAgreeWithTheRows(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let children = Hop(columns: ["id"], target: RelationName("rows"), targetColumns: ["parent_id"])
        let keys: [[Value]] = [[.integer(3)], [.integer(1)], [.integer(9)]]
        let blocks = try await store.read([
            planner.relatedCounts(RelationName("parents"), hops: [children], keys: keys, cap: 1000),
            planner.relatedCounts(RelationName("parents"), hops: [children], keys: keys, cap: 4),
            planner.relatedHighest(RelationName("parents"), hops: [children], keys: keys, column: "a"),
            planner.relatedSums(RelationName("parents"), hops: [children], keys: keys, column: "a"),
            planner.groups(
                RelationName("rows"), by: [ColumnPath("parent_id")],
                measures: [.count, .highest(ColumnPath("a")), .sum(ColumnPath("a"))]),
            planner.relatedCounts(
                RelationName("rows"), hops: [parent, children], keys: [[.integer(1)], [.null]], cap: 1000),
        ])
        var groups: [String: [String]] = [:]
        for line in blocks[4].lines {
            let cells = line.split(separator: "|").map(String.init)
            groups[cells[0]] = Array(cells[1...])
        }
        let three = try #require(groups["3"])
        let one = try #require(groups["1"])
        #expect(blocks[0].lines == ["0|\(three[0])", "1|\(one[0])", "2|0"])
        #expect(blocks[1].lines == ["0|5", "1|5", "2|0"])
        #expect(blocks[2].lines == ["0|\(three[1])", "1|\(one[1])", "2|∅"])
        #expect(blocks[3].lines == ["0|\(three[2])", "1|\(one[2])", "2|∅"])
        #expect(blocks[5].lines == ["0|\(one[0])", "1|0"])
    }

    package static func bucketsCoverTheirRange(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let whole = try planner.groups(RelationName("rows"), by: [ColumnPath("a")])
        let buckets = try planner.buckets(
            RelationName("rows"), column: ColumnPath("a"), bounds: (0...6).map { .integer(Int64($0)) })
        let blocks = try await store.read([whole, buckets])
        #expect(Set(blocks[0].lines) == Set(blocks[1].lines))
        let capped = try planner.buckets(
            RelationName("rows"), column: ColumnPath("a"), bounds: [.integer(0), .integer(6)], cap: 20)
        #expect(try await store.read([capped])[0].lines == ["0|20"])
    }

    /// Apart or together, a statement's answer is the same and in its place.
    ///
    /// - Parameter store: one that has no patience, so that a second connection always helps.
    package static func readingApartGivesTheSame(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        var statements: [Statement] = []
        for low in 0..<40 {
            statements.append(
                try planner.count(
                    RelationName("rows"),
                    where: .compare(
                        Operand(ColumnPath("a"), type: .integer), .greaterOrEqual(.integer(Int64(low % 7)))),
                    cap: 10 + low
                ).statement)
        }
        let together = try await store.read(statements).map(\.lines)
        for _ in 0..<5 { #expect(try await store.readApart(statements).map(\.lines) == together) }
        let wrong = statements + [Statement(sql: "SELECT x FROM nowhere", columnCount: 1)]
        await #expect(throws: StoreError.self) { try await store.readApart(wrong) }
        #expect(try await store.readApart(statements).map(\.lines) == together)
    }

    package static func completionFindsValues(_ store: some DatabaseStore) async throws {
        let planner = StatementPlanner(catalog: try await store.readCatalog(), dialect: store.dialect)
        let blocks = try await store.read([
            planner.values(RelationName("rows"), column: "a"),
            planner.values(RelationName("parents"), column: "name", prefix: "T"),
            planner.values(RelationName("rows"), column: "id", prefix: "k9", limit: 3),
        ])
        #expect(blocks[0].lines == ["0", "1", "2", "3", "4", "5"])
        #expect(Set(blocks[1].lines) == ["two", "three"])
        #expect(blocks[2].rowCount == 3 && blocks[2].lines.allSatisfy { $0.hasPrefix("k9") })
    }
}

extension RowBlock {
    /// Rows as lines, cells parted by `|`, null as `∅`.
    package var lines: [String] {
        (0..<rowCount).map { row in
            (0..<columnCount).map { text(row: row, column: $0) ?? "∅" }.joined(separator: "|")
        }
    }
}

/// A small generator with a fixed sequence for each seed.
package struct SplitMix {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
