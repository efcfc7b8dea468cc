import ArgumentParser
import TenantDomain

struct DeleteCommand: ChangeProducing {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a row of any table with what hangs on it.",
        discussion: """
            The plan lists every row that goes along and every column that is emptied; more than 500 are refused.

            Example: tenantctl delete widgets "Old chat" --dry-run
            """)

    @Argument(help: ArgumentHelp("Resource or table.", valueName: "resource"), completion: ShellCompletion.answered)
    var resource: String

    @Argument(help: ArgumentHelp("Key, unique start of the id, or name.", valueName: "id"))
    var id: [String]

    @OptionGroup var write: WriteOptions
    @OptionGroup var options: GlobalOptions

    func request() throws -> ChangeRequest { .delete(resource: resource, id: id) }
}
