import TenantDomain

extension ConsoleError {
    /// A filter's fault in words.
    package init(_ error: FilterError, text: String) {
        let isRefused =
            switch error.problem {
            case .masked, .secret: true
            default: false
            }
        self = .filter(
            text: text, problem: FilterWording.problem(error), hint: FilterWording.hint(error), range: error.range,
            isRefused: isRefused)
    }
}

/// What is wrong with a filter and what to write instead.
enum FilterWording {
    static func problem(_ error: FilterError) -> String {
        switch error.problem {
        case .tooLong(let limit): "the filter is longer than \(limit) bytes"
        case .tooDeep(let limit): "more than \(limit) parentheses and signs stand inside each other"
        case .tooManyTerms(let limit): "the filter has more than \(limit) terms"
        case .tooManyValues(let limit): "the term has more than \(limit) values"
        case .nul: "the filter holds a NUL character"
        case .unclosedQuote: "the quote is not closed"
        case .unclosedParenthesis: "the parenthesis is not closed"
        case .unexpectedParenthesis: "no parenthesis is open here"
        case .emptyParentheses: "nothing stands between the parentheses"
        case .parenthesisInWord: "a parenthesis stands inside a word"
        case .missingTerm(let beside): beside.isEmpty ? "a term is missing" : "a term is missing beside “\(beside)”"
        case .missingField: "a field is missing before the colon"
        case .emptyPathPart: "a part of the path is missing beside a dot"
        case .missingValue(let field): field.map { "\($0) has no value" } ?? "a value is missing"
        case .wildcardNotAtEnd: "a star is only understood at the end"
        case .emptyRange: "the range has neither end"
        case .unknownField(let name): "no field “\(name)” here"
        case .unknownQuery(let name): "no query is called “@\(name)”"
        case .computedField(let name): "\(name) is worked out for the rows on screen and cannot be filtered by"
        case .notJSON(let field): "\(field) holds no JSON to look into"
        case .textDocument(let field):
            "\(field) is kept as text: this database cannot look into text that may be no JSON"
        case .secret(let field): "\(field) is secret"
        case .masked(let field): "\(field) is masked: only a whole value can be looked for"
        case .unknownValue(let value, let field): "\(field) is never “\(value)”"
        case .invalidValue(let value, let field, let expected):
            "“\(value)” is no \(words(expected)), which \(field) holds"
        case .operatorNotAllowed(let sign, let field): "\(field) has no comparison “\(sign)”"
        case .listNotAllowed(let field): "\(field) can be compared with one value only"
        case .networkNotSupported(let network): "addresses cannot be compared with \(network) on this database"
        case .nothingToSearch: "no column here can be searched for a word"
        case .tooLooseForWriting(.contains): "a write cannot be aimed by a part of a value"
        case .tooLooseForWriting(.bareWord): "a write cannot be aimed by a bare word"
        }
    }

    static func hint(_ error: FilterError) -> String? {
        if let suggestion = error.suggestion { return "did you mean \(suggestion)?" }
        switch error.problem {
        case .masked(let field):
            return "write \(field):=VALUE with the whole value, \(field):null or \(field):*; "
                + "another --persona may see more"
        case .secret(let field):
            let parts = field.split(separator: ".").dropFirst()
            return parts.isEmpty
                ? "nobody may look for it; name another field"
                : "nobody may look for it; changed:\(parts.joined(separator: ".")) finds where it changed"
        case .wildcardNotAtEnd: return "quote it to look for a star"
        case .parenthesisInWord: return "quote the word, or set a blank before the parenthesis"
        case .unclosedQuote: return "close it with \""
        case .unclosedParenthesis: return "close it with )"
        case .unexpectedParenthesis: return "leave it out, or quote it to look for it"
        case .emptyParentheses, .missingTerm: return "write a term: a word, or field:value"
        case .missingField: return "write field:value, or quote the colon to look for it"
        case .emptyPathPart: return "write it like after.settings.theme; quote a dot that belongs to a name"
        case .missingValue: return "write a value, null for none, or * for any"
        case .emptyRange: return "write one end at least: 7.., ..9 or 7..9"
        case .operatorNotAllowed(_, "changed"): return "name what changed: changed:role, changed:settings.theme"
        case .operatorNotAllowed(_, let field): return "write \(field):VALUE"
        case .listNotAllowed(let field): return "write \(field): once for each value, joined by or"
        case .invalidValue(_, _, .address): return "write an address, 10.8.* or 10.8.0.0/16"
        case .invalidValue(_, _, .cents), .invalidValue(_, _, .integer): return "write a whole number, such as 25"
        case .invalidValue(_, _, .number): return "write a number, such as 2.5"
        case .invalidValue(_, _, .uuid), .invalidValue(_, _, .uuidPrefix):
            return "write a whole UUID, or the beginning of one and a star"
        case .notJSON(let field): return "write \(field):VALUE without a path"
        case .networkNotSupported: return "write a network of whole groups, such as 2001:db8::/32"
        case .nothingToSearch: return "name a field: field:value"
        case .tooLong, .tooDeep, .tooManyTerms, .tooManyValues: return "ask for less at a time"
        case .nul: return "leave it out"
        case .tooLooseForWriting: return "name a field and its whole value: field:=VALUE"
        case .unknownField, .unknownValue, .computedField, .unknownQuery:
            guard !error.valid.isEmpty else { return nil }
            let shown = error.valid.prefix(12).joined(separator: ", ")
            return error.valid.count > 12
                ? "known are \(shown) and \(error.valid.count - 12) more" : "known are \(shown)"
        default: return nil
        }
    }

    private static func words(_ expected: FilterError.Expected) -> String {
        switch expected {
        case .integer: "whole number"
        case .cents: "amount in whole cents"
        case .number: "number"
        case .boolean: "yes or no"
        case .time: "time"
        case .uuid: "UUID"
        case .uuidPrefix: "start of a UUID"
        case .address: "network address"
        }
    }
}
