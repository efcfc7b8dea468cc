import TenantDomain

/// What the CHECKs of a table say of its columns, as far as they say it plainly.
struct TableChecks {
    /// Column name in lower case → the values of its `IN` list.
    private(set) var allowedValues: [String: [String]] = [:]
    /// Columns held to `json_valid(…)`, in lower case.
    private(set) var jsonColumns: Set<String> = []
    /// Every check as written, with its name where it has one.
    private(set) var constraints: [CheckConstraint] = []

    /// - Parameter sql: the `CREATE TABLE` as written.
    init(_ sql: String) {
        guard Self.mentionsCheck(sql) else { return }
        let tokens = SQLTokens(sql)
        var position = 0
        while position + 1 < tokens.tokens.count {
            guard tokens.tokens[position].isWord("CHECK"), tokens.tokens[position + 1].isSymbol("(") else {
                position += 1
                continue
            }
            let end = tokens.behindGroup(at: position + 1)
            let isNamed = position >= 2 && tokens.tokens[position - 2].isWord("CONSTRAINT")
            constraints.append(
                CheckConstraint(
                    name: isNamed ? tokens.tokens[position - 1].text : "",
                    definition: tokens.text(Self.withoutParentheses(tokens, (position + 1)..<end))))
            read(tokens, (position + 1)..<end)
            position = end
        }
    }

    /// Most tables have no check: the word is looked for before anything is cut up.
    private static func mentionsCheck(_ sql: String) -> Bool {
        var matched = 0
        for byte in sql.utf8 {
            let upper = byte & 0xDF
            matched = upper == word[matched] ? matched + 1 : upper == word[0] ? 1 : 0
            if matched == word.count { return true }
        }
        return false
    }

    private static let word = Array("CHECK".utf8)

    private mutating func read(_ tokens: SQLTokens, _ range: Range<Int>) {
        let range = Self.withoutParentheses(tokens, range)
        let parts = tokens.split(range) { $0.isWord("AND") }
        if parts.count > 1 {
            for part in parts { read(tokens, part) }
            return
        }
        // `x IS NULL OR x IN (…)` allows no other value than the list.
        let choices = tokens.split(range) { $0.isWord("OR") }.map { Self.withoutParentheses(tokens, $0) }
        var lists: [(name: String, values: [String])] = []
        var names: Set<String> = []
        for choice in choices {
            if let name = Self.nullTest(tokens, choice) {
                names.insert(name)
            } else if let list = Self.list(tokens, choice) ?? Self.equality(tokens, choice) {
                names.insert(list.name)
                lists.append(list)
            } else if let name = Self.jsonTest(tokens, choice) {
                if choices.count <= 2 { jsonColumns.insert(name) }
                return
            } else {
                return
            }
        }
        guard names.count == 1, let name = names.first, !lists.isEmpty else { return }
        allowedValues[name] = lists.flatMap(\.values)
    }

    private static func withoutParentheses(_ tokens: SQLTokens, _ range: Range<Int>) -> Range<Int> {
        var range = range
        while range.count >= 2, tokens.tokens[range.lowerBound].isSymbol("("),
            tokens.behindGroup(at: range.lowerBound) == range.upperBound
        { range = (range.lowerBound + 1)..<(range.upperBound - 1) }
        return range
    }

    private static func nullTest(_ tokens: SQLTokens, _ range: Range<Int>) -> String? {
        let words = tokens.tokens[range]
        guard words.count == 3, let first = words.first, first.isName, words[range.lowerBound + 1].isWord("IS"),
            words[range.lowerBound + 2].isWord("NULL")
        else { return nil }
        return first.text.lowercased()
    }

    private static func list(_ tokens: SQLTokens, _ range: Range<Int>) -> (name: String, values: [String])? {
        guard range.count >= 5, let first = tokens.tokens[range].first, first.isName else { return nil }
        let open = range.lowerBound + 2
        guard tokens.tokens[open - 1].isWord("IN"), tokens.tokens[open].isSymbol("("),
            tokens.behindGroup(at: open) == range.upperBound
        else { return nil }
        var values: [String] = []
        for item in tokens.split((open + 1)..<(range.upperBound - 1), at: { $0.isSymbol(",") }) {
            guard let value = literal(tokens, item) else { return nil }
            values.append(value)
        }
        return (first.text.lowercased(), values)
    }

    private static func equality(_ tokens: SQLTokens, _ range: Range<Int>) -> (name: String, values: [String])? {
        guard range.count == 3, let first = tokens.tokens[range].first, first.isName,
            tokens.tokens[range.lowerBound + 1].isSymbol("="),
            let value = literal(tokens, (range.lowerBound + 2)..<range.upperBound)
        else { return nil }
        return (first.text.lowercased(), [value])
    }

    private static func literal(_ tokens: SQLTokens, _ range: Range<Int>) -> String? {
        let words = tokens.tokens[range]
        guard let last = words.last, last.kind == .string || last.kind == .number else { return nil }
        if words.count == 1 { return last.text }
        guard words.count == 2, last.kind == .number, words.first?.isSymbol("-") == true else { return nil }
        return "-" + last.text
    }

    private static func jsonTest(_ tokens: SQLTokens, _ range: Range<Int>) -> String? {
        guard range.count == 4, tokens.tokens[range.lowerBound].isWord("JSON_VALID"),
            tokens.tokens[range.lowerBound + 1].isSymbol("("), tokens.tokens[range.lowerBound + 2].isName
        else { return nil }
        return tokens.tokens[range.lowerBound + 2].text.lowercased()
    }
}

/// The terms and the condition of a `CREATE INDEX`, which SQLite's pragmas leave out.
struct IndexDefinition {
    /// Each term as written, without its direction.
    private(set) var terms: [String] = []
    private(set) var predicate: String?

    init(_ sql: String) {
        let tokens = SQLTokens(sql)
        guard let on = tokens.tokens.firstIndex(where: { $0.isWord("ON") }),
            let open = tokens.tokens[on...].firstIndex(where: { $0.isSymbol("(") })
        else { return }
        let end = tokens.behindGroup(at: open)
        guard end > open + 1 else { return }
        for term in tokens.split((open + 1)..<(end - 1), at: { $0.isSymbol(",") }) {
            var term = term
            if let last = tokens.tokens[term].last, last.isWord("ASC") || last.isWord("DESC") {
                term = term.lowerBound..<(term.upperBound - 1)
            }
            terms.append(tokens.text(term))
        }
        if end < tokens.tokens.count, tokens.tokens[end].isWord("WHERE") {
            predicate = tokens.text((end + 1)..<tokens.tokens.count)
        }
    }
}
