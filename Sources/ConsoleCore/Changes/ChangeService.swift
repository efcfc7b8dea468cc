import TenantDomain
import TenantStore

/// Plans changes and applies them: the only way from the console to a write.
package struct ChangeService: Sendable {
    private let session: ConsoleSession
    private let writing: ChangeWriting

    /// - Parameters:
    ///   - session: what is read from, and under whose persona.
    ///   - writing: where and how is written.
    package init(session: ConsoleSession, writing: ChangeWriting) {
        self.session = session
        self.writing = writing
    }

    /// What the session itself has to write with.
    package init(session: ConsoleSession) {
        self.init(
            session: session,
            writing: ChangeWriting(
                database: session.leases.rules.refusal == nil ? session.writer : nil, journal: session.journal,
                archive: session.archive, undoDays: session.leases.rules.undoDays))
    }

    /// What the change would do now. Reads only.
    ///
    /// - Throws: `change` where a rule refuses it.
    package func plan(_ change: Change) async throws(ConsoleError) -> ChangePlan {
        try await CatalogGuard(session: session).check()
        return try await ChangePlanner(session: session, archive: writing.archive, undoDays: writing.undoDays).plan(
            change
        )
        .plan
    }

    /// Does what the plan says, all of it or nothing, in one transaction.
    ///
    /// - Parameters:
    ///   - plan: as confirmed; the database is asked again whether it still holds.
    ///   - observe: told of each step as it is reached.
    /// - Throws: `stalePlan` with the new plan where something has changed meanwhile; `change` where a rule refuses it;
    ///   `refused` where the lease has ended. Nothing is written then. `outcomeUnknown` where the connection was lost
    ///   at COMMIT.
    package func apply(
        _ plan: ChangePlan, _ authority: WriteAuthority, observe: @escaping @Sendable (ChangeStep) -> Void = { _ in }
    ) async throws(ConsoleError) -> Receipt {
        guard let database = writing.database else {
            throw .change(.readOnly(environment: session.environment.name))
        }
        try await CatalogGuard(session: session).check()
        defer { session.names.forget() }
        var session = session
        session.persona = authority.persona
        return try await ChangeApplication(
            session: session, writing: writing, database: database, authority: authority, observe: observe
        ).apply(plan)
    }

    /// Receipts of this database, newest first.
    package func receipts(limit: Int = 100) async throws(ConsoleError) -> [Receipt] {
        try await writing.archive?.list(database: session.store.identity.key, limit: limit).map(\.receipt) ?? []
    }

    /// The newest receipt, or the one whose id begins so.
    package func receipt(_ id: String?) async throws(ConsoleError) -> Receipt {
        guard let found = try await writing.archive?.find(id, database: session.store.identity.key) else {
            throw .change(.noReceipt(id))
        }
        return found.receipt
    }
}

/// Where changes go: the database's writer, the journal, the archive of receipts.
package struct ChangeWriting: Sendable {
    /// Nil where the environment is read-only.
    package let database: (any WritableDatabase)?
    package let journal: any ChangeJournal
    package let archive: (any ChangeArchive)?
    /// Days for which a change can be taken back.
    package let undoDays: Int

    package init(
        database: (any WritableDatabase)?, journal: any ChangeJournal, archive: (any ChangeArchive)?,
        undoDays: Int = 30
    ) {
        self.database = database
        self.journal = journal
        self.archive = archive
        self.undoDays = undoDays
    }
}

/// How far an application is; each is a place where the process may end, and the database is before or after, never
/// between.
package enum ChangeStep: Sendable, Equatable {
    case began
    case locked
    case checked
    case intended
    /// Rows written so far, of how many.
    case wrote(Int, of: Int)
    case audited
    case announced
    /// Sent next, if the lease still holds.
    case committing
    case committed
    case settled

    /// Every step's name, in order.
    package static let names = [
        "began", "locked", "checked", "intended", "wrote", "audited", "announced", "committing", "committed", "settled",
    ]

    /// The step's name without its numbers.
    package var name: String {
        switch self {
        case .began: "began"
        case .locked: "locked"
        case .checked: "checked"
        case .intended: "intended"
        case .wrote: "wrote"
        case .audited: "audited"
        case .announced: "announced"
        case .committing: "committing"
        case .committed: "committed"
        case .settled: "settled"
        }
    }
}
