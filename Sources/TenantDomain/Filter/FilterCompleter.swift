/// Collects the candidates for one place in a filter.
struct FilterCompleter {
    typealias Candidate = FilterCompletion.Candidate

    let resolver: FilterResolver
    let place: FilterCursor

    private var context: FilterContext { resolver.context }

    // MARK: Names

    /// Field names, each with the colon it needs, then keywords; those that start with what was typed come first.
    func names() -> [Candidate] {
        var found: [Candidate] = []
        if context.audit != nil {
            found += FilterAuditField.allCases.map { field in
                let mark = field == .before || field == .after ? "." : ":"
                return Candidate(kind: .field, text: field.rawValue + mark, help: help(field))
            }
        }
        for column in resolver.resource.columns where column.path != nil {
            let name = FilterText.quotingName(column.name)
            switch context.access(column) {
            case .closed: continue
            case .wholeValue:
                found.append(Candidate(kind: .field, text: name + ":=", help: "masked: the whole value only"))
            case .open:
                let mark = column.type == .json ? "." : ":"
                found.append(Candidate(kind: .field, text: name + mark, help: help(column)))
            }
        }
        for (alias, name) in context.aliases.sorted(by: { $0.key < $1.key }) {
            guard let column = resolver.fields.column(name), context.access(column) == .open else { continue }
            found.append(
                Candidate(kind: .field, text: FilterText.quotingName(alias) + ":", help: "same as \(column.name)"))
        }
        var seen: Set<String> = []
        found = found.filter { seen.insert($0.text).inserted }
        if !place.typed.isEmpty {
            found += [("or", "either side"), ("not", "the opposite of what follows")].map {
                Candidate(kind: .keyword, text: $0.0, help: $0.1)
            }
        }
        return matching(found)
    }

    private func help(_ field: FilterAuditField) -> String {
        switch field {
        case .actor: "who did it: id or e-mail"
        case .action: "what was done"
        case .table: "the table that changed"
        case .id: "the record that changed"
        case .tenant: "whose record: id, slug or name"
        case .changed: "a field that differs between before and after"
        case .before: "a field's value before"
        case .after: "a field's value after"
        case .ip: "address, 10.8.* or 10.8.0.0/16"
        case .since: "not before this time"
        case .until: "not after this time"
        case .source: "the log that holds the entry"
        case .lease: "the write lease it was done under"
        case .change: "the change it belongs to"
        case .hours: "hours of the day, 20..6; since: says how far back"
        case .weekday: "sat,sun; since: says how far back"
        case .member: "the actor's membership now: suspended, removed"
        }
    }

    private func help(_ column: ResourceColumn) -> String {
        if let target = column.references { return "id or name in \(target.name)" }
        switch FilterFieldKind(column, in: resolver.resource) {
        case .choice(let allowed):
            let shown = allowed.prefix(4).joined(separator: ", ")
            return "one of " + shown + (allowed.count > 4 ? ", …" : "")
        case .boolean: return "true or false"
        case .integer: return column.display.isCents ? "whole cents" : "whole number"
        case .real, .numeric: return "number"
        case .timestamp, .date: return "time: 7d, today, 2026-11-01"
        case .uuid: return "id, or its start with *"
        case .network: return "address, 10.8.* or 10.8.0.0/16"
        case .key: return "whole value, or its start with *"
        case .text: return "text inside the value"
        case .json: return "JSON: name.key:value"
        case .opaque: return "null or *"
        }
    }

    // MARK: Values

    func values(of field: (parts: [String], sign: FilterOperator.Kind)) -> FilterCompletion {
        let first = CaseFolding.lowerASCII(field.parts.first ?? "")
        if let audit = context.audit, let special = FilterAuditField(rawValue: first) {
            return values(of: special, audit, sign: field.sign)
        }
        guard let (column, path) = resolver.fields.column(FilterField(parts: field.parts)), column.path != nil,
            path.isEmpty
        else { return completion([]) }
        return values(of: column, sign: field.sign)
    }

    private func words(_ words: String...) -> [Candidate] {
        words.map { Candidate(kind: .value, text: $0, help: "") }
    }

