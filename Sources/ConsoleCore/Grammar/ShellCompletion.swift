import ArgumentParser

/// What a shell asks while a command line is being typed, through the scripts that `--generate-completion-script`
/// writes: `---completion SUBCOMMAND -- ARGUMENT INDEX CURSOR WORD…`.
///
/// The parser would answer on the spot; resources and fields stand in a database, so the program answers instead.
package struct ShellCompletion: Sendable, Equatable {
    /// The command line whose lines are the candidates.
    package let words: [String]
    /// Whether the shell takes what follows an unquoted colon for a description.
    private let escapesColons: Bool
    /// Whether an option is asked for, which takes a field's name without the colon of a filter term.
    private let isOption: Bool

    /// Marks an argument as answered here.
    static let answered = CompletionKind.custom { _, _, _ in [] }

    /// - Parameters:
    ///   - words: argv without the program's name.
    ///   - shell: what the script says of itself in `SAP_SHELL`.
    /// - Returns: nil where argv is no such question, or one that nothing is known for.
    package init?(words: [String], shell: String?) {
        guard words.first == "---completion", let end = words.firstIndex(of: "--"), words.count > end + 4 else {
            return nil
        }
        let argument = words[end + 1]
        // The word under the cursor is what is asked for.
        let typed = Array(words[(end + 5)...])
        guard let request = Self.request(command: words[1..<end].joined(separator: " "), argument, typed) else {
            return nil
        }
        self.words = Self.connection(typed) + ["complete"] + request
        escapesColons = shell == "zsh"
        isOption = argument.hasPrefix("--")
    }

    /// The candidates as the shell takes them.
    package func lines(_ candidates: [String]) -> [String] {
        let candidates = isOption ? candidates.map { $0.hasSuffix(":") ? String($0.dropLast()) : $0 } : candidates
        guard escapesColons else { return candidates }
        // The script drops a last line that is a blank.
        return candidates.map { $0.replacing(":", with: "\\:") } + [" "]
    }

    private static func request(command: String, _ argument: String, _ typed: [String]) -> [String]? {
        switch (command, argument) {
        case (_, "--env"), ("env use", "positional@0"): return ["environments"]
        case ("list", "positional@0"), ("show", "positional@0"), ("describe", "positional@0"),
            ("policies", "positional@0"), ("access explain", "positional@2"):
            return ["resources"]
        case ("audit", "positional@0"): return ["fields", "audit_logs"]
        case ("list", "positional@1"), ("list", "--sort"), ("list", "--columns"):
            guard let place = typed.firstIndex(where: { $0 == "list" || $0 == "ls" }),
                let resource = argumentWords(typed[(place + 1)...]).first
            else { return nil }
            return ["fields", resource]
        default: return nil
        }
    }

    /// The words that are neither options nor values of options.
    private static func argumentWords(_ typed: ArraySlice<String>) -> [String] {
        var found: [String] = []
        var isValue = false
        for word in typed {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue =
                    !word.contains("=")
                    && !["--safe-cells", "--linear", "--immutable", "--limited-rows"].contains(word)
            } else {
                found.append(word)
            }
        }
        return found
    }

    /// The options that say which database is meant.
    private static func connection(_ typed: [String]) -> [String] {
        var found: [String] = []
        for (place, word) in typed.enumerated() {
            for name in ["--database", "--env", "--config", "--profile"] {
                if word.hasPrefix(name + "=") { found.append(word) }
                if word == name, place + 1 < typed.count, !typed[place + 1].isEmpty {
                    found += [name, typed[place + 1]]
                }
            }
        }
        return found
    }
}
