/// What is wrong with a config file, a profile, a variable or a flag: where, which key, and what was probably meant.
package struct SettingsError: Error, Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case file(String)
        case variable(String)
        case flag(String)
    }

    package enum Problem: Error, Sendable, Equatable {
        /// Not TOML; the parser's words.
        case syntax(String)
        case unreadable(reason: String)
        case unwritable(reason: String)
        case unknownKey
        case missingKey
        case wrongType(expected: String, found: String)
        case notAllowed(value: String, allowed: [String])
        case outOfRange(value: Int, lowest: Int, highest: Int)
        case empty
        /// The value breaks a rule that the text states.
        case invalid(value: String, rule: String)
        case duplicate(value: String)
        case unknownEnvironment(name: String, known: [String])
        case unknownProfile(name: String, known: [String])
        case environmentWithoutDatabase(name: String)
        case untrustedCommand(reason: ConfigTrust.Refusal)
    }

    package let source: Source
    package let line: Int?
    package let column: Int?
    /// As the file or the reader of flags spells it; empty where the problem is with the whole file.
    package let key: String
    package let problem: Problem
    /// The nearest word that would have been right.
    package let nearest: String?

    package init(
        _ source: Source, at position: TextPosition? = nil, key: String, _ problem: Problem, nearest: String? = nil
    ) {
        self.source = source
        line = position?.line
        column = position?.column
        self.key = key
        self.problem = problem
        self.nearest = nearest
    }
}
