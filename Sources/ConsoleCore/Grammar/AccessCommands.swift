import ArgumentParser
import TenantDomain

struct AccessGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "What members see and may do under row-level security.",
        subcommands: [As.self, Explain.self])

    struct As: CommandProducing {
        static let configuration = CommandConfiguration(
            commandName: "as",
            abstract: "Run a command that reads as a member would see it.",
            usage: "tenantctl access as <user> [--tenant <tenant>] [--role <role>] [--trust-functions] <command> ...")

        @Argument(help: ArgumentHelp("Who: id, email or name.", valueName: "user"))
        var user: String

        @OptionGroup var viewer: ViewerOptions

        @Argument(
            parsing: .postTerminator,
            help: ArgumentHelp("list, show, find, audit … with its own options.", valueName: "command"))
        var words: [String] = []

        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? {
            throw ValidationError("access as takes a user and a command: access as jane@acme.io list members.")
        }
    }

    struct Explain: CommandProducing {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Say why a member may or may not read, insert, update or delete a row.")

        @Argument(help: ArgumentHelp("Who: id, email or name.", valueName: "user"))
        var user: String

        @Argument(
            help: ArgumentHelp("read, insert, update or delete.", valueName: "action"),
            completion: .list(ExplainRequest.Action.allCases.map(\.rawValue)))
        var action: String

        @Argument(
            help: ArgumentHelp("A resource's name or alias, or a table.", valueName: "resource"),
            completion: ShellCompletion.answered)
        var resource: String

        @Argument(
            help: ArgumentHelp(
                "The row: id or the start of it, name, slug, email; several words for a key of several columns.",
                valueName: "id"))
        var id: [String]

        @OptionGroup var viewer: ViewerOptions
        @OptionGroup var format: FormatOptions
        @OptionGroup var options: GlobalOptions

        func command() throws -> Command? {
            guard let action = ExplainRequest.Action(rawValue: action) else {
                let names = ExplainRequest.Action.allCases.map(\.rawValue)
                let nearest = NearestWord.find(action, among: names).map { " Did you mean '\($0)'?" } ?? ""
                throw ValidationError("'\(self.action)' is none of \(names.joined(separator: ", ")).\(nearest)")
            }
            return .access(
                .explain(ExplainRequest(viewer: viewer.request(user), action: action, resource: resource, id: id)))
        }
    }
}

/// What goes with a member: in which tenant, by which role.
struct ViewerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("In which tenant, where claims or settings name one.", valueName: "tenant"))
    var tenant: String?

    @Option(help: ArgumentHelp("A role of the database other than the profile's.", valueName: "role"))
    var role: String?

    @Flag(help: "Go on with a login that a hostile function of the database could read past policies by.")
    var trustFunctions = false

    func request(_ user: String) -> ViewRequest {
        ViewRequest(user: user, tenant: tenant, role: role, trustsFunctions: trustFunctions)
    }
}

struct PoliciesCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "policies", abstract: "Row-level security by table: on, off or forced, and its policies.")

    @Argument(
        help: ArgumentHelp("A resource's name or alias, or a table; all tables without.", valueName: "resource"),
        completion: ShellCompletion.answered)
    var resource: String?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? { .access(.policies(resource)) }
}

struct ViewAsCommand: CommandProducing {
    static let configuration = CommandConfiguration(
        commandName: "as", abstract: "See everything as a member does; as off ends it.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("Id, email or name; off for yourself.", valueName: "user"))
    var user: String

    @OptionGroup var viewer: ViewerOptions
    @OptionGroup var options: GlobalOptions

    func command() throws -> Command? {
        .console(.viewAs(user == "off" ? nil : viewer.request(user)))
    }
}

/// `access as USER … COMMAND …`: where the one command ends and the other begins.
enum AccessWords {
    /// Nil where the words are another command, or ask for help.
    static func parts(_ words: [String]) -> (outer: [String], inner: [String])? {
        guard words.count > 2, words[0] == "access", words[1] == "as" else { return nil }
        var outer = ["access", "as"]
        var inner: [String] = []
        var hasUser = false
        var position = 2
        while position < words.count {
            let word = words[position]
            position += 1
            if ["--help", "-h"].contains(word) { return nil }
            if ["--tenant", "--role"].contains(word), position < words.count {
                outer += [word, words[position]]
                position += 1
            } else if word == "--trust-functions" || word.hasPrefix("--tenant=") || word.hasPrefix("--role=") {
                outer.append(word)
            } else if word.hasPrefix("--"), word != "--" {
                // An option of the whole program, given before the command.
                inner.append(word)
                if !word.contains("="), position < words.count, Grammar.takesValue(word) {
                    inner.append(words[position])
                    position += 1
                }
            } else if !hasUser, word != "--" {
                hasUser = true
                outer.append(word)
            } else {
                let rest = word == "--" ? words[position...] : words[(position - 1)...]
                return (outer, Array(rest) + inner)
            }
        }
        return (outer, [])
    }
}
