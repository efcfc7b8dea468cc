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

    var isKey: Bool {
        if case .input(.key) = self { true } else { false }
    }
}
