/// The values that a CHECK, as the server spells it back, allows one column: `= ANY (ARRAY[…])`, `=`, and `OR` of these
/// with `IS NULL`.
enum CheckValues {
    /// In declared order; empty where the check says anything else.
    static func values(_ definition: String) -> [String] {
        guard let tokens = tokens(definition) else { return [] }
        var rest = tokens[...]
        guard rest.popFirst() == .word("CHECK") else { return [] }
        if rest.last == .word("VALID"), rest.dropLast().last == .word("NOT") { rest = rest.dropLast(2) }
        var values: [String] = []
        var column: Token?
        for choice in rest.split(separator: .word("OR"), omittingEmptySubsequences: false) {
            guard let name = choice.first, case .word = name, column == nil || column == name else { return [] }
            column = name
            let test = Array(choice.dropFirst())
            if test == [.word("IS"), .word("NULL")] { continue }
            guard test.first == .symbol("="), test.count >= 2 else { return [] }
            let list =
                test[1] == .word("ANY") ? test.dropFirst(2).filter { $0 != .word("ARRAY") } : Array(test.dropFirst())
            for token in list {
                guard case .value(let value) = token else { return [] }
                values.append(value)
            }
        }
        return values
    }

    /// The condition alone: without `CHECK (…)` around it.
    static func condition(_ definition: String) -> String {
        var text = definition[...]
        guard text.hasPrefix("CHECK (") else { return definition }
        text = text.dropFirst("CHECK (".count)
        let suffix = text.hasSuffix(" NOT VALID") ? " (not valid for older rows)" : ""
        if !suffix.isEmpty { text = text.dropLast(" NOT VALID".count) }
        if text.hasSuffix(" NO INHERIT") { text = text.dropLast(" NO INHERIT".count) }
        if text.hasSuffix(")") { text = text.dropLast() }
        if text.hasPrefix("("), text.hasSuffix(")"), Self.isOneGroup(text) { text = text.dropFirst().dropLast() }
        return text + suffix
    }

    /// Whether the first parenthesis is closed by the last.
    private static func isOneGroup(_ text: Substring) -> Bool {
        var depth = 0
        var quote: Character?
        for (place, character) in text.enumerated() {
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            switch character {
            case "'", "\"": quote = character
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0, place < text.count - 1 { return false }
            default: break
            }
        }
        return depth == 0
    }

    private enum Token: Equatable {
        case word(String)
        case value(String)
        case symbol(Character)
    }

    /// Words, values and `=`, without brackets, commas and casts; nil where something else stands there.
    private static func tokens(_ text: String) -> [Token]? {
        var result: [Token] = []
        var rest = text[...]
        while let character = rest.first {
            switch character {
            case "(", ")", "[", "]", ",", " ": rest.removeFirst()
            case "'":
                guard let value = quoted(&rest) else { return nil }
                result.append(.value(value))
            case "\"":
                guard let name = quoted(&rest) else { return nil }
                result.append(.word(name))
            case ":":
                skipCast(&rest)
            case "=":
                rest.removeFirst()
                result.append(.symbol("="))
            case "0"..."9", "-":
                let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
                rest = rest.dropFirst(number.count)
                result.append(.value(String(number)))
            case let letter where letter.isLetter || letter == "_":
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
                rest = rest.dropFirst(word.count)
                result.append(.word(String(word)))
            default: return nil
            }
        }
        return result
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        guard let mark = rest.popFirst() else { return nil }
        var value = ""
        while let character = rest.popFirst() {
            if character == mark {
                guard rest.first == mark else { return value }
                rest.removeFirst()
            }
            value.append(character)
        }
        return nil
    }

    /// `::text`, `::character varying`, `::text[]`, `::public."Role"`.
    private static func skipCast(_ rest: inout Substring) {
        rest = rest.drop { $0 == ":" }
        while let character = rest.first {
            if character == "\"" {
                _ = quoted(&rest)
            } else if character.isLetter || character.isNumber || character == "_" || character == "." {
                rest.removeFirst()
            } else if rest.hasPrefix(" varying") {
                rest = rest.dropFirst(" varying".count)
            } else if rest.hasPrefix(" precision") {
                rest = rest.dropFirst(" precision".count)
            } else {
                return
            }
        }
    }
}
