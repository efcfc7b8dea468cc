import ArgumentParser

/// How rows are written on stdout.
package struct FormatOptions: ParsableArguments, Sendable {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("table, json, ndjson, csv, tsv or markdown.", valueName: "format"),
        completion: .list(OutputFormat.allCases.map(\.rawValue)))
    package var output: String?

    @Flag(help: "Defuse cells that a spreadsheet would run as formulas (csv and tsv).")
    package var safeCells = false

    package init() {}

    func format() throws -> OutputFormat {
        guard let output else { return .table }
        guard let format = OutputFormat(rawValue: output) else {
            let names = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--output takes one of \(names); '\(output)' is none of them.")
        }
        return format
    }
}

/// Comma-separated words of an option.
enum CommaList {
    static func split(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}

/// Filter terms between argv and the parser: `-field:value` would read as an option there, so such words travel
/// behind a mark that no typed word can hold.
package enum FilterWords {
    private static let mark = "\u{1}"

    /// Marks words with one leading `-` and a `:` or a quote behind it; everything after `--` stays as it is.
    package static func protect(_ words: [String]) -> [String] {
        var isOpen = true
        return words.map { word in
            if word == "--" { isOpen = false }
            guard isOpen, word.hasPrefix("-"), !word.hasPrefix("--"), word.contains(":") else { return word }
            return mark + word
        }
    }

    static func joined(_ words: [String]) -> String {
        words.map { $0.hasPrefix(mark) ? String($0.dropFirst()) : $0 }.joined(separator: " ")
    }
}
