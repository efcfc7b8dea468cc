import TenantDomain

/// Which sources answer a filter, and how each is asked.
struct TimelineFilter: Sendable {
    struct Asked: Sendable {
        let source: TimelineSource
        let predicate: Predicate
    }

    /// The filter in canonical spelling.
    let text: String
    let asked: [Asked]
    /// Sources that lack a field of the filter, or a tenant where one is asked for.
    let leftOut: [String]
    /// Before when terms on hours and days of the week find nothing although no `since:` says so.
    let clockFloor: Int64?

    init(
        _ written: TrailExpression, tenant: TenantMatch?, sources: [TimelineSource], session: ConsoleSession
    ) throws(ConsoleError) {
        text = written.text
        let text = written.typed
        let expression = written.expression
        let names = sources.map(\.name)
        let choice = Self.choice(expression)
        var asked: [Asked] = []
        var leftOut: [String] = []
        var failure: FilterError?
        for source in sources {
            guard source.isPaged else {
                leftOut.append(source.name)
                continue
            }
            do {
                if let choice {
                    // Before anything else is looked up for a source that is not meant.
                    func holds(_ name: String) throws(FilterError) -> Bool {
                        !Self.isNothing(try Self.resolve(choice, source, as: name, names, session))
                    }
                    if try !holds(source.name) {
                        var isUnasked = false
                        for other in names where other != source.name && !isUnasked { isUnasked = try holds(other) }
                        if !isUnasked { leftOut.append(source.name) }
                        continue
                    }
                }
                var predicate = try Self.resolve(expression, source, as: source.name, names, session)
                if Self.isNothing(predicate) {
                    var isUnasked = false
                    for other in names where other != source.name && !isUnasked {
                        isUnasked = !Self.isNothing(try Self.resolve(expression, source, as: other, names, session))
                    }
                    if !isUnasked { leftOut.append(source.name) }
                    continue
                }
                if let tenant {
                    guard let scope = source.scope(toTenant: tenant.id, session.registry) else {
                        leftOut.append(source.name)
                        continue
                    }
                    predicate = scope.and(predicate)
                }
                asked.append(Asked(source: source, predicate: predicate))
            } catch {
                switch error.problem {
                case .tooManyValues: throw ConsoleError(error, text: text)
                // What the persona may not ask is said before what a source lacks.
                case .masked, .secret:
                    if failure?.isRefusal != true { failure = error }
                default: failure = failure ?? error
                }
                leftOut.append(source.name)
            }
        }
        if asked.isEmpty, let failure { throw ConsoleError(failure, text: text) }
        self.asked = asked
        self.leftOut = leftOut
        clockFloor = asked.first.flatMap { Self.clockFloor(expression, $0.source, session) }
    }

    private init(text: String, asked: [Asked], leftOut: [String], clockFloor: Int64?) {
        self.text = text
        self.asked = asked
        self.leftOut = leftOut
        self.clockFloor = clockFloor
    }

    /// The same sources asked in other words.
    func mapping(_ predicate: (Asked) -> Predicate) -> TimelineFilter {
        TimelineFilter(
            text: text, asked: asked.map { Asked(source: $0.source, predicate: predicate($0)) }, leftOut: leftOut,
            clockFloor: clockFloor)
    }

    private static func clockFloor(
        _ expression: FilterExpression, _ source: TimelineSource, _ session: ConsoleSession
    ) -> Int64? {
        var context = session.filterContext()
        context.audit = source.auditMap(sources: [source.name])
        let resolver = FilterResolver(source.filterFields, context: context)
        let whole = try? TrailExpression.expanded(expression, session) { (part) throws(FilterError) in
            _ = try resolver.resolve(part)
        }
        return whole.flatMap(resolver.clockFloor)
    }

    /// The terms that every row must satisfy and that say which sources are meant; nil where there are none.
    private static func choice(_ expression: FilterExpression) -> FilterExpression? {
        let parts = if case .all(let parts) = expression { parts } else { [expression] }
        let terms = parts.filter { part in
            let inner = if case .not(let inner, _) = part { inner } else { part }
            guard case .term(let term) = inner, case .field(let field, _, _) = term.content else { return false }
            return field.parts.count == 1 && field.text.lowercased() == "source"
        }
        return terms.isEmpty ? nil : .all(terms)
    }

    private static func resolve(
        _ expression: FilterExpression, _ source: TimelineSource, as name: String, _ names: [String],
        _ session: ConsoleSession
    ) throws(FilterError) -> Predicate {
        var map = source.auditMap(sources: names)
        map.source = name
        var context = session.filterContext()
        context.audit = map
        let resolver = FilterResolver(source.filterFields, context: context)
        let whole = try TrailExpression.expanded(expression, session) { (part) throws(FilterError) in
            _ = try resolver.resolve(part)
        }
        return try resolver.resolve(whole)
    }

    /// Whether no row can satisfy the predicate, as far as its shape tells.
    static func isNothing(_ predicate: Predicate) -> Bool {
        switch predicate {
        case .all(let parts): parts.contains(where: isNothing)
        case .any(let parts): parts.allSatisfy(isNothing)
        case .not, .compare, .related, .key: false
        }
    }

    // MARK: Time

    /// The stretch of time that every row of the predicate lies in, as far as its outermost terms tell.
    static func bounds(_ predicate: Predicate, time: ColumnPath) -> (lower: Int64?, upper: Int64?) {
        switch predicate {
        case .all(let parts):
            var result: (lower: Int64?, upper: Int64?) = (nil, nil)
            for part in parts {
                let inner = bounds(part, time: time)
                if let lower = inner.lower { result.lower = max(result.lower ?? lower, lower) }
                if let upper = inner.upper { result.upper = min(result.upper ?? upper, upper) }
            }
            return result
        case .compare(let operand, let comparison) where operand.path == time && operand.jsonPath.isEmpty:
            switch comparison {
            case .greater(let value), .greaterOrEqual(let value): return (instant(value), nil)
            case .less(let value), .lessOrEqual(let value): return (nil, instant(value))
            case .between(let low, let high): return (instant(low), instant(high))
            default: return (nil, nil)
            }
        case .any, .not, .compare, .related, .key: return (nil, nil)
        }
    }

    private static func instant(_ value: Value) -> Int64? {
        switch value {
        case .text(let text): TimeText.parse(text.utf8)
        case .integer(let number): StoredTime.instant(number)
        case .null, .real, .bytes: nil
        }
    }
}

extension FilterError {
    /// Whether it is the persona who may not ask.
    fileprivate var isRefusal: Bool {
        switch problem {
        case .masked, .secret: true
        default: false
        }
    }
}
