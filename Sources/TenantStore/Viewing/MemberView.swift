import TenantDomain

/// As whom reads run under row-level security: a role of the database and what its policies ask of a request, all of it
/// local to the read's own transaction.
package struct MemberView: Sendable, Equatable {
    /// A setting of the transaction.
    package struct Setting: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The database role that members' requests run as.
    package let role: String
    package let settings: [Setting]
    /// Settings that are emptied where a value stands in them: an older spelling wins over a newer one.
    package let cleared: [String]
    /// Whom the header names.
    package let label: String

    package init(role: String, settings: [Setting], cleared: [String] = [], label: String) {
        self.role = role
        self.settings = settings
        self.cleared = cleared
        self.label = label
    }

    /// Tells views apart in caches and state; of what is in the claims only a part that names nobody.
    package var key: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in settings.flatMap({ [$0.name, $0.value] }) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        return "\(role):\(String(hash, radix: 16))"
    }
}

/// Why a read as a member gave nothing. None of these is "no rows".
package enum MemberViewFault: Sendable, Equatable {
    /// The role has no grant on what was asked for.
    case denied(role: String, relation: String)
    /// A policy, or a function that it or a view calls, fails for this member.
    case policyFails(role: String, code: String, message: String)
    /// Something that the read called left the role or changed the claims; its result was dropped.
    case moved(to: String)
    /// The login may not take the role.
    case roleRefused(role: String, login: String)
    case noSuchRole(role: String, offered: [String])
}

/// Opens the same database as a member sees it.
package protocol MemberViewing: Sendable {
    /// A store whose every read runs as the member, and what is to be said of the login that it runs on.
    ///
    /// - Throws: `memberView` where the role is not there or not to be had.
    func open(_ view: MemberView) async throws(StoreError) -> ViewedStore
    func close() async
}

package struct ViewedStore: Sendable {
    package let store: any DatabaseStore
    package let login: ViewLogin

    package init(store: any DatabaseStore, login: ViewLogin) {
        self.store = store
        self.login = login
    }
}

/// What somebody gains who gets out of the member's role while a read runs: a function in a view may do that.
package struct ViewLogin: Sendable, Equatable {
    package let name: String
    package let isSuperuser: Bool
    /// Roles past policies that it is or may become; itself among them.
    package let unlimitedRoles: [String]
    /// Tables of its own, or of a role whose rights it has.
    package let ownsTables: Bool
    /// Whether it is a login of its own, not the one that the console reads with.
    package let isOwn: Bool

    package init(name: String, isSuperuser: Bool, unlimitedRoles: [String], ownsTables: Bool, isOwn: Bool) {
        self.name = name
        self.isSuperuser = isSuperuser
        self.unlimitedRoles = unlimitedRoles
        self.ownsTables = ownsTables
        self.isOwn = isOwn
    }

    package var gainsNothing: Bool { !isSuperuser && unlimitedRoles.isEmpty && !ownsTables }
}
