/// Turns a filter into a predicate: names looked up, values read by type, masks kept, times placed on the clock.
package struct FilterResolver: Sendable {
    package let resource: Resource
    package let context: FilterContext
    let fields: FilterFields

    package init(resource: Resource, context: FilterContext) {
        self.init(FilterFields(resource: resource, aliases: context.aliases), context: context)
    }

    /// - Parameter fields: the resource's names, with those aliases that the context has.
    package init(_ fields: FilterFields, context: FilterContext) {
        resource = fields.resource
        self.context = context
        self.fields = fields
    }

    package func resolve(_ text: String) throws(FilterError) -> Predicate {
        try resolve(try FilterSyntax.parse(text))
    }

    package func resolve(_ expression: FilterExpression) throws(FilterError) -> Predicate {
        try predicate(expression, isWriting: false, FilterStretch())
    }

    /// For the condition of a write: refuses whatever finds text inside values, so that a write reaches only rows
    /// that were named.
    package func resolveForWrite(_ text: String) throws(FilterError) -> Predicate {
        try resolveForWrite(try FilterSyntax.parse(text))
    }

    package func resolveForWrite(_ expression: FilterExpression) throws(FilterError) -> Predicate {
        try predicate(expression, isWriting: true, FilterStretch())
    }

    private func predicate(
        _ expression: FilterExpression, isWriting: Bool, _ stretch: FilterStretch
    ) throws(FilterError) -> Predicate {
        switch expression {
        case .all(let parts):
            return .conjunction(try predicates(parts, isWriting: isWriting, narrowed(stretch, by: parts)))
        case .any(let parts): return .alternative(try predicates(parts, isWriting: isWriting, stretch))
        case .not(let inner, _):
            let negation = Predicate.not(try predicate(inner, isWriting: isWriting, stretch))
            guard inner.asksForClock, let limits = clockLimits(stretch) else { return negation }
            return .all([limits, negation])
        case .term(let term):
            do throws(FilterError) {
                return try FilterTermResolver(resolver: self, term: term, isWriting: isWriting, stretch: stretch)
                    .predicate()
            } catch {
                throw error.inTerm(FilterFormatter.text(term))
            }
        }
    }

    private func predicates(
        _ parts: [FilterExpression], isWriting: Bool, _ stretch: FilterStretch
    ) throws(FilterError) -> [Predicate] {
        var predicates: [Predicate] = []
        for part in parts { predicates.append(try predicate(part, isWriting: isWriting, stretch)) }
        return predicates
    }
}

extension Predicate {
    /// All of the parts, without a conjunction around a single one.
    static func conjunction(_ parts: [Predicate]) -> Predicate { parts.count == 1 ? parts[0] : .all(parts) }

    /// Any of the parts: equalities on one operand become one list, a single part stands by itself.
    static func alternative(_ parts: [Predicate]) -> Predicate {
        var result: [Predicate] = []
        var lists: [Operand: Int] = [:]
        for part in parts {
            guard case .compare(let operand, .equal(let value)) = part else {
                result.append(part)
                continue
            }
            if let index = lists[operand] {
                if case .compare(_, .equal(let first)) = result[index] {
                    if first != value { result[index] = .compare(operand, .oneOf([first, value])) }
                } else if case .compare(_, .oneOf(let values)) = result[index], !values.contains(value) {
                    result[index] = .compare(operand, .oneOf(values + [value]))
                }
            } else {
                lists[operand] = result.count
                result.append(part)
            }
        }
        return result.count == 1 ? result[0] : .any(result)
    }
}
