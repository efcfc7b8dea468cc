import ArgumentParser

struct JournalGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Your own record of leases, writes, reveals and exports.",
        subcommands: [List.self, Show.self, Verify.self], defaultSubcommand: List.self)

    struct List: CommandProducing {
        static let configuration = CommandConfiguration(abstract: "List the sessions of the journal.")

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .journal(.list) }
    }

    struct Show: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Show the records of a session; of the last one without a number.")

        @Argument(help: ArgumentHelp("The session's number, as list shows it.", valueName: "session"))
        var session: Int?

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .journal(.show(session: session)) }
    }

    struct Verify: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Hold the journal to its chain, and with --database or --env to the audit rows.")

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? {
            .journal(.verify(withDatabase: options.database != nil || options.env != nil))
        }
    }
}
