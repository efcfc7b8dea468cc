import ConsoleCore
import Settings

extension WriteRules {
    /// The rules of the environment that a connection belongs to.
    init(_ connection: ResolvedConnection, isSnapshot: Bool) {
        let environment = connection.environment
        self.init(
            refusal: Self.refusal(connection, isSnapshot: isSnapshot),
            personas: Set(environment.leasePersonas.compactMap { Persona(rawValue: $0.rawValue) }),
            longestMinutes: environment.longestLeaseMinutes, reasonPattern: environment.reasonPattern,
            reasonMinimumLength: environment.reasonMinimumLength, forbiddenVerbs: environment.forbiddenVerbs,
            approvals: environment.approvals,
            typedConfirmation: TypedConfirmation(rawValue: environment.typedConfirmation.rawValue) ?? .all,
            undoDays: environment.undoDays)
    }

    private static func refusal(_ connection: ResolvedConnection, isSnapshot: Bool) -> Refusal? {
        if connection.environment.isUnlisted { return .unlisted }
        if connection.environment.mode != .readWrite { return .readOnly }
        if let refusal = connection.commandRefusal { return .untrusted(refusal.sentence) }
        return isSnapshot ? .snapshot : nil
    }
}
