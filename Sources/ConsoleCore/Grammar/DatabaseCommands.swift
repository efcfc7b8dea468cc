import ArgumentParser

struct DatabaseGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Lay the reference schema into a database, and bring it up to date.",
        subcommands: [Create.self, Upgrade.self])

    struct Create: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Make a SQLite file, or lay the schema into an empty PostgreSQL database.")

        @Flag(help: "Write without asking.")
        var yes = false

        @OptionGroup var options: GlobalOptions

        func validate() throws { try DatabaseGroup.validate(options, "create") }

        func command() throws -> Command? { .database(DatabaseRequest(step: .create, isConfirmed: yes)) }
    }

    struct Upgrade: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Take the steps that an older reference schema lacks; says the version.")

        @Flag(help: "Write without asking.")
        var yes = false

        @OptionGroup var options: GlobalOptions

        func validate() throws { try DatabaseGroup.validate(options, "upgrade") }

        func command() throws -> Command? { .database(DatabaseRequest(step: .upgrade, isConfirmed: yes)) }
    }

    /// A schema is laid nowhere by default.
    private static func validate(_ options: GlobalOptions, _ name: String) throws {
        if options.database == nil, options.env == nil {
            throw ValidationError("db \(name) takes --database FILE|URL, or --env NAME.")
        }
    }
}
