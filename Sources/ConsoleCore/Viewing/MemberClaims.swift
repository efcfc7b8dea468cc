import TenantDomain
import TenantStore

/// What a person's request tells the database, in the application's own vocabulary. Pure.
enum MemberClaims {
    /// The older spelling, one setting a claim: where one is left over from somebody else, it wins over the JSON.
    static let legacy =
        ["request.jwt.claim"]
        + ["sub", "role", "email", "phone", "aud", "exp", "iss", "app_metadata", "user_metadata", "session_id", "aal"]
        .map { "request.jwt.claim.\($0)" } + ["request.headers", "request.cookies"]

    /// - Throws: the word that has no value, where a setting needs one.
    static func view(
        of facts: MemberFacts, mapping: ViewAsMapping, role: String, tenant: TenantMatch?, slug: String?, label: String
    ) throws(MissingWord) -> MemberView {
        func text(_ source: ViewAsMapping.Source) -> String? {
            switch source {
            case .literal(let text): text
            case .word(.userID): facts.id.text
            case .word(.userEmail): facts.email
            case .word(.tenantID): tenant?.id.text
            case .word(.tenantSlug): slug
            case .word(.memberRole): tenant.flatMap { facts.membership(in: $0.id)?.role }
            }
        }
        var settings: [MemberView.Setting] = []
        if let name = mapping.claims {
            var members: [JSONNode.Member] = []
            func add(_ key: String, _ node: JSONNode?) { if let node { members.append(.init(key, node)) } }
            add("sub", facts.id.text.map(JSONNode.string))
            add("role", .string(role))
            add("aud", .string(role))
            add("email", facts.email.map(JSONNode.string))
            add("phone", facts.phone.map(JSONNode.string))
            add("app_metadata", facts.appMetadata.map(JSONNode.document) ?? .object([]))
            add("user_metadata", facts.userMetadata.map(JSONNode.document))
            for (key, source) in mapping.extraClaims.sorted(by: { $0.key < $1.key }) {
                guard let value = text(source) else { throw MissingWord(name: key, source: source) }
                members.removeAll { $0.key == key }
                add(key, .string(value))
            }
            var json: [UInt8] = []
            JSONNode.object(members).append(to: &json, indented: false)
            settings.append(MemberView.Setting(name, String(decoding: json, as: UTF8.self)))
        }
        for (name, source) in mapping.settings.sorted(by: { $0.key < $1.key }) {
            guard let value = text(source) else { throw MissingWord(name: name, source: source) }
            settings.append(MemberView.Setting(name, value))
        }
        return MemberView(
            role: role, settings: settings, cleared: mapping.claims == ViewAsMapping.usualClaims ? legacy : [],
            label: label)
    }

    struct MissingWord: Error {
        let name: String
        let source: ViewAsMapping.Source

        /// Whether the person would have it in some tenant.
        var needsTenant: Bool {
            switch source {
            case .word(.tenantID), .word(.tenantSlug), .word(.memberRole): true
            default: false
            }
        }

        var word: String {
            switch source {
            case .word(let word): word.rawValue
            case .literal(let text): text
            }
        }
    }
}
