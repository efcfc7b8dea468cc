import TenantDomain

/// Section `[view_as]` of a profile.
enum ViewAsSection {
    static func read(_ table: ProfileTable?) -> ViewAsMapping {
        var mapping = ViewAsMapping()
        guard let table else { return mapping }
        if let role = table.optional("role") { mapping.role = role }
        let claims = table.optional("claims")
        if let claims { mapping.claims = claims == "none" ? nil : claims }
        mapping.settings = table.map("settings").mapValues(ViewAsMapping.Source.init)
        mapping.extraClaims = table.map("extra_claims").mapValues(ViewAsMapping.Source.init)
        mapping.appMetadata = table.optional("app_metadata")
        mapping.userMetadata = table.optional("user_metadata")
        table.finish()
        return mapping
    }
}
