import ArgumentParser
import TenantDomain

struct EditCommand: ChangeProducing {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change fields of any row: in $VISUAL or $EDITOR, or by --set.",
        discussion: """
            Without --set and --set-null the row opens as TOML in your editor; what you change there is planned like any
            other change.

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

    func command() throws -> Command? {
        _ = try write.format.format()
        if set.isEmpty, setNull.isEmpty { return .edit(resource: resource, id: id, write.terms) }
        return .change(try request(), write.terms)
    }

    func request() throws -> ChangeRequest {
        let fields = try set.map { text in
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
                throw ValidationError("--set takes column=value.")
            }
            return ChangeRequest.FieldText(String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
        return .edit(resource: resource, id: id, fields + setNull.map { ChangeRequest.FieldText($0, nil) })
    }
}
