import ArgumentParser

struct TenantCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Overview of one tenant: plan, limits against usage, members, last changes.")

    @Argument(help: ArgumentHelp("Id, slug, domain or name.", valueName: "tenant"))
    var tenant: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .tenant(tenant.joined(separator: " ")) }
}

struct UserCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What one person may see and do, and where.")

    @Argument(help: ArgumentHelp("Id, email or name.", valueName: "user"))
    var user: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .user(user.joined(separator: " ")) }
}

struct BoardCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "A pipeline's deals by stage, with totals.", aliases: ["pipeline"])

    @Argument(help: ArgumentHelp("Pipeline: id or name; the tenant's first one without.", valueName: "pipeline"))
    var pipeline: String?

    @Option(help: ArgumentHelp("The tenant whose pipeline is meant.", valueName: "tenant"))
    var tenant: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .board(pipeline: pipeline, tenant: tenant) }
}

struct PlansCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "matrix", abstract: "Plans side by side: features and limits.", aliases: ["compare"])

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .plans }
}

struct OverCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "over", abstract: "Tenants over a limit of their plan, the fullest first.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .overLimits }
}

struct EntryCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "entry", abstract: "One audit entry: before and after, the request, the row as it is now.")

    @Argument(help: ArgumentHelp("The entry's id.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("The audit table, where several are mapped.", valueName: "table"))
    var source: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .entry(source: source, id: id) }
}
