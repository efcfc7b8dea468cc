/// Compares one column (or a place inside a JSON column) with values, by what the column holds.
struct FilterColumnTerm {
    let term: FilterTermResolver
    let column: ResourceColumn
    let operand: Operand
    let kind: FilterFieldKind
    let sign: FilterOperator.Kind

    private var isExact: Bool { sign == .equal }

    // MARK: : and :=

    func match(_ value: FilterValue) throws(FilterError) -> Predicate {
        switch value.form {
        case .null: return compare(.isNull)
        case .anything: return compare(.isNotNull)
        case .text(let text): return try match(text, value)
        case .prefix(let text): return try matchPrefix(text, value)
        case .range(let lower, let upper): return try matchRange(lower, upper, value)
        }
    }

    private func match(_ text: String, _ value: FilterValue) throws(FilterError) -> Predicate {
        if let named = try matchReference(text, isPrefix: false, value) { return named }
        switch kind {
        case .choice(let allowed): return compare(.equal(.text(try choice(text, allowed, value))))
        case .boolean: return compare(.equal(.integer(try boolean(text, value) ? 1 : 0)))
        case .integer, .real, .numeric: return compare(.equal(try number(text, value)))
        case .timestamp, .date: return try matchTime(text, value)
        case .uuid:
            guard let uuid = UUIDText.canonical(text) else {
                let isStart = UUIDText.bounds(prefix: text) != nil
                throw invalid(text, .uuid, value, suggestion: isStart ? text + "*" : nil)
            }
            // A database may keep its UUIDs in upper case; then the value as pasted is the one stored.
            let isOtherCase = text != uuid && CaseFolding.lowerASCII(text) == uuid
            return compare(isOtherCase ? .oneOf([.text(uuid), .text(text)]) : .equal(.text(uuid)))
        case .network: return try matchAddress(text, value)
        case .key: return compare(.equal(.text(text)))
        case .text: return isExact || text.isEmpty ? compare(.equal(.text(text))) : try contains(text, value)
        case .json:
            guard let last = operand.jsonPath.last else {
                if isExact { throw notAllowed(":=", value) }
                return try contains(text, value)
            }
            let isWhole =
                isExact || text.isEmpty || FilterFieldKind.namesKey(last) || Self.decimal(text) != nil
                || ["true", "false"].contains(text)
            return isWhole ? compare(.equal(.text(text))) : try contains(text, value)
        case .opaque: throw notAllowed(sign.rawValue, value)
        }
    }

    private func matchPrefix(_ text: String, _ value: FilterValue) throws(FilterError) -> Predicate {
        switch kind {
        case .choice(let allowed):
            let found = allowed.filter { FilterEvaluator.matches($0, .hasPrefix(text)) }
            guard !found.isEmpty else { throw unknown(text, allowed, value) }
            return .alternative(found.map { compare(.equal(.text($0))) })
        case .uuid:
            if let (lower, upper) = UUIDText.bounds(prefix: text) {
                let isText = term.context.engine == .sqlite
                return compare(isText ? .hasPrefix(text) : .between(.text(lower), .text(upper)))
            }
            if let named = try matchReference(text, isPrefix: true, value) { return named }
            throw invalid(text + "*", .uuidPrefix, value)
        case .integer:
            if let named = try matchReference(text, isPrefix: true, value) { return named }
            throw notAllowed("*", value)
        case .key:
            if let named = try matchReference(text, isPrefix: true, value) { return named }
            return compare(.hasPrefix(text))
        case .text, .network: return compare(.hasPrefix(text))
        case .json where !operand.jsonPath.isEmpty:
            try checkDocumentIsOpen(value)
            return compare(.hasPrefix(text))
        case .json, .boolean, .real, .numeric, .timestamp, .date, .opaque: throw notAllowed("*", value)
        }
    }

    private func matchRange(
        _ lower: String?, _ upper: String?, _ value: FilterValue
    ) throws(FilterError) -> Predicate {
        if kind == .timestamp || kind == .date { return try matchTimeRange(lower, upper, value) }
        var bounds: [Value?] = []
        for bound in [lower, upper] {
            if let bound { bounds.append(try ordered(bound, value, "..")) } else { bounds.append(nil) }
        }
        let hasText = bounds.contains { if case .text? = $0 { true } else { false } }
        if kind == .json, hasText {
            try checkDocumentIsOpen(value)
            return range(lower.map(Value.text), upper.map(Value.text))
        }
        return range(bounds[0], bounds[1])
    }

    private func range(_ lower: Value?, _ upper: Value?) -> Predicate {
        switch (lower, upper) {
        case (let lower?, let upper?): compareOrder(.between(lower, upper), lower)
        case (let lower?, nil): compareOrder(.greaterOrEqual(lower), lower)
        case (nil, let upper?): compareOrder(.lessOrEqual(upper), upper)
        case (nil, nil): compare(.isNotNull)
        }
    }

