import TenantDomain

/// What a database's tables mean to a session: made of its catalog, and made anew where that has changed.
package struct MappedCatalog: Sendable {
    package let registry: ResourceRegistry
    /// Why this profile and no other, in words.
    package let profileReason: String
    /// What the database could be mapped to, where no profile fits it.
    package let suggestion: ProfileSuggestion?

    package init(registry: ResourceRegistry, profileReason: String, suggestion: ProfileSuggestion?) {
        self.registry = registry
        self.profileReason = profileReason
        self.suggestion = suggestion
    }
}

extension ConsoleSession {
    package mutating func take(_ mapping: MappedCatalog) {
        registry = mapping.registry
        profileReason = mapping.profileReason
        suggestion = mapping.suggestion
    }
}
