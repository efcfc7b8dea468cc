import TenantDomain
import TenantStore

/// Words of the mechanism as a journal may keep them: values of rows never stand in it, addresses only masked.
extension JournalWording {
    /// Why a change was not made.
    static func reason(_ error: ConsoleError) -> String {
        switch error {
        case .change(.changedSince(_, let column, _, _)): "\(column) has changed since"
        case .change(let refusal): "a rule refused it: \(name(refusal))"
        case .store(.engine(let code, _, _)): "the database refused it (\(code))"
        case .noSuch(let what, _, _): "no such \(what)"
        case .edit, .filter, .ambiguous, .choiceNeeded: "it could not be read"
        default: ErrorWording.wording(for: error).message
        }
    }

    /// The refusal's own name, without what it carries.
    private static func name(_ refusal: ChangeRefusal) -> String {
        String(String(describing: refusal).prefix { $0 != "(" })
    }

    /// A title as support would see it.
    static func title(_ title: String) -> String {
        guard title.contains("@") else { return title }
        return title.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.contains("@") ? ValueMask.personal(String(word), .email) : String(word)
        }.joined(separator: " ")
    }
}
