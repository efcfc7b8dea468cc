/// Why a filter was not understood, with all that a message needs: the wording itself is ConsoleCore's.
package struct FilterError: Error, Sendable, Equatable {
    /// The values a field would have taken.
    package enum Expected: Sendable, Equatable {
        case integer
        /// Whole cents: the column holds cents and the value has a fraction.
        case cents
        case number
        case boolean
        case time
        case uuid
        /// A start of a UUID: hexadecimal digits and dashes.
        case uuidPrefix
        /// An address, `10.8.*` or a network such as `10.8.0.0/16`.
        case address
    }

    /// What a write's condition may not say, because it could match more than was meant.
    package enum Loose: Sendable, Equatable { case contains, bareWord }

    package enum Problem: Sendable, Equatable {
        // The text.
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyTerms(limit: Int)
        case tooManyValues(limit: Int)
        case nul
        case unclosedQuote
        case unclosedParenthesis
        case unexpectedParenthesis
        case emptyParentheses
        /// A parenthesis in the middle of a word: it needs quotes or a blank before it.
        case parenthesisInWord
        /// Nothing follows (or precedes) `or`, `and`, `not` or `-`.
        case missingTerm(beside: String)
        /// A colon with nothing before it.
        case missingField
        /// A dot with nothing before or after it in a field.
        case emptyPathPart
        case missingValue(field: String?)
        /// A star anywhere but at the end; quotes make it a plain character.
        case wildcardNotAtEnd
        /// `..` without either end.
        case emptyRange
        // The names.
        case unknownField(String)
        /// No named query of that name.
        case unknownQuery(String)
        /// Computed for visible rows only, so the database cannot filter by it.
        case computedField(String)
        /// A path into a field that holds no JSON.
        case notJSON(field: String)
        /// A path into documents kept as text, where the engine could fail over one that is no JSON.
        case textDocument(field: String)
        /// Hidden from everybody.
        case secret(field: String)
        /// Hidden from this persona: only `:=` with the whole value, `:null` and `:*` are allowed.
        case masked(field: String)
        // The values.
        case unknownValue(String, field: String)
        case invalidValue(String, field: String, expected: Expected)
        /// The field's values have no such comparison (`status:>a`, `active:t*`).
        case operatorNotAllowed(String, field: String)
        /// An order against several values.
        case listNotAllowed(field: String)
        /// Text addresses cannot be compared with this network on this engine.
        case networkNotSupported(String)
        /// A bare word, but no column that it may be looked for in.
        case nothingToSearch
        case tooLooseForWriting(Loose)
    }

    package let problem: Problem
    /// What to underline, as UTF-8 offsets.
    package let range: Range<Int>
    /// The term as typed; empty where the problem is not one term's.
    package let term: String
    /// The nearest valid word.
    package let suggestion: String?
    /// Every valid word, in the order to show them; empty where there is no list.
    package let valid: [String]

    package init(
        _ problem: Problem, range: Range<Int>, term: String = "", suggestion: String? = nil, valid: [String] = []
    ) {
        self.problem = problem
        self.range = range
        self.term = term
        self.suggestion = suggestion
        self.valid = valid
    }

    /// Where the problem starts, counted in characters from 1.
    package func column(in text: String) -> Int {
        let bytes = text.utf8.prefix(max(0, range.lowerBound))
        return String(decoding: bytes, as: UTF8.self).count + 1
    }

    func inTerm(_ text: String) -> FilterError {
        term.isEmpty
            ? FilterError(problem, range: range, term: text, suggestion: suggestion, valid: valid) : self
    }
}
