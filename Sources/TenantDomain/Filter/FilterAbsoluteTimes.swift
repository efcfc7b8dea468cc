extension FilterResolver {
    /// The same filter with every time written out in UTC (`24h`, `today`, `03:00` → ISO), so that it finds the same
    /// rows tomorrow and in another zone. Times that cannot be read stay as they are.
    package func absolute(_ expression: FilterExpression) -> FilterExpression {
        switch expression {
        case .all(let parts): .all(parts.map(absolute))
        case .any(let parts): .any(parts.map(absolute))
        case .not(let inner, let range): .not(absolute(inner), range)
        case .term(let term): .term(absolute(term))
        }
    }

    private func absolute(_ term: FilterTerm) -> FilterTerm {
        guard case .field(let field, let sign, let values) = term.content else { return term }
        let reader = FilterTimeReader(now: context.now, zone: context.zone)
        if context.audit != nil, let bound = AuditBound(rawValue: CaseFolding.lowerASCII(field.text)) {
            let written = values.map { value in
                guard case .text(let text) = value.form, let time = reader.read(text) else { return value }
                return FilterValue(.text(Self.iso(bound == .since ? time.start : time.end)), range: value.range)
            }
            return FilterTerm(.field(field, sign, written), range: term.range)
        }
        guard let (column, path) = fields.column(field), path.isEmpty, column.type.isTime else { return term }
        var kind = sign.kind
        let written = values.map { value in
            FilterValue(Self.absolute(value.form, &kind, reader), range: value.range)
        }
        return FilterTerm(.field(field, FilterOperator(kind, range: sign.range), written), range: term.range)
    }

    private enum AuditBound: String { case since, until }

    private static func absolute(
        _ form: FilterValue.Form, _ kind: inout FilterOperator.Kind, _ reader: FilterTimeReader
    ) -> FilterValue.Form {
        switch form {
        case .prefix, .null, .anything: return form
        case .range(let lower, let upper):
            let start = lower.flatMap(reader.read)
            var end = upper.flatMap(reader.read)
            if let start, let bound = end { end = reader.upperBound(bound, after: start) }
            guard (start == nil) == (lower == nil), (end == nil) == (upper == nil) else { return form }
            return .range(start.map { iso($0.start) }, end.map { iso($0.end) })
        case .text(let text):
            guard let time = reader.read(text) else { return form }
            switch kind {
            case .greater, .lessOrEqual: return .text(iso(time.through))
            case .greaterOrEqual, .less: return .text(iso(time.start))
            case .equal:
                guard case .span = time else { return .text(iso(time.start)) }
                kind = .has
            case .has: break
            }
            switch time {
            case .instant(let at, let through, _): return at == through ? .text(iso(at)) : .range(iso(at), iso(through))
            case .span(let lower, let upper): return .range(iso(lower), iso(upper))
            case .since(let at): return .range(iso(at), nil)
            case .until(let at, let now): return .range(iso(now), iso(at))
            }
        }
    }

    private static func iso(_ micros: Int64) -> String { CivilCalendar.timestampText(micros) }
}

extension FilterTime {
    /// The last microsecond of what was written.
    fileprivate var through: Int64 {
        switch self {
        case .instant(_, let through, _), .span(_, let through): through
        case .since(let at), .until(let at, _): at
        }
    }
}
