import ArgumentParser

struct RevealCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "reveal",
        abstract: "Show a record unmasked, with a reason; it is journaled and goes to a terminal only.")

    @Argument(help: ArgumentHelp("Resource.", valueName: "resource"), completion: ShellCompletion.answered)
    var resource: String

    @Argument(help: ArgumentHelp("The record's key.", valueName: "id"))
    var id: [String]

    @Option(help: ArgumentHelp("Why, for the journal: \"OPS-123 …\".", valueName: "text"))
    var reason: String

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        .reveal(RecordRequest(resource: resource, id: id, output: try format.format()), reason: reason)
    }
}

struct CaseCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "A masked summary of a tenant, and of one person in it, to paste into a ticket.")

    @Argument(help: ArgumentHelp("Id, slug or name.", valueName: "tenant"))
    var tenant: String

    @Option(help: ArgumentHelp("A person: id, email or name.", valueName: "who"))
    var member: String?

    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .caseSummary(tenant: tenant, member: member) }
}
