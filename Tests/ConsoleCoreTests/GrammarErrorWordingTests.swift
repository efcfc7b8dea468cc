import ConsoleCore
import TenantDomain
import TenantStore
import Testing

@Suite("Every error has its words and its exit code")
struct GrammarErrorWordingTests {
    static let store: [StoreError] = [
        .notFound(path: "/x.db"), .isDirectory(path: "/x"), .unreadable(path: "/x.db", reason: "Permission denied"),
        .notADatabase(path: "/x.txt"), .walNeedsWritableFolder(path: "/x.db"),
        .newerReferenceSchema(found: 15, known: 13), .connectionFailed(location: "h:5432/app", reason: "refused"),
        .cannotConnect(location: "h:5432/app", cause: .certificate(.expired), reason: "expired"),
        .authenticationFailed(location: "h:5432/app", reason: "no such role"), .busy(location: "/x.db"),
        .corrupt(location: "/x.db", detail: "malformed"), .cancelled, .timedOut(seconds: 30),
        .connectionLost(reason: "reset"), .permissionDenied(relation: "users"), .rowSecurityApplies(relation: "users"),
        .missingRelation("users"), .tooManyColumns(3000),
        .memberView(.denied(role: "authenticated", relation: "notes")),
        .memberView(.policyFails(role: "authenticated", code: "42P17", message: "infinite recursion")),
        .memberView(.moved(to: "postgres")), .memberView(.roleRefused(role: "authenticated", login: "dana")),
        .memberView(.noSuchRole(role: "authenticated", offered: ["app_user"])),
        .engine(code: "XX000", message: "odd", sql: "SELECT 1"),
        .closed,
    ]
    static let console: [ConsoleError] = [
        .filter(text: "rol:x", problem: "no field “rol” here", hint: "did you mean role?", range: 0..<3),
        .usage(message: "That is no number.", hint: "Write 3."), .settings(message: "config.toml:1: unknown key"),
        .unknownResource("membrs", nearest: "members"), .unknownResource("qq", nearest: nil),
        .unknownField("rle", resource: "members", nearest: "role"),
        .unknownField("qq", resource: "members", nearest: nil), .notFilterable(field: "token", reason: "it is secret"),
        .noRow(resource: "widgets", id: "w1"), .ambiguous(word: "ac", what: "tenants", candidates: ["Acme", "Acorn"]),
        .choiceNeeded(of: "pipelines", list: "pipelines"),
        .noSuch(what: "tenant", word: "nope", hint: nil), .notMapped(.audit), .badCursor,
        .refused(reason: "Not allowed.", hint: nil), .needsScreen, .needsDatabase,
        .file(path: "/out.csv", reason: "No space left on device"), .cancelled, .lease(.none),
        .lease(.verb("tenant set-plan", persona: .oncall)),
        .journal(JournalFault(path: "/journal/000001.ndjson", reason: "No space left on device")),
        .change(.lastOwner(tenant: "Acme")), .outcomeUnknown(changeID: "chg_1", reason: "reset"),
        .edit([EditFault(TextPlace(line: 3, column: 1), "status takes no 'x'")]),
        .fullScan(
            FullScan(
                resource: "Users", cause: .filter("phone:555"), rows: 9_000_000, indexedFields: ["created_at", "id"])),
        .fullScan(FullScan(resource: "Users", cause: .sort("phone"), rows: 60_000, indexedFields: [])),
    ]

    /// Adding a case breaks the build here until it stands above and below.
    private static func isListed(_ error: ConsoleError) -> Bool {
        switch error {
        case .store(let error):
            switch error {
            case .notFound, .isDirectory, .unreadable, .notADatabase, .walNeedsWritableFolder, .newerReferenceSchema,
                .connectionFailed, .cannotConnect, .authenticationFailed, .busy, .corrupt, .cancelled, .timedOut,
                .connectionLost,
                .permissionDenied, .rowSecurityApplies, .missingRelation, .tooManyColumns, .memberView, .engine,
                .closed:
                true
            }
        case .filter, .usage, .settings, .unknownResource, .unknownField, .notFilterable, .noRow, .ambiguous,
            .choiceNeeded, .noSuch,
            .notMapped, .badCursor, .refused, .needsScreen, .needsDatabase, .file, .cancelled, .lease, .journal,
            .savedPlan, .change, .stalePlan, .outcomeUnknown, .edit, .fullScan:
            true
        }
    }

