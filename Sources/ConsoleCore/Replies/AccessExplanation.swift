import TenantDomain

/// Why a member may or may not do something with a row.
package struct AccessExplanation: Sendable, Equatable {
    package enum Verdict: Sendable, Equatable {
        case passes
        /// False, or null: either lets nothing through.
        case fails
        /// It could not be evaluated: the server's words.
        case breaks(String)
    }

    /// What a policy asks: of the row as it is, or of the row as it would be written.
    package enum Part: String, Sendable { case using, check }

    package struct Policy: Sendable, Equatable {
        package let name: String
        package let command: String
        package let isPermissive: Bool
        package let part: Part
        package let condition: String
        package let verdict: Verdict
    }

    package enum Grant: String, Sendable { case whole = "the table", columns = "some columns", none = "nothing" }

    package enum Security: String, Sendable {
        case off, on, forced
        /// Views and foreign tables have no policies of their own.
        case none
    }

    package let user: String
    package let tenant: String?
    package let memberRole: String?
    package let memberStatus: String?
    /// The database's role for members.
    package let role: String
    package let action: ExplainRequest.Action
    package let resource: String
    package let relation: String
    package let kind: String
    package let id: String
    /// As it was typed: the id, a part of it, or a name.
    package let called: String
    package let grant: Grant
    package let isSchemaUsable: Bool
    package let security: Security
    /// Whether policies bind the role at all: not superusers, BYPASSRLS, nor owners unless forced.
    package let isBound: Bool
    package let policies: [Policy]
    /// Policies of the table that are for other roles or other commands.
    package let otherPolicies: Int
    /// What the member's own read of the row gave; nil where it was not tried.
    package let observed: Observation?

    package enum Observation: Sendable, Equatable {
        case visible, hidden
        case failed(String)
    }

    /// Nil where a policy broke and no other answer is certain.
    package var isAllowed: Bool? {
        guard grant != .none, isSchemaUsable else { return false }
        if case .failed = observed { return false }
        if let observed, observed == .hidden { return false }
        guard security == .on || security == .forced, isBound else { return true }
        for part in parts {
            let asked = policies.filter { $0.part == part }
            // One that breaks ends the whole statement, whatever the others say.
            if asked.contains(where: { if case .breaks = $0.verdict { true } else { false } }) { return nil }
            guard asked.contains(where: { $0.isPermissive && $0.verdict == .passes }),
                !asked.contains(where: { !$0.isPermissive && $0.verdict == .fails })
            else { return false }
        }
        return true
    }

    private var parts: [Part] {
        switch action {
        case .read, .delete: [.using]
        case .insert: [.check]
        case .update: [.using, .check]
        }
    }
}

extension AccessExplanation {
    /// One paragraph to paste.
    package var paragraph: String {
        var sentences = [standing, outcome]
        sentences.append(grants)
        switch security {
        case .none:
            sentences.append(
                "\(relation) is a \(kind): it has no policies of its own, and policies on the tables behind it see its "
                    + "owner unless it is a security_invoker view.")
        case .off: sentences.append("Row-level security is off on \(relation), so the grant alone decides.")
        case .on, .forced:
            guard isBound else {
                sentences.append("The role is not bound by the policies on \(relation).")
                break
            }
            sentences += rules
        }
        if observed == .hidden, action == .update || action == .delete {
            sentences.append("The member does not see the row either, so the command would not find it.")
        }
        if let observed, case .failed(let words) = observed {
            sentences.append("Reading it as the member gave an error: \(words).")
        }
        return sentences.joined(separator: " ")
    }

    private var standing: String {
        guard let tenant else { return "\(user) is seen by the database as the role \(role)." }
        guard let memberRole else { return "\(user) has no membership in \(tenant)." }
        let status = memberStatus.map { $0 == "active" ? "" : ", \($0)" } ?? ""
        return "\(user) is \(memberRole) in \(tenant)\(status)."
    }

    private var outcome: String {
        let id = id.lowercased().hasPrefix(called.lowercased()) ? id : "'\(called)' (\(id))"
        let what =
            action == .insert ? "insert a row like \(id) into \(resource)" : "\(action.rawValue) \(id) in \(resource)"
        return switch isAllowed {
        case true?: "The member may \(what)."
        case false?: "The member may not \(what)."
        case nil: "The member cannot \(what): a policy fails with an error."
        }
    }

    private var grants: String {
        let privilege = action == .read ? "SELECT" : action.rawValue.uppercased()
        if !isSchemaUsable { return "The role \(role) may not use the schema of \(relation)." }
        return switch grant {
        case .whole: "The role \(role) has \(privilege) on \(relation)."
        case .columns: "The role \(role) has \(privilege) on some columns of \(relation)."
        case .none: "The role \(role) has no \(privilege) on \(relation), so no policy is even asked."
        }
    }

    private var rules: [String] {
        guard !policies.isEmpty else {
            return ["Row-level security is \(security.rawValue) and no policy for this lets anything through."]
        }
        var sentences: [String] = []
        for part in parts {
            let asked = policies.filter { $0.part == part }
            let what = part == .using ? "the row as it is" : "the row as written"
            if asked.isEmpty {
                sentences.append("No policy lets \(what) through.")
            } else if part == .check, action == .update, isTheSame {
                sentences.append("Of the row as written they ask the same.")
            } else {
                sentences.append("Policies asked of \(what): \(asked.map(words).joined(separator: "; ")).")
            }
        }
        let lenient = Set(policies.filter(\.isPermissive).map(\.name))
        if lenient.count > 1 { sentences.append("One permissive policy that passes is enough.") }
        return sentences
    }

    /// Whether the row as written is asked for what the row as it is was.
    private var isTheSame: Bool {
        func asked(_ part: Part) -> [String] {
            policies.filter { $0.part == part }.map { "\($0.name) \($0.condition) \($0.verdict)" }
        }
        return asked(.using) == asked(.check)
    }

    private func words(_ policy: Policy) -> String {
        let name = policy.name + (policy.isPermissive ? "" : " (restrictive)")
        switch policy.verdict {
        case .passes: return "\(name) passes"
        // Where the answer is yes, why another policy says no is of no interest.
        case .fails: return "\(name) does not pass" + (isAllowed == true ? "" : ": \(policy.condition)")
        case .breaks(let message): return "\(name) fails with an error: \(message)"
        }
    }
}
