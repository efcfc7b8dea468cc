import TenantDomain

/// Under whose hand and by what right a change is applied.
package struct WriteAuthority: Sendable {
    package let operatorName: String
    package let persona: Persona
    package let reason: String
    package let lease: any WritePermission
    /// Who planned the change, where that was somebody else (a saved plan).
    package let planner: String?

    package init(
        operatorName: String, persona: Persona, reason: String, lease: any WritePermission, planner: String? = nil
    ) {
        self.operatorName = operatorName
        self.persona = persona
        self.reason = reason
        self.lease = lease
        self.planner = planner
    }
}

/// A lease as the mechanism needs it: something that holds, until it doesn't.
package protocol WritePermission: Sendable {
    var id: String { get }
    /// Throws `refused` where it has ended. Asked before anything is written and again right before COMMIT.
    func check() throws(ConsoleError)
}
