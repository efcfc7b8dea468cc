/// How the application tells the database who asks, as far as policies look: section `[view_as]` of a profile.
package struct ViewAsMapping: Sendable, Equatable {
    /// Something of the person that a setting or a claim can hold.
    package enum Word: String, Sendable, CaseIterable {
        case userID = "user.id", userEmail = "user.email", tenantID = "tenant.id", tenantSlug = "tenant.slug"
        case memberRole = "member.role"
    }

    /// Where a setting's or a claim's text comes from.
    package enum Source: Sendable, Equatable {
        case word(Word)
        /// The text itself.
        case literal(String)

        package init(_ text: String) {
            self = Word(rawValue: text).map(Source.word) ?? .literal(text)
        }
    }

    /// The database role that members' requests run as.
    package var role = Self.usualRole
    /// The setting that holds all claims as JSON; nil where the application has none.
    package var claims: String? = Self.usualClaims
    /// Settings of the application's own, by name.
    package var settings: [String: Source] = [:]
    /// Claims besides the usual ones, by name.
    package var extraClaims: [String: Source] = [:]
    /// Columns of the user table that hold what the sign-in service puts into the claims.
    package var appMetadata: String?
    package var userMetadata: String?

    package static let usualRole = "authenticated"
    package static let usualClaims = "request.jwt.claims"

    package init() {}

    /// Whether what is told of a person depends on the tenant.
    package var namesTenant: Bool {
        (Array(settings.values) + Array(extraClaims.values)).contains { source in
            switch source {
            case .word(.tenantID), .word(.tenantSlug), .word(.memberRole): true
            default: false
            }
        }
    }
}
