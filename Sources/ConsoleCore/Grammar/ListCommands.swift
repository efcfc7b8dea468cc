import ArgumentParser
import TenantDomain

struct ConsoleCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the full-screen console (the default).")

    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { nil }
}

struct ListCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a resource's rows.",
        discussion: """
            FILTER is the filter language: field:value terms, blank means and, "," inside a value or, a leading "-" \
            not. Example: tenantctl list members role:owner,admin -status:active --sort -created_at
            """,
        aliases: ["ls"])

    @Argument(
        help: ArgumentHelp("Resource or table.", valueName: "resource"),
        completion: ShellCompletion.answered)
    var resource: String

    @Argument(
        help: ArgumentHelp("Filter terms.", valueName: "filter"),
        completion: ShellCompletion.answered)
    var filter: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Fields to sort by, comma-separated; a leading - turns one round.", valueName: "fields"),
        completion: ShellCompletion.answered)
    var sort: String?

    @Option(help: ArgumentHelp("Rows at the most; page_size of the configuration without, 0 for all.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("Resume after the cursor that an earlier list named.", valueName: "cursor"))
    var after: String?

    @Option(
        help: ArgumentHelp("Fields to show, comma-separated.", valueName: "fields"),
        completion: ShellCompletion.answered)
    var columns: String?

    @Option(help: ArgumentHelp("Rows of one tenant only: id, slug or name.", valueName: "tenant"))
    var tenant: String?

    @Flag(help: "Read a large table row by row where no index serves the filter or the sort.")
    var fullScan = false

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on.") }
    }

    func command() throws -> Command? {
        .list(
            ListRequest(
                resource: resource, filter: FilterWords.joined(filter),
                sort: CommaList.split(sort).map(FieldSort.init(parsing:)), columns: CommaList.split(columns),
                tenant: tenant, limit: limit, after: after, output: try format.format(), allowsFullScan: fullScan))
    }
}

struct ShowCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one row whole, with what it is connected to.")

    @Argument(
        help: ArgumentHelp("Resource or table.", valueName: "resource"),
        completion: ShellCompletion.answered)
    var resource: String

    @Argument(
        help: ArgumentHelp("Key, unique start of the id, or name; one word for each key column.", valueName: "id"))
    var id: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        .show(RecordRequest(resource: resource, id: id, output: try format.format()))
    }
}

struct FindCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find a text anywhere: id, start of an id, email, name, domain, public key, phone, Stripe id.")

    @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
    var text: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        _ = try format.format()
        return .find(text.joined(separator: " "))
    }
}

struct ResourcesCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "resources", abstract: "List the resources with their other names.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .resources }
}

struct CompleteCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Print words for shell completion.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("resources, fields or environments.", valueName: "kind"))
    var kind: String

    @Argument(help: ArgumentHelp("Resource whose fields are wanted.", valueName: "resource"))
    var resource: String?

    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        switch kind {
        case "resources": return .complete(.resources)
        case "environments": return .complete(.environments)
        case "fields":
            guard let resource else { throw ValidationError("complete fields takes a resource.") }
            return .complete(.fields(resource: resource))
        default: throw ValidationError("complete takes resources, fields or environments.")
        }
    }
}
