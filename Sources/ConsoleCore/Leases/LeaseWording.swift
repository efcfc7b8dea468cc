/// Words for refused leases: what is missing, and how to get it.
enum LeaseWording {
    static func wording(_ refusal: LeaseRefusal) -> ErrorWording.Wording {
        switch refusal {
        case .rules(.readOnly, let environment):
            .init("\(environment) is read-only.", "`mode = \"read-write\"` in its table of config.toml allows leases.")
        case .rules(.unlisted, _):
            .init(
                "This database belongs to no environment, so nothing is written to it.",
                "tenantctl env add NAME --database … gives it one; its rules stand in config.toml.")
        case .rules(.untrusted(let sentence), _): .init("Nothing is written under these rules: \(sentence).")
        case .rules(.snapshot, _):
            .init("The file is open as a snapshot.", "Open it without --immutable to write.")
        case .persona(let persona, let allowed, let environment):
            .init(
                "\(persona.rawValue) takes no lease in \(environment).",
                allowed.isEmpty
                    ? "`lease_personas` in config.toml lets nobody." : "--persona \(names(allowed)) may.")
        case .tooLong(let minutes, let most):
            .init("A lease lasts 1 to \(most) minutes here, not \(minutes).", "elevate \(most)m \"reason\"")
        case .reasonMissing(let pattern):
            .init(
                "A write needs a reason.",
                "--reason \"OPS-123 why\"" + (pattern.map { "; it must hold \($0)" } ?? ""))
        case .reasonTooShort(let least): .init("A reason has at least \(least) characters here.")
        case .reasonTooLong(let most): .init("A reason has at most \(most) characters.")
        case .reasonHasControls: .init("A reason is one line of plain text.")
        case .reasonLacksPattern(let pattern): .init("A reason must hold \(pattern) here, such as a ticket's id.")
        case .none:
            .init(
                "Nothing is written without a lease.",
                "In the console :elevate 15m \"why\"; on the command line --write.")
        case .ended(let reason):
            .init("The lease (\(reason)) has ended; nothing was written.", "Take another one with :elevate.")
        case .foreign: .init("The lease was taken as another persona or somewhere else; nothing was written.")
        case .verb(let verb, let persona):
            .init("The persona \(persona.rawValue) may not do: \(verb).", "A persona with more rights may: --persona.")
        case .forbiddenVerb(let verb, let environment):
            .init("\(verb) is forbidden in \(environment).", "`forbidden_verbs` in config.toml says so.")
        case .needsApproval(let environment):
            .init(
                "\(environment) asks for two operators: one plans, another applies.",
                "--save FILE keeps the plan; another operator's tenantctl apply FILE makes it.")
        case .durationUnreadable(let text): .init("'\(text)' is no time.", "Write 15m, 90s or 1h.")
        }
    }

    static func wording(_ refusal: SavedPlanRefusal) -> ErrorWording.Wording {
        let again = "Plan it again with --save FILE."
        return switch refusal {
        case .unreadable: .init("The file holds no saved plan.", again)
        case .format(let number):
            .init("The saved plan has format \(number), which this tenantctl does not know.", again)
        case .expired(let hours): .init("The saved plan is older than \(hours) hours.", again)
        case .fromTheFuture: .init("The saved plan says that it was made later than now.", again)
        case .otherDatabase(let found): .init("The plan was made for another database (\(found)).", again)
        case .sameOperator(let name):
            .init(
                "\(name) planned this, and another operator has to apply it.", "The file's owner counts as its planner."
            )
        }
    }

    private static func names(_ personas: [Persona]) -> String {
        personas.map(\.rawValue).joined(separator: " or --persona ")
    }
}
