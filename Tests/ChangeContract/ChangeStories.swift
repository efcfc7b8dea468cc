// swift-format-ignore-file: LineLength
import ConsoleCore
import TenantDomain
import Testing

/// What the mechanism promises, told once for both engines.
package struct ChangeStories {
    let bench: ChangeBench

    package init(_ bench: ChangeBench) { self.bench = bench }

    package func run() async throws {
        try await roleChangeIsAuditedAndUndone()
        try await planSwitch()
        try await guards()
        try await staleAndRefused()
        try await verbs()
        try await bulk()
    }

    private func role(_ member: ChangeTarget) async throws -> String {
        try await bench.texts("SELECT role FROM workspace_members WHERE id = '\(member.key[0].text ?? "")'")[0]
    }

    private func roleChangeIsAuditedAndUndone() async throws {
        let verb = ChangeVerb.set(.memberRole, [ChangeFixture.cid], .text("editor"))
        let plan = try await bench.plan(verb)
        #expect(plan.title == "Set role: Cid   viewer → editor")
        #expect(plan.tables == [TableCount("workspace_members", .update, rows: 1)])
        #expect(plan.rows[0].fields == [FieldEdit("role", before: .text("viewer"), after: .text("editor"))])
        #expect(plan.tenant?.label == "Acme")
        #expect(plan.notDone.contains { $0.contains("mail") })
        #expect(try await role(ChangeFixture.cid) == "viewer", "planning writes nothing")
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await role(ChangeFixture.cid) == "editor")
        #expect(receipt.entries.count == 1, "exactly one audit entry")
        let entry = try await bench.texts(
            "SELECT actor_email || '|' || reason || '|' || lease_id || '|' || action || '|' || record_id"
                + " FROM audit_logs WHERE change_id = '\(receipt.changeID)'")
        #expect(
            entry == ["dana@ops|OPS-1 because|lease-test|UPDATE|\(ChangeFixture.cid.key[0].text ?? "")"])
        #expect(
            bench.journal.lines.suffix(3) == [
                .intent(receipt.changeID), .commit(receipt.changeID), .settled(receipt.changeID, "committed"),
            ])
        let back = try await bench.undo(receipt)
        #expect(try await role(ChangeFixture.cid) == "viewer")
        // The way back is a change like any other: it can be taken back as well.
        try await bench.undo(back)
        #expect(try await role(ChangeFixture.cid) == "editor")
        try await bench.change(.revertEntry(source: nil, id: receipt.entries[0].id))
        #expect(try await role(ChangeFixture.cid) == "viewer")
        let again = await failure { try await bench.undo(receipt) }
        #expect(again != nil)
    }

    private func planSwitch() async throws {
        let plan = try await bench.plan(.setPlan(tenant: ChangeFixture.acme, plan: "free", PlanTerms()))
        #expect(plan.title == "Set plan: Acme   pro → free")
        #expect(plan.rows.map(\.table) == ["workspaces", "workspace_subscriptions"])
        #expect(plan.rows[1].field("base_token_limit")?.after == .value(.integer(1_000_000)))
        #expect(plan.effects.contains { $0.kind == .loss && $0.text.contains("sso") })
        #expect(plan.effects.contains { $0.kind == .soft && $0.text == "members 4 > 3" })
        #expect(plan.notDone.contains("the billing provider is not told"))
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await bench.texts("SELECT plan FROM workspaces WHERE slug = 'acme'") == ["free"])
        try await bench.undo(receipt)
        #expect(try await bench.texts("SELECT plan FROM workspaces WHERE slug = 'acme'") == ["pro"])
        #expect(
            try await bench.texts(
                "SELECT base_token_limit FROM workspace_subscriptions WHERE id = '\(ChangeFixture.id("e", 1))'")
                == ["10000000"])
        try await planAtPeriodEnd()
        // Two more widgets would break a hard limit: only with a word that accepts it.
        try await bench.execute(
            "INSERT INTO widgets (id, workspace_id, user_id, name, type, public_key, status) VALUES "
                + [6, 7].map {
                    "('\(ChangeFixture.id("d", $0))', '\(ChangeFixture.id("a", 1))', '\(ChangeFixture.id("c", 1))', 'W', 'chat', 'wk_\($0)', 'active')"
                }.joined(separator: ", "))
        let down = ChangeVerb.setPlan(tenant: ChangeFixture.acme, plan: "free", PlanTerms())
        #expect(try await bench.refusal(down) == .overHardLimit(title: "widgets", used: 4, allowed: 3))
        let accepted = try await bench.plan(
            .setPlan(tenant: ChangeFixture.acme, plan: "free", PlanTerms(acceptsOver: true)))
        #expect(accepted.severity == .destructive)
        #expect(accepted.effects.contains { $0.kind == .hard && $0.text == "widgets 4 > 3" })
        try await bench.execute("DELETE FROM widgets WHERE public_key IN ('wk_6', 'wk_7')")
    }

    private func planAtPeriodEnd() async throws {
        func columns() async throws -> [String] {
            try await bench.texts(
                "SELECT w.plan || ' ' || s.plan_type || ' ' || coalesce(s.next_plan_type, '-') FROM workspaces w"
                    + " JOIN workspace_subscriptions s ON s.workspace_id = w.id WHERE w.slug = 'acme'")
        }
        let later = ChangeVerb.setPlan(tenant: ChangeFixture.acme, plan: "free", PlanTerms(begins: .periodEnd))
        let plan = try await bench.plan(later)
        #expect(plan.title == "Set plan: Acme   pro → free on 2026-12-12")
        #expect(plan.rows.map(\.table) == ["workspace_subscriptions"])
        #expect(plan.rows[0].fields == [FieldEdit("next_plan_type", before: .null, after: .text("free"))])
        #expect(plan.effects.contains { $0.text.contains("when the period ends") && $0.detail == "2026-12-12" })
        #expect(plan.effects.contains { $0.kind == .loss && $0.text.contains("sso") }, "the impact is said now")
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await columns() == ["pro pro free"])
        let entry = try await bench.texts(
            "SELECT CAST(new_data AS text) FROM audit_logs WHERE change_id = '\(receipt.changeID)'")
        #expect(entry.count == 1 && entry[0].contains("next_plan_type"), "the trail tells of it")
        let acme = TenantMatch(id: ChangeFixture.acme.key[0], name: "Acme")
        let overview = try await TenantOverviewService(session: bench.session).load(tenant: acme)
        #expect(overview.plan == "pro" && overview.nextPlan == "free", "what is to come stands in the overview")
        // The plan that it has takes back what was to come.
        let stays = try await bench.change(
            .setPlan(tenant: ChangeFixture.acme, plan: "pro", PlanTerms(begins: .periodEnd)))
        #expect(try await columns() == ["pro pro -"])
        #expect(try await TenantOverviewService(session: bench.session).load(tenant: acme).nextPlan == nil)
        try await bench.undo(stays)
        #expect(try await columns() == ["pro pro free"])
        // A plan from now on leaves nothing to follow.
        let now = try await bench.change(.setPlan(tenant: ChangeFixture.acme, plan: "hobby", PlanTerms()))
        #expect(try await columns() == ["hobby hobby -"])
        try await bench.undo(now)
        try await bench.undo(receipt)
        #expect(try await columns() == ["pro pro -"])
        let none = try await bench.refusal(
            .setPlan(tenant: ChangeFixture.bistro, plan: "pro", PlanTerms(begins: .periodEnd)))
        #expect(none == .unwritable(column: "Bistro", why: "it has no subscription whose period could end"))
    }

    private func guards() async throws {
        let viewer = Value.text("viewer")
        #expect(
            try await bench.refusal(.set(.memberRole, [ChangeFixture.ann], viewer)) == .lastOwner(tenant: "Acme"))
        #expect(
            try await bench.refusal(.set(.memberStatus, [ChangeFixture.ann], .text("suspended")))
                == .lastOwner(tenant: "Acme"))
        #expect(
            try await bench.refusal(.removeMembers(.tenant, [ChangeFixture.ann])) == .lastOwner(tenant: "Acme"))
        // By `edit` as well: the rules stand behind the verbs.
        #expect(
            try await bench.refusal(
                .edit(
                    table: "workspace_members", key: [KeyPart("id", ChangeFixture.ann.key[0])],
                    fields: [ColumnValue("role", viewer)])) == .lastOwner(tenant: "Acme"))
        #expect(
            try await bench.refusal(.set(.memberRole, [ChangeFixture.cid], .text("king")))
                == .valueNotAllowed(
                    column: "workspace_members.role", value: "king",
                    allowed: [
                        "owner", "admin", "super_editor", "editor", "project_creator", "collaborator", "viewer",
                    ]))
        for persona in [Persona.support, .auditor, .oncall] {
            let refusal = try await bench.refusal(.set(.memberRole, [ChangeFixture.cid], .text("editor")), persona)
            guard case .personaMayNot = refusal else {
                Issue.record("\(persona) may set roles: \(String(describing: refusal))")
                continue
            }
        }
        #expect(
            try await bench.refusal(.set(.tenantParent, [ChangeFixture.acme], ChangeFixture.acme.key[0])) != nil)
        #expect(
            try await bench.refusal(.set(.tenantParent, [ChangeFixture.acme], ChangeFixture.bistro.key[0]))
                == .parentMakesCycle(tenant: "Bistro"))
        #expect(
            try await bench.refusal(.set(.tenantParent, [ChangeFixture.archived], ChangeFixture.bistro.key[0]))
                == .archived(tenant: "Closed"))
        #expect(
            try await bench.refusal(.set(.tenantName, [ChangeFixture.archived], .text("Open")))
                == .archived(tenant: "Closed"))
        #expect(
            try await bench.refusal(
                .addMember(
                    .tenant, container: ChangeFixture.archived, user: ChangeFixture.eve, role: "viewer",
                    id: ChangeFixture.id("b", 90))) == .archived(tenant: "Closed"))
        let restored = try await bench.change(.set(.tenantStatus, [ChangeFixture.archived], .text("active")))
        try await bench.undo(restored)
        // The third widget of a plan that allows three, hard, without grace.
        guard
            case .overHardLimit(_, 4, 3) = try await bench.refusal(
                .edit(
                    table: "widgets", key: [KeyPart("id", .text(ChangeFixture.id("d", 1)))],
                    fields: [ColumnValue("workspace_id", ChangeFixture.bistro.key[0])]))
        else {
            Issue.record("a hard limit was broken")
            return
        }
        let gold = await failure {
            _ = try await bench.plan(.setPlan(tenant: ChangeFixture.acme, plan: "gold", PlanTerms()))
        }
        #expect(gold == .noSuch(what: "plans", word: "gold", hint: nil))
    }

    private func failure(_ body: () async throws -> Void) async -> ConsoleError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ConsoleError
        }
    }

    private func failure(of plan: ChangePlan, _ authority: WriteAuthority) async -> ConsoleError? {
        await failure { _ = try await bench.service().apply(plan, authority) }
    }

    private func staleAndRefused() async throws {
        let verb = ChangeVerb.set(.memberRole, [ChangeFixture.cid], .text("editor"))
        let plan = try await bench.plan(verb)
        let cid = ChangeFixture.cid.key[0].text ?? ""
        try await bench.execute("UPDATE workspace_members SET role = 'collaborator' WHERE id = '\(cid)'")
        let trail = try await bench.texts("SELECT count(*) FROM audit_logs")
        let stale = await failure(of: plan, bench.authority())
        guard case .stalePlan(let now) = stale else {
            Issue.record("a stale plan was applied: \(String(describing: stale))")
            return
        }
        #expect(now.title == "Set role: Cid   collaborator → editor")
        let fresh = try await bench.plan(verb)
        // The lease ends between the check at the start and the one before COMMIT.
        let late = await failure(of: fresh, bench.authority(lease: OpenLease(checks: 1)))
        #expect(late == .change(.noLease))
        for call in ["intent", "commit"] {
            bench.journal.fail(call)
            let full = await failure(of: fresh, bench.authority())
            #expect(full == .file(path: "journal", reason: "full"))
        }
        bench.journal.fail(nil)
        let silent = await failure(
            of: fresh, WriteAuthority(operatorName: "dana", persona: .admin, reason: " ", lease: OpenLease()))
        #expect(silent == .change(.noReason))
        let other = await failure(of: fresh, bench.authority(.support))
        #expect(other != nil, "as another persona")
        #expect(try await role(ChangeFixture.cid) == "collaborator")
        #expect(try await bench.texts("SELECT count(*) FROM audit_logs") == trail)
        try await bench.execute("UPDATE workspace_members SET role = 'viewer' WHERE id = '\(cid)'")
    }

    /// Every verb is planned, applied and taken back, and leaves the rows as they were.
    private func verbs() async throws {
        let (acme, eve) = (ChangeFixture.acme, ChangeFixture.eve)
        let deal = ChangeFixture.target("7", 1, "Relaunch")
        let stages = (1...3).map { ChangeFixture.target("8", $0, "stage") }
        let id = ChangeFixture.id
        let verbs: [ChangeVerb] = [
            .set(.tenantName, [acme], .text("Acme Industries")), .set(.tenantStatus, [acme], .text("suspended")),
            .set(.tenantStatus, [acme], .text("archived")),
            .set(.tenantParent, [ChangeFixture.bistro], .null),
            .setSetting(tenant: acme, key: "flags.beta", json: "true"), .setSetting(tenant: acme, key: "n", json: nil),
            .transferOwnership(tenant: acme, member: ChangeFixture.bob),
            .addMember(.tenant, container: acme, user: eve, role: "editor", id: id("b", 50)),
            .addMember(
                .project, container: ChangeFixture.target("6", 1, "Site"), user: eve, role: "viewer", id: id("b", 51)),
            .invite(tenant: acme, email: "new@acme.example", role: "viewer", days: 7, id: id("b", 52)),
            .set(.memberRole, [ChangeFixture.bob, ChangeFixture.cid], .text("editor")),
            .set(.memberStatus, [ChangeFixture.cid], .text("suspended")),
            .removeMembers(.tenant, [ChangeFixture.cid]), .ban(user: eve, until: nil),
            .set(.userStatus, [eve], .text("inactive")),
            .setLimit(plan: "pro", limit: "widgets", PlanLimitValue(value: 99, grace: 1)),
            .setLimit(plan: "pro", limit: "seats", PlanLimitValue(value: nil)),
            .setFeature(plan: "pro", feature: "sso", enabled: false, value: nil),
            .setFeature(plan: "pro", feature: "new_thing", enabled: true, value: 3),
            .addTokens(tenant: acme, 500_000),
            .set(.subscriptionStatus, [ChangeFixture.target("e", 1, "Acme")], .text("past_due")),
            .set(.widgetStatus, [ChangeFixture.target("d", 1, "Widget 1")], .text("paused")),
            .set(.instanceStatus, [ChangeFixture.target("f", 1, "pub_1")], .text("inactive")),
            .set(.dealStage, [deal], stages[1].key[0]), .set(.dealOwner, [deal], eve.key[0]),
            .set(.dealAmount, [deal], .integer(12_345)),
            .reorderStages(pipeline: ChangeFixture.target("9", 1, "New business"), [stages[2], stages[0]]),
            .addInteraction(deal: deal, kind: "call", text: "They will think about it", id: id("5", 1)),
            .createTenant(
                NewTenant(
                    id: id("a", 70), name: "Newcomer", slug: "newcomer", plan: "hobby", kind: "business", owner: eve,
                    memberID: id("b", 70))),
            .edit(
                table: "users", key: [KeyPart("id", eve.key[0])],
                fields: [ColumnValue("name", .text("Eve II")), ColumnValue("phone", .text("+49 1"))]),
        ]
        for verb in verbs {
            let before = try await state()
            let plan = try await bench.plan(verb)
            #expect(plan.undo != .never(reason: ""), "\(plan.title)")
            let receipt = try await bench.service().apply(plan, bench.authority())
            #expect(try await state() != before, "\(plan.title) changes something")
            let entries = try await bench.texts(
                "SELECT count(*) FROM audit_logs WHERE change_id = '\(receipt.changeID)'")
            #expect(
                Int(entries[0]) ?? 0 >= plan.rowCount, "\(plan.title): \(entries) entries for \(plan.rowCount) rows")
            do {
                try await bench.undo(receipt)
            } catch {
                Issue.record("\(plan.title) cannot be undone: \(error)")
            }
            #expect(try await state() == before, "\(plan.title) is taken back")
        }
        let rotate = ChangeVerb.rotateToken(instance: ChangeFixture.target("f", 1, "pub_1"))
        let plan = try await bench.plan(rotate)
        #expect(plan.undo == .never(reason: "token"))
        let receipt = try await bench.service().apply(plan, bench.authority())
        let secret = try #require(receipt.secret)
        #expect(try await bench.texts("SELECT token FROM embed_tokens") == [secret])
        #expect(
            try await bench.texts(
                "SELECT count(*) FROM audit_logs WHERE CAST(new_data AS text) LIKE '%\(secret)%'") == ["0"])
        let back = await failure { try await bench.undo(receipt) }
        #expect(back == .change(.cannotUndo(reason: "token")) || back == .change(.noReceipt(receipt.changeID)))
    }

    /// The rows that verbs change, without the times that the database keeps by itself.
    private func state() async throws -> [String] {
        var lines: [String] = []
        for (table, columns) in [
            (
                "workspaces",
                "id || name || plan || status || coalesce(CAST(parent_workspace_id AS text), '-') || CAST(settings AS text) || coalesce(CAST(suspended_at AS text), '-') || coalesce(CAST(deleted_at AS text), '-')"
            ),
            ("workspace_members", "id || CAST(user_id AS text) || role || status"),
            ("project_users", "id || role"), ("workspace_invitations", "id || email || status"),
            ("users", "id || name || status || coalesce(phone, '-') || coalesce(CAST(banned_until AS text), '-')"),
            (
                "plan_limits",
                "plan_id || limit_type || coalesce(CAST(limit_value AS text), '-') || CAST(grace_amount AS text)"
            ),
            ("plan_features", "plan_id || feature_key || CAST(enabled AS text)"),
            ("workspace_subscriptions", "plan_type || status || CAST(additional_tokens AS text)"),
            ("widgets", "id || status"), ("widget_instances", "id || status"),
            (
                "crm_deals",
                "id || CAST(stage_id AS text) || coalesce(CAST(owner_id AS text), '-') || CAST(amount_cents AS text) || CAST(stage_entered_at AS text)"
            ),
            ("crm_stages", "id || CAST(position AS text)"), ("crm_interactions", "id || type"),
        ] {
            lines += try await bench.texts(
                "SELECT '\(table) ' || \(columns.replacing("id ||", with: "CAST(id AS text) ||", maxReplacements: columns.hasPrefix("id ") ? 1 : 0)) FROM \(table) ORDER BY 1"
            )
        }
        return lines
    }

    private func bulk() async throws {
        let verb = ChangeVerb.setWhere(
            .memberRole, filter: "role:viewer status:active", tenant: ChangeFixture.acme, .text("collaborator"))
        let plan = try await bench.plan(verb)
        #expect(plan.groups == [ValueCount(.text("viewer"), rows: 2)])
        #expect(plan.rowCount == 2)
        let receipt = try await bench.service().apply(plan, bench.authority())
        #expect(try await bench.texts("SELECT count(*) FROM workspace_members WHERE role = 'collaborator'") == ["2"])
        #expect(
            try await bench.texts("SELECT count(*) FROM audit_logs WHERE change_id = '\(receipt.changeID)'") == ["2"])
        try await bench.undo(receipt)
        #expect(try await bench.texts("SELECT count(*) FROM workspace_members WHERE role = 'collaborator'") == ["0"])
        #expect(
            try await bench.refusal(
                .setWhere(.memberRole, filter: "role:owner", tenant: nil, .text("viewer")))
                == .lastOwner(tenant: "Acme"))
        #expect(
            try await bench.refusal(.setWhere(.memberRole, filter: "", tenant: nil, .text("viewer"))) == .looseFilter)
        let word = await failure {
            _ = try await bench.plan(.setWhere(.memberRole, filter: "cid", tenant: nil, .text("viewer")))
        }
        #expect(word != nil, "text inside values is no condition of a write")
    }
}
