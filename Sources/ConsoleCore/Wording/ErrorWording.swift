import TenantDomain
import TenantStore

/// The one place where errors become words: what happened, and what to do next.
package enum ErrorWording {
    package struct Wording: Sendable, Equatable {
        package let message: String
        package let hint: String?

        package init(_ message: String, _ hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    package static func wording(for error: ConsoleError) -> Wording {
        switch error {
        case .store(let error): store(error)
        case .filter(_, let problem, let hint, let range, _):
            Wording("Filter, column \(range.lowerBound + 1): \(problem)", hint)
        case .usage(let message, let hint): Wording(message, hint)
        case .settings(let message): Wording(message)
        case .unknownResource(let word, let nearest):
            Wording(
                "There is no resource or table '\(word)'.",
                nearest.map { "Did you mean '\($0)'?" } ?? "tenantctl resources lists them all.")
        case .unknownField(let word, let resource, let nearest):
            Wording(
                "\(resource) has no field '\(word)'.",
                nearest.map { "Did you mean '\($0)'?" } ?? "tenantctl complete fields \(resource) lists them all.")
        case .notFilterable(let field, let reason): Wording("'\(field)' cannot be used here: \(reason).")
        case .noRow(let resource, let id):
            Wording("\(resource) has no row '\(id)'.", "tenantctl find looks everywhere.")
        case .ambiguous(let word, let what, let candidates):
            Wording(
                "'\(word)' could be several \(what): \(candidates.prefix(6).joined(separator: ", "))"
                    + (candidates.count > 6 ? ", …" : "") + ".", "Give the id or the whole name.")
        case .choiceNeeded(let what, let list):
            Wording(
                "There are several \(what).", "Name one, or a tenant with --tenant; tenantctl list \(list) lists them.")
        case .noSuch(let what, let word, let hint): Wording("There is no \(what) '\(word)'.", hint)
        case .notMapped(let concept):
            Wording(
                "This database's profile maps no \(concept.rawValue).",
                "The tables themselves can be listed; tenantctl resources names them.")
        case .badCursor:
            Wording(
                "The cursor belongs to another list, sort or filter.",
                "Use --after with the very list that printed the cursor.")
        case .refused(let reason, let hint): Wording(reason, hint)
        case .lease(let refusal): LeaseWording.wording(refusal)
        case .savedPlan(let refusal): LeaseWording.wording(refusal)
        case .journal(let fault):
            Wording(
                "The journal cannot be written (\(fault.path): \(fault.reason)), so nothing was done.",
                "Make room or mend the folder, then start again.")
        case .change(let refusal): ChangeWording.wording(for: refusal)
        case .stalePlan: ChangeWording.stale
        case .outcomeUnknown(let changeID, let reason): ChangeWording.unknown(changeID, reason)
        case .edit(let faults): ChangeWording.edit(faults)
        case .fullScan(let scan): FullScanWording.wording(for: scan)
        case .needsScreen: Wording("This command needs the console.", "Start tenantctl without a command.")
        case .needsDatabase:
            Wording(
                "No database is named.",
                "Give --database FILE|URL or --env NAME, or set default_environment; tenantctl demo makes a demo.")
        case .file(let path, let reason): Wording("\(path): \(reason)")
        case .cancelled: Wording("Cancelled.")
        }
    }

    /// The exit code that says the same to a script.
    package static func exitCode(for error: ConsoleError) -> ExitCode {
        switch error {
        case .store(let error):
            switch error {
            case .notFound, .isDirectory, .unreadable, .notADatabase, .walNeedsWritableFolder, .newerReferenceSchema,
                .connectionFailed, .cannotConnect, .authenticationFailed, .connectionLost, .closed:
                .connection
            case .permissionDenied, .rowSecurityApplies, .memberView: .refused
            case .cancelled: .interrupted
            default: .failed
            }
        case .filter(_, _, _, _, isRefused: true): .refused
        case .filter, .usage, .settings, .unknownResource, .unknownField, .ambiguous, .choiceNeeded, .badCursor, .edit,
            .needsScreen,
            .needsDatabase:
            .usage
        case .notFilterable, .refused, .lease, .journal, .savedPlan, .stalePlan, .fullScan: .refused
        case .change(let refusal): ChangeWording.exitCode(for: refusal)
        case .outcomeUnknown: .connection
        case .noRow, .noSuch: .notFound
        case .notMapped, .file: .failed
        case .cancelled: .interrupted
        }
    }

    private static func store(_ error: StoreError) -> Wording {
        switch error {
        case .notFound(let path):
            Wording("There is no file \(path).", "tenantctl demo --database \(path) would make a demo there.")
        case .isDirectory(let path): Wording("\(path) is a folder, not a database file.")
        case .unreadable(let path, let reason): Wording("\(path) cannot be read: \(reason).")
        case .notADatabase(let path): Wording("\(path) is not a SQLite database.")
        case .walNeedsWritableFolder(let path):
            Wording(
                "\(path) uses a write-ahead log, and its folder cannot be written.",
                "Make the folder writable, copy the file elsewhere, or open it with --immutable if nobody writes to it."
            )
        case .newerReferenceSchema(let found, let known):
            Wording(
                "The database has reference schema \(found); this tenantctl knows up to \(known).",
                "Use a newer tenantctl.")
        case .connectionFailed(let location, let reason): Wording("\(location) cannot be reached: \(reason)")
        case .cannotConnect(let location, let cause, let reason): ConnectionWording.wording(location, cause, reason)
        case .authenticationFailed(let location, let reason): ConnectionWording.login(location, reason)
        case .busy(let location):
            Wording("\(location) is locked by another program's write.", "Try again when it is done.")
        case .corrupt(let location, let detail):
            Wording(
                "\(location) is damaged: \(detail).",
                "A narrower filter may keep to the sound pages; sqlite3 FILE .recover saves what can still be read.")
        case .cancelled: Wording("Cancelled.")
        case .timedOut(let seconds):
            Wording(
                "The query took longer than \(Int(seconds)) s and was ended.",
                "Narrow the filter, or raise statement_timeout_seconds in config.toml.")
        case .connectionLost(let reason):
            Wording("The connection was lost: \(reason)", "Reads are tried again by themselves; R reads now.")
        case .permissionDenied(let relation):
            Wording("The database role may not read \(relation ?? "that").", "Ask for SELECT on it.")
        case .rowSecurityApplies(let relation):
            Wording(
                "Row-level security would hide rows of \(relation ?? "a table") from this role.",
                "Use a role with BYPASSRLS, or go on with the rows that its policies let through: "
                    + "--limited-rows, in the console :limited-rows.")
        case .missingRelation(let name): Wording("The database has no '\(name)' any more.", "Reload reads the catalog.")
        case .tooManyColumns(let count):
            Wording("The query would have \(count) columns, more than the engine takes.", "Choose fewer columns.")
        case .memberView(let fault): MemberViewWording.wording(fault)
        case .engine("53100", let message, _):
            Wording("The server's disk is full: \(message) (53100)", "Make room there, then try again.")
        case .engine(let code, let message, _): Wording("The database said: \(message) (\(code))")
        case .closed: Wording("The database was closed.")
        }
    }
}
