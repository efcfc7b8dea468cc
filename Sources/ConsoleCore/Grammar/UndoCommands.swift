import ArgumentParser
import TenantDomain

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
