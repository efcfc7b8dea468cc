import TenantDomain

/// A filter on the trail as every source will read it: queries that have to be worked out first are, people and
/// tenants since deleted are named by their keys. Queries that are only filters stay as `@name`: each source takes
/// those of their alternatives that it has the fields for.
struct TrailExpression: Sendable {
    /// The filter as typed: what the places of errors count in.
    let typed: String
    /// The filter in canonical spelling, names as written.
    let text: String
    let expression: FilterExpression

    init(_ text: String, _ session: ConsoleSession) async throws(ConsoleError) {
        let written: FilterExpression
        do {
            written = try FilterSyntax.parse(text)
        } catch {
            throw ConsoleError(error, text: text)
        }
        typed = text
        self.text = FilterFormatter.text(written)
        let named = try Self.spelledOut(try Self.naming(written, text, session), text, session, depth: 0)
        let worked = try await Self.workedOut(named, text, session)
        expression = try await DepartedNames(session).filledIn(
            try await FormerMembers(session: session).filledIn(worked))
    }

    /// A single word that is a query's name stands for the query.
    private static func naming(
        _ expression: FilterExpression, _ text: String, _ session: ConsoleSession
    ) throws(ConsoleError) -> FilterExpression {
        if case .term(let term) = expression, case .word(let value) = term.content, case .text(let word) = value.form,
            session.namedQuery(word) != nil
        {
            return .term(FilterTerm(.word(FilterValue(.text("@\(word)"), range: value.range)), range: term.range))
        }
        for term in expression.terms {
            guard let name = name(term), session.namedQuery(name) == nil else { continue }
            let known = session.namedQueries.filter { $0.resource == NamedQuery.trail }.map(\.name)
            throw ConsoleError(
                FilterError(
                    .unknownQuery(name), range: term.range,
                    suggestion: NearestWord.find(name, among: known).map { "@\($0)" }, valid: known.map { "@\($0)" }),
                text: text)
        }
        return expression
    }

    /// Saved queries in place of their names; they may name others.
    private static func spelledOut(
        _ expression: FilterExpression, _ text: String, _ session: ConsoleSession, depth: Int
    ) throws(ConsoleError) -> FilterExpression {
        try mapping(expression) { (term) throws(ConsoleError) in
            guard let name = name(term), let query = session.namedQuery(name), query.resource == NamedQuery.trail,
                query.origin == .saved, case .filters(let filters) = query.meaning, let filter = filters.first
            else { return nil }
            guard depth < 8 else {
                throw .filter(
                    text: text, problem: "@\(name) is made of itself", hint: "edit it in config.toml", range: term.range
                )
            }
            let part: FilterExpression
            do throws(FilterError) {
                part = try FilterSyntax.parse(filter).withoutRanges
            } catch {
                throw ConsoleError(
                    FilterError(error.problem, range: term.range, suggestion: error.suggestion, valid: error.valid),
                    text: text)
            }
            return try spelledOut(try naming(part, text, session), text, session, depth: depth + 1)
        }
    }

    /// The query that a term stands for; nil for any other term.
    static func name(_ term: FilterTerm) -> String? {
        guard case .word(let value) = term.content, case .text(let word) = value.form, word.hasPrefix("@") else {
            return nil
        }
        let name = String(word.dropFirst())
        return NamedQuery.isName(name) ? name : nil
    }

    /// The tree with each term in place of what the body makes of it.
    static func mapping(
        _ expression: FilterExpression, _ body: (FilterTerm) throws(ConsoleError) -> FilterExpression?
    ) throws(ConsoleError) -> FilterExpression {
        switch expression {
        case .all(let parts):
            var mapped: [FilterExpression] = []
            for part in parts { mapped.append(try mapping(part, body)) }
            return .all(mapped)
        case .any(let parts):
            var mapped: [FilterExpression] = []
            for part in parts { mapped.append(try mapping(part, body)) }
            return .any(mapped)
        case .not(let inner, let range): return .not(try mapping(inner, body), range)
        case .term(let term): return try body(term) ?? expression
        }
    }

    private static func workedOut(
        _ expression: FilterExpression, _ text: String, _ session: ConsoleSession
    ) async throws(ConsoleError) -> FilterExpression {
        var answers: [String: FilterExpression] = [:]
        for term in expression.terms {
            guard let name = name(term), answers[name] == nil, let query = session.namedQuery(name) else { continue }
            if query.resource != NamedQuery.trail {
                throw .filter(
                    text: text, problem: "@\(name) finds \(query.resource), not audit entries",
                    hint: "tenantctl list \(query.resource) @\(name)", range: term.range)
            }
            guard case .derived(let derived) = query.meaning else { continue }
            answers[name] = try await DerivedQueryService(session: session).expression(derived)
        }
        guard !answers.isEmpty else { return expression }
        return try mapping(expression) { (term) throws(ConsoleError) in name(term).flatMap { answers[$0] } }
    }

    /// The expression as one source reads it: named queries by those of their filters that the source can answer.
    ///
    /// - Parameter accepts: throws where the source cannot answer a filter.
    static func expanded(
        _ expression: FilterExpression, _ session: ConsoleSession,
        accepts: (FilterExpression) throws(FilterError) -> Void
    ) throws(FilterError) -> FilterExpression {
        switch expression {
        case .all(let parts): return .all(try expanded(parts, session, accepts: accepts))
        case .any(let parts): return .any(try expanded(parts, session, accepts: accepts))
        case .not(let inner, let range): return .not(try expanded(inner, session, accepts: accepts), range)
        case .term(let term):
            guard let name = name(term), case .filters(let filters)? = session.namedQuery(name)?.meaning else {
                return expression
            }
            var found: [FilterExpression] = []
            var failure: FilterError?
            for filter in filters {
                do throws(FilterError) {
                    let part = try FilterSyntax.parse(filter).withoutRanges
                    try accepts(part)
                    found.append(part)
                } catch {
                    failure = failure ?? error
                }
            }
            if found.isEmpty, let failure {
                throw FilterError(
                    failure.problem, range: term.range, term: failure.term, suggestion: failure.suggestion,
                    valid: failure.valid)
            }
            return found.count == 1 ? found[0] : .any(found)
        }
    }

    private static func expanded(
        _ parts: [FilterExpression], _ session: ConsoleSession,
        accepts: (FilterExpression) throws(FilterError) -> Void
    ) throws(FilterError) -> [FilterExpression] {
        var result: [FilterExpression] = []
        for part in parts { result.append(try expanded(part, session, accepts: accepts)) }
        return result
    }
}
