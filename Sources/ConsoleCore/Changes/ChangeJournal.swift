import TenantDomain

/// The operator's own record of changes. A journal that cannot be written stops the change.
package protocol ChangeJournal: Sendable {
    /// Written and synced before the first writing statement.
    func intend(_ intent: ChangeIntent) async throws(ConsoleError) -> JournalPlace
    /// Written and synced before COMMIT is sent: how the outcome can be found out later.
    ///
    /// - Parameter transactionID: PostgreSQL's `pg_current_xact_id()`; nil on SQLite, where the change's id is in the
    ///   audit row.
    func willCommit(_ changeID: String, transactionID: String?) async throws(ConsoleError)
    /// After the fact: nothing depends on it that the two records before cannot tell.
    func settle(_ changeID: String, _ outcome: ChangeOutcome) async
}

/// What is about to be written.
package struct ChangeIntent: Sendable, Equatable {
    package let changeID: String
    package let plan: ChangePlan
    package let operatorName: String
    package let persona: Persona
    package let reason: String
    package let leaseID: String
    /// Who planned it, where that was somebody else.
    package let planner: String?
    /// The store's key (`StoreIdentity.key`).
    package let database: String
    /// Microseconds since 1970.
    package let time: Int64

    package init(
        changeID: String, plan: ChangePlan, operatorName: String, persona: Persona, reason: String, leaseID: String,
        planner: String?, database: String, time: Int64
    ) {
        self.changeID = changeID
        self.plan = plan
        self.operatorName = operatorName
        self.persona = persona
        self.reason = reason
        self.leaseID = leaseID
        self.planner = planner
        self.database = database
        self.time = time
    }
}

/// The intent's place in the journal; stands in the change's audit rows where they have room for it.
package struct JournalPlace: Sendable, Equatable {
    package let session: String
    package let number: Int64
    package let head: String

    package init(session: String, number: Int64, head: String) {
        self.session = session
        self.number = number
        self.head = head
    }
}

package enum ChangeOutcome: Sendable, Equatable {
    case committed(Receipt)
    /// Nothing was written, and why.
    case rolledBack(reason: String)
    /// COMMIT was sent and no answer came.
    case unknown(reason: String)
}
