import ArgumentParser
import TenantDomain

/// A command about the audit trail.
protocol AuditProducing: CommandProducing {
    var format: FormatOptions { get }
}

/// The trail; without a word for what to do with it, its newest entries.
struct AuditGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail, newest first, over all audit tables.",
        discussion: """
            Without a subcommand the words are a filter: tenantctl audit since:7d tenant:acme changed:role. A word \
            with @ before it is a named query (tenantctl audit queries lists them): tenantctl audit @deletions since:30d
            """,
        subcommands: [
            AuditQueryCommand.self, AuditFollowCommand.self, AuditHistogramCommand.self, AuditShowCommand.self,
            AuditTopCommand.self, AuditHistoryCommand.self, AuditExportCommand.self, AuditBundleCommand.self,
            AuditVerifyCommand.self, AuditSealCommand.self, AuditAdviseCommand.self, AuditQueriesCommand.self,
            AuditSaveCommand.self,
        ],
        defaultSubcommand: AuditQueryCommand.self)
}

/// The entries that a command is about.
struct AuditScope: ParsableArguments {
    @Argument(help: ArgumentHelp("Filter terms.", valueName: "filter"), completion: ShellCompletion.answered)
    var filter: [String] = []

    @Option(help: ArgumentHelp("Entries of one tenant only.", valueName: "tenant"))
    var tenant: String?

    var text: String { FilterWords.joined(filter) }
}

struct AuditQueryCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Entries that match a filter or a named query, newest first.")

    @OptionGroup var scope: AuditScope

    @Option(
        help: ArgumentHelp("Entries at the most; page_size of the configuration without, 0 for all.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("Resume after the cursor that an earlier call named.", valueName: "cursor"))
    var after: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on.") }
    }

    func command() throws -> Command? {
        .audit(
            AuditRequest(
                filter: scope.text, tenant: scope.tenant, limit: limit, after: after, output: try format.format()))
    }
}

struct AuditFollowCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "follow", abstract: "New entries as they come, late ones marked, until interrupted.")

    @OptionGroup var scope: AuditScope

    @Option(help: ArgumentHelp("Entries to begin with.", valueName: "n"))
    var limit = 10

    @Flag(help: "Ring the terminal's bell at each new entry.")
    var bell = false

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit takes a number from 0 on.") }
    }

    func command() throws -> Command? {
        .trail(
            .follow(
                AuditRequest(filter: scope.text, tenant: scope.tenant, limit: limit, output: try format.format()),
                bell: bell))
    }
}

struct AuditHistogramCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "histogram", abstract: "How many entries fell when, with spikes marked.",
        discussion: "Without since: the last 30 days.")

    @OptionGroup var scope: AuditScope

    @Option(help: ArgumentHelp("Buckets at the most.", valueName: "n"))
    var buckets = 48

    @Option(help: ArgumentHelp("Count apart: action or source.", valueName: "what"))
    var by: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if !(1...400).contains(buckets) { throw ValidationError("--buckets takes a number from 1 to 400.") }
    }

    func command() throws -> Command? {
        .trail(
            .histogram(
                HistogramRequest(
                    filter: scope.text, tenant: scope.tenant, buckets: buckets,
                    split: try by.map { try Choice.one($0, of: HistogramSplit.self, "--by") })))
    }
}

struct AuditShowCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One entry: before and after, the request, the row as it is now.")

    @Argument(help: ArgumentHelp("The entry's id.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("The audit table, where several are mapped.", valueName: "table"))
    var source: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .entry(source: source, id: id) }
}

