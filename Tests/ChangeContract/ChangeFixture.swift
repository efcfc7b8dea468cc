// swift-format-ignore-file: LineLength
import ConsoleCore
import TenantDomain

/// Rows of the reference schema that every story of changes starts from, in SQL that both engines read.
package enum ChangeFixture {
    /// 2026-11-21T06:00:00Z.
    package static let now: Int64 = 1_795_240_800_000_000

    package static func id(_ kind: Character, _ number: Int) -> String {
        let digits = String(number)
        return
            "\(String(repeating: kind, count: 8))-0000-4000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
    }

    package static func target(_ kind: Character, _ number: Int, _ label: String) -> ChangeTarget {
        ChangeTarget(key: [.text(id(kind, number))], label: label)
    }

    /// Acme: pro, an agency; owner ann, admin bob, viewers cid and dee; two widgets.
    package static let acme = target("a", 1, "Acme")
    /// Below Acme: free, one owner, at its hard limit of three widgets.
    package static let bistro = target("a", 2, "Bistro")
    package static let archived = target("a", 3, "Closed")
    package static let ann = target("b", 1, "Ann")
    package static let bob = target("b", 2, "Bob")
    package static let cid = target("b", 3, "Cid")
    package static let eve = target("c", 5, "Eve")

    package static let script: [String] = {
        let people = ["Ann", "Bob", "Cid", "Dee", "Eve"].enumerated().map { place, name in
            "('\(id("c", place + 1))', '\(name.lowercased())@acme.example', '\(name)', 'active')"
        }
        let members = [
            (1, 1, 1, "owner"), (2, 1, 2, "admin"), (3, 1, 3, "viewer"), (4, 1, 4, "viewer"), (5, 2, 5, "owner"),
        ].map { "('\(id("b", $0.0))', '\(id("a", $0.1))', '\(id("c", $0.2))', '\($0.3)', 'active')" }
        let widgets = [(1, 1, 1), (2, 1, 1), (3, 2, 5), (4, 2, 5), (5, 2, 5)].map {
            "('\(id("d", $0.0))', '\(id("a", $0.1))', '\(id("c", $0.2))', 'Widget \($0.0)', 'chat', 'wk_\($0.0)', 'active')"
        }
        return [
            "INSERT INTO users (id, email, name, status) VALUES \(people.joined(separator: ", "))",
            """
            INSERT INTO workspaces (id, name, slug, kind, parent_workspace_id, plan, status, settings) VALUES
            ('\(id("a", 1))', 'Acme', 'acme', 'agency', NULL, 'pro', 'active', '{"theme": "dark", "n": 3}'),
            ('\(id("a", 2))', 'Bistro', 'bistro', 'business', '\(id("a", 1))', 'free', 'active', '{}'),
            ('\(id("a", 3))', 'Closed', 'closed', 'business', NULL, 'free', 'archived', '{}')
            """,
            "INSERT INTO workspace_members (id, workspace_id, user_id, role, status) VALUES "
                + members.joined(separator: ", "),
            """
            INSERT INTO workspace_subscriptions (id, workspace_id, stripe_customer_id, stripe_subscription_id, plan_type,
            base_token_limit, additional_tokens, status, current_period_start, current_period_end) VALUES
            ('\(id("e", 1))', '\(id("a", 1))', 'cus_1', 'sub_1', 'pro', 10000000, 0, 'active',
            '2026-11-12T00:00:00.000000Z', '2026-12-12T00:00:00.000000Z')
            """,
            "INSERT INTO widgets (id, workspace_id, user_id, name, type, public_key, status) VALUES "
                + widgets.joined(separator: ", "),
            "INSERT INTO widget_instances (id, widget_id, public_id, status) VALUES "
                + "('\(id("f", 1))', '\(id("d", 1))', 'pub_1', 'published')",
            "INSERT INTO embed_tokens (id, widget_instance_id, public_id, token, expires_at) VALUES "
                + "('\(id("f", 2))', '\(id("f", 1))', 'pub_1', 'old-secret', '2027-01-01T00:00:00.000000Z')",
            "INSERT INTO crm_pipelines (id, workspace_id, name) VALUES ('\(id("9", 1))', '\(id("a", 1))', 'New business')",
            "INSERT INTO crm_stages (id, workspace_id, pipeline_id, name, position) VALUES "
                + ["Lead", "Talk", "Won"].enumerated().map { place, name in
                    "('\(id("8", place + 1))', '\(id("a", 1))', '\(id("9", 1))', '\(name)', \(place + 1))"
                }.joined(separator: ", "),
            """
            INSERT INTO crm_deals (id, workspace_id, pipeline_id, stage_id, title, amount_cents) VALUES
            ('\(id("7", 1))', '\(id("a", 1))', '\(id("9", 1))', '\(id("8", 1))', 'Relaunch', 4800000)
            """,
            """
            INSERT INTO projects (id, workspace_id, name, status) VALUES ('\(id("6", 1))', '\(id("a", 1))', 'Site', 'active')
            """,
        ]
    }()
}
