/// Spells an expression as canonical text: reading it back gives the same expression.
package enum FilterFormatter {
    package static func text(_ expression: FilterExpression) -> String {
        switch expression {
        case .all(let parts):
            parts.map { part in isBare(part) ? text(part) : "(" + text(part) + ")" }.joined(separator: " ")
        case .any(let parts):
            parts.map { part in
                if case .any = part { "(" + text(part) + ")" } else { text(part) }
            }.joined(separator: " or ")
        case .not(let inner, _): "-" + (isBare(inner) ? text(inner) : "(" + text(inner) + ")")
        case .term(let term): text(term)
        }
    }

    package static func text(_ term: FilterTerm) -> String {
        switch term.content {
        case .word(let value):
            switch value.form {
            case .prefix(let text): FilterText.quotingWord(text) + "*"
            case .text(let text): FilterText.quotingWord(text)
            case .range, .null, .anything: text(value.form, .has)
            }
        case .field(let field, let sign, let values):
            field.parts.map(FilterText.quotingName).joined(separator: ".") + sign.kind.rawValue
                + values.map { text($0.form, sign.kind) }.joined(separator: ",")
        }
    }

    private static func text(_ form: FilterValue.Form, _ sign: FilterOperator.Kind) -> String {
        switch form {
        case .text(let text): FilterText.quoting(text)
        case .prefix(let text): FilterText.quoting(text) + "*"
        case .range(let lower, let upper):
            (lower.map(FilterText.quoting) ?? "") + ".." + (upper.map(FilterText.quoting) ?? "")
        case .null: "null"
        case .anything: "*"
        }
    }

    /// Whether it may stand in a conjunction or behind a sign without parentheses.
    private static func isBare(_ expression: FilterExpression) -> Bool {
        switch expression {
        case .term, .not: true
        case .all, .any: false
        }
    }
}

/// Spelling values so that the parser takes them for what they are.
package enum FilterText {
    /// A value after an operator, quoted only where it has to be.
    package static func quoting(_ value: String) -> String {
        let first = value.utf8.first
        let looksLikeOperator =
            first == UInt8(ascii: "=") || first == UInt8(ascii: ">") || first == UInt8(ascii: "<")
        let mustQuote =
            value.isEmpty || looksLikeOperator || CaseFolding.lowerASCII(value) == "null" || value.utf8.first == 0x2E
            || value.utf8.last == 0x2E || hasMark(value, ",*") || hasDots(value)
        return mustQuote ? quoted(value) : value
    }

    /// A bare word.
    package static func quotingWord(_ word: String) -> String {
        let isKeyword = ["or", "and", "not"].contains(CaseFolding.lowerASCII(word))
        let mustQuote = word.isEmpty || isKeyword || word.utf8.first == UInt8(ascii: "-") || hasMark(word, ":*")
        return mustQuote ? quoted(word) : word
    }

    /// One part of a field's name.
    package static func quotingName(_ name: String) -> String {
        let mustQuote = name.isEmpty || name.utf8.first == UInt8(ascii: "-") || hasMark(name, ":.")
        return mustQuote ? quoted(name) : name
    }

    /// Whether the text holds a blank, a quote, a parenthesis or one of the marks.
    private static func hasMark(_ text: String, _ marks: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { index in
            let byte = bytes[index]
            return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
                || marks.utf8.contains(byte) || FilterLexer.blankLength(bytes, at: index) > 0
        }
    }

    private static func hasDots(_ text: String) -> Bool {
        zip(text.utf8, text.utf8.dropFirst()).contains { $0 == 0x2E && $1 == 0x2E }
    }

    private static func quoted(_ text: String) -> String {
        var output: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
        return String(decoding: output, as: UTF8.self)
    }
}

extension FilterExpression {
    /// The filter with the term taken out where it stands by itself in the top conjunction, else with it added.
    package func toggling(_ term: FilterTerm) -> FilterExpression {
        let parts = conjuncts
        let kept = parts.filter { $0.withoutRanges != .term(term.withoutRanges) }
        return FilterExpression.joining(kept.count < parts.count ? kept : parts + [.term(term)])
    }

    /// The filter with every top-level term on the field taken out and `term` added: a histogram's brush, a facet.
    package func replacing(field: String, with term: FilterTerm?) -> FilterExpression {
        let name = CaseFolding.lowerASCII(field)
        let kept = conjuncts.filter { part in
            guard case .term(let other) = part, case .field(let otherField, _, _) = other.content else { return true }
            return CaseFolding.lowerASCII(otherField.text) != name
        }
        return FilterExpression.joining(term.map { kept + [.term($0)] } ?? kept)
    }

    private var conjuncts: [FilterExpression] {
        if case .all(let parts) = self { parts } else { [self] }
    }

    private static func joining(_ parts: [FilterExpression]) -> FilterExpression {
        parts.count == 1 ? parts[0] : .all(parts)
    }
}
