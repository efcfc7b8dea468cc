import TenantDomain
import TenantStore
import Testing

/// The SQL of changes on both engines: named rows, bound values, and what is overwritten checked in the statement.
@Suite struct WriteGoldenTests {
    private let log = RelationName("log")
    private let key = [KeyPart("id", .text("i"))]

    private func both(
        _ make: (WritePlanner) throws -> Statement
    ) throws -> (sqlite: Statement, postgres: Statement) {
        (
            try make(WritePlanner(catalog: Sample.catalog(.sqlite), dialect: .sqlite)),
            try make(WritePlanner(catalog: Sample.catalog(.postgres), dialect: .postgres))
        )
    }

    @Test func updateOfOneRow() throws {
        let (sqlite, postgres) = try both { planner in
            try planner.update(
                log, key: key, set: [ColumnValue("action", .text("b")), ColumnValue("seen", .null)],
                expecting: [ColumnValue("action", .text("a")), ColumnValue("seen", .null)])
        }
        #expect(
            sqlite.sql
                == #"UPDATE "log" SET "action" = ?1, "seen" = ?2 WHERE "id" = ?3 AND "action" IS ?4 AND "seen" IS NULL"#
        )
        #expect(
            postgres.sql
                == #"UPDATE "log" SET "action" = $1, "seen" = $2 WHERE "id" = $3 AND "action" = $4 AND "seen" IS NULL"#)
        for statement in [sqlite, postgres] {
            #expect(statement.bindings == [.text("b"), .null, .text("i"), .text("a")])
        }
    }

    @Test func insertAndDelete() throws {
        let (insert, insertThere) = try both { planner in
            try planner.insert(log, values: [ColumnValue("id", .text("i")), ColumnValue("amount", .text("1.50"))])
        }
        #expect(insert.sql == #"INSERT INTO "log" ("id", "amount") VALUES (?1, ?2)"#)
        #expect(insertThere.sql == #"INSERT INTO "log" ("id", "amount") VALUES ($1, $2)"#)
        let (delete, deleteThere) = try both { planner in
            try planner.delete(log, key: key, expecting: [ColumnValue("action", .text("a"))])
        }
        #expect(delete.sql == #"DELETE FROM "log" WHERE "id" = ?1 AND "action" IS ?2"#)
        #expect(deleteThere.sql == #"DELETE FROM "log" WHERE "id" = $1 AND "action" = $2"#)
    }

    @Test func manyRowsByKey() throws {
        let (sqlite, postgres) = try both { planner in
            try planner.update(
                log, keyColumn: "id", keys: [.text("i"), .text("j")], set: ColumnValue("action", .text("b")),
                expecting: .text("a"))
        }
        #expect(sqlite.sql == #"UPDATE "log" SET "action" = ?1 WHERE "id" IN (?2, ?3) AND "action" IS ?4"#)
        #expect(postgres.sql == #"UPDATE "log" SET "action" = $1 WHERE "id" IN ($2, $3) AND "action" = $4"#)
        #expect(sqlite.bindings == [.text("b"), .text("i"), .text("j"), .text("a")])
    }

    @Test func locks() throws {
        let (sqlite, postgres) = try both { planner in
            try planner.lock(log, keyColumn: "id", keys: [.text("i"), .text("j")])
        }
        #expect(sqlite.sql == #"SELECT "id" FROM "log" WHERE "id" IN (?1, ?2) ORDER BY "id""#)
        #expect(postgres.sql == #"SELECT "id" FROM "log" WHERE "id" IN ($1, $2) ORDER BY "id" FOR UPDATE"#)
        let (_, rows) = try both { planner in
            try planner.lock(
                log, where: .compare(Operand(ColumnPath("action"), type: .text), .equal(.text("a"))))
        }
        #expect(
            rows.sql == #"SELECT count(*) FROM (SELECT t0."id" FROM "log" AS t0 WHERE t0."action" = $1 "#
                + #"ORDER BY t0."id" FOR UPDATE OF t0) AS held"#)
    }

    @Test func settingsAndOutcomes() throws {
        let planner = WritePlanner(catalog: Sample.catalog(.postgres), dialect: .postgres)
        let settings = planner.settings([("tenantctl.reason", "a'b"), ("tenantctl.change_id", "chg_1")])
        #expect(settings.sql == "SELECT set_config($1, $2, true), set_config($3, $4, true)")
        #expect(settings.bindings.contains(.text("a'b")))
        #expect(planner.outcome(of: "751").sql == "SELECT pg_xact_status(CAST($1 AS xid8))")
    }

    /// What the catalog does not know is no SQL, and no row is written without a key.
    @Test func namesAreTheCatalogs() {
        let planner = WritePlanner(catalog: Sample.catalog(.postgres), dialect: .postgres)
        let injected = #"action" = 'x', "id"#
        #expect(throws: PlanningError.unknownColumn(log, injected)) {
            try planner.update(log, key: key, set: [ColumnValue(injected, .text("b"))], expecting: [])
        }
        #expect(throws: PlanningError.unknownColumn(log, injected)) {
            try planner.delete(log, key: [KeyPart(injected, .text("i"))], expecting: [])
        }
        #expect(throws: PlanningError.unknownRelation(RelationName("logs; DROP TABLE log"))) {
            try planner.insert(RelationName("logs; DROP TABLE log"), values: [])
        }
        #expect(throws: PlanningError.unevenKey(log, [])) {
            try planner.update(log, key: [], set: [ColumnValue("action", .text("b"))], expecting: [])
        }
    }
}