    private func values(
        of field: FilterAuditField, _ audit: AuditFieldMap, sign: FilterOperator.Kind
    ) -> FilterCompletion {
        func on(_ name: String?) -> FilterCompletion {
            name.flatMap(resolver.fields.column).map { values(of: $0, sign: sign, hasOperators: false) }
                ?? completion([])
        }
        switch field {
        case .since, .until: return completion(matching(times))
        case .source:
            return completion(
                matching(audit.sources.map { Candidate(kind: .value, text: FilterText.quoting($0), help: "source") }))
        case .actor: return on(audit.actorEmail ?? audit.actor)
        case .action: return on(audit.action)
        case .table: return on(audit.table)
        case .tenant: return on(audit.tenant)
        case .ip: return on(audit.address)
        case .weekday: return completion(matching(words("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
        case .hours: return completion(matching(words("20..6", "0..6", "8..18")))
        case .member: return completion(matching(words("suspended", "removed", "active")))
        case .id, .changed, .before, .after, .lease, .change: return completion([])
        }
    }

    private func values(
        of column: ResourceColumn, sign: FilterOperator.Kind, hasOperators: Bool = true
    ) -> FilterCompletion {
        guard context.access(column) == .open else { return completion([]) }
        let kind = FilterFieldKind(column, in: resolver.resource)
        var found: [Candidate] = []
        switch kind {
        case .choice(let allowed):
            found += allowed.map { Candidate(kind: .value, text: FilterText.quoting($0), help: column.title) }
        case .boolean:
            found += ["true", "false"].map { Candidate(kind: .value, text: $0, help: column.title) }
        case .timestamp, .date: found += times
        case .integer, .real, .numeric, .uuid, .network, .key, .text, .json, .opaque: break
        }
        if sign == .has, column.isNullable {
            found.append(Candidate(kind: .value, text: "null", help: "no value"))
            found.append(Candidate(kind: .value, text: "*", help: "any value"))
        }
        found = matching(found)
        if hasOperators, place.isFirstValue { found += operators(kind) }
        return completion(found, source: source(column, kind))
    }

    /// Values are asked for only where they are few, open and cheap to collect.
    private func source(_ column: ResourceColumn, _ kind: FilterFieldKind) -> FilterCompletion.ValueSource? {
        guard kind == .key || kind == .text, column.type == .text, column.isIndexed, column.references == nil,
            column.path.map({ !($0.hops.isEmpty && resolver.resource.identity == [$0.column]) }) ?? false
        else { return nil }
        return FilterCompletion.ValueSource(column: column, start: place.typed)
    }

    private func operators(_ kind: FilterFieldKind) -> [Candidate] {
        let orders = [(">", "more than"), (">=", "at least"), ("<", "less than"), ("<=", "at most")]
        let pairs: [(String, String)]
        switch kind {
        case .integer, .real, .numeric: pairs = orders
        case .timestamp, .date: pairs = [(">", "after"), (">=", "from"), ("<", "before"), ("<=", "until")]
        case .text: pairs = [("=", "exactly")] + orders
        case .key: pairs = orders
        case .choice, .boolean, .uuid, .network, .json, .opaque: pairs = []
        }
        return pairs.map { Candidate(kind: .operator, text: $0.0, help: $0.1) }
    }

    private var times: [Candidate] {
        [
            ("1h", "since an hour ago"), ("24h", "since a day ago"), ("7d", "since a week ago"),
            ("30d", "since thirty days ago"), ("today", "since midnight, until midnight"),
            ("yesterday", "the whole day before"), ("03:00", "the latest 03:00"), ("tomorrow", "the whole day after"),
            ("now", "this moment"),
        ].map { Candidate(kind: .time, text: $0.0, help: $0.1) }
    }

    // MARK: Matching

    /// What starts with the typed text, then what holds it elsewhere.
    private func matching(_ candidates: [Candidate]) -> [Candidate] {
        let typed = FilterFields.normalized(place.typed)
        guard !typed.isEmpty else { return candidates }
        let names = candidates.map { FilterFields.normalized($0.text).filter { $0 != "\"" } }
        let starting = candidates.indices.filter { names[$0].hasPrefix(typed) }
        let holding = candidates.indices.filter {
            !names[$0].hasPrefix(typed) && FilterEvaluator.matches(names[$0], .contains(typed))
        }
        return (starting + holding).map { candidates[$0] }
    }

    private func completion(
        _ candidates: [Candidate], source: FilterCompletion.ValueSource? = nil
    ) -> FilterCompletion {
        FilterCompletion(range: place.range, candidates: candidates, valueSource: source)
    }
}

extension ResourceColumn.Display {
    fileprivate var isCents: Bool {
        if case .cents = self { true } else { false }
    }
}
