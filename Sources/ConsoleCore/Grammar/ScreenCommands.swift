import ArgumentParser
import TenantDomain

// Commands that only a screen can carry out. They share the grammar so that keys, the `:` line and help know one
// language; the shell's help leaves them out.

struct QuitCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "Leave the console.", shouldDisplay: false, aliases: ["q", "exit"])
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.quit) }
}

struct HelpViewCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "What each key does here.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.help) }
}

struct BackCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "back", abstract: "Back to the view before.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.back) }
}

struct ForwardCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "forward", abstract: "Forward to the view left by back.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.forward) }
}

struct ReloadCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Read the view again.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.reload) }
}

struct ThemeCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "theme", abstract: "Use a theme; the next one without a name.", shouldDisplay: false)
    @Argument(help: ArgumentHelp("terminal, dark, light, high-contrast or 16-colour.", valueName: "name"))
    var name: String?
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.theme(name)) }
}

struct ZoneCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "zone", abstract: "Show times in a zone; utc and local in turn without a name.",
        shouldDisplay: false)
    @Argument(help: ArgumentHelp("utc, local or an IANA name.", valueName: "name"))
    var name: String?
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.zone(name)) }
}

struct PinCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Keep every list to one tenant; without a name the selected one, or none again.",
        shouldDisplay: false)
    @Argument(help: ArgumentHelp("Id, slug or name.", valueName: "tenant"))
    var tenant: [String] = []
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? {
        .console(tenant.isEmpty ? .togglePin : .pin(tenant: tenant.joined(separator: " ")))
    }
}

struct UnpinCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "unpin", abstract: "Lists of all tenants again.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.pin(tenant: nil)) }
}

struct ColumnsCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "columns", abstract: "Show these columns; the default ones without names.", shouldDisplay: false)
    @Argument(help: ArgumentHelp("Field names.", valueName: "fields"))
    var fields: [String] = []
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? {
        .console(.columns(fields.flatMap { CommaList.split($0) }))
    }
}

struct SortCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "sort", abstract: "Sort by fields; a leading - turns one round.", shouldDisplay: false)
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Field names.", valueName: "fields"))
    var fields: [String] = []
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? {
        .console(.sort(fields.flatMap { CommaList.split($0) }.map(FieldSort.init(parsing:))))
    }
}

struct FilterCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "filter", abstract: "Filter the list; all rows without terms.", shouldDisplay: false)
    @Argument(help: ArgumentHelp("Filter terms.", valueName: "filter"))
    var filter: [String] = []
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.filter(FilterWords.joined(filter))) }
}

struct MouseCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "mouse", abstract: "Mouse on or off.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.mouse) }
}

struct LinearCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "linear", abstract: "Drawing for screen readers on or off.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.linear) }
}

struct LimitedRowsCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "limited-rows",
        abstract: "Go on with the rows alone that row-level security lets this role see.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.limitedRows) }
}

struct WatchCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Refresh the view by itself, or stop that.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.watch) }
}

struct RecentCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "recent", abstract: "Tenants looked at lately.", shouldDisplay: false)
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.recent) }
}

struct SaveCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Save the view's filter under a name, for @NAME.", shouldDisplay: false)
    @Argument(help: ArgumentHelp("The name.", valueName: "name"))
    var name: String
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? { .console(.save(name)) }
}

struct ExportCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Save the view: text, svg, csv, json, ndjson or markdown.",
        shouldDisplay: false)
    @Argument(help: ArgumentHelp("The format.", valueName: "format"))
    var format: String
    @Argument(help: ArgumentHelp("The file; a name is made up without.", valueName: "file"))
    var file: String?
    @OptionGroup var options: GlobalOptions
    func command() throws -> Command? {
        guard let wanted = ExportFormat(rawValue: format) else {
            let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("export takes one of \(names); '\(format)' is none of them.")
        }
        return .console(.export(wanted, file: file))
    }
}
