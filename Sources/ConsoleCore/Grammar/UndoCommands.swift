import ArgumentParser
import TenantDomain

struct EditCommand: ChangeProducing {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change fields of any row.",
        discussion: """
            Example: tenantctl edit users jane@acme.example --set name="Jane Doe" --set-null phone --dry-run
            """)

    @Argument(help: ArgumentHelp("Resource or table.", valueName: "resource"), completion: ShellCompletion.answered)
    var resource: String

    @Argument(help: ArgumentHelp("Key, unique start of the id, or name.", valueName: "id"))
    var id: [String]

    @Option(
        parsing: .singleValue, help: ArgumentHelp("A column and its new value; repeatable.", valueName: "column=value"))
    var set: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("A column to empty; repeatable.", valueName: "column"))
    var setNull: [String] = []

    @OptionGroup var write: WriteOptions
    @OptionGroup var options: GlobalOptions

    func request() throws -> ChangeRequest {
        if set.isEmpty, setNull.isEmpty { throw ValidationError("edit takes --set column=value or --set-null column.") }
        let fields = try set.map { text in
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
                throw ValidationError("--set takes column=value.")
            }
            return ChangeRequest.FieldText(String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
        return .edit(resource: resource, id: id, fields + setNull.map { ChangeRequest.FieldText($0, nil) })
    }
}

struct UndoCommand: ChangeProducing {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back a change of yours: the newest, or the one of a receipt.")

    @Argument(help: ArgumentHelp("A receipt's id or its start; the newest without.", valueName: "receipt"))
    var receipt: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var options: GlobalOptions

    func request() throws -> ChangeRequest { .undo(receipt: receipt) }
}

struct RevertCommand: ChangeProducing {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Take back what one audit entry tells of, whoever did it.")

    @Argument(help: ArgumentHelp("The audit entry's id.", valueName: "entry"))
    var entry: String

    @Option(help: ArgumentHelp("The audit table, where several are mapped.", valueName: "table"))
    var source: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var options: GlobalOptions

    func request() throws -> ChangeRequest { .revertEntry(source: source, id: entry) }
}

struct ReceiptsCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "receipts", abstract: "Your changes to this database that can be taken back, newest first.")

    @Option(help: ArgumentHelp("Receipts at the most.", valueName: "n"))
    var limit = 50

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        _ = try format.format()
        return .receipts(limit: max(1, limit))
    }
}
