import ArgumentParser
import TenantDomain

/// Words to commands, for argv and for the `:` line alike.
package enum Grammar {
    /// What a line of words means.
    package struct Parsed: Sendable {
        /// Nil opens the console.
        package let command: Command?
        package let options: GlobalOptions
        package let safeCells: Bool
        package let format: OutputFormat
    }

    /// What stands in a parse's place: help or version text, completion scripts, or a mistake: what is wrong on the
    /// first lines, what to do on the last.
    package enum Outcome: Sendable {
        case parsed(Parsed)
        case text(String)
        case mistake(String)
    }

    /// Parses argv without the program's name. The parser's own exit code for mistakes, 64, becomes
    /// `ExitCode.usage` wherever an outcome is turned into one.
    ///
    /// - Parameter resources: words for resources that are known before a database is open; asked only where the first
    ///   word is no command. Such a word means `list`, as on the `:` line.
    package static func parse(_ words: [String], resources: () -> [String] = { [] }) -> Outcome {
        var words = hoistingGlobals(words)
        if let (outer, inner) = AccessWords.parts(words) { return viewing(outer, inner, resources) }
        if words.first?.hasPrefix("@") == true { words.insert("audit", at: 0) }
        if let first = words.first, !first.hasPrefix("-"), !commandWords.contains(first) {
            let resources = resources()
            guard resources.contains(first) || resources.contains(first.lowercased()) else {
                return .mistake(unknownCommand(first, resources))
            }
            words.insert("list", at: 0)
        }
        if let mistake = unknownSubcommand(words) { return .mistake(mistake) }
        return parse(hoisted: words)
    }

    /// A command that is to be run as a member: its own grammar, behind whose eyes are meant.
    private static func viewing(_ outer: [String], _ inner: [String], _ resources: () -> [String]) -> Outcome {
        do {
            guard let asked = try Tenantctl.parseAsRoot(outer) as? AccessGroup.As else {
                return .text(Tenantctl.helpMessage())
            }
            guard !inner.isEmpty else { _ = try asked.command(); return .mistake("") }
            let outcome = parse(inner, resources: resources)
            guard case .parsed(let parsed) = outcome else { return outcome }
            guard let command = parsed.command, command.isMemberRead else {
                return .mistake(
                    "'\(inner.prefix { !$0.hasPrefix("-") }.prefix(2).joined(separator: " "))' is not run as a member: "
                        + (parsed.command?.reasonAgainstView ?? "a view only reads.")
                        + "\nWithout access as it runs as yourself; list, show, find, audit, tenant and the like run as a member."
                )
            }
            return .parsed(
                Parsed(
                    command: .access(.asMember(asked.viewer.request(asked.user), command)), options: parsed.options,
                    safeCells: parsed.safeCells, format: parsed.format))
        } catch {
            return .mistake("\(Tenantctl.message(for: error))\ntenantctl access as --help says more.")
        }
    }

    /// Parses a `:` line: a first word that is no command and is a resource means `list`; commands win.
    ///
    /// - Parameter view: as whom the line is read; what this member may not read is no unknown word.
    package static func parse(line: String, registry: ResourceRegistry?, view: ViewedMember? = nil) -> Outcome {
        var words = LineWords.split(line)
        guard let first = words.first else { return .mistake("Nothing to do.") }
        let isThere = registry?.resource(named: first) != nil || view?.refusal(toRead: first) != nil
        if !commandWords.contains(first), isThere { words.insert("list", at: 0) }
        return parse(unquotingNames(words)) { registry?.words ?? [] }
    }

    /// Quotes around a name that holds blanks are the line's own, except among the words of a filter.
    private static func unquotingNames(_ words: [String]) -> [String] {
        let hasFilter = ["list", "ls", "audit", "filter"].contains(words[0])
        return words.indices.map { place in
            let isOptionValue = place > 0 && words[place - 1].hasPrefix("--")
            return !hasFilter || isOptionValue ? LineWords.unquoted(words[place]) : words[place]
        }
    }

    private static func parse(hoisted words: [String]) -> Outcome {
        do {
            let words = FilterWords.protect(words)
            var parsed = try alone(words) ?? Tenantctl.parseAsRoot(words)
            guard let producing = parsed as? any CommandProducing else {
                try parsed.run()
                return .text(Tenantctl.helpMessage())
            }
            return .parsed(
                Parsed(
                    command: try producing.command(), options: producing.options,
                    safeCells: formatOptions(of: producing)?.safeCells ?? false,
                    format: try formatOptions(of: producing)?.format() ?? .table))
        } catch {
            if Tenantctl.exitCode(for: error).isSuccess { return .text(Tenantctl.fullMessage(for: error)) }
            return .mistake("\(Tenantctl.message(for: error))\n\(readMore(words))")
        }
    }

    /// The command parsed by itself, which spares building the tree of all commands; nil where that is no command line
    /// of one, so that the whole grammar says why.
    private static func alone(_ words: [String]) throws -> (any ParsableCommand)? {
        let isConsole = words.first?.hasPrefix("-") ?? true
        let type: (any ParsableCommand.Type)? =
            isConsole
            ? ConsoleCommand.self
            : Tenantctl.configuration.subcommands.first { command in
                name(of: command) == words[0] || command.configuration.aliases.contains(words[0])
            }
        guard let type, type.configuration.subcommands.isEmpty else { return nil }
        // Help and versions are the whole grammar's as well.
        let parsed = try? type.parseAsRoot(isConsole ? words : Array(words.dropFirst()))
        return parsed as? any CommandProducing
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }

    /// Every command name and alias.
    package static let commandWords: Set<String> = Set(
        Tenantctl.configuration.subcommands.flatMap { command in
            [name(of: command)] + command.configuration.aliases
        } + ["help"])

    /// Commands that a person may look for, for the nearest word; what only a screen can do is left out.
    private static var offeredWords: [String] {
        Tenantctl.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { command in
            [name(of: command)] + command.configuration.aliases
        } + ["help"]
    }

    private static func unknownCommand(_ word: String, _ resources: [String]) -> String {
        let nearest = NearestWord.find(word, among: offeredWords + resources)
        let advice = nearest.map { "Did you mean '\($0)'?" } ?? "tenantctl --help lists the commands."
        return "There is no command or resource '\(word)'.\n\(advice)"
    }

    private static func unknownSubcommand(_ words: [String]) -> String? {
        guard words.count > 1, !words[1].hasPrefix("-"),
            let group = Tenantctl.configuration.subcommands.first(where: { name(of: $0) == words[0] }),
            group.configuration.defaultSubcommand == nil
        else { return nil }
        let known = group.configuration.subcommands.map(name)
        guard !known.isEmpty, !known.contains(words[1]) else { return nil }
        let advice =
            NearestWord.find(words[1], among: known).map { "Did you mean '\(words[0]) \($0)'?" }
            ?? "It takes \(known.joined(separator: ", "))."
        return "\(words[0]) has no command '\(words[1])'.\n\(advice)"
    }

    /// Where the usage of the command that was meant stands.
    private static func readMore(_ words: [String]) -> String {
        guard let first = words.first, commandWords.contains(first) else { return "tenantctl --help says more." }
        let group = Tenantctl.configuration.subcommands.first { name(of: $0) == first }
        let sub = words.dropFirst().first.flatMap { word in
            group?.configuration.subcommands.contains { name(of: $0) == word } == true ? " \(word)" : nil
        }
        return "tenantctl \(first)\(sub ?? "") --help says more."
    }

    private static func formatOptions(of command: any CommandProducing) -> FormatOptions? {
        switch command {
        case let command as ListCommand: command.format
        case let command as ShowCommand: command.format
        case let command as FindCommand: command.format
        case let command as TenantCommand: command.format
        case let command as UserCommand: command.format
        case let command as BoardCommand: command.format
        case let command as PlansCommand: command.format
        case let command as OverCommand: command.format
        case let command as any AuditProducing: command.format
        case let command as EntryCommand: command.format
        case let command as ResourcesCommand: command.format
        case let command as DescribeCommand: command.format
        case let command as FunctionsCommand: command.format
        case let command as RevealCommand: command.format
        case let command as ApplyCommand: command.write.format
        case let command as JournalGroup.List: command.format
        case let command as JournalGroup.Show: command.format
        case let command as JournalGroup.Verify: command.format
        case let command as InfoCommand: command.format
        case let command as AccessGroup.Explain: command.format
        case let command as PoliciesCommand: command.format
        case let command as MapGroup.Show: command.format
        case let command as any ChangeProducing: command.write.format
        case let command as ReceiptsCommand: command.format
        case let command as ConfigGroup.Show: command.format
        case let command as EnvironmentGroup.List: command.format
        default: nil
        }
    }

    private static let valuedGlobals: Set<String> = [
        "--database", "--env", "--config", "--profile", "--persona", "--zone", "--color", "--theme",
    ]

    /// Whether the global option is followed by a value of its own.
    static func takesValue(_ word: String) -> Bool { valuedGlobals.contains(word) }

    /// Global options given before the command's name, moved behind it, where the parser looks for them.
    static func hoistingGlobals(_ words: [String]) -> [String] {
        let valued = valuedGlobals
        let flags: Set<String> = ["--linear", "--immutable", "--limited-rows"]
        var hoisted: [String] = []
        var position = 0
        while position < words.count {
            let word = words[position]
            if valued.contains(word), position + 1 < words.count {
                hoisted += [word, words[position + 1]]
                position += 2
            } else if flags.contains(word)
                || valued.contains(where: { word.hasPrefix($0 + "=") })
            {
                hoisted.append(word)
                position += 1
            } else {
                break
            }
        }
        let rest = Array(words[position...])
        let end = rest.firstIndex(of: "--") ?? rest.count
        return rest[..<end] + hoisted + rest[end...]
    }
}
