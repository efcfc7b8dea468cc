import ConsoleCore
import Foundation
import TenantDomain
import Testing

@Suite("One grammar for argv and the : line")
struct GrammarTests {
    private func command(_ words: String..., resources: [String] = ["members", "team"]) throws -> Command? {
        guard case .parsed(let parsed) = Grammar.parse(words, resources: { resources }) else {
            throw Unparsed(words: words)
        }
        return parsed.command
    }

    private func mistake(_ words: String..., resources: [String] = ["members", "team"]) -> String? {
        if case .mistake(let text) = Grammar.parse(words, resources: { resources }) { text } else { nil }
    }

    struct Unparsed: Error { let words: [String] }

    @Test("a resource as the first word means list; commands win")
    func resourceFirst() throws {
        #expect(try command("members", "role:owner") == .list(ListRequest(resource: "members", filter: "role:owner")))
        #expect(
            try command("--database", "x.db", "team", "-status:active")
                == .list(ListRequest(resource: "team", filter: "-status:active")))
        #expect(try command("TEAM") == .list(ListRequest(resource: "TEAM")))
        #expect(try command("list", "list") == .list(ListRequest(resource: "list")))
        #expect(try command("tenant", "acme", resources: ["tenant"]) == .tenant("acme"))
        #expect(try command() == nil)
    }

    @Test("resources are looked up only for a first word that is no command")
    func lazily() throws {
        for words in [["list", "x"], ["--help"], [], ["help"], ["--database", "x.db"]] {
            _ = Grammar.parse(words) {
                Issue.record("asked for \(words)")
                return []
            }
        }
    }

    @Test("a mistake says what, the nearest word and where to read on")
    func mistakes() {
        #expect(mistake("membrs") == "There is no command or resource 'membrs'.\nDid you mean 'members'?")
        #expect(mistake("lsit") == "There is no command or resource 'lsit'.\nDid you mean 'list'?")
        #expect(mistake("qqq") == "There is no command or resource 'qqq'.\ntenantctl --help lists the commands.")
        #expect(mistake("env", "lst") == "env has no command 'lst'.\nDid you mean 'env list'?")
        #expect(mistake("env", "qqq") == "env has no command 'qqq'.\nIt takes list, add, use.")
        #expect(mistake("list")?.hasSuffix("\ntenantctl list --help says more.") == true)
        #expect(mistake("env", "add")?.hasSuffix("\ntenantctl env add --help says more.") == true)
        #expect(mistake("list", "members", "--limt", "3")?.contains("'--limit'") == true)
        #expect(mistake("list", "members", "--limit=-3")?.hasPrefix("--limit takes") == true)
        #expect(mistake("audit", "--limit=-3")?.hasPrefix("--limit takes") == true)
    }

    @Test("options before the command, terms with a sign, sorts with a sign")
    func spellings() throws {
        #expect(
            try command(
                "--env=x", "--linear", "list", "m", "-role:owner", "--sort", "-a,b", "--columns", "a, b", "--", "-x:y")
                == .list(
                    ListRequest(
                        resource: "m", filter: "-role:owner -x:y",
                        sort: [FieldSort("a", descending: true), FieldSort("b")], columns: ["a", "b"])))
        #expect(
            try command("list", "m", "--limit", "0", "-o", "json")
                == .list(ListRequest(resource: "m", limit: 0, output: .json)))
    }

    @Test("the table that completion reads says what the parser says")
    func commandTable() throws {
        guard case .text(let text) = Grammar.parse(["--experimental-dump-help"]) else {
            Issue.record("no dump")
            return
        }
        let dump = try JSONDecoder().decode(Dump.self, from: Data(text.utf8))
        let described = dump.command.subcommands ?? []
        let hidden: Set = ["help", "complete", "console"]
        let global: Set = [
            "database", "env", "config", "profile", "persona", "zone", "color", "theme", "linear", "immutable", "help",
            "version",
        ]
        #expect(CommandTable.entries.map(\.name) == described.map(\.commandName).filter { !hidden.contains($0) })
        for command in described where !hidden.contains(command.commandName) {
            let entry = try #require(CommandTable.entry(named: command.commandName))
            #expect(entry.help == command.abstract ?? "")
            #expect(entry.aliases == command.aliases ?? [])
            #expect(entry.subcommands == (command.subcommands ?? []).map(\.commandName).filter { $0 != "help" })
            let options = (command.arguments ?? []).filter { $0.kind != "positional" }.compactMap { argument in
                argument.names?.first { $0.kind == "long" }.flatMap { name in
                    global.contains(name.name) ? nil : CommandTable.Option("--" + name.name, argument.abstract ?? "")
                }
            }
            #expect(entry.options == options)
        }
    }

    private struct Dump: Decodable {
        let command: Command

        struct Command: Decodable {
            let commandName: String
            let abstract: String?
            let aliases: [String]?
            let subcommands: [Command]?
            let arguments: [Argument]?
        }

        struct Argument: Decodable {
            let kind: String
            let abstract: String?
            let names: [Name]?
        }

        struct Name: Decodable {
            let kind: String
            let name: String
        }
    }
}
