import TenantDomain
import TenantStore

/// Whose view of the database a session reads.
package struct ViewedMember: Sendable, Equatable {
    /// As the operator named them: nothing is unmasked by looking through their eyes.
    package let label: String
    package let userID: Value
    /// The tenant that claims or settings name; nil where they name none.
    package let claimedTenant: TenantMatch?
    package let role: String
    package let login: ViewLogin
    /// What the operator should know of this view besides.
    package let notes: [String]
    /// Relations that are there and that the member's role may not read.
    let unreadable: [String: String]

    /// `jane@acme.io as authenticated`, for the header.
    package var header: String { "VIEW AS \(label) (\(role))" }

    /// What a resource is answered with that is there and that the role may not read; nil for any other word.
    func refusal(toRead word: String) -> ConsoleError? {
        guard let relation = unreadable[word] ?? unreadable[word.lowercased()] else { return nil }
        return .store(.memberView(.denied(role: role, relation: relation)))
    }

    /// Why nothing is written meanwhile.
    package var writeRefusal: ConsoleError {
        .refused(reason: "A view as \(label) never writes.", hint: ":as off goes back to your own.")
    }

    /// What "no rows" means here: the role may read, no policy failed, and none let a row through.
    package func nothing(_ noun: String) -> String {
        "no \(noun) for \(label): there are none, or the policies let none through (access explain says which)"
    }

    /// For standard error.
    package var remark: String {
        "view-as \(label): rows as the policies let the role \(role) see them"
            + (claimedTenant.map { ", with claims for \($0.name)" } ?? "") + "; login \(login.name)"
    }
}

extension ConsoleSession {
    /// The session as it reads through a member's eyes: it cannot write.
    func viewed(_ store: any DatabaseStore, registry: ResourceRegistry, by member: ViewedMember) -> ConsoleSession {
        var session = self
        session.store = store
        session.registry = registry
        session.view = member
        session.writer = nil
        return session
    }
}
