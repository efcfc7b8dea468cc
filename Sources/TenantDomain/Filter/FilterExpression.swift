/// A filter as written: terms joined by and, or, not. Names and values are still text; nothing is looked up yet.
///
/// Ranges are UTF-8 offsets into the text that was parsed; a tree built by the program has empty ranges. The parser
/// never nests a conjunction in a conjunction nor an alternative in an alternative.
package indirect enum FilterExpression: Sendable, Equatable {
    /// Every part holds; without parts everything does (the empty filter).
    case all([FilterExpression])
    case any([FilterExpression])
    case not(FilterExpression, Range<Int>)
    case term(FilterTerm)

    package static let empty = FilterExpression.all([])

    /// The same tree with every range emptied, for comparing what two texts say.
    package var withoutRanges: FilterExpression {
        switch self {
        case .all(let parts): .all(parts.map(\.withoutRanges))
        case .any(let parts): .any(parts.map(\.withoutRanges))
        case .not(let inner, _): .not(inner.withoutRanges, 0..<0)
        case .term(let term): .term(term.withoutRanges)
        }
    }

    /// The terms in the order written.
    package var terms: [FilterTerm] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.terms)
        case .not(let inner, _): inner.terms
        case .term(let term): [term]
        }
    }
}

/// One `field:value` term or one bare word.
package struct FilterTerm: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// A bare word; its form is `text` or `prefix`.
        case word(FilterValue)
        case field(FilterField, FilterOperator, [FilterValue])
    }

    package let content: Content
    package let range: Range<Int>

    package init(_ content: Content, range: Range<Int> = 0..<0) {
        self.content = content
        self.range = range
    }

    /// A term that the program adds to a filter (`plan:pro`, the brush of a histogram).
    package init(field: String, _ kind: FilterOperator.Kind = .has, _ forms: FilterValue.Form...) {
        self.init(
            .field(FilterField(parts: [field]), FilterOperator(kind), forms.map { FilterValue($0) }))
    }

    package var withoutRanges: FilterTerm {
        switch content {
        case .word(let value): FilterTerm(.word(FilterValue(value.form)))
        case .field(let field, let sign, let values):
            FilterTerm(
                .field(
                    FilterField(parts: field.parts), FilterOperator(sign.kind), values.map { FilterValue($0.form) }))
        }
    }
}

/// What stands before the colon, split at its dots (`metadata.source`).
package struct FilterField: Sendable, Equatable {
    package let parts: [String]
    package let range: Range<Int>

    package init(parts: [String], range: Range<Int> = 0..<0) {
        self.parts = parts
        self.range = range
    }

    package var text: String { parts.joined(separator: ".") }
}

package struct FilterOperator: Sendable, Equatable {
    /// The raw value is the spelling.
    package enum Kind: String, Sendable, CaseIterable {
        /// Exact or contains, whichever the field's type asks for.
        case has = ":"
        case equal = ":="
        case greater = ":>"
        case greaterOrEqual = ":>="
        case less = ":<"
        case lessOrEqual = ":<="

        /// Whether it asks for an order rather than a match.
        package var isOrder: Bool { self != .has && self != .equal }
    }

    package let kind: Kind
    package let range: Range<Int>

    package init(_ kind: Kind, range: Range<Int> = 0..<0) {
        self.kind = kind
        self.range = range
    }
}

/// One of the values after an operator, unquoted and unescaped.
package struct FilterValue: Sendable, Equatable {
    /// Only `:` knows forms other than `text`; the other operators take the value as it stands.
    package enum Form: Sendable, Equatable {
        case text(String)
        /// `a*`, without the star.
        case prefix(String)
        /// `a..b`; nil where an end is open, never both.
        case range(String?, String?)
        case null
        /// `*`: any value but null.
        case anything
    }

    package let form: Form
    /// With its quotes.
    package let range: Range<Int>

    package init(_ form: Form, range: Range<Int> = 0..<0) {
        self.form = form
        self.range = range
    }
}
