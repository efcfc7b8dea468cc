/// What completion knows of the grammar, since the parser answers partial input with no candidates. The entries are
/// generated from the parser's own description (`make generate`) and a test holds them equal to it.
package enum CommandTable {
    package struct Option: Sendable, Equatable {
        package let name: String
        package let help: String

        package init(_ name: String, _ help: String) {
            self.name = name
            self.help = help
        }
    }

    /// What a command's first argument names.
    package enum Argument: Sendable, Equatable {
        case none, resource, tenant, environment
        case words([String])
    }

    package struct Entry: Sendable, Equatable {
        package let name: String
        package let aliases: [String]
        package let help: String
        package let argument: Argument
        package let subcommands: [String]
        package let options: [Option]

        package init(
            _ name: String, aliases: [String] = [], help: String, argument: Argument = .none,
            subcommands: [String] = [], options: [Option] = []
        ) {
            self.name = name
            self.aliases = aliases
            self.help = help
            self.argument = argument
            self.subcommands = subcommands
            self.options = options
        }
    }

    package static func entry(named word: String) -> Entry? {
        entries.first { $0.name == word || $0.aliases.contains(word) }
    }
}
