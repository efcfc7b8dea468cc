import TenantDomain
import TenantStore

/// Everything that can keep a command from its reply, with what a person needs to act on it. The words are
/// `ErrorWording`'s.
package enum ConsoleError: Error, Sendable, Equatable {
    case store(StoreError)
    /// The filter text cannot be used: message, what to do, and the UTF-8 range in the text.
    case filter(text: String, problem: String, hint: String?, range: Range<Int>, isRefused: Bool = false)
    case usage(message: String, hint: String?)
    case settings(message: String)
    case unknownResource(String, nearest: String?)
    case unknownField(String, resource: String, nearest: String?)
    case notFilterable(field: String, reason: String)
    case noRow(resource: String, id: String)
    case ambiguous(word: String, what: String, candidates: [String])
    /// Nothing was named where several could be meant; `list` is the resource that holds them.
    case choiceNeeded(of: String, list: String)
    case noSuch(what: String, word: String, hint: String?)
    /// The profile does not map what the command needs.
    case notMapped(Concept)
    case badCursor
    case refused(reason: String, hint: String?)
    /// No lease, or none that covers what was asked.
    case lease(LeaseRefusal)
    case savedPlan(SavedPlanRefusal)
    /// The journal cannot be kept, so nothing was done.
    case journal(JournalFault)
    /// A rule, or what is there, keeps a change from being made.
    case change(ChangeRefusal)
    /// The database has changed since the plan was made; what it would be now.
    case stalePlan(ChangePlan)
    /// COMMIT was sent and no answer came.
    case outcomeUnknown(changeID: String, reason: String)
    /// An edited text holds what cannot be written.
    case edit([EditFault])
    /// No index serves the query and the relation is large.
    case fullScan(FullScan)
    case needsScreen
    case needsDatabase
    case file(path: String, reason: String)
    case cancelled
}

extension ConsoleError {
    /// Whether the database is away, for all that this error tells.
    package var isLostConnection: Bool {
        guard case .store(let error) = self else { return false }
        switch error {
        case .connectionLost, .cannotConnect, .connectionFailed, .authenticationFailed: return true
        default: return false
        }
    }
}
