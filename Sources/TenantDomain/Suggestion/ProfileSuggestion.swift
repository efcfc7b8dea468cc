/// A profile for a catalog that none was written for, with what speaks for each part of it and what stays unknown.
///
/// Pure: it reads nothing but the catalog. Names alone prove nothing here: keys, policies, shapes and how much of the
/// schema belongs to a table are weighed against each other.
package struct ProfileSuggestion: Sendable {
    /// One part of the profile and why it is so.
    package struct Part: Sendable, Equatable {
        /// `tenant`, `membership`.
        package let key: String
        package let confidence: SuggestionConfidence
        package let lines: [String]
    }

    /// Empty but for its name where no tenant was found.
    package let profile: Profile
    package let parts: [Part]
    /// What nobody can tell from a catalog, and what to do about it.
    package let unknown: [String]

    package var isEmpty: Bool { profile.tenant == nil }

    package func part(_ key: String) -> Part? { parts.first { $0.key == key } }
}
