/// Why there is no lease, or why the one there is does not cover a write.
package enum LeaseRefusal: Error, Sendable, Equatable {
    /// Writing is off here altogether.
    case rules(WriteRules.Refusal, environment: String)
    case persona(Persona, allowed: [Persona], environment: String)
    case tooLong(minutes: Int, most: Int)
    case reasonMissing(pattern: String?)
    case reasonTooShort(least: Int)
    case reasonTooLong(most: Int)
    case reasonHasControls
    case reasonLacksPattern(String)
    /// No lease was taken.
    case none
    case ended(reason: String)
    /// The lease was taken as another persona or in another environment.
    case foreign
    case verb(String, persona: Persona)
    case forbiddenVerb(String, environment: String)
    /// Another operator has to have planned the change.
    case needsApproval(environment: String)
    /// The console waits for the person at the keys; a script has no lease.
    case durationUnreadable(String)
}
