import TenantDomain
import TenantStore
import Testing

@Suite struct PredicateGoldenTests {
    private func condition(_ dialect: SQLDialect, _ predicate: Predicate) throws -> String {
        let statement = try Sample.planner(dialect).count(RelationName("log"), where: predicate, cap: 1).statement
        let start = try #require(statement.sql.firstRange(of: " AS t0"))
        let end = try #require(statement.sql.firstRange(of: " LIMIT 2) AS c"))
        let values = statement.bindings.map { $0.text ?? "∅" }.joined(separator: " ")
        return String(statement.sql[start.upperBound..<end.lowerBound]) + (values.isEmpty ? "" : " ⟨\(values)⟩")
    }

    private func compare(
        _ column: String, _ type: ColumnType, _ comparison: Comparison, json: [String] = []
    ) -> Predicate {
        .compare(Operand(ColumnPath(column), type: type, jsonPath: json), comparison)
    }

    @Test func comparisons() throws {
        let cases: [(Predicate, String, String)] = [
            (.everything, "", ""), (.nothing, " WHERE FALSE", " WHERE FALSE"),
            (
                compare("action", .text, .equal(.text("x"))), " WHERE t0.\"action\" = ?1 ⟨x⟩",
                " WHERE t0.\"action\" = $1 ⟨x⟩"
            ),
            (compare("action", .text, .equal(.null)), " WHERE FALSE", " WHERE FALSE"),
            (compare("action", .text, .oneOf([])), " WHERE FALSE", " WHERE FALSE"),
            (
                .not(compare("seen", .timestamp, .isNull)), " WHERE (t0.\"seen\" IS NULL) IS NOT TRUE",
                " WHERE (t0.\"seen\" IS NULL) IS NOT TRUE"
            ),
            (
                compare("action", .text, .contains("5%_\\")),
                " WHERE t0.\"action\" LIKE ?1 ESCAPE '\\' ⟨%5\\%\\_\\\\%⟩",
                " WHERE t0.\"action\" COLLATE \"C\" ILIKE $1 ESCAPE '\\' ⟨%5\\%\\_\\\\%⟩"
            ),
            (
                compare("amount", .numeric, .greater(.text("1.5"))),
                " WHERE CAST(t0.\"amount\" AS NUMERIC) > CAST(?1 AS NUMERIC) ⟨1.5⟩",
                " WHERE t0.\"amount\" > $1 ⟨1.5⟩"
            ),
            (
                compare("ip", .network, .inNetwork("10.8.0.0/15")),
                " WHERE ((t0.\"ip\" >= ?1 AND t0.\"ip\" < ?2) OR (t0.\"ip\" >= ?3 AND t0.\"ip\" < ?4)) "
                    + "⟨10.8. 10.8/ 10.9. 10.9/⟩",
                " WHERE t0.\"ip\" <<= CAST($1 AS inet) ⟨10.8.0.0/15⟩"
            ),
            (
                compare("new", .text, .equal(.text("v")), json: ["a", "k\"ey"]),
                " WHERE CASE WHEN json_valid(t0.\"new\") THEN CASE json_type(t0.\"new\", ?1) WHEN 'true' THEN 'true' "
                    + "WHEN 'false' THEN 'false' ELSE CAST(json_extract(t0.\"new\", ?1) AS TEXT) END END = ?2 "
                    + "⟨$.\"a\".\"k\"ey\" v⟩",
                " WHERE (CAST(t0.\"new\" AS jsonb) #>> CAST($1 AS text[])) = $2 ⟨{\"a\",\"k\\\"ey\"} v⟩"
            ),
            (
                .related([Sample.tenantHop], .compare(Operand(ColumnPath("name"), type: .text), .equal(.text("n")))),
                " WHERE t0.\"tenant_id\" IN (SELECT t1.\"id\" FROM \"tenants\" AS t1 WHERE t1.\"name\" = ?1) ⟨n⟩",
                " WHERE t0.\"tenant_id\" IN (SELECT t1.\"id\" FROM \"tenants\" AS t1 WHERE t1.\"name\" = $1) ⟨n⟩"
            ),
            (
                .compare(Operand(ColumnPath(hops: [Sample.tenantHop], "name"), type: .text), .equal(.text("n"))),
                " LEFT JOIN \"tenants\" AS t1 ON t1.\"id\" = t0.\"tenant_id\" WHERE t1.\"name\" = ?1 ⟨n⟩",
                " LEFT JOIN \"tenants\" AS t1 ON t1.\"id\" = t0.\"tenant_id\" WHERE t1.\"name\" = $1 ⟨n⟩"
            ),
            (
                compare("active", .boolean, .equal(.text("true"))), " WHERE t0.\"active\" = ?1 ⟨1⟩",
                " WHERE t0.\"active\" = $1 ⟨1⟩"
            ),
        ]
        for (predicate, sqlite, postgres) in cases {
            #expect(try condition(.sqlite, predicate) == sqlite)
            #expect(try condition(.postgres, predicate) == postgres)
        }
    }

