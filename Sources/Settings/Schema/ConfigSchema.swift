/// Every key of config.toml; a key that does not stand here is an error.
package enum ConfigSchema {
    package static let themes = ["terminal", "dark", "light", "high-contrast", "16-colour"]
    package static let personas = ["support", "admin", "oncall", "auditor"]
    package static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    package static let keys: [ConfigKey] =
        general + appearance + limits + programs + [keyBindings] + environments
        + queries

    private static let general: [ConfigKey] = [
        ConfigKey(
            "default_environment", .general, .text, variable: false,
            "The environment to open when neither a flag nor TENANTCTL_ENV nor DATABASE_URL names a database."),
        ConfigKey(
            "profile", .general, .text,
            """
            The profile for databases without an environment's `profile`: a shipped name, a file's path, or absent to \
            choose by the tables found.
            """),
        ConfigKey(
            "operator_name", .general, .text,
            "Your name in the header and in audit entries, marked unverified; absent shows the OS user."),
        ConfigKey(
            "time_zone", .general, .timeZone, default: "\"local\"",
            "The zone times are shown and read in: `utc`, `local` or a name such as `Europe/Berlin`."),
        ConfigKey(
            "mouse", .general, .boolean, default: "false",
            "Whether the mouse works in the console; the terminal's own selection then needs shift."),
        ConfigKey(
            "linear", .general, .boolean, default: "false",
            "Draw without rules, bars and columns side by side, for screen readers."),
        ConfigKey(
            "clipboard", .general, .choice(["auto", "osc52", "native"]), default: "\"auto\"",
            """
            How copies leave the console: `osc52` asks the terminal, `native` runs pbcopy, wl-copy or xclip, `auto` \
            prefers osc52 over SSH and native elsewhere.
            """),
    ]

    private static let appearance: [ConfigKey] = [
        ConfigKey(
            "theme", .appearance, .choice(themes), default: "\"terminal\"",
            """
            `terminal` uses your terminal's own colours, `16-colour` its sixteen without dim text; the others are \
            true-colour themes.
            """),
        ConfigKey(
            "color", .appearance, .choice(["auto", "always", "never", "16", "256", "truecolor"]), default: "\"auto\"",
            "Colours at all, and how many: `auto` asks the terminal and honours NO_COLOR."),
        ConfigKey(
            "ambiguous_width", .appearance, .choice(["narrow", "wide"]), default: "\"narrow\"",
            "How many cells characters of ambiguous width take: wide where the terminal runs an East Asian font."),
    ]

    private static let limits: [ConfigKey] = [
        ConfigKey(
            "refresh_seconds", .limits, .integer(lowest: 0, highest: 86_400), default: "0",
            "Reload the view this often; 0 only on demand (and when a watched SQLite file changes)."),
        ConfigKey(
            "page_size", .limits, .integer(lowest: 10, highest: 10_000), default: "200",
            "Rows fetched at a time by lists."),
        ConfigKey(
            "statement_timeout_seconds", .limits, .integer(lowest: 1, highest: 86_400), default: "30",
            "A query that runs longer is stopped."),
        ConfigKey(
            "busy_timeout_ms", .limits, .integer(lowest: 0, highest: 600_000), default: "2000",
            "How long to wait for another program's lock on a SQLite file, in milliseconds."),
        ConfigKey(
            "safe_cells", .limits, .boolean, default: "false",
            """
            Defuse cells that a spreadsheet would run (`= + - @`, TAB, CR) in CSV and TSV from the command line, as \
            the console always does.
            """),
    ]

    private static let programs: [ConfigKey] = [
        ConfigKey(
            "editor", .programs, .text,
            "The editor for long values; absent takes VISUAL, then EDITOR, then vi."),
        ConfigKey("pager", .programs, .text, "The pager for long texts; absent takes PAGER, then less."),
        ConfigKey(
            "log_level", .programs, .choice(logLevels), default: "\"notice\"",
            "What goes to the log file; the screen is never logged to."),
        ConfigKey(
            "log_file", .programs, .path,
            "The log file; absent takes tenantctl.log in the state folder."),
    ]

    private static let keyBindings = ConfigKey(
        "keys.*", .keys, .keyPresses,
        """
        The key, or list of keys, of an action in place of the default ones; `?` in the console lists actions by \
        name. An empty list unbinds.
        """)

    private static let environments: [ConfigKey] = [
        ConfigKey(
            "environments.*.database", .environments, .database,
            """
            A SQLite file's path (relative to this file) or a postgres:// URL. Leave passwords out: PGPASSWORD, \
            pgpass, service files and `password_command` all work.
            """),
        ConfigKey(
            "environments.*.label", .environments, .text,
            "How the header names it; absent shows the environment's name."),
        ConfigKey(
            "environments.*.profile", .environments, .text, "A shipped profile's name or a profile file's path."),
        ConfigKey(
            "environments.*.color", .environments,
            .choice(["green", "yellow", "red", "magenta", "blue", "cyan", "white"]), default: "\"green\"",
            "The colour of the header's left edge; protected environments are red unless said otherwise."),
        ConfigKey(
            "environments.*.mode", .environments, .choice(["read-only", "read-write"]), default: "\"read-only\"",
            "`read-write` lets a lease be taken here; nothing is ever written without one."),
        ConfigKey(
            "environments.*.protected", .environments, .boolean, default: "false",
            "Strictest rules: TLS verified, typed confirmation, no superuser connection."),
        ConfigKey(
            "environments.*.allow_superuser", .environments, .boolean, default: "false",
            "Whether a protected environment may be opened as superuser or as the tables' owner."),
        ConfigKey(
            "environments.*.persona", .environments, .choice(personas),
            "The highest persona here; it can only lower what the database role's grants allow."),
        ConfigKey(
            "environments.*.typed_confirmation", .environments, .choice(["destructive", "notable", "all"]),
            default: "\"destructive\"",
            """
            From which severity on a write asks for the tenant's name to be typed; protected environments begin at \
            `notable` unless said otherwise.
            """),
        ConfigKey(
            "environments.*.approvals", .environments, .integer(lowest: 0, highest: 1), default: "0",
            "With 1 a change is saved by one operator (`--save`) and applied by another (`apply`)."),
        ConfigKey(
            "environments.*.lease_personas", .environments, .choiceList(personas),
            default: "[\"admin\", \"oncall\"]", "Who may take a lease here; an empty list lets nobody write."),
        ConfigKey(
            "environments.*.longest_lease_minutes", .environments, .integer(lowest: 1, highest: 480), default: "30",
            "How long a lease may last."),
        ConfigKey(
            "environments.*.reason_pattern", .environments, .pattern,
            "A regular expression that every reason must hold, such as a ticket's id: `[A-Z]+-[0-9]+`."),
        ConfigKey(
            "environments.*.reason_min_length", .environments, .integer(lowest: 1, highest: 200), default: "5",
            "How many characters a reason has at least."),
        ConfigKey(
            "environments.*.forbidden_verbs", .environments, .textList, default: "[]",
            "Verbs that nobody may use here: `member remove`, or `member` for every verb of it."),
        ConfigKey(
            "environments.*.undo_days", .environments, .integer(lowest: 0, highest: 365), default: "30",
            "How many days the values before a change are kept for its undo."),
        ConfigKey(
            "environments.*.immutable", .environments, .boolean, default: "false",
            "Open a SQLite file as a snapshot that nobody writes meanwhile; the header says so."),
        ConfigKey(
            "environments.*.default_tenant", .environments, .text, "The tenant to pin at the start: id, slug or name."),
        ConfigKey(
            "environments.*.password_command", .environments, .command,
            "The program that prints the password; run only from a trusted file, without a shell."),
        ConfigKey(
            "environments.*.tunnel", .environments, .command,
            """
            Hosts to reach the server through, as ssh takes them (`user@bastion`), the last one nearest to it; ssh is run \
            only from a trusted file.
            """),
        ConfigKey(
            "environments.*.view_as", .environments, .text,
            """
            The login that members' views (`access as`, `:as`) are read on: a name on the same server or a connection \
            string. It should be able to nothing but take the members' role; `operator sql` prints one.
            """),
        ConfigKey(
            "environments.*.view_as_password_command", .environments, .command,
            "The program that prints that login's password; run only from a trusted file, without a shell."),
        ConfigKey(
            "environments.*.journal_sink", .environments, .command,
            """
            The program that is fed the journal's records on its standard input, one JSON line each; run only from a \
            trusted file, without a shell.
            """),
    ]

    private static let queries: [ConfigKey] = [
        ConfigKey("queries[].name", .queries, .text, "The word that runs it, `:NAME` in the console."),
        ConfigKey("queries[].resource", .queries, .text, "The resource to list."),
        ConfigKey("queries[].filter", .queries, .text, "A filter in the filter language."),
        ConfigKey("queries[].sort", .queries, .text, "Fields to sort by, `-created_at,name`."),
    ]

    /// What no variable may ever set, because it is consent and consent is given per run.
    package static let neverFromVariables = ["write", "yes", "confirm", "reason", "persona"]

    private static let byPattern: [String: ConfigKey] = Dictionary(
        keys.map { ($0.pattern, $0) }, uniquingKeysWith: { first, _ in first })

    package static func key(_ pattern: String) -> ConfigKey? { byPattern[pattern] }

    package static var scalarKeys: [ConfigKey] { keys.filter(\.isScalar) }

    /// Names below a table pattern: `environments.*` → `database`, `label` …
    static func names(below prefix: String) -> [String] {
        keys.compactMap { $0.pattern.hasPrefix(prefix + ".") ? String($0.pattern.dropFirst(prefix.count + 1)) : nil }
    }

    /// Names allowed at the top of the file, tables included.
    static let topNames: [String] = scalarKeys.map(\.pattern) + ["keys", "environments", "queries"]
}
