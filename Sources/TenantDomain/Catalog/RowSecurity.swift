/// Whether policies decide which rows of a relation a role sees.
package struct RowSecurity: Sendable, Equatable {
    package let isEnabled: Bool
    /// Whether even the relation's owner is subject to the policies.
    package let isForced: Bool
    /// Whether it limits the role that read the catalog: not superusers, not roles with BYPASSRLS, and not the owner
    /// unless forced.
    package let limitsThisRole: Bool

    /// Where the engine has none, or the relation does without.
    package static let off = RowSecurity(isEnabled: false)

    package init(isEnabled: Bool, isForced: Bool = false, limitsThisRole: Bool = false) {
        self.isEnabled = isEnabled
        self.isForced = isForced
        self.limitsThisRole = limitsThisRole
    }
}

/// A rule of row-level security.
package struct Policy: Sendable, Equatable {
    package enum Command: String, Sendable, CaseIterable { case all, select, insert, update, delete }

    package let name: String
    package let command: Command
    /// Permissive policies are joined by OR, restrictive ones must all hold as well.
    package let isPermissive: Bool
    /// Role names; `public` for everybody.
    package let roles: [String]
    /// The condition on rows that are there, nil where there is none.
    package let using: String?
    /// The condition on rows as they are written, nil where `using` serves.
    package let check: String?

    package init(
        name: String, command: Command, isPermissive: Bool = true, roles: [String] = ["public"], using: String? = nil,
        check: String? = nil
    ) {
        self.name = name
        self.command = command
        self.isPermissive = isPermissive
        self.roles = roles
        self.using = using
        self.check = check
    }
}
