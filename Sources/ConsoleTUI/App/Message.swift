import ConsoleCore
import TenantDomain
import TerminalCore

/// Everything that can happen to the console, in the order it happened.
package enum Message: Sendable {
    case input(InputEvent)
    /// A read came back. The ticket tells it from an earlier read in the same slot.
    case loaded(LoadSlot, ticket: Int, Result<LoadResult, ConsoleError>, microseconds: Int)
    case timer(TimerID)
    /// A copy, save or export came to its end.
    case said(Notice)
    case progress(String)
    case edited(EditDraft, EditOutcome)
    case opened(OpenedSession)
    /// The same database as a member sees it.
    case viewed(ConsoleSession)
    /// The database is another than was remembered.
    case refreshed(MappedCatalog, environment: String)
    case resumed
    case terminate
    case lost
}

/// A database that was opened for the screen.
package struct OpenedSession: Sendable {
    package let session: ConsoleSession
    package let notes: [String]
    /// Nil where the catalog has just been read.
    package let check: CatalogCheck?
    /// Whether the database is at the other end of a network: its first view is kept for the next start, and pages are
    /// read ahead.
    package let isFar: Bool
    /// Of an earlier session.
    package let firstView: FirstView?

    package init(
        session: ConsoleSession, notes: [String] = [], check: CatalogCheck? = nil, isFar: Bool = false,
        firstView: FirstView? = nil
    ) {
        self.session = session
        self.notes = notes
        self.check = check
        self.isFar = isFar
        self.firstView = firstView
    }
}

/// Finds out whether a catalog remembered from an earlier session is still the database's. It waits until the first rows
/// are there, so that it never holds them up.
package struct CatalogCheck: Sendable {
    /// Nil where nothing has changed.
    package let run: @Sendable () async throws(ConsoleError) -> MappedCatalog?

    package init(run: @escaping @Sendable () async throws(ConsoleError) -> MappedCatalog?) {
        self.run = run
    }
}