    /// Inside JSON an order with a number asks for numbers only, which the operand's type says.
    private func compareOrder(_ comparison: Comparison, _ bound: Value) -> Predicate {
        guard kind == .json else { return compare(comparison) }
        let type: ColumnType
        switch bound {
        case .integer, .real: type = .real
        case .null, .text, .bytes: type = .json
        }
        return .compare(Operand(operand.path, type: type, jsonPath: operand.jsonPath), comparison)
    }

    // MARK: Orders

    func order(_ value: FilterValue) throws(FilterError) -> Predicate {
        guard case .text(let text) = value.form else { throw notAllowed(sign.rawValue, value) }
        if kind == .timestamp || kind == .date {
            let time = try time(text, value)
            switch sign {
            case .greater: return compare(.greater(stored(time.end)))
            case .less: return compare(.less(stored(time.start)))
            case .lessOrEqual: return compare(.lessOrEqual(stored(time.end)))
            case .greaterOrEqual, .has, .equal: return compare(.greaterOrEqual(stored(time.start)))
            }
        }
        let bound = try ordered(text, value, sign.rawValue)
        switch sign {
        case .greater: return compareOrder(.greater(bound), bound)
        case .less: return compareOrder(.less(bound), bound)
        case .lessOrEqual: return compareOrder(.lessOrEqual(bound), bound)
        case .greaterOrEqual, .has, .equal: return compareOrder(.greaterOrEqual(bound), bound)
        }
    }

    /// The text as a value that the column's values have an order with.
    private func ordered(_ text: String, _ value: FilterValue, _ mark: String) throws(FilterError) -> Value {
        switch kind {
        case .integer, .real, .numeric: return try number(text, value, isBound: true)
        case .text, .key: return .text(text)
        case .json where !operand.jsonPath.isEmpty:
            if let number = Self.decimal(text) { return number }
            try checkDocumentIsOpen(value)
            return .text(text)
        case .json, .choice, .boolean, .timestamp, .date, .uuid, .network, .opaque: throw notAllowed(mark, value)
        }
    }

    // MARK: Times

    private func time(_ text: String, _ value: FilterValue) throws(FilterError) -> FilterTime {
        guard let time = term.times.read(text) else {
            throw invalid(
                text, .time, value, suggestion: term.times.nearest(text),
                valid: FilterTimeReader.words)
        }
        return time
    }

    /// The instant in the form that the column stores.
    private func stored(_ micros: Int64) -> Value {
        .text(
            kind == .date
                ? CivilCalendar.dateText(term.context.zone.civil(CivilCalendar.clamped(micros)))
                : CivilCalendar.timestampText(micros))
    }

    private func matchTime(_ text: String, _ value: FilterValue) throws(FilterError) -> Predicate {
        switch try time(text, value) {
        case .instant(let at, let through, _):
            return isExact ? compare(.equal(stored(at))) : between(at, through)
        case .span(let lower, let upper): return between(lower, upper)
        case .since(let at): return compare(isExact ? .equal(stored(at)) : .greaterOrEqual(stored(at)))
        case .until(let at, let now): return isExact ? compare(.equal(stored(at))) : between(now, at)
        }
    }

    private func matchTimeRange(
        _ lower: String?, _ upper: String?, _ value: FilterValue
    ) throws(FilterError) -> Predicate {
        var start: FilterTime?
        if let lower { start = try time(lower, value) }
        guard let upper else { return range(start.map { stored($0.start) }, nil) }
        var end = try time(upper, value)
        if let start { end = term.times.upperBound(end, after: start) }
        return range(start.map { stored($0.start) }, stored(end.end))
    }

    private func between(_ lower: Int64, _ upper: Int64) -> Predicate {
        let (first, last) = (stored(lower), stored(upper))
        return compare(first == last ? .equal(first) : .between(first, last))
    }

    // MARK: Names of referenced rows

    /// Rows named by a person's word instead of their key; nil where the text is read as a key.
    private func matchReference(
        _ text: String, isPrefix: Bool, _ value: FilterValue
    ) throws(FilterError) -> Predicate? {
        guard operand.jsonPath.isEmpty, let target = column.references,
            term.keyValue(text, type: column.type) == nil, let reference = term.context.references(target),
            !reference.fields.isEmpty
        else { return nil }
        var parts: [Predicate] = []
        for field in reference.fields {
            let inner = Operand(field.path, type: field.type)
            if isPrefix {
                if field.isName { parts.append(.compare(inner, .hasPrefix(text))) }
            } else if field.isName, !isExact, !term.isWriting {
                parts.append(.compare(inner, .contains(text)))
            } else {
                parts.append(.compare(inner, .equalIgnoringCase(text)))
            }
        }
        guard !parts.isEmpty else { return nil }
        let hop = Hop(columns: [operand.path.column], target: target, targetColumns: [reference.key])
        let related = Predicate.related(operand.path.hops + [hop], parts.count == 1 ? parts[0] : .any(parts))
        let mayBeKey = kind == .key
        return mayBeKey
            ? .any([compare(isPrefix ? .hasPrefix(text) : .equal(.text(text))), related]) : related
    }

