import ArgumentParser

struct MapGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "How this database is mapped to tenants, members and plans.",
        subcommands: [Suggest.self, Check.self, Show.self])

    struct Suggest: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Write a profile for this database from its catalog alone, with why and how sure as comments.")

        @Option(
            help: ArgumentHelp("Save it as a profile of your own, used by itself from then on.", valueName: "name"))
        var save: String?

        @Flag(help: "Replace a profile of that name.")
        var replace = false

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if replace, save == nil { throw ValidationError("--replace goes with --save NAME.") }
        }

        func command() throws -> Command? { .map(.suggest(save: save, replaces: replace)) }
    }

    struct Check: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Hold a profile to this database; names file, line, key and the nearest valid name.")

        @Argument(
            help: ArgumentHelp("The file, or a profile's name; the one in use without.", valueName: "file"),
            completion: .file())
        var file: String?

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .map(.check(file: file)) }
    }

    struct Show: CommandProducing {
        static let configuration = CommandConfiguration(abstract: "Print what is mapped to what, and where from.")

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .map(.show) }
    }
}
