#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Who sits at the keyboard, as far as this machine knows: the OS user and host; a configured name is only a claim.
package struct OperatorIdentity: Sendable, Equatable {
    package let user: String
    package let host: String
    /// From `operator_name`; shown as unverified.
    package let unverifiedName: String?

    package init(user: String, host: String, unverifiedName: String? = nil) {
        self.user = user
        self.host = host
        self.unverifiedName = unverifiedName
    }

    /// `dana@ops`, for audit entries and the journal: never the claimed name alone.
    package var account: String { "\(user)@\(host)" }

    /// For the header: `Dana (unverified)`, else `dana@ops`.
    package var display: String { unverifiedName.map { "\($0) (unverified)" } ?? account }

    /// The process's user by its id, whatever USER says, and the host's name up to its first dot.
    package static func current(unverifiedName: String?) -> OperatorIdentity {
        identity(of: getuid(), unverifiedName: unverifiedName)
    }

    /// The account of another user of this machine.
    package static func account(of user: UInt32) -> String { identity(of: user, unverifiedName: nil).account }

    private static func identity(of identifier: UInt32, unverifiedName: String?) -> OperatorIdentity {
        let user =
            getpwuid(identifier).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "uid \(identifier)"
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let bytes = name.prefix { $0 != 0 && $0 != 0x2E }.map { UInt8(bitPattern: $0) }
        let host = isKnown && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : "localhost"
        return OperatorIdentity(user: user, host: host, unverifiedName: unverifiedName)
    }
}
