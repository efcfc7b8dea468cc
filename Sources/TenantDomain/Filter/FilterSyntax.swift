/// Reads filter text. The grammar, blanks being any Unicode white space:
///
///     filter      = [ alternative ] ;
///     alternative = conjunction , { "or" , conjunction } ;
///     conjunction = negation , { [ "and" ] , negation } ;
///     negation    = { "-" | "not" } , ( "(" , alternative , ")" | term ) ;
///     term        = field , operator , value , { "," , value }
///                 | word , [ "*" ] ;
///     field       = name , { "." , name } ;
///     operator    = ":" | ":=" | ":>" | ":>=" | ":<" | ":<=" ;
///     value       = text
///                 | text , "*"                                  (* ":" only *)
///                 | [ text ] , ".." , [ text ]                  (* ":" only, one end at least *)
///                 | "null" | "*" ;                              (* ":" only *)
///     word, name, text = { character | quoted } ;
///     quoted      = '"' , { any - ( '"' | "\" ) | "\" | '\"' | "\\" } , '"' ;
///
/// `or`, `and`, `not` and `null` are read in any case and only unquoted. A character is anything but a blank, a quote
/// or a parenthesis; in a name also no colon or dot, in a value no comma. Only the first colon of a term divides it,
/// so times need no quotes. In quotes every mark is a plain character.
package enum FilterSyntax {
    /// Bytes of text, levels of parentheses and negations, terms, values in a term.
    package static let lengthLimit = 16 * 1024
    package static let depthLimit = 64
    package static let termLimit = 256
    package static let valueLimit = 500

    /// The expression that the text spells; the empty expression for blank text. Total: any text gives an expression
    /// or an error.
    package static func parse(_ text: String) throws(FilterError) -> FilterExpression {
        let length = text.utf8.count
        guard length <= lengthLimit else {
            throw FilterError(.tooLong(limit: lengthLimit), range: lengthLimit..<length)
        }
        var parser = try FilterParser(text)
        return try parser.parseFilter()
    }
}

private struct FilterParser {
    private var lexer: FilterLexer
    private var token: FilterLexer.Token = .end
    private var range: Range<Int> = 0..<0
    private var termCount = 0

    init(_ text: String) throws(FilterError) {
        lexer = FilterLexer(text)
        try advance()
    }

    private mutating func advance() throws(FilterError) {
        (token, range) = try lexer.next()
    }

    mutating func parseFilter() throws(FilterError) -> FilterExpression {
        if case .end = token { return .empty }
        let expression = try parseAlternative(depth: 0)
        guard case .end = token else { throw FilterError(.unexpectedParenthesis, range: range, term: ")") }
        return expression
    }

    private mutating func parseAlternative(depth: Int) throws(FilterError) -> FilterExpression {
        var parts: [FilterExpression] = []
        add(try parseConjunction(depth: depth), to: &parts)
        while case .keyword(.or) = token {
            let word = range
            try advance()
            guard startsTerm else { throw FilterError(.missingTerm(beside: "or"), range: word, term: "or") }
            add(try parseConjunction(depth: depth), to: &parts)
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func add(_ expression: FilterExpression, to parts: inout [FilterExpression]) {
        if case .any(let inner) = expression { parts += inner } else { parts.append(expression) }
    }

    private mutating func parseConjunction(depth: Int) throws(FilterError) -> FilterExpression {
        guard startsTerm else { throw missingFirstTerm() }
        var parts: [FilterExpression] = []
        while true {
            let part = try parseNegation(depth: depth)
            if case .all(let inner) = part { parts += inner } else { parts.append(part) }
            if case .keyword(.and) = token {
                let word = range
                try advance()
                guard startsTerm else { throw FilterError(.missingTerm(beside: "and"), range: word, term: "and") }
            } else if !startsTerm {
                return parts.count == 1 ? parts[0] : .all(parts)
            }
        }
    }

    private var startsTerm: Bool {
        switch token {
        case .open, .minus, .keyword(.not), .atom: true
        case .close, .keyword, .end: false
        }
    }

    private func missingFirstTerm() -> FilterError {
        switch token {
        case .keyword(let word):
            FilterError(.missingTerm(beside: word.rawValue), range: range, term: word.rawValue)
        case .close: FilterError(.unexpectedParenthesis, range: range, term: ")")
        default: FilterError(.missingTerm(beside: ""), range: range)
        }
    }

    private mutating func parseNegation(depth: Int) throws(FilterError) -> FilterExpression {
        guard depth < FilterSyntax.depthLimit else {
            throw FilterError(.tooDeep(limit: FilterSyntax.depthLimit), range: range)
        }
        let start = range
        switch token {
        case .minus:
            try advance()
            guard startsTerm, range.lowerBound == start.upperBound else {
                throw FilterError(.missingTerm(beside: "-"), range: start, term: "-")
            }
            return .not(try parseNegation(depth: depth + 1), start)
        case .keyword(.not):
            try advance()
            guard startsTerm else { throw FilterError(.missingTerm(beside: "not"), range: start, term: "not") }
            return .not(try parseNegation(depth: depth + 1), start)
        case .open:
            try advance()
            if case .close = token {
                throw FilterError(.emptyParentheses, range: start.lowerBound..<range.upperBound, term: "()")
            }
            if case .end = token { throw FilterError(.unclosedParenthesis, range: start, term: "(") }
            let inner = try parseAlternative(depth: depth + 1)
            guard case .close = token else { throw FilterError(.unclosedParenthesis, range: start, term: "(") }
            try advance()
            return inner
        case .atom(let atom):
            termCount += 1
            guard termCount <= FilterSyntax.termLimit else {
                throw FilterError(.tooManyTerms(limit: FilterSyntax.termLimit), range: atom.range)
            }
            let term: FilterTerm
            do throws(FilterError) {
                term = try FilterTermReader(atom: atom).read()
            } catch {
                throw error.inTerm(String(decoding: lexer.bytes[atom.range], as: UTF8.self))
            }
            try advance()
            return .term(term)
        case .close, .keyword, .end:
            throw missingFirstTerm()
        }
    }
}
