import ArgumentParser

struct DescribeCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "What a table is made of: columns, keys, indexes, checks, triggers, policies, your rights.",
        aliases: ["desc"])

    @Argument(
        help: ArgumentHelp("A resource's name or alias, or a table.", valueName: "resource"),
        completion: ShellCompletion.answered)
    var resource: String

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .describe(resource) }
}

struct FunctionsCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "functions",
        abstract: "The database's functions, and with whose rights and search path they run.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .functions }
}
