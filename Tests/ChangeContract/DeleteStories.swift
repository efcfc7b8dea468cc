import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// Rows that go with what hangs on them, and come back as they were. Told once for both engines.
package struct DeleteStories {
    let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    package func run() async throws {
        try await everythingThatGoesIsListedAndComesBack()
        try await whatKeysEmptyComesBackToo()
        try await rulesHoldForWhatFollows()
        try await theTrailGoesWithAWarning()
        try await tooMuchIsRefused()
        try await insertsWithDependantsStay()
        try await whoIsOnCallStopsHarmAndNoMore()
    }

    private func delete(_ table: String, _ id: String) -> ChangeVerb {
        .delete(table: table, key: [KeyPart("id", .text(id))])
    }

    private func counts(_ tables: [String]) async throws -> [String] {
        var lines: [String] = []
        for table in tables { lines += try await bench.texts("SELECT count(*) FROM \(table)") }
        return lines
    }

    private func everythingThatGoesIsListedAndComesBack() async throws {
        let pipeline = ChangeFixture.id("9", 1)
        let tables = ["crm_pipelines", "crm_stages", "crm_deals", "crm_interactions"]
        let before = try await counts(tables)
        let rows = try await bench.texts(
            "SELECT CAST(id AS text) || title || CAST(stage_id AS text) || CAST(updated_at AS text) FROM crm_deals")
        let plan = try await bench.plan(delete("crm_pipelines", pipeline))
        #expect(plan.title == "Delete pipeline: New business" && plan.severity == .destructive)
        #expect(
            Set(plan.tables.map { "\($0.action.rawValue) \($0.table) \($0.rows)" })
                == ["delete crm_pipelines 1", "delete crm_stages 3", "delete crm_deals 1"], "\(plan.tables)")
        #expect(
            plan.effects.contains { $0.kind == .loss && $0.text == "crm_stages goes along" && $0.detail == "3 rows" })
        #expect(ChangeCommands.typedName(plan) == "New business")
        guard case .until = plan.undo else {
            Issue.record("\(plan.undo)")
            return
        }
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await counts(tables) == ["0", "0", "0", "0"])
        let back = try await bench.plan(.undo(change: receipt.changeID))
        #expect(
            back.rows.map(\.table).first == "crm_pipelines" && back.rows.last?.table == "crm_deals", "parents first")
        let again = try await bench.service().apply(back, bench.authority())
        #expect(try await counts(tables) == before)
        #expect(
            try await bench.texts(
                "SELECT CAST(id AS text) || title || CAST(stage_id AS text) || CAST(updated_at AS text) FROM crm_deals")
                == rows)
        #expect(again.differing == nil, "\(String(describing: again.differing))")
        // And away again, by the undo of the undo.
        let gone = try await bench.undo(again)
        #expect(try await counts(tables) == ["0", "0", "0", "0"])
        try await bench.undo(gone)
        #expect(try await counts(tables) == before)
    }

    /// A tenant's parent goes: what a key empties is listed and filled again.
    private func whatKeysEmptyComesBackToo() async throws {
        let bistro = ChangeFixture.id("a", 2)
        let acme = ChangeFixture.id("a", 1)
        let parent = "SELECT CAST(parent_workspace_id AS text) FROM workspaces WHERE id = '\(bistro)'"
        let tables = ["workspaces", "workspace_members", "widgets", "widget_instances", "crm_deals", "projects"]
        let before = try await counts(tables)
        #expect(try await bench.texts(parent) == [acme])
        let plan = try await bench.plan(delete("workspaces", acme))
        let emptied = plan.rows.first { $0.action == .update && $0.table == "workspaces" }
        #expect(
            emptied?.fields == [FieldEdit("parent_workspace_id", before: .text(acme), after: .null)], "\(plan.tables)")
        #expect(plan.effects.contains { $0.text == "workspaces loses parent_workspace_id" })
        // A token that nobody keeps goes along: said before.
        #expect(plan.undo == .never(reason: "a secret that nobody keeps goes with it"))
        try await bench.execute("DELETE FROM embed_tokens")
        try await bench.execute("DELETE FROM workspace_invitations")
        let now = try await bench.plan(delete("workspaces", acme))
        guard case .until = now.undo else {
            Issue.record("\(now.undo)")
            return
        }
        let receipt = try await bench.service().apply(now, bench.authority())
        #expect(try await bench.texts(parent) == ["null"])
        let back = try await bench.undo(receipt)
        #expect(try await counts(tables) == before)
        #expect(try await bench.texts(parent) == [acme])
        for name in back.differing ?? [] { #expect(name.contains("updated_at"), "\(name)") }
    }

    private func rulesHoldForWhatFollows() async throws {
        // Eve is the only owner of Bistro: her membership would go with her.
        let refusal = try await bench.refusal(delete("users", ChangeFixture.id("c", 5)))
        switch refusal {
        case .lastOwner(let tenant): #expect(tenant == "Bistro")
        case .restricted: break
        default: Issue.record("\(String(describing: refusal))")
        }
        for persona in [Persona.support, .auditor, .oncall] {
            guard case .personaMayNot = try await bench.refusal(delete("widgets", ChangeFixture.id("d", 1)), persona)
            else {
                Issue.record("\(persona) may delete")
                continue
            }
        }
        guard case .unwritable = try await bench.refusal(delete("audit_logs", ChangeFixture.id("4", 1))) else {
            Issue.record("the trail may be deleted")
            return
        }
        let stale = try await bench.plan(delete("crm_pipelines", ChangeFixture.id("9", 1)))
        try await bench.execute(
            """
            INSERT INTO crm_stages (id, workspace_id, pipeline_id, name, position) VALUES
            ('\(ChangeFixture.id("8", 44))', '\(ChangeFixture.id("a", 1))', '\(ChangeFixture.id("9", 1))', 'Late', 44)
            """)
        await #expect(throws: ConsoleError.self) {
            _ = try await bench.service().apply(stale, bench.authority())
        }
        try await bench.execute("DELETE FROM crm_stages WHERE id = '\(ChangeFixture.id("8", 44))'")
    }

    /// A trail with a cascading key, as some databases have: its rows are a warning of their own.
    private func theTrailGoesWithAWarning() async throws {
        let contact = ChangeFixture.id("3", 1)
        try await bench.execute(
            """
            INSERT INTO workspaces (id, name, slug, kind, plan, status, settings) VALUES
            ('\(contact)', 'Fleeting', 'fleeting', 'business', 'free', 'active', '{}')
            """)
        let plan = try await bench.plan(delete("workspaces", contact))
        let trails = plan.rows.filter { $0.action == .delete && $0.table != "workspaces" }
        #expect(trails.isEmpty && plan.warnings.allSatisfy { !$0.contains("audit row") }, "\(plan.warnings)")
        try await bench.execute(
            """
            INSERT INTO events (id, workspace_id, event_type) VALUES
            ('\(ChangeFixture.id("3", 2))', '\(contact)', 'signed_in'),
            ('\(ChangeFixture.id("3", 3))', '\(contact)', 'signed_in')
            """)
        let warned = try await bench.plan(delete("workspaces", contact))
        #expect(
            warned.warnings.contains("2 audit rows go with it: the trail of what happened is lost"),
            "\(warned.warnings)")
        let events = "SELECT CAST(count(*) AS text) FROM events WHERE workspace_id = '\(contact)'"
        #expect(warned.undo == .never(reason: "audit rows go with it, and nobody writes those back"))
        _ = try await bench.service().apply(warned, bench.authority())
        #expect(try await bench.texts(events) == ["0"])
    }

    private func tooMuchIsRefused() async throws {
        let acme = ChangeFixture.id("a", 1)
        let rows = (0..<520).map { number in
            "('\(ChangeFixture.id("2", number))', '\(acme)', '\(ChangeFixture.id("9", 1))', 'S \(number)', \(1_000 + number))"
        }
        try await bench.execute(
            "INSERT INTO crm_stages (id, workspace_id, pipeline_id, name, position) VALUES "
                + rows.joined(separator: ", "))
        guard
            case .tooManyRows(let count, cap: 500) = try await bench.refusal(
                delete("crm_pipelines", ChangeFixture.id("9", 1)))
        else {
            Issue.record("more rows than a plan lists")
            return
        }
        #expect(count > 500)
        try await bench.execute("DELETE FROM crm_stages WHERE position >= 1000")
    }

    private func whoIsOnCallStopsHarmAndNoMore() async throws {
        let eve = ChangeFixture.eve
        for verb: ChangeVerb in [
            .ban(user: eve, until: nil), .set(.memberStatus, [ChangeFixture.cid], .text("suspended")),
            .set(.tenantStatus, [ChangeFixture.acme], .text("suspended")),
            .set(.instanceStatus, [ChangeFixture.target("f", 1, "pub_1")], .text("inactive")),
        ] {
            #expect(try await bench.refusal(verb, .oncall) == nil, "\(verb)")
        }
        for verb: ChangeVerb in [
            .set(.userStatus, [eve], .text("archived")), .set(.memberStatus, [ChangeFixture.cid], .text("removed")),
            .set(.tenantStatus, [ChangeFixture.acme], .text("archived")),
            .set(.widgetStatus, [ChangeFixture.target("d", 1, "Widget 1")], .text("archived")),
        ] {
            guard case .personaMayNot = try await bench.refusal(verb, .oncall) else {
                Issue.record("on call may do \(verb)")
                continue
            }
        }
        let role = try await bench.change(.set(.memberRole, [ChangeFixture.cid], .text("editor")))
        guard case .personaMayNot = try await bench.refusal(.undo(change: role.changeID), .oncall) else {
            Issue.record("on call may undo what an admin did")
            return
        }
        let back = try await bench.undo(role)
        guard case .personaMayNot = try await bench.refusal(.undo(change: back.changeID), .oncall) else {
            Issue.record("on call may redo what an admin did")
            return
        }
    }

    private func insertsWithDependantsStay() async throws {
        let new = try await bench.change(
            .createTenant(
                NewTenant(
                    id: ChangeFixture.id("a", 80), name: "Young", slug: "young", plan: "hobby", kind: "business",
                    owner: ChangeFixture.eve, memberID: ChangeFixture.id("b", 80))))
        try await bench.execute(
            """
            INSERT INTO projects (id, workspace_id, name, status) VALUES
            ('\(ChangeFixture.id("6", 80))', '\(ChangeFixture.id("a", 80))', 'Meanwhile', 'active')
            """)
        guard case .dependants(_, "projects", 1) = try await bench.refusal(.undo(change: new.changeID)) else {
            Issue.record("what came meanwhile would go along")
            return
        }
        let entry = try await bench.texts(
            "SELECT CAST(id AS text) FROM audit_logs WHERE change_id = '\(new.changeID)' AND table_name = 'workspaces'")
        guard case .dependants = try await bench.refusal(.revertEntry(source: nil, id: entry[0])) else {
            Issue.record("a reverted insert takes its dependants along")
            return
        }
    }
}
