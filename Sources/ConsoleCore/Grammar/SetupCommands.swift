import ArgumentParser

struct InfoCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Every path, version and which file won.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .info }
}

struct ConfigGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check, locate, show and trust configuration.",
        subcommands: [Check.self, Path.self, Show.self, Trust.self])

    struct Check: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Check a configuration file; names file, line, key and the nearest valid key.")

        @Argument(help: ArgumentHelp("The file; the one in use without.", valueName: "file"), completion: .file())
        var file: String?

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .config(.check(file: file)) }
    }

    struct Path: CommandProducing {
        static let configuration = CommandConfiguration(abstract: "Print the configuration file's path.")

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .config(.path) }
    }

    struct Show: CommandProducing {
        static let configuration = CommandConfiguration(abstract: "Print every setting with its value and origin.")

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .config(.show) }
    }

    struct Trust: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Trust a file's commands (password_command, tunnel) as it is now.")

        @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
        var file: String

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .config(.trust(file: file)) }
    }
}

struct EnvironmentGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env", abstract: "List, add and open environments.", subcommands: [List.self, Add.self, Use.self])

    struct List: CommandProducing {
        static let configuration = CommandConfiguration(abstract: "List the configured environments.")

        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .environment(.list) }
    }

    struct Add: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Add an environment to config.toml: env add NAME --database FILE|URL.")

        @Argument(help: ArgumentHelp("The environment's name.", valueName: "name"))
        var name: String

        @Flag(help: "Mark it protected: the strictest rules.")
        var protected = false

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if options.database == nil { throw ValidationError("env add takes --database FILE|URL.") }
        }

        func command() throws -> Command? {
            .environment(.add(name: name, database: options.database ?? "", isProtected: protected))
        }
    }

    struct Use: CommandProducing {
        static let configuration = CommandConfiguration(
            abstract: "Open another environment (console only).", shouldDisplay: false)

        @Argument(help: ArgumentHelp("The environment.", valueName: "name"))
        var name: String

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? { .environment(.use(name)) }
    }
}

struct DemoCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a demo database and open it, or fill a server's; an existing file is reused.")

    @Option(help: ArgumentHelp("Number of tenants.", valueName: "n"))
    var tenants = 200

    @Option(help: ArgumentHelp("Number of audit rows.", valueName: "n"))
    var auditRows = 200_000

    @Option(help: ArgumentHelp("The same seed makes the same data.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(name: .customLong("no-open"), help: "Only make the file.")
    var noOpen = false

    @Flag(help: "Make the file anew where a demo is there already.")
    var replace = false

    @Flag(help: "Write into a server without asking.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if tenants < 1 { throw ValidationError("--tenants takes a number from 1 on.") }
        if auditRows < 0 { throw ValidationError("--audit-rows takes a number from 0 on.") }
    }

    func command() throws -> Command? {
        .demo(
            DemoRequest(
                database: options.database, tenants: tenants, auditRows: auditRows, seed: seed, opens: !noOpen,
                replaces: replace, isConfirmed: yes))
    }
}
