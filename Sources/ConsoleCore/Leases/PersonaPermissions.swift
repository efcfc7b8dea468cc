/// Which verbs a persona may ever use; the environment's rules and the database role can only take away.
extension Persona {
    /// Verbs of whoever is on call: what stops harm, and nothing that changes what a customer bought.
    private static let emergencies: Set<String> = [
        "user ban", "user unban", "member suspend", "member reactivate", "tenant suspend", "tenant reactivate",
        "tenant set-status", "embed-token rotate", "instance unpublish",
        "user set-status", "member set-status", "widget set-status", "instance set-status", "undo",
    ]

    /// - Parameter verb: `member set-role`, `user ban`.
    package func permits(_ verb: String) -> Bool {
        switch self {
        case .admin: true
        case .oncall: Self.emergencies.contains(verb)
        case .support, .auditor: false
        }
    }

    /// Whether there is any verb for it.
    package var writes: Bool { self == .admin || self == .oncall }
}