    // MARK: Addresses

    func matchAddress(_ text: String, _ value: FilterValue) throws(FilterError) -> Predicate {
        guard let network = IPNetwork(text) else {
            throw invalid(text, .address, value, suggestion: IPNetwork.nearest(text))
        }
        if network.isSingleAddress { return compare(.equal(.text(text.contains("/") ? address(text) : text))) }
        // Addresses kept as text are told apart by their leading groups only.
        let isText = term.context.engine == .sqlite || column.type != .network
        guard network.bytes.count == 4 || network.prefix % 16 == 0 || !isText else {
            throw FilterError(.networkNotSupported(text), range: value.range)
        }
        return compare(.inNetwork(text))
    }

    private func address(_ text: String) -> String {
        String(text.prefix { $0 != "/" })
    }

    // MARK: Values

    private func choice(_ text: String, _ allowed: [String], _ value: FilterValue) throws(FilterError) -> String {
        if allowed.contains(text) { return text }
        let folded = FilterFields.normalized(text)
        if let found = allowed.first(where: { FilterFields.normalized($0) == folded }) { return found }
        throw unknown(text, allowed, value)
    }

    private func unknown(_ text: String, _ allowed: [String], _ value: FilterValue) -> FilterError {
        FilterError(
            .unknownValue(text, field: column.name), range: value.range,
            suggestion: NearestWord.find(text, among: allowed), valid: allowed)
    }

    private func boolean(_ text: String, _ value: FilterValue) throws(FilterError) -> Bool {
        switch CaseFolding.lowerASCII(text) {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default:
            throw invalid(
                text, .boolean, value, suggestion: NearestWord.find(text, among: ["true", "false"]),
                valid: ["true", "false"])
        }
    }

    private func number(_ text: String, _ value: FilterValue, isBound: Bool = false) throws(FilterError) -> Value {
        guard let number = Self.decimal(text) else {
            throw invalid(text, kind == .integer ? .integer : .number, value)
        }
        switch number {
        case .integer: return number
        case .real where kind == .integer:
            if case .cents = column.display { throw invalid(text, .cents, value) }
            guard isBound else { throw invalid(text, .integer, value) }
            return number
        case .real where kind == .numeric: return .text(text.hasPrefix("+") ? String(text.dropFirst()) : text)
        default: return number
        }
    }

    /// A decimal number: `.integer` where it fits one, else `.real`; no exponent, no separators, never infinite.
    static func decimal(_ text: String) -> Value? {
        var digits = text.utf8[...]
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
        guard digits.count <= 300, let first = digits.first, let last = digits.last, isDigit(first), isDigit(last)
        else { return nil }
        guard digits.allSatisfy({ isDigit($0) || $0 == 0x2E }), digits.count(where: { $0 == 0x2E }) <= 1 else {
            return nil
        }
        if let integer = Int64(text) { return .integer(integer) }
        return Double(text).map(Value.real)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    // MARK: Outcomes

    private func compare(_ comparison: Comparison) -> Predicate { .compare(operand, comparison) }

    /// A path may lead to an object, whose text holds values that are masked by themselves: where any of the document
    /// is masked, nothing looks into text at a path.
    private func checkDocumentIsOpen(_ value: FilterValue) throws(FilterError) {
        guard kind == .json, term.context.maskedJSON(column, []) != .open else { return }
        throw FilterError(.masked(field: term.typedName(column)), range: value.range)
    }

    private func contains(_ text: String, _ value: FilterValue) throws(FilterError) -> Predicate {
        if term.isWriting { throw FilterError(.tooLooseForWriting(.contains), range: value.range) }
        try checkDocumentIsOpen(value)
        return compare(.contains(text))
    }

    private func invalid(
        _ text: String, _ expected: FilterError.Expected, _ value: FilterValue, suggestion: String? = nil,
        valid: [String] = []
    ) -> FilterError {
        FilterError(
            .invalidValue(text, field: column.name, expected: expected), range: value.range, suggestion: suggestion,
            valid: valid)
    }

    private func notAllowed(_ mark: String, _ value: FilterValue) -> FilterError {
        FilterError(.operatorNotAllowed(mark, field: column.name), range: value.range)
    }
}
