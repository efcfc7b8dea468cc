/// Which commands run through a member's eyes, and why the others do not.
extension Command {
    /// Whether the command only reads rows and catalog, so that it can be run as a member.
    package var isMemberRead: Bool {
        switch self {
        case .list, .show, .find, .tenant, .user, .board, .plans, .overLimits, .audit, .entry, .resources, .describe,
            .functions, .caseSummary, .info, .complete:
            true
        case .trail(let command):
            switch command {
            case .follow, .histogram, .top, .history, .export, .queries: true
            case .bundle, .verify, .seal, .advise, .save: false
            }
        case .access(.policies): true
        default: false
        }
    }

    /// Why the command means nothing, or something wrong, through a member's eyes; nil where it has nothing to do with
    /// whose eyes they are.
    package var reasonAgainstView: String? {
        switch self {
        case .trail(.verify), .trail(.seal):
            "seals are held against every entry, and those that policies hide from the member would look deleted."
        case .trail(.bundle):
            "a bundle is evidence of all that happened, and a member sees a part of it."
        case .trail(.advise):
            "advice on indexes counts all rows of the trail, and a member sees a part of them."
        case .journal(.verify(withDatabase: true)):
            "the journal is held against every audit entry, and a member sees a part of them."
        case .reveal: "nothing is unmasked by looking through somebody's eyes."
        case .change, .edit, .apply: "a view never writes."
        case .map(.suggest), .map(.check):
            "a mapping is made from the whole catalog, and the member's role sees a part of it."
        case .access(.asMember), .access(.explain), .access(.operatorSQL):
            "this is a member's view already, and what it asks takes your own eyes."
        default: nil
        }
    }
}

extension ViewedMember {
    /// What such a command is answered with in this view; nil where it runs.
    package func refusal(of command: Command) -> ConsoleError? {
        guard let reason = command.reasonAgainstView else { return nil }
        return .refused(
            reason: "Not as \(label): \(reason)", hint: ":as off goes back to your own view, where it runs.")
    }
}
