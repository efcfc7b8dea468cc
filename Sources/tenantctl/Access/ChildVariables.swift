/// The environment variables that programs started by us get: nothing that holds a password of ours.
struct ChildVariables {
    private let variables: [String: String]

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// For programs that fetch passwords: what they need of the session, without our own connection's secrets.
    var forPrograms: [String: String] {
        variables.filter { name, value in
            !name.hasPrefix("PG") && !name.hasPrefix("TENANTCTL_") && name != "DATABASE_URL"
                && !Self.isAddressWithPassword(value)
        }
    }

    /// For ssh: who and where we are, its agent and its language.
    var forTunnels: [String: String] {
        let wanted: Set<String> = [
            "HOME", "USER", "LOGNAME", "PATH", "SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "LANG",
        ]
        return variables.filter { name, _ in wanted.contains(name) || name.hasPrefix("LC_") }
    }

    /// `scheme://user:password@host`.
    private static func isAddressWithPassword(_ value: String) -> Bool {
        guard let at = value.lastIndex(of: "@") else { return false }
        let before = value[..<at]
        guard let slashes = before.firstIndex(of: "/"), before[slashes...].hasPrefix("//") else { return false }
        return before[slashes...].contains(":")
    }
}
