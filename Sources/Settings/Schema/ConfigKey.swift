/// One key that config.toml knows: the single source for validation, `config show`, the docs table and the example.
package struct ConfigKey: Sendable, Equatable {
    package enum ValueType: Sendable, Equatable {
        case text
        case boolean
        case integer(lowest: Int, highest: Int)
        case choice([String])
        /// `utc`, `local` or a zone's IANA name.
        case timeZone
        case path
        /// A file's path or a database URL.
        case database
        /// A program and its arguments; never a shell line.
        case command
        /// One key or a list of keys.
        case keyPresses
        case textList
        case choiceList([String])
        /// A regular expression.
        case pattern

        /// As a message names what it wants.
        package var words: String {
            switch self {
            case .text, .timeZone: "text"
            case .boolean: "true or false"
            case .integer: "a whole number"
            case .choice: "text"
            case .path: "text, a path"
            case .database: "text, a path or URL"
            case .command: "a list of texts, the program first"
            case .keyPresses: "a key or a list of keys"
            case .textList: "a list of texts"
            case .choiceList: "a list of texts"
            case .pattern: "text, a regular expression"
            }
        }
    }

    package enum Section: String, Sendable, CaseIterable {
        case general = "General"
        case appearance = "Appearance"
        case limits = "Data and limits"
        case programs = "Programs and files"
        case keys = "Keys"
        case environments = "Environments"
        case queries = "Saved queries"
    }

    /// `theme`, `environments.*.database`, `queries[].name`; `*` is any name.
    package let pattern: String
    package let section: Section
    package let type: ValueType
    /// As config.toml would spell it; nil where the key is simply absent.
    package let defaultText: String?
    package let documentation: String
    /// `TENANTCTL_THEME`; nil where no variable may set the key.
    package let variable: String?

    init(
        _ pattern: String, _ section: Section, _ type: ValueType, default defaultText: String? = nil,
        variable: Bool = true, _ documentation: String
    ) {
        self.pattern = pattern
        self.section = section
        self.type = type
        self.defaultText = defaultText
        self.documentation = documentation
        let isScalar = !pattern.contains("*") && !pattern.contains("[")
        self.variable = variable && isScalar ? "TENANTCTL_\(pattern.uppercased())" : nil
    }

    /// Whether the key is one of a kind: no table or list of tables above it.
    package var isScalar: Bool { !pattern.contains("*") && !pattern.contains("[") }

    /// The values that a choice allows; empty for other types.
    package var allowedValues: [String] {
        switch type {
        case .choice(let values), .choiceList(let values): values
        default: []
        }
    }
}
