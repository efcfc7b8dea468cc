import ArgumentParser

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

    /// What stands in a parse's place: help or version text, completion scripts, or a mistake with its usage line.
    package enum Outcome: Sendable {
        case parsed(Parsed)
        case text(String)
        case mistake(String)
    }

    /// Parses argv without the program's name. The parser's own exit code for mistakes, 64, becomes
    /// `ExitCode.usage` wherever an outcome is turned into one.
    package static func parse(_ words: [String]) -> Outcome {
        do {
            var parsed = try Tenantctl.parseAsRoot(FilterWords.protect(hoistingGlobals(words)))
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
            let text = Tenantctl.fullMessage(for: error)
            return Tenantctl.exitCode(for: error).isSuccess ? .text(text) : .mistake(text)
        }
    }

    /// Parses a `:` line: a first word that is no command and is a resource means `list`; commands win.
    package static func parse(line: String, registry: ResourceRegistry?) -> Outcome {
        var words = LineWords.split(line)
        guard let first = words.first else { return .mistake("Nothing to do.") }
        if !commandWords.contains(first), registry?.resource(named: first) != nil { words.insert("list", at: 0) }
        return parse(unquotingNames(words))
    }

    /// Quotes around a name that holds blanks are the line's own, except among the words of a filter.
    private static func unquotingNames(_ words: [String]) -> [String] {
        let hasFilter = ["list", "ls", "audit", "filter"].contains(words[0])
        return words.indices.map { place in
            let isOptionValue = place > 0 && words[place - 1].hasPrefix("--")
            return !hasFilter || isOptionValue ? LineWords.unquoted(words[place]) : words[place]
        }
    }

    /// Every command name and alias.
    package static let commandWords: Set<String> = Set(
        Tenantctl.configuration.subcommands.flatMap { command in
            [command._commandName] + command.configuration.aliases
        } + ["help"])

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
        case let command as AuditCommand: command.format
        case let command as EntryCommand: command.format
        case let command as ResourcesCommand: command.format
        case let command as InfoCommand: command.format
        case let command as ConfigGroup.Show: command.format
        case let command as EnvironmentGroup.List: command.format
        default: nil
        }
    }

    /// Global options given before the command's name, moved behind it, where the parser looks for them.
    static func hoistingGlobals(_ words: [String]) -> [String] {
        let valued: Set<String> = [
            "--database", "--env", "--config", "--profile", "--persona", "--zone", "--color", "--theme",
        ]
        let flags: Set<String> = ["--linear", "--immutable"]
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
