import TenantDomain

/// Why a change is not made, and what to do about it.
enum ChangeWording {
    static let stale = ErrorWording.Wording(
        "The database has changed since this was planned; nothing was written.",
        "Look at the plan as it is now, then confirm again.")

    static func unknown(_ changeID: String, _ reason: String) -> ErrorWording.Wording {
        ErrorWording.Wording(
            "The connection was lost while committing \(changeID): \(reason)",
            "It may be done or not: the journal settles it at the next start.")
    }

    static func edit(_ faults: [EditFault]) -> ErrorWording.Wording {
        ErrorWording.Wording(
            faults.map { fault in
                let end = fault.message.hasSuffix(".") || fault.message.hasSuffix("?") ? "" : "."
                return "Line \(fault.place.line), column \(fault.place.column): \(fault.message)\(end)"
            }.joined(separator: "\n"))
    }

    static func wording(for refusal: ChangeRefusal) -> ErrorWording.Wording {
        switch refusal {
        case .lastOwner(let tenant):
            .init("\(tenant) would have no owner.", "Make somebody else an owner first: tenant transfer-ownership.")
        case .roleAboveOwn(let role, let persona, let highest?):
            .init(
                "The persona \(persona) grants no role above \(highest); '\(role)' is.",
                "Ask somebody whose persona may.")
        case .roleAboveOwn(_, let persona, nil):
            .init(
                "The persona \(persona) grants no roles.", "Work with --persona admin where the environment allows it.")
        case .valueNotAllowed(let column, let value, let allowed):
            .init(
                "\(column) takes no '\(value)'.",
                NearestWord.find(value, among: allowed).map { "Did you mean '\($0)'?" }
                    ?? "It takes \(allowed.joined(separator: ", ")).")
        case .overHardLimit(let title, let used, let allowed):
            .init(
                "\(title) would be \(used) of \(allowed): that is over a hard limit.",
                "Make room first, raise the limit, or for tenant set-plan accept it with --over-limits.")
        case .parentIsItself: .init("A tenant cannot be its own parent.")
        case .parentMakesCycle(let tenant): .init("\(tenant) stands below this tenant already: that would be a circle.")
        case .parentIsNoAgency(let tenant, let kind): .init("\(tenant) is a \(kind); only an agency can be a parent.")
        case .archived(let tenant):
            .init("\(tenant) is archived and takes no changes.", "Restore it first: tenant restore.")
        case .noPath(let column, let from, let to, let open):
            .init(
                "\(column) cannot go from '\(from)' to '\(to)'.",
                open.isEmpty ? "It cannot leave '\(from)'." : "From there it may go to \(open.joined(separator: ", "))."
            )
        case .personaMayNot(let persona, let verb):
            .init(
                "The persona \(persona) may not use '\(verb)'.",
                persona == "support" ? "Work with --persona admin or oncall where the environment allows it." : nil)
        case .nothingToDo(let what): .init("Nothing to do: \(what).")
        case .changedSince(let row, let column, let expected, let found):
            .init(
                "\(row): \(column) is \(found) now, not \(expected).",
                "Somebody has changed it since; look at it and plan anew.")
        case .rowGone(let row): .init("There is no \(row) any more.")
        case .rowIsThere(let row): .init("\(row) is there already.")
        case .dependants(let row, let table, let count):
            .init(
                "\(count) rows of \(table) hang on \(row) by now.",
                "Taking it back would take them along; remove them first.")
        case .restricted(let row, let table): .init("\(row) cannot go: rows of \(table) name it.")
        case .cannotLetGo(let row, let table, let column, let why):
            .init(
                "\(row) cannot go: rows of \(table) name it, and \(words(why, column)).",
                "Give those rows another \(column) first.")
        case .tooManyRows(let count, let cap):
            .init("\(count) rows would go, more than the \(cap) that a plan lists.", "Remove what hangs on it first.")
        case .unmapped(let what):
            .init("The profile maps no \(what).", "docs/profiles.md says how to name it.")
        case .looseFilter:
            .init("A change by filter needs at least one term.", "field:value, such as role:viewer status:active")
        case .needsValue(let column): .init("\(column) needs a value.")
        case .badValue(let column, let value, let wanted):
            .init("'\(value)' is no value for \(column): it takes \(wanted).")
        case .unwritable(let column, let why): .init("\(column) cannot be written: \(why).")
        case .cannotUndo(let reason): .init("It cannot be undone: \(reason).")
        case .noReceipt(let id?):
            .init("There is no receipt '\(id)' for this database.", "tenantctl receipts lists them.")
        case .noReceipt(nil): .init("There is no change of yours to undo in this database.")
        case .noLease:
            .init("Nothing is written without a lease.", "Say --write with --reason \"TICKET why\".")
        case .noReason: .init("Every write needs a reason.", "Say --reason \"TICKET why\".")
        case .readOnly(let environment):
            .init(
                "The environment \(environment) is read-only.",
                "Set mode = \"read-write\" for it in config.toml, if that is right.")
        }
    }

    private static func words(_ why: LettingGo, _ column: String) -> String {
        switch why {
        case .needsValue: "their \(column), which needs a value, would be emptied"
        case .computed(let text): "what their \(column) would become, \(text), is known only afterwards"
        case .namesNothing(let value): "their \(column) would become \(value), which names nothing that stays"
        }
    }

    static func exitCode(for refusal: ChangeRefusal) -> ExitCode {
        switch refusal {
        case .rowGone, .noReceipt: .notFound
        case .badValue, .looseFilter, .valueNotAllowed: .usage
        default: .refused
        }
    }
}
