/// The role that the catalog was read as.
package struct DatabaseRole: Sendable, Equatable {
    package let name: String
    package let isSuperuser: Bool
    /// BYPASSRLS: policies never limit it.
    package let bypassesRowSecurity: Bool
    /// Roles that it is a member of, directly or not, itself left out.
    package let memberOf: [String]

    package init(name: String, isSuperuser: Bool = false, bypassesRowSecurity: Bool = false, memberOf: [String] = []) {
        self.name = name
        self.isSuperuser = isSuperuser
        self.bypassesRowSecurity = bypassesRowSecurity
        self.memberOf = memberOf
    }
}

/// What a role may do with a relation.
package enum Privilege: String, Sendable, CaseIterable {
    case select, insert, update, delete, truncate
}

/// The rights of the role that read the catalog on one relation.
package struct RelationRights: Sendable, Equatable {
    /// On the whole relation.
    package let privileges: Set<Privilege>
    /// On some columns only (`Column.isReadable` says which may be read).
    package let columnPrivileges: Set<Privilege>
    package let isOwner: Bool

    package init(privileges: Set<Privilege>, columnPrivileges: Set<Privilege> = [], isOwner: Bool = false) {
        self.privileges = privileges
        self.columnPrivileges = columnPrivileges
        self.isOwner = isOwner
    }

    /// Whether rows can be read at all, were it by some columns.
    package var mayRead: Bool { privileges.contains(.select) || columnPrivileges.contains(.select) }
}
