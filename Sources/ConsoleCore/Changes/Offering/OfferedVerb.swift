import TenantDomain

/// A verb for rows of one resource, as the actions menu offers it.
package struct OfferedVerb: Sendable, Equatable {
    /// What has to be said besides the rows.
    package enum Argument: Sendable, Equatable {
        case none
        /// One of the values that the database allows.
        case choice(VerbChoice)
        /// A line of text, with the words for it.
        case text(prompt: String)
    }

    package enum Kind: Sendable, Equatable {
        /// Sets the field to the argument.
        case set(ChangeField)
        /// Sets the field to a state that the profile spells.
        case state(ChangeField, StateWord)
        case plan
        case removeMember
        case ban
        case rotateToken
        case revertEntry
        /// Opens the row as text.
        case edit
        case delete
    }

    package let kind: Kind
    /// The letter after `.`.
    package let key: String
    package let title: String
    package let argument: Argument
    /// As permissions and `forbidden_verbs` name it.
    package let words: String
    /// Whether several marked rows may be meant at once.
    package let takesSeveral: Bool

    init(
        _ kind: Kind, key: String, title: String, _ argument: Argument = .none, words: String,
        takesSeveral: Bool = false
    ) {
        self.kind = kind
        self.key = key
        self.title = title
        self.argument = argument
        self.words = words
        self.takesSeveral = takesSeveral
    }
}

/// Where the values of an argument come from.
package enum VerbChoice: Sendable, Equatable {
    case field(ChangeField)
    case plans
}

extension OfferedVerb {
    /// The verbs for rows of the concept, most used first.
    package static func verbs(for concept: Concept?) -> [OfferedVerb] {
        switch concept {
        case .tenant:
            [
                OfferedVerb(.plan, key: "p", title: "Set plan", .choice(.plans), words: "tenant set-plan"),
                OfferedVerb(
                    .state(.tenantStatus, .suspended), key: "s", title: "Suspend", words: "tenant suspend"),
                OfferedVerb(
                    .state(.tenantStatus, .active), key: "u", title: "Reactivate", words: "tenant reactivate"),
                OfferedVerb(
                    .set(.tenantName), key: "n", title: "Rename", .text(prompt: "New name: "), words: "tenant rename"),
                OfferedVerb(.state(.tenantStatus, .archived), key: "A", title: "Archive", words: "tenant archive"),
            ]
        case .member:
            [
                OfferedVerb(
                    .set(.memberRole), key: "r", title: "Set role", .choice(.field(.memberRole)),
                    words: "member set-role", takesSeveral: true),
                OfferedVerb(
                    .state(.memberStatus, .suspended), key: "s", title: "Suspend", words: "member suspend",
                    takesSeveral: true),
                OfferedVerb(
                    .state(.memberStatus, .active), key: "u", title: "Reactivate", words: "member reactivate",
                    takesSeveral: true),
                OfferedVerb(.removeMember, key: "X", title: "Remove", words: "member remove", takesSeveral: true),
            ]
        case .projectMember:
            [
                OfferedVerb(
                    .set(.projectMemberRole), key: "r", title: "Set role", .choice(.field(.projectMemberRole)),
                    words: "project-member set-role", takesSeveral: true)
            ]
        case .user:
            [
                OfferedVerb(.ban, key: "b", title: "Ban", words: "user ban"),
                OfferedVerb(.state(.userStatus, .active), key: "u", title: "Reactivate", words: "user unban"),
                OfferedVerb(
                    .set(.userStatus), key: "s", title: "Set status", .choice(.field(.userStatus)),
                    words: "user set-status"),
            ]
        case .subscription:
            [
                OfferedVerb(
                    .set(.subscriptionStatus), key: "s", title: "Set status", .choice(.field(.subscriptionStatus)),
                    words: "subscription set-status")
            ]
        case .widget:
            [
                OfferedVerb(
                    .set(.widgetStatus), key: "s", title: "Set status", .choice(.field(.widgetStatus)),
                    words: "widget set-status", takesSeveral: true)
            ]
        case .deal:
            [
                OfferedVerb(
                    .set(.dealStage), key: "m", title: "Move to stage", .choice(.field(.dealStage)), words: "deal move",
                    takesSeveral: true),
                OfferedVerb(
                    .set(.dealAmount), key: "c", title: "Set amount", .text(prompt: "Amount in cents: "),
                    words: "deal set-amount"),
            ]
        case .audit:
            [OfferedVerb(.revertEntry, key: "v", title: "Revert this entry", words: "audit revert")]
        default: []
        }
    }

    /// The verbs for rows of a resource: those of its concept, then those that every table has.
    package static func verbs(for resource: Resource, in session: ConsoleSession) -> [OfferedVerb] {
        let own = verbs(for: resource.concept)
        let rows = ChangeRows(session: session)
        guard let relation = session.registry.catalog[resource.relation], !relation.identity.isEmpty,
            (try? RowRule.check(relation, rows)) != nil
        else { return own }
        return own + [
            OfferedVerb(.edit, key: "e", title: "Edit as text", words: "edit"),
            OfferedVerb(.delete, key: "D", title: "Delete", words: "delete"),
        ]
    }

    /// Why the verb does nothing now, and how that changes; nil where it does something.
    package func refusal(_ session: ConsoleSession, rows: Int) -> String? {
        if rows > 1, !takesSeveral { return "one row at a time" }
        if let refusal = session.leases.refusal(for: session.persona) { return Self.sentence(refusal) }
        if !session.persona.permits(words) { return Self.sentence(.verb(words, persona: session.persona)) }
        if session.leases.rules.forbids(words) {
            return Self.sentence(.forbiddenVerb(words, environment: session.environment.name))
        }
        return session.leases.current == nil ? "needs a lease: :elevate 15m \"why\"" : nil
    }

    private static func sentence(_ refusal: LeaseRefusal) -> String {
        ErrorWording.wording(for: .lease(refusal)).message
    }

    private func deletion(
        _ target: ChangeTarget, of resource: String?, in session: ConsoleSession
    ) throws(ConsoleError) -> ChangeVerb {
        guard let resource, let relation = session.registry.resource(named: resource)?.relation,
            let identity = session.registry.catalog[relation]?.identity, identity.count == target.key.count
        else { throw .change(.rowGone(target.label)) }
        return .delete(table: relation.description, key: zip(identity, target.key).map { KeyPart($0, $1) })
    }

    /// The change that the verb makes of the rows.
    ///
    /// - Parameter argument: the chosen value or the typed text.
    package func change(
        _ targets: [ChangeTarget], argument: Value?, in session: ConsoleSession, source: String? = nil
    ) throws(ConsoleError) -> Change {
        guard let first = targets.first else { throw .refused(reason: "Nothing is selected.", hint: nil) }
        let verb: ChangeVerb =
            switch kind {
            case .set(let field): .set(field, targets, argument ?? .null)
            case .state(let field, let word):
                .set(
                    field, targets,
                    try FieldMapping(field, ChangeRows(session: session)).value(of: word, session.registry.profile))
            case .plan: .setPlan(tenant: first, plan: argument?.text ?? "", PlanTerms(acceptsOver: true))
            case .removeMember: .removeMembers(.tenant, targets)
            case .ban: .ban(user: first, until: nil)
            case .rotateToken: .rotateToken(instance: first)
            case .delete: try deletion(first, of: source, in: session)
            case .edit: throw .refused(reason: "A row is edited as text.", hint: nil)
            case .revertEntry: .revertEntry(source: source, id: first.key.first?.text ?? "")
            }
        return Change(verb, instant: session.now())
    }
}
