import TenantDomain

/// What screens need of a filter's text besides running it.
enum FilterPresentation {
    /// Words without a field, which searches look for in the text columns.
    static func bareWords(_ text: String) -> [String] {
        guard !text.isEmpty, let expression = try? FilterSyntax.parse(text) else { return [] }
        return expression.terms.compactMap { term in
            guard case .word(let value) = term.content else { return nil }
            return switch value.form {
            case .text(let text), .prefix(let text): text
            default: nil
            }
        }
    }
}