    @Test func valuesAndNamesNeverMeet() throws {
        let hostile = "'; DROP TABLE log; --\" \u{0}"
        let statement = try Sample.planner(.sqlite).count(
            RelationName("log"), where: compare("action", .text, .equal(.text(hostile))), cap: 1
        ).statement
        #expect(!statement.sql.contains("DROP"))
        #expect(statement.bindings == [.text(hostile)])
        #expect(try SQLWriter.quote("a\"b") == "\"a\"\"b\"")
        #expect(throws: PlanningError.unquotable("a\0")) { try SQLWriter.quote("a\0") }
    }

    @Test func unknownNamesAreErrors() throws {
        let planner = Sample.planner(.sqlite)
        #expect(throws: PlanningError.unknownRelation(RelationName("nope"))) {
            try planner.page(Sample.query("nope"))
        }
        #expect(throws: PlanningError.unknownColumn(RelationName("log"), "nope")) {
            try planner.page(Sample.query("log", [Projection(ColumnPath("nope"), type: .text)]))
        }
        let many = Hop(columns: ["id"], target: RelationName("log"), targetColumns: ["tenant_id"])
        #expect(throws: PlanningError.severalRows(RelationName("log"), through: ["tenant_id"])) {
            try planner.page(
                Sample.query("tenants", [Projection(ColumnPath(hops: [many], "action"), type: .text)]))
        }
        #expect(throws: PlanningError.tooManyColumns(3000, limit: 2000)) {
            try planner.page(
                Sample.query("log", [Projection](repeating: Projection(ColumnPath("id"), type: .uuid), count: 3000)))
        }
    }

    @Test func cellsAreCutAndMasksNeverFetched() throws {
        let columns = [
            Projection(ColumnPath("new"), type: .json), Projection(ColumnPath("raw"), type: .bytes),
            Projection(ColumnPath("action"), type: .text, mode: .presence),
        ]
        let sqlite = try Sample.planner(.sqlite).page(Sample.query("log", columns)).statement
        #expect(
            sqlite.sql.hasPrefix(
                "SELECT substr(t0.\"new\", 1, 257), substr(t0.\"raw\", 1, 16), "
                    + "CASE typeof(t0.\"action\") WHEN 'null' THEN NULL ELSE 1 END, t0.\"id\", length(t0.\"raw\") FROM")
        )
        #expect(sqlite.columnCount == 4)
        #expect(sqlite.cuts == [0: CellCut(characters: 256), 1: CellCut(characters: nil, sizeColumn: 4)])
        #expect(sqlite.withoutLargeValues?.cells.map(\.column) == [0, 1])
        let postgres = try Sample.planner(.postgres).page(Sample.query("log", columns)).statement
        #expect(
            postgres.sql.hasPrefix(
                "SELECT left(CAST(t0.\"new\" AS text), 257), substr(t0.\"raw\", 1, 16), "
                    + "CASE WHEN t0.\"action\" IS NULL THEN NULL ELSE 1 END, t0.\"id\", octet_length(t0.\"raw\") FROM"))
    }

    @Test func costIsToldBeforehand() {
        let planner = Sample.planner(.sqlite)
        let contains = compare("action", .text, .contains("x"))
        #expect(planner.cost(of: Sample.query("heap", [], contains)) == .cheap)
        #expect(planner.cost(of: Sample.query()) == .cheap)
        #expect(planner.cost(of: Sample.query(sort: [SortTerm(ColumnPath("seen"))])) == .cheap)
        #expect(
            planner.cost(of: Sample.query(sort: [SortTerm(ColumnPath("amount"))])) == .scan(estimatedRows: 1_000_000))
        #expect(planner.cost(of: Sample.query("log", [], contains)) == .scan(estimatedRows: 1_000_000))
        #expect(
            planner.cost(of: Sample.query("log", [], contains.and(compare("action", .text, .equal(.text("x"))))))
                == .cheap)
    }
}
