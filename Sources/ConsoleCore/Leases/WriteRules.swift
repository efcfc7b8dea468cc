/// What an environment allows of writing, as its table of config.toml says.
package struct WriteRules: Sendable, Equatable {
    /// From which severity on a write asks for the tenant's name to be typed.
    package enum TypedConfirmation: String, Sendable, CaseIterable { case destructive, notable, all }

    /// Why nothing is written here whatever the persona; nil where writing is a matter of the lease.
    package var refusal: Refusal?
    /// Who may take a lease.
    package var personas: Set<Persona>
    package var longestMinutes: Int
    /// A regular expression that a reason must hold.
    package var reasonPattern: String?
    package var reasonMinimumLength: Int
    /// `member remove`, or `member` for every verb of it.
    package var forbiddenVerbs: [String]
    /// Operators besides the applier who must stand behind a change: 0 or 1.
    package var approvals: Int
    package var typedConfirmation: TypedConfirmation
    /// Days for which the values before a change are kept.
    package var undoDays: Int

    package enum Refusal: Sendable, Equatable {
        /// The environment's mode is read-only.
        case readOnly
        /// The database belongs to no environment.
        case unlisted
        /// The file that the rules stand in is not trusted: what to do, for the middle of a sentence.
        case untrusted(String)
        /// Opened as a snapshot.
        case snapshot
    }

    package init(
        refusal: Refusal? = nil, personas: Set<Persona> = [.admin, .oncall], longestMinutes: Int = 30,
        reasonPattern: String? = nil, reasonMinimumLength: Int = 5, forbiddenVerbs: [String] = [], approvals: Int = 0,
        typedConfirmation: TypedConfirmation = .destructive, undoDays: Int = 30
    ) {
        self.refusal = refusal
        self.personas = personas
        self.longestMinutes = longestMinutes
        self.reasonPattern = reasonPattern
        self.reasonMinimumLength = reasonMinimumLength
        self.forbiddenVerbs = forbiddenVerbs
        self.approvals = approvals
        self.typedConfirmation = typedConfirmation
        self.undoDays = undoDays
    }

    /// Nothing may be written.
    package static let readOnly = WriteRules(refusal: .readOnly)

    /// Whether the verb (`member set-role`) or the group it belongs to is forbidden.
    package func forbids(_ verb: String) -> Bool {
        forbiddenVerbs.contains { verb == $0 || verb.hasPrefix($0 + " ") }
    }

    /// Longest text of a reason, in characters: it stands in audit rows and headers.
    package static let longestReason = 200

    /// The reason without blanks at its ends.
    package func checked(reason: String) throws(LeaseRefusal) -> String {
        let reason = String(reason.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if reason.isEmpty { throw .reasonMissing(pattern: reasonPattern) }
        guard reason.count >= reasonMinimumLength else { throw .reasonTooShort(least: reasonMinimumLength) }
        guard reason.count <= Self.longestReason else { throw .reasonTooLong(most: Self.longestReason) }
        guard !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .reasonHasControls
        }
        if let reasonPattern {
            guard let pattern = try? Regex(reasonPattern), reason.contains(pattern) else {
                throw .reasonLacksPattern(reasonPattern)
            }
        }
        return reason
    }
}
