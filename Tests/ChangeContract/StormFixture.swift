import ConsoleCore
import TenantDomain

/// A few tenants at the edge of their rules, so that two operators keep getting in each other's way.
package enum StormFixture {
    private static let tenants = 5
    private static let people = 12
    private static let widgets = 5
    private static let roles = ["owner", "owner", "admin", "editor", "viewer", "viewer"]

    private static func tenant(_ number: Int) -> ChangeTarget {
        ChangeFixture.target("a", 100 + number, "Storm \(number)")
    }

    private static func member(_ tenant: Int, _ number: Int) -> ChangeTarget {
        ChangeFixture.target("b", 1_000 + tenant * 100 + number, "Member \(tenant).\(number)")
    }

    private static func user(_ number: Int) -> ChangeTarget {
        ChangeFixture.target("c", 100 + number, "Person \(number)")
    }

    private static func widget(_ tenant: Int, _ number: Int) -> ChangeTarget {
        ChangeFixture.target("d", 1_000 + tenant * 100 + number, "Widget \(tenant).\(number)")
    }

    private static func id(_ target: ChangeTarget) -> String { target.key[0].text ?? "" }

    package static let script: [String] = {
        func rows<Part>(_ parts: [Part], _ row: (Part) -> String) -> String {
            parts.map { "(\(row($0)))" }.joined(separator: ", ")
        }
        let pairs = (0..<tenants).flatMap { tenant in (0..<4).map { (tenant, $0) } }
        let owned = (0..<tenants).flatMap { tenant in (0..<widgets).map { (tenant, $0) } }
        return [
            "INSERT INTO plans (id, name, rank, price_cents, trial_days) VALUES ('tight', 'Tight', 7, 0, 0), "
                + "('wide', 'Wide', 8, 0, 0)",
            "INSERT INTO plan_limits (plan_id, limit_type, limit_value, enforcement, grace_amount) VALUES "
                + "('tight', 'members', 4, 'hard', 0), ('tight', 'widgets', 3, 'hard', 0), "
                + "('wide', 'members', 5, 'hard', 1), ('wide', 'widgets', 4, 'hard', 0)",
            "INSERT INTO users (id, email, name, status) VALUES "
                + rows(Array(0..<people)) { "'\(id(user($0)))', 'p\($0)@storm.example', 'Person \($0)', 'active'" },
            "INSERT INTO workspaces (id, name, slug, kind, plan, status, settings) VALUES "
                + rows(Array(0..<tenants)) {
                    "'\(id(tenant($0)))', 'Storm \($0)', 'storm-\($0)', 'agency', 'tight', 'active', '{}'"
                },
            "INSERT INTO workspace_members (id, workspace_id, user_id, role, status) VALUES "
                + rows(pairs) {
                    "'\(id(member($0, $1)))', '\(id(tenant($0)))', '\(id(user($1)))', '\(roles[$1])', 'active'"
                },
            "INSERT INTO workspace_subscriptions (id, workspace_id, stripe_customer_id, stripe_subscription_id, "
                + "plan_type, base_token_limit, additional_tokens, "
                + "status, current_period_start, current_period_end) VALUES "
                + rows(Array(0..<tenants)) {
                    "'\(ChangeFixture.id("e", 100 + $0))', '\(id(tenant($0)))', 'cus_s\($0)', 'sub_s\($0)', 'tight', 1000, 0, 'active', "
                        + "'2026-11-12T00:00:00.000000Z', '2026-12-12T00:00:00.000000Z'"
                },
            "INSERT INTO widgets (id, workspace_id, user_id, name, type, public_key, status) VALUES "
                + rows(owned) {
                    "'\(id(widget($0, $1)))', '\(id(tenant($0)))', '\(id(user(0)))', 'Widget', 'chat', "
                        + "'wk_s\($0)_\($1)', '\($1 < 3 ? "active" : "archived")'"
                },
        ]
    }()

    static func verb(_ random: inout SeededGenerator, receipts: [Receipt]) -> ChangeVerb {
        func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
        func word(_ words: String...) -> Value { .text(words[pick(words.count)]) }
        let place = pick(tenants)
        let target = tenant(place)
        let someone = member(place, pick(4))
        switch pick(20) {
        case 0, 1, 2, 3:
            return .set(.memberRole, [someone], word("owner", "owner", "admin", "editor", "viewer"))
        case 4, 5: return .set(.memberStatus, [someone], word("active", "active", "suspended"))
        case 6: return .transferOwnership(tenant: target, member: someone)
        case 7:
            let number = 4 + pick(people - 4)
            return .addMember(
                .tenant, container: target, user: user(number), role: pick(2) == 0 ? "viewer" : "owner",
                id: id(member(place, number)))
        case 8: return .removeMembers(.tenant, [member(place, pick(people))])
        case 9, 10, 11:
            return .set(.widgetStatus, [widget(place, pick(widgets))], word("active", "paused", "archived"))
        case 12: return .setPlan(tenant: target, plan: pick(2) == 0 ? "tight" : "wide", PlanTerms())
        case 13, 14: return .addTokens(tenant: target, Int64(1 + pick(1_000)))
        case 15: return .setSetting(tenant: target, key: "number", json: "\(pick(1_000))")
        case 16:
            let parent = tenant(pick(tenants))
            return .set(.tenantParent, [target], pick(4) == 0 ? .null : parent.key[0])
        case 17:
            let filters = ["role:viewer", "role:editor status:active", "role:owner", "role:admin"]
            return .setWhere(
                .memberRole, filter: filters[pick(filters.count)], tenant: pick(2) == 0 ? target : nil,
                word("owner", "editor", "viewer"))
        case 18 where pick(2) == 0:
            return .setWhere(.memberStatus, filter: "status:suspended", tenant: target, .text("active"))
        case 18: return .set(.tenantStatus, [target], word("active", "active", "suspended"))
        default:
            guard let last = receipts.suffix(12).randomElement(using: &random) else {
                return .set(.tenantName, [target], .text("Storm \(pick(1_000))"))
            }
            return .undo(change: last.changeID)
        }
    }

    /// A change at random as somebody types it, with everything confirmed that there may be to confirm.
    package static func words(_ random: inout SeededGenerator) -> [String] {
        func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
        func word(_ words: String...) -> String { words[pick(words.count)] }
        let place = pick(tenants)
        let within = ["--tenant", "storm-\(place)"]
        let someone = id(member(place, pick(4)))
        let words: [String] =
            switch pick(12) {
            case 0, 1, 2:
                ["member", "set-role", someone, word("owner", "owner", "admin", "editor", "viewer")] + within
            case 3, 4: ["member", word("suspend", "reactivate"), someone] + within
            case 5, 6:
                ["widget", "set-status", id(widget(place, pick(widgets))), word("active", "paused", "archived")]
            case 7: ["tenant", "set-plan", "storm-\(place)", word("tight", "wide")]
            case 8, 9: ["subscription", "add-tokens", "storm-\(place)", "\(1 + pick(1_000))"]
            case 10:
                ["member", "set-role", word("owner", "editor", "viewer"), "--where", word("role:viewer", "role:admin")]
                    + within
            default: ["undo"]
            }
        return words + ["--confirm", "Storm \(place)"]
    }
}
