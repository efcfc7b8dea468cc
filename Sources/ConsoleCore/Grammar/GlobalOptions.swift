import ArgumentParser

/// Options that every command takes, before or after its name.
package struct GlobalOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp("SQLite file or database URL; wins over every other setting.", valueName: "file|url"),
        completion: .file())
    package var database: String?

    @Option(
        help: ArgumentHelp("Environment of config.toml to open.", valueName: "name"),
        completion: ShellCompletion.answered)
    package var env: String?

    @Option(
        help: ArgumentHelp("Configuration file instead of the one in XDG_CONFIG_HOME.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    package var config: String?

    @Option(
        help: ArgumentHelp("Profile that maps the database: a shipped name or a file.", valueName: "name|file"),
        completion: .file(extensions: ["toml"]))
    package var profile: String?

    @Option(
        help: ArgumentHelp("Permissions to work with: support, admin, oncall or auditor.", valueName: "persona"),
        completion: .list(Persona.allCases.map(\.rawValue)))
    package var persona: String?

    @Option(help: ArgumentHelp("Zone of times: utc, local or an IANA name.", valueName: "zone"))
    package var zone: String?

    @Option(
        help: ArgumentHelp("Colour: auto, always, never, 16, 256 or truecolor.", valueName: "when"),
        completion: .list(["auto", "always", "never", "16", "256", "truecolor"]))
    package var color: String?

    @Option(
        help: ArgumentHelp("Theme: terminal, dark, light, high-contrast or 16-colour.", valueName: "name"),
        completion: .list(["terminal", "dark", "light", "high-contrast", "16-colour"]))
    package var theme: String?

    @Flag(help: "Draw without borders and bars, one thing a line, for screen readers.")
    package var linear = false

    @Flag(help: "Open a SQLite file as a snapshot that nobody writes to (the header says so).")
    package var immutable = false

    @Flag(help: "Go on as a role whose rows policies limit, with the rows they let through (the header says so).")
    package var limitedRows = false

    package init() {}
}
