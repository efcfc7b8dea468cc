/// A table with the few columns that every concept shares.
package struct ConceptMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var name: String?
    package var tenant: String?
    package var status: String?
    package var created: String?
    package var deleted: String?

    package init(
        table: String, id: String = "id", name: String? = nil, tenant: String? = nil, status: String? = nil,
        created: String? = nil, deleted: String? = nil
    ) {
        self.table = table
        self.id = id
        self.name = name
        self.tenant = tenant
        self.status = status
        self.created = created
        self.deleted = deleted
    }
}

package struct TenantMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var slug: String?
    package var domain: String?
    package var plan: String?
    package var kind: String?
    package var parent: String?
    package var settings: String?
    package var trialEnds: String?

    package init(base: ConceptMapping) { self.base = base }
}

package struct UserMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var email: String?
    package var phone: String?
    package var lastSeen: String?

    package init(base: ConceptMapping) { self.base = base }
}

/// Who belongs to what: tenant memberships and project memberships alike (`owner` is then the project's key).
package struct MembershipMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    /// The column that names the tenant (or the project).
    package var container: String
    package var user: String
    package var role: String?
    package var status: String?
    package var invitedBy: String?
    package var created: String?
    /// Highest first; empty takes the order of the CHECK, enum or lookup table.
    package var roles: [String]

    package init(
        table: String, id: String = "id", container: String, user: String, role: String? = nil, status: String? = nil,
        invitedBy: String? = nil, created: String? = nil, roles: [String] = []
    ) {
        self.table = table
        self.id = id
        self.container = container
        self.user = user
        self.role = role
        self.status = status
        self.invitedBy = invitedBy
        self.created = created
        self.roles = roles
    }
}

package struct InvitationMapping: Sendable, Equatable {
    package var table: String
    package var id: String
    package var tenant: String
    package var email: String
    package var role: String?
    package var status: String?
    package var expires: String?

    package init(
        table: String, id: String = "id", tenant: String, email: String, role: String? = nil, status: String? = nil,
        expires: String? = nil
    ) {
        self.table = table
        self.id = id
        self.tenant = tenant
        self.email = email
        self.role = role
        self.status = status
        self.expires = expires
    }
}