struct AuditTopCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Who and what stands most often in the trail.",
        discussion: """
            Without since: the last 7 days. With --against the shares are compared with those of another filter: \
            tenantctl audit top --by action since:1d --against 'since:8d until:1d'
            """)

    @OptionGroup var scope: AuditScope

    @Option(help: ArgumentHelp("actor, action, table, tenant or ip.", valueName: "what"))
    var by = TrailFacet.actor.rawValue

    @Option(help: ArgumentHelp("A filter to compare with.", valueName: "filter"))
    var against: String?

    @Option(help: ArgumentHelp("Rows at the most.", valueName: "n"))
    var limit = 20

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if !(1...1000).contains(limit) { throw ValidationError("--limit takes a number from 1 to 1000.") }
    }

    func command() throws -> Command? {
        .trail(
            .top(
                TopRequest(
                    facet: try Choice.one(by, of: TrailFacet.self, "--by"), filter: scope.text, tenant: scope.tenant,
                    against: against, limit: limit)))
    }
}

struct AuditHistoryCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "The life of one row as its entries tell it, and what they do not explain.")

    @Argument(help: ArgumentHelp("Resource or table.", valueName: "resource"), completion: ShellCompletion.answered)
    var resource: String

    @Argument(help: ArgumentHelp("The row's key.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("The row as it was at this time.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("With --at: what differs from the row as it was at this time.", valueName: "time"))
    var diff: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if diff != nil, at == nil { throw ValidationError("--diff takes --at beside it.") }
    }

    func command() throws -> Command? {
        .trail(.history(HistoryRequest(resource: resource, id: id, at: at, diff: diff)))
    }
}

struct AuditExportCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Entries into a file, with a side file that says what they are.")

    @OptionGroup var scope: AuditScope

    @Option(
        help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Replace the file where it is there already.")
    var force = false

    @Flag(help: "Read page by page by key instead of holding one snapshot.")
    var chunked = false

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        let chosen = try format.output == nil ? Self.format(of: file) : format.format()
        return .trail(
            .export(
                TrailExportRequest(
                    filter: scope.text, tenant: scope.tenant, file: file, format: chosen, isChunked: chunked,
                    replaces: force)))
    }

    /// By the file's ending; CSV where it says nothing.
    private static func format(of file: String) -> OutputFormat {
        switch file.split(separator: ".").last.map({ $0.lowercased() }) {
        case "json": .json
        case "ndjson", "jsonl": .ndjson
        case "md", "markdown": .markdown
        case "tsv": .tsv
        default: .csv
        }
    }
}

struct AuditBundleCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "One folder with all that an incident's trail holds, hashed.")

    @OptionGroup var scope: AuditScope

    @Option(help: ArgumentHelp("Not before this time.", valueName: "time"))
    var since: String

    @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
    var until = "now"

    @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory)
    var folder: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        .trail(
            .bundle(
                BundleRequest(filter: scope.text, tenant: scope.tenant, since: since, until: until, folder: folder)))
    }
}

struct AuditVerifyCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hold the trail against its seals.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .trail(.verify) }
}

struct AuditSealCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "The statements that seal what is not sealed yet.",
        discussion: """
            Nothing is written: whoever may write the profile's table of seals runs them, in one transaction. The newest \
            seal goes into the journal. tenantctl audit seal --env production | psql -1 production
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .trail(.seal) }
}

struct AuditAdviseCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "advise", abstract: "The indexes that the trail's queries lack, and audit tables not mapped.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .trail(.advise) }
}

struct AuditQueriesCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "queries", abstract: "The named queries, shipped and saved.")

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .trail(.queries) }
}

struct AuditSaveCommand: AuditProducing {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Save a filter under a name, for @NAME.")

    @Argument(help: ArgumentHelp("The name.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("Filter terms.", valueName: "filter"))
    var filter: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .trail(.save(name: name, filter: FilterWords.joined(filter))) }
}

/// A word that must be one of a closed list.
enum Choice {
    static func one<Value: RawRepresentable & CaseIterable>(
        _ word: String, of type: Value.Type, _ option: String
    ) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: word) else {
            let names = Value.allCases.map(\.rawValue)
            let nearest = NearestWord.find(word, among: names).map { " Did you mean \($0)?" } ?? ""
            throw ValidationError(
                "\(option) takes one of \(names.joined(separator: ", ")); '\(word)' is none of them.\(nearest)")
        }
        return value
    }
}
