import TenantDomain
import TenantStore
import Testing

/// One golden for each combination of direction, nullability, and whether the cursor stands on a null.
@Suite struct KeysetGoldenTests {
    private func tail(
        _ dialect: SQLDialect, _ column: String, down: Bool, _ position: PageRequest.Position
    ) throws -> String {
        let query = Sample.query(sort: [SortTerm(ColumnPath(column), descending: down)], position)
        let sql = try Sample.planner(dialect).page(query).statement.sql
        let start = try #require(sql.firstRange(of: " FROM \"log\" AS t0"))
        return String(sql[start.upperBound...])
    }

    private let here = Cursor([.text("x"), .text("i")])
    private let onNull = Cursor([.null, .text("i")])

    @Test func columnsThatAreNeverNull() throws {
        // The index (at DESC, id) goes on with id, in its own direction.
        for dialect in SQLDialect.allCases {
            let (a, b) = dialect == .sqlite ? ("?1", "?2") : ("$1", "$2")
            #expect(
                try tail(dialect, "at", down: true, .after(here)) == """
                     WHERE t0."at" <= \(a) AND (t0."at" < \(a) OR (t0."at" = \(a) AND t0."id" > \(b))) \
                    ORDER BY t0."at" DESC, t0."id" ASC LIMIT 11
                    """)
            #expect(
                try tail(dialect, "at", down: false, .after(here)) == """
                     WHERE t0."at" >= \(a) AND (t0."at" > \(a) OR (t0."at" = \(a) AND t0."id" < \(b))) \
                    ORDER BY t0."at" ASC, t0."id" DESC LIMIT 11
                    """)
            #expect(
                try tail(dialect, "at", down: true, .before(here)) == """
                     WHERE t0."at" >= \(a) AND (t0."at" > \(a) OR (t0."at" = \(a) AND t0."id" < \(b))) \
                    ORDER BY t0."at" ASC, t0."id" DESC LIMIT 11
                    """)
            #expect(
                try tail(dialect, "at", down: true, .from(here)) == """
                     WHERE t0."at" <= \(a) AND (t0."at" < \(a) OR (t0."at" = \(a) AND t0."id" >= \(b))) \
                    ORDER BY t0."at" DESC, t0."id" ASC LIMIT 11
                    """)
            #expect(try tail(dialect, "at", down: true, .last) == " ORDER BY t0.\"at\" ASC, t0.\"id\" DESC LIMIT 11")
        }
    }

    @Test func nullsLastAscending() throws {
        #expect(
            try tail(.sqlite, "seen", down: false, .first)
                == " ORDER BY t0.\"seen\" ASC NULLS LAST, t0.rowid ASC LIMIT 11")
        #expect(
            try tail(.postgres, "seen", down: false, .first)
                == " ORDER BY t0.\"seen\" ASC NULLS LAST, t0.\"id\" ASC LIMIT 11")
        #expect(
            try tail(.postgres, "seen", down: false, .after(onNull)) == """
                 WHERE t0."seen" IS NULL AND (t0."seen" IS NULL AND t0."id" > $1) \
                ORDER BY t0."seen" ASC NULLS LAST, t0."id" ASC LIMIT 11
                """)
        // Behind a value stand greater values and then the nulls: two ranges.
        #expect(
            try tail(.postgres, "seen", down: false, .after(here)) == """
                 WHERE t0."seen" >= $1 AND (t0."seen" > $1 OR (t0."seen" = $1 AND t0."id" > $2)) \
                ORDER BY t0."seen" ASC, t0."id" ASC LIMIT 11) AS v UNION ALL SELECT * FROM \
                (SELECT t0."id" AS c0, t0."seen" AS c1, t0."id" AS c2 FROM "log" AS t0 WHERE t0."seen" IS NULL \
                ORDER BY t0."id" ASC LIMIT 11) AS n) AS p ORDER BY c1 ASC NULLS LAST, c2 ASC LIMIT 11
                """)
    }

    @Test func nullsFirstDescending() throws {
        #expect(
            try tail(.sqlite, "seen", down: true, .after(here)) == """
                 WHERE t0."seen" <= ?1 AND (t0."seen" < ?1 OR (t0."seen" = ?1 AND t0.rowid < ?2)) \
                ORDER BY t0."seen" DESC NULLS FIRST, t0.rowid DESC LIMIT 11
                """)
        // Behind a null stand other nulls and then every value: two ranges again.
        #expect(
            try tail(.sqlite, "seen", down: true, .after(onNull)) == """
                 WHERE t0."seen" IS NOT NULL ORDER BY t0."seen" DESC, t0.rowid DESC LIMIT 11) AS v \
                UNION ALL SELECT * FROM (SELECT t0."id" AS c0, t0."seen" AS c1, t0.rowid AS c2 FROM "log" AS t0 \
                WHERE t0."seen" IS NULL AND t0.rowid < ?1 ORDER BY t0.rowid DESC LIMIT 11) AS n) AS p \
                ORDER BY c1 DESC NULLS FIRST, c2 DESC LIMIT 11
                """)
    }

    @Test func withoutAKey() throws {
        let heap = [Projection(ColumnPath("a"), type: .integer)]
        #expect(
            try Sample.planner(.sqlite).page(Sample.query("heap", heap)).statement.sql
                == "SELECT t0.\"a\", t0.rowid FROM \"heap\" AS t0 ORDER BY t0.rowid ASC LIMIT 11")
        #expect(
            try Sample.planner(.postgres).page(
                Sample.query("heap", heap, .everything, .after(Cursor([.text("(0,4)")])))
            ).statement
                .sql == """
                    SELECT t0."a", t0.ctid FROM "heap" AS t0 WHERE t0.ctid > CAST($1 AS tid) ORDER BY t0.ctid ASC LIMIT 11
                    """)
        let window = try Sample.planner(.sqlite).page(Sample.query("v", heap, .everything, .last))
        #expect(window.statement.sql == "SELECT t0.\"a\" FROM \"v\" AS t0 LIMIT 10001")
        #expect(window.windowCap == 10_000)
    }

    @Test func cursorsOfAnotherOrderAreRefused() throws {
        for cursor in [Cursor([]), Cursor([.text("x")]), Cursor([.null, .text("i")])] {
            #expect(throws: PlanningError.foreignCursor) {
                _ = try tail(.sqlite, "at", down: true, .after(cursor))
            }
        }
        let planner = Sample.planner(.sqlite)
        let newest = try planner.cursorCodec(for: Sample.query(sort: [SortTerm(ColumnPath("at"), descending: true)]))
        let oldest = try planner.cursorCodec(for: Sample.query(sort: [SortTerm(ColumnPath("at"))]))
        let values: [Value] = [.text("2026-11-21T06:00:00.000001Z é"), .bytes([0, 255])]
        let text = newest.encode(Cursor(values))
        #expect(text.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "=") })
        #expect(try newest.decode(text).values == values)
        #expect(throws: CursorError.foreign) { try oldest.decode(text) }
        for cut in 0..<text.count { #expect(throws: CursorError.self) { try newest.decode(String(text.prefix(cut))) } }
        #expect(throws: CursorError.malformed) { try newest.decode("nonsense!") }
        #expect(
            try newest.decode(newest.encode(Cursor([.real(0.1), .integer(.min)]))).values == [
                .real(0.1), .integer(.min),
            ])
    }
}
