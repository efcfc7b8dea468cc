/// What a person may do in a tenant, in words: a plain reading of role and statuses, not the application's own checks.
package enum UserOverviewAccess {
    package struct Standing: Sendable, Equatable {
        package var role: String?
        /// Highest first; empty where the order is unknown.
        package var roles: [String]
        package var membershipStatus: String?
        package var tenantStatus: String?
        package var userStatus: String?
        /// `workspace`.
        package var tenantWord: String

        package init(
            role: String?, roles: [String] = [], membershipStatus: String? = nil, tenantStatus: String? = nil,
            userStatus: String? = nil, tenantWord: String = "tenant"
        ) {
            self.role = role
            self.roles = roles
            self.membershipStatus = membershipStatus
            self.tenantStatus = tenantStatus
            self.userStatus = userStatus
            self.tenantWord = tenantWord
        }
    }

    /// One phrase for each thing; a single `no access: …` where anything bars the way, the outermost reason first.
    package static func words(_ standing: Standing) -> [String] {
        if let status = standing.userStatus, bars(status) { return ["no access: account \(spoken(status))"] }
        if let status = standing.tenantStatus, bars(status) {
            return ["no access: \(standing.tenantWord) \(spoken(status))"]
        }
        if let status = standing.membershipStatus {
            if waits(status) { return ["no access yet: invitation not accepted"] }
            if bars(status) { return ["no access: membership \(spoken(status))"] }
        }
        guard let role = standing.role, !role.isEmpty else { return ["member, no role recorded"] }
        if let known = capabilities(of: role, tenantWord: standing.tenantWord) { return known }
        guard let rank = standing.roles.firstIndex(of: role) else { return ["what the role \(role) allows"] }
        return ["what the role \(role) allows (rank \(rank + 1) of \(standing.roles.count))"]
    }

    /// Statuses that keep a person out, whatever the role.
    package static func bars(_ status: String) -> Bool {
        let known: Set<String> = [
            "suspended", "banned", "blocked", "disabled", "deactivated", "inactive", "archived", "deleted", "removed",
            "revoked", "left", "expired", "declined", "rejected", "locked", "closed", "churned", "cancelled",
            "canceled", "terminated", "waitlist", "invited", "pending",
        ]
        return known.contains(normal(status))
    }

    private static func waits(_ status: String) -> Bool {
        ["invited", "pending", "pending_invitation"].contains(normal(status))
    }

    private static func capabilities(of role: String, tenantWord: String) -> [String]? {
        switch normal(role) {
        case "owner", "super_admin", "superadmin", "account_owner":
            [
                "view", "edit", "create projects", "manage members", "change settings", "manage billing",
                "transfer or delete the \(tenantWord)",
            ]
        case "admin", "administrator", "tenant_admin", "org_admin", "agency_admin":
            ["view", "edit", "create projects", "manage members", "change settings"]
        case "manager": ["view", "edit", "create projects", "manage members"]
        case "super_editor", "supereditor": ["view", "edit", "create projects"]
        case "editor", "developer", "designer", "contributor", "member": ["view", "edit"]
        case "project_creator": ["view", "create projects", "edit own projects"]
        case "collaborator": ["view", "edit shared projects"]
        case "billing", "accountant", "finance": ["view", "manage billing"]
        case "viewer", "reader", "read_only", "readonly", "guest", "observer", "client": ["view"]
        default: nil
        }
    }

    private static func normal(_ word: String) -> String {
        String(decoding: word.lowercased().utf8.map { $0 == 0x2D || $0 == 0x20 ? 0x5F : $0 }, as: UTF8.self)
    }

    private static func spoken(_ word: String) -> String { word.replacing("_", with: " ") }
}
