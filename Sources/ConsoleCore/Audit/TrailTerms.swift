import TenantDomain

/// Filters of the trail that screens put together from what was chosen.
package enum TrailTerms {
    /// The filter over another stretch of time: its own outermost `since:` and `until:` give way.
    package static func window(_ filter: String, from: Int64, to: Int64) -> String {
        let stretch = "since:\(TimeText.iso(from)) until:\(TimeText.iso(to - 1))"
        guard let expression = try? FilterSyntax.parse(filter) else { return stretch }
        let parts: [FilterExpression] =
            switch expression {
            case .all(let parts): parts
            case .any, .not, .term: [expression]
            }
        let kept = parts.filter { part in
            guard case .term(let term) = part, case .field(let field, _, _) = term.content else { return true }
            return !["since", "until"].contains(field.text.lowercased())
        }
        let rest = kept.isEmpty ? "" : FilterFormatter.text(.all(kept))
        return rest.isEmpty ? stretch : "\(rest) \(stretch)"
    }

    /// Whether one of the filter's outermost terms says how far back it goes.
    package static func hasStart(_ filter: String) -> Bool {
        guard let expression = try? FilterSyntax.parse(filter) else { return false }
        let parts: [FilterExpression] = if case .all(let parts) = expression { parts } else { [expression] }
        return parts.contains { part in
            guard case .term(let term) = part, case .field(let field, _, _) = term.content else { return false }
            return field.text.lowercased() == "since"
        }
    }

    /// The filter for a record that outlives the mask: values that may be personal data hidden, what is asked kept.
    package static func withoutValues(_ filter: String) -> String {
        guard let expression = try? FilterSyntax.parse(filter) else { return "•••" }
        let plain = ["action", "table", "since", "until", "source", "changed", "hours", "weekday", "member", "tenant"]
        func hidden(_ expression: FilterExpression) -> FilterExpression {
            switch expression {
            case .all(let parts): return .all(parts.map(hidden))
            case .any(let parts): return .any(parts.map(hidden))
            case .not(let inner, let range): return .not(hidden(inner), range)
            case .term(let term):
                guard case .field(let field, let sign, _) = term.content else {
                    return TrailExpression.name(term) != nil
                        ? expression : .term(FilterTerm(.word(FilterValue(.text("•••")))))
                }
                if plain.contains(field.text.lowercased()) { return expression }
                return .term(FilterTerm(.field(field, sign, [FilterValue(.text("•••"))])))
            }
        }
        return FilterFormatter.text(hidden(expression))
    }

    /// The filter in parentheses where a term behind it would otherwise join its last alternative only.
    package static func grouped(_ filter: String) -> String {
        guard let expression = try? FilterSyntax.parse(filter), case .any = expression else { return filter }
        return "(\(filter))"
    }
}
