import TenantDomain

/// What is said at first connect to a database that no profile maps.
package enum MappingOffer {
    package static func note(_ suggestion: ProfileSuggestion) -> String {
        guard let tenant = suggestion.profile.tenant else {
            return "No profile maps this database, and no table looks like a tenant: its tables can be browsed. "
                + "map suggest says why."
        }
        return
            "No profile maps this database. \(tenant.base.table) seems to hold the tenants: map suggest shows why, map "
            + "suggest --save NAME uses it."
    }

    /// The part of a suggestion that one line has room for: `tenants in accounts (high), members in account_users (medium)`.
    package static func summary(_ suggestion: ProfileSuggestion) -> String {
        let profile = suggestion.profile
        let parts: [(String, String, String?)] = [
            ("tenant", "tenants", profile.tenant?.base.table), ("user", "users", profile.user?.base.table),
            ("membership", "members", profile.membership?.table), ("plan", "plan", profile.tenant?.plan),
            ("audit", "audit", profile.audit.first?.table),
        ]
        return parts.compactMap { key, word, table in
            table.map { "\(word) in \($0)" + (suggestion.part(key).map { " (\($0.confidence.rawValue))" } ?? "") }
        }.joined(separator: ", ")
    }
}
