import Foundation

/// Schemas in the shape of products that people know, written anew: what a suggestion must say of each.
extension SuggestionShape {
    static let products: [SuggestionShape] = [
        SuggestionShape(
            name: "shared inboxes", sql: product("inbox"), tenant: "accounts", membership: "account_users",
            user: "users", role: "role", project: "teams", audit: "audits", unknown: "account_users.role"),
        // Groups nest and have members by a type column: what is mapped is the organization above them.
        SuggestionShape(
            name: "code forge", sql: product("forge"), tenant: "organizations", membership: "organization_users",
            user: "users", role: "access_level", audit: "audit_events", unknown: "source_type and source_id"),
        SuggestionShape(
            name: "team chat", sql: product("chat"), tenant: "teams", membership: "teammembers", user: "users",
            role: "role", roles: ["admin", "guest", "member"], project: "channels", audit: "audits"),
        SuggestionShape(name: "forum", sql: product("forum"), user: "users", unknown: "No table looks like a tenant"),
        SuggestionShape(
            name: "appointments", sql: product("booking"), tenant: "Team", membership: "Membership", user: "users",
            role: "role", roles: ["OWNER", "ADMIN", "MEMBER"], parent: "parentId"),
        SuggestionShape(
            name: "starter with accounts", sql: product("starter"), tenant: "kit.accounts",
            membership: "kit.account_user", user: "auth.users", role: "account_role", roles: ["owner", "member"],
            plan: "kit.billing_subscriptions.plan_name", unknown: "primary_owner_user_id"),
        // Who is in which is told by schemas, not by rows.
        SuggestionShape(
            name: "a schema a tenant, with a table of tenants", sql: product("schemas"), tenant: "customers_client",
            user: "acme.auth_user", unknown: "Schemas acme, globex hold the same"),
        SuggestionShape(
            name: "teams with billing", sql: product("jetstream"), tenant: "teams", membership: "team_user",
            user: "users", role: "role", plan: "subscriptions.stripe_price", audit: "activity_log",
            unknown: "teams.user_id names one person"),
        SuggestionShape(
            name: "a tenant column everywhere", sql: product("tenanted"), tenant: "accounts", membership: "users",
            user: "users", role: "role", roles: ["owner", "manager", "staff"], plan: "plan", audit: "versions"),
        SuggestionShape(
            name: "German names", sql: product("german"), tenant: "mandanten", membership: "mandant_benutzer",
            user: "benutzer", role: "rolle"),
        SuggestionShape(
            name: "organizations among the people", sql: product("actors"), user: "users",
            unknown: "the tenants seem to stand among the people"),
    ]

    private static func product(_ name: String) -> String {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Products/\(name).sql"
        ).path
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? "no such file: \(path)"
    }
}
