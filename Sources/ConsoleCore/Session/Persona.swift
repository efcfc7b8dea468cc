/// The operator's set of permissions. On SQLite it is advisory: the file's permissions decide.
package enum Persona: String, Sendable, CaseIterable {
    case support, admin, oncall, auditor

    /// Whether personal data is shown unmasked.
    package var seesPersonalData: Bool { self != .support }
}