    @Test func words() {
        let errors = Self.store.map(ConsoleError.store) + Self.console
        #expect(errors.allSatisfy(Self.isListed))
        let lines = errors.map { error in
            let wording = ErrorWording.wording(for: error)
            return "\(ErrorWording.exitCode(for: error).rawValue) \(wording.message)"
                + (wording.hint.map { " | \($0)" } ?? "")
        }
        #expect(lines.joined(separator: "\n") == Self.expected)
    }

    static let expected = """
        3 There is no file /x.db. | tenantctl demo --database /x.db would make a demo there.
        3 /x is a folder, not a database file.
        3 /x.db cannot be read: Permission denied.
        3 /x.txt is not a SQLite database.
        3 /x.db uses a write-ahead log, and its folder cannot be written. | Make the folder writable, copy the file elsewhere, or open it with --immutable if nobody writes to it.
        3 The database has reference schema 15; this tenantctl knows up to 13. | Use a newer tenantctl.
        3 h:5432/app cannot be reached: refused
        3 h:5432/app shows a certificate that has expired. | Whoever runs the server has to renew it; until then nobody can tell the server from another.
        3 h:5432/app refused the login: no such role
        1 /x.db is locked by another program's write. | Try again when it is done.
        1 /x.db is damaged: malformed. | A narrower filter may keep to the sound pages; sqlite3 FILE .recover saves what can still be read.
        130 Cancelled.
        1 The query took longer than 30 s and was ended. | Narrow the filter, or raise statement_timeout_seconds in config.toml.
        3 The connection was lost: reset | Reads are tried again by themselves; R reads now.
        4 The database role may not read users. | Ask for SELECT on it.
        4 Row-level security would hide rows of users from this role. | Use a role with BYPASSRLS, or go on with the rows that its policies let through: --limited-rows, in the console :limited-rows.
        1 The database has no 'users' any more. | Reload reads the catalog.
        1 The query would have 3000 columns, more than the engine takes. | Choose fewer columns.
        4 Permission denied: the role authenticated has no grant to read notes. The member gets an error there, not an empty list. | tenantctl policies notes says what there is.
        4 A policy, or a function that it calls, fails for the member (as authenticated): infinite recursion (42P17). The member gets this error, not an empty list. | tenantctl access explain USER read RESOURCE ID names the policy.
        4 Something that was called left the member's role (for postgres) while it read, so its rows were dropped. | tenantctl functions shows which functions run; look at the views over this table.
        4 The login dana may not take the role authenticated. | Name a login that may with view_as in the environment; tenantctl operator sql prints one.
        4 The database has no role authenticated, so members' requests do not run under policies by it. | Its own roles that this login may take: app_user; --role NAME reads as one, the profile's [view_as] names it for good.
        1 The database said: odd (XX000)
        3 The database was closed.
        2 Filter, column 1: no field “rol” here | did you mean role?
        2 That is no number. | Write 3.
        2 config.toml:1: unknown key
        2 There is no resource or table 'membrs'. | Did you mean 'members'?
        2 There is no resource or table 'qq'. | tenantctl resources lists them all.
        2 members has no field 'rle'. | Did you mean 'role'?
        2 members has no field 'qq'. | tenantctl complete fields members lists them all.
        4 'token' cannot be used here: it is secret.
        5 widgets has no row 'w1'. | tenantctl find looks everywhere.
        2 'ac' could be several tenants: Acme, Acorn. | Give the id or the whole name.
        2 There are several pipelines. | Name one, or a tenant with --tenant; tenantctl list pipelines lists them.
        5 There is no tenant 'nope'.
        1 This database's profile maps no audit. | The tables themselves can be listed; tenantctl resources names them.
        2 The cursor belongs to another list, sort or filter. | Use --after with the very list that printed the cursor.
        4 Not allowed.
        2 This command needs the console. | Start tenantctl without a command.
        2 No database is named. | Give --database FILE|URL or --env NAME, or set default_environment; tenantctl demo makes a demo.
        1 /out.csv: No space left on device
        130 Cancelled.
        4 Nothing is written without a lease. | In the console :elevate 15m "why"; on the command line --write.
        4 The persona oncall may not do: tenant set-plan. | A persona with more rights may: --persona.
        4 The journal cannot be written (/journal/000001.ndjson: No space left on device), so nothing was done. | Make room or mend the folder, then start again.
        4 Acme would have no owner. | Make somebody else an owner first: tenant transfer-ownership.
        3 The connection was lost while committing chg_1: reset | It may be done or not: the journal settles it at the next start.
        2 Line 3, column 1: status takes no 'x'.
        4 No index serves phone:555: the database would look at about 9,000,000 rows of users one by one. | A term on created_at, id bounds it; --full-scan reads them all.
        4 No index serves the order by phone: the database would sort about 60,000 rows of users. | --full-scan reads them all.
        """
}
