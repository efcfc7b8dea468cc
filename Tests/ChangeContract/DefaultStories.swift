import ConsoleCore
import TenantDomain
import Testing

/// Rows that keys let go of: emptied, or set to a default. Told once for both engines.
package struct DefaultStories {
    let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    package static let script =
        ChangeFixture.script + [
            "CREATE TABLE desks (id text PRIMARY KEY, name text)",
            "INSERT INTO desks VALUES ('it''s in', 'Inbox'), ('sales', 'Sales'), ('legal', 'Legal'), ('post', 'Post')",
            "CREATE TABLE tickets (id text PRIMARY KEY, desk_id text DEFAULT 'it''s in' REFERENCES desks (id) "
                + "ON DELETE SET DEFAULT, second_id text REFERENCES desks (id) ON DELETE SET DEFAULT)",
            "INSERT INTO tickets VALUES ('t1', 'sales', 'sales'), ('t2', 'sales', 'post'), ('t3', 'it''s in', NULL)",
            "CREATE TABLE memos (id text PRIMARY KEY, desk_id text DEFAULT (lower('SALES')) REFERENCES desks (id) "
                + "ON DELETE SET DEFAULT)",
            "INSERT INTO memos VALUES ('m1', 'legal')",
            "CREATE TABLE slips (id text PRIMARY KEY, desk_id text NOT NULL REFERENCES desks (id) ON DELETE SET NULL)",
            "INSERT INTO slips VALUES ('s1', 'post')",
        ]

    private func delete(_ desk: String) -> ChangeVerb { .delete(table: "desks", key: [KeyPart("id", .text(desk))]) }

    package func run() async throws {
        try await defaultsAreListedAndTakenBack()
        try await whatTheDatabaseWouldRefuseIsRefusedBefore()
    }

    private func defaultsAreListedAndTakenBack() async throws {
        let tickets =
            "SELECT id || ' ' || coalesce(desk_id, '-') || ' ' || coalesce(second_id, '-') FROM tickets ORDER BY id"
        let before = try await bench.texts(tickets)
        let plan = try await bench.plan(delete("sales"))
        #expect(
            Set(
                plan.rows.filter { $0.action == .update }.flatMap { row in row.fields.map { "\(row.label) \($0.after)" }
                }
            ).count
                == 3, "\(plan.rows)")
        #expect(
            plan.rows.filter { $0.field("desk_id")?.after == .value(.text("it's in")) }.count == 2, "\(plan.rows)")
        #expect(
            plan.effects.contains { $0.text == "tickets gets the default desk_id it's in" && $0.detail == "2 rows" },
            "\(plan.effects)")
        #expect(plan.effects.contains { $0.text == "tickets loses second_id" && $0.detail == "1 row" })
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await bench.texts(tickets) == ["t1 it's in -", "t2 it's in post", "t3 it's in -"])
        let back = try await bench.undo(receipt)
        #expect(try await bench.texts(tickets) == before)
        #expect(try await bench.texts("SELECT name FROM desks WHERE id = 'sales'") == ["Sales"])
        #expect(back.differing == nil, "\(String(describing: back.differing))")
    }

    private func whatTheDatabaseWouldRefuseIsRefusedBefore() async throws {
        for (desk, table, why) in [
            ("it's in", "tickets", LettingGo.namesNothing("it's in")), ("post", "slips", .needsValue),
        ] {
            guard case .cannotLetGo(_, table, _, why) = try await bench.refusal(delete(desk)) else {
                Issue.record("\(desk) may go")
                continue
            }
            await #expect(throws: (any Error).self, "the database lets \(desk) go") {
                try await bench.execute("DELETE FROM desks WHERE id = '\(desk == "post" ? desk : "it''s in")'")
            }
        }
        guard case .cannotLetGo(_, "memos", "desk_id", .computed(let text)) = try await bench.refusal(delete("legal"))
        else {
            Issue.record("a default that nobody knows is planned")
            return
        }
        #expect(text.contains("lower"))
    }
}
