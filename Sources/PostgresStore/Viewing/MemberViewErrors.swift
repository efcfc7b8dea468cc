import TenantDomain
import TenantStore

/// Tells apart, by what the server said, what kept a member's read from its rows: no grant on the table that was asked
/// for, or a policy (or a function it calls) that fails.
enum MemberViewErrors {
    static func error(
        _ failure: ServerError, _ error: StoreError, of statement: Statement, view: MemberView
    ) -> StoreError {
        switch error {
        case .permissionDenied(let name):
            if failure.message.hasPrefix("permission denied to set role") {
                return .memberView(.roleRefused(role: view.role, login: ""))
            }
            let relation = name ?? ""
            // A table that the statement does not name is one that a policy or a view looks into.
            let isAskedFor = statement.sql.contains("\"\(relation)\"")
            let isTable = ["table", "view", "relation", "schema"].contains { failure.message.contains(" for \($0) ") }
            if isAskedFor, isTable || relation.isEmpty {
                return .memberView(.denied(role: view.role, relation: relation))
            }
        case .engine(let code, let message, _):
            // A value of the filter's own that the server cannot read is no policy's fault.
            if code.hasPrefix("22"), !failure.hasContext, quotes(failure.message, of: statement) { return error }
            if code.hasPrefix("57") || code.hasPrefix("53") || code.hasPrefix("55") { return error }
            if code == "22023", failure.message.contains("role \"") {
                return .memberView(.noSuchRole(role: view.role, offered: []))
            }
            return .memberView(.policyFails(role: view.role, code: code, message: message))
        case .rowSecurityApplies: break
        default: return error
        }
        return .memberView(.policyFails(role: view.role, code: failure.state, message: failure.message))
    }

    private static func quotes(_ message: String, of statement: Statement) -> Bool {
        statement.bindings.contains { value in
            guard let text = value.text, !text.isEmpty else { return false }
            return message.contains("\"\(text)\"")
        }
    }
}
