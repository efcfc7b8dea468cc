import TenantDomain

/// The rows behind a cursor, as a predicate over the order's terms.
///
/// `a < x OR (a = x AND (b < y OR …))`, led by `a <= x` so that an index on the first term starts at the cursor.
/// Each term knows where its nulls stand.
struct Keyset {
    let terms: [OrderTerm]
    let placeholders: [String?]
    let inclusive: Bool

    /// - Throws: `foreignCursor` where the cursor has another number of values than the order has terms.
    init(
        _ order: RowOrder, cursor: Cursor, inclusive: Bool, context: inout SelectContext
    ) throws(PlanningError) {
        guard cursor.values.count == order.terms.count else { throw .foreignCursor }
        terms = order.terms
        self.inclusive = inclusive
        var placeholders: [String?] = []
        for (term, value) in zip(order.terms, cursor.values) {
            if value.isNull, !term.isNullable { throw .foreignCursor }
            placeholders.append(value.isNull ? nil : Self.bind(value, for: term, context: &context))
        }
        self.placeholders = placeholders
    }

    private static func bind(_ value: Value, for term: OrderTerm, context: inout SelectContext) -> String {
        if case .bytes(let bytes) = value, context.dialect == .sqlite, !isUTF8(bytes) {
            // A cursor keeps text that is no UTF-8 as bytes; a blob would compare as greater than any text.
            return "CAST(\(context.bind(value)) AS TEXT)"
        }
        let placeholder = context.bind(value)
        return term.bindingCast.map { "CAST(\(placeholder) AS \($0))" } ?? placeholder
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes)
    }

    /// The whole predicate.
    func predicate() -> String {
        guard !terms.isEmpty else { return inclusive ? "TRUE" : "FALSE" }
        let tail = after(0)
        guard terms.count > 1, let bound = bound(0) else { return tail }
        return "\(bound) AND \(tail)"
    }

    /// The rows behind the cursor as two ranges, those with a value in the first term and those with null, where they
    /// lie on both sides of that border: no single range serves such a page from an index. Nil anywhere else.
    var ranges: (values: String, nulls: String)? {
        guard let first = terms.first, first.isNullable else { return nil }
        let rest = terms.count > 1 ? after(1) : inclusive ? "TRUE" : "FALSE"
        switch (placeholders[0], first.descending) {
        case (let value?, false):
            let values =
                terms.count == 1
                ? "\(first.sql) \(inclusive ? ">=" : ">") \(value)"
                : "\(first.sql) >= \(value) AND (\(first.sql) > \(value) OR (\(first.sql) = \(value) AND \(rest)))"
            return (values, "\(first.sql) IS NULL")
        case (nil, true):
            return ("\(first.sql) IS NOT NULL", "\(first.sql) IS NULL AND \(rest)")
        default: return nil
        }
    }

    /// `true` for rows strictly behind the cursor in the terms from `position` on (or at it where inclusive).
    private func after(_ position: Int) -> String {
        let strict = strictlyAfter(position)
        let same = same(position)
        if position == terms.count - 1 {
            guard inclusive else { return strict ?? "FALSE" }
            guard let strict else { return same }
            return atOrAfterLast(position) ?? "(\(strict) OR \(same))"
        }
        let rest = "\(same) AND \(after(position + 1))"
        guard let strict else { return "(\(rest))" }
        return "(\(strict) OR (\(rest)))"
    }

    private func atOrAfterLast(_ position: Int) -> String? {
        guard let value = placeholders[position], terms[position].descending || !terms[position].isNullable else {
            return nil
        }
        return "\(terms[position].sql) \(terms[position].descending ? "<=" : ">=") \(value)"
    }

    /// Nil where nothing lies behind: nulls are the last of an ascending term.
    private func strictlyAfter(_ position: Int) -> String? {
        let term = terms[position]
        switch (placeholders[position], term.descending) {
        case (nil, false): return nil
        case (nil, true): return "\(term.sql) IS NOT NULL"
        case (let value?, true): return "\(term.sql) < \(value)"
        case (let value?, false):
            return term.isNullable ? "(\(term.sql) > \(value) OR \(term.sql) IS NULL)" : "\(term.sql) > \(value)"
        }
    }

    private func same(_ position: Int) -> String {
        guard let value = placeholders[position] else { return "\(terms[position].sql) IS NULL" }
        return "\(terms[position].sql) = \(value)"
    }

    /// A range that holds every row behind the cursor and that an index can serve; nil where there is none.
    private func bound(_ position: Int) -> String? {
        let term = terms[position]
        switch (placeholders[position], term.descending) {
        case (nil, false): return "\(term.sql) IS NULL"
        case (nil, true): return nil
        case (let value?, true): return "\(term.sql) <= \(value)"
        case (let value?, false): return term.isNullable ? nil : "\(term.sql) >= \(value)"
        }
    }
}
