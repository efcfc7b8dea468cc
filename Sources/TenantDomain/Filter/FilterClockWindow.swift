/// What a filter's outermost terms leave of time: every row that satisfies it lies between.
struct FilterStretch: Equatable {
    var from: Int64?
    var to: Int64?

    /// The stretch as `since:` and `until:` beside each other narrow it.
    func narrowed(by parts: [FilterExpression], _ times: FilterTimeReader) -> FilterStretch {
        var result = self
        for part in parts {
            guard case .term(let term) = part, case .field(let field, _, let values) = term.content,
                values.count == 1, case .text(let text) = values[0].form, let time = times.read(text)
            else { continue }
            switch FilterAuditField(rawValue: CaseFolding.lowerASCII(field.text)) {
            case .since?: result.from = max(result.from ?? time.start, time.start)
            case .until?: result.to = min(result.to ?? time.end, time.end)
            default: break
            }
        }
        return result
    }
}

/// The days that `hours:` and `weekday:` look at: each is a range of its own on the time index, so that they are as
/// many as were asked for, up to a limit, and about a month where nothing says since when.
struct ClockWindow: Equatable {
    static let usualDays: Int64 = 31
    static let mostDays: Int64 = 400

    /// Nothing before this instant is found.
    let from: Int64
    let firstDay: Int64
    let lastDay: Int64
    /// Whether rows before `from` were asked for as well.
    let isCut: Bool

    init(_ stretch: FilterStretch, _ context: FilterContext) {
        func day(_ instant: Int64) -> Int64 {
            CivilCalendar.dayNumber(context.zone.civil(CivilCalendar.clamped(instant)))
        }
        let today = day(context.now)
        lastDay = stretch.to.map(day) ?? max(today, stretch.from.map(day) ?? today)
        let asked = stretch.from.map(day)
        let floor = lastDay - (asked == nil ? Self.usualDays : Self.mostDays)
        // Nothing lies between a beginning and an end before it.
        firstDay = min(lastDay, max(asked ?? floor, floor))
        isCut = asked.map { $0 < floor } ?? true
        let start = context.zone.utc(firstDay * CivilCalendar.day)
        from = isCut ? start : max(stretch.from ?? start, start)
    }
}

extension FilterExpression {
    /// Whether some term asks for hours or days of the week.
    var asksForClock: Bool {
        terms.contains { term in
            guard case .field(let field, _, _) = term.content else { return false }
            switch FilterAuditField(rawValue: CaseFolding.lowerASCII(field.text)) {
            case .hours?, .weekday?: return true
            default: return false
            }
        }
    }
}

extension FilterResolver {
    /// Before when terms on hours or days of the week find nothing although no `since:` says so; nil where they reach
    /// as far as was asked.
    package func clockFloor(_ expression: FilterExpression) -> Int64? {
        context.audit == nil ? nil : clockFloor(expression, FilterStretch())
    }

    private func clockFloor(_ expression: FilterExpression, _ stretch: FilterStretch) -> Int64? {
        switch expression {
        case .all(let parts):
            let inner = narrowed(stretch, by: parts)
            return parts.compactMap { clockFloor($0, inner) }.max()
        case .any(let parts): return parts.compactMap { clockFloor($0, stretch) }.max()
        case .not(let inner, _): return clockFloor(inner, stretch)
        case .term:
            guard expression.asksForClock else { return nil }
            let window = ClockWindow(narrowed(stretch, by: [expression]), context)
            return window.isCut ? window.from : nil
        }
    }

    func narrowed(_ stretch: FilterStretch, by parts: [FilterExpression]) -> FilterStretch {
        guard context.audit != nil else { return stretch }
        return stretch.narrowed(by: parts, FilterTimeReader(now: context.now, zone: context.zone))
    }

    /// The times that terms on the clock look at, as a condition: what they leave out is not the opposite of them.
    func clockLimits(_ stretch: FilterStretch) -> Predicate? {
        guard let name = context.audit?.time, let column = fields.column(name), let path = column.path else {
            return nil
        }
        let window = ClockWindow(stretch, context)
        guard window.isCut else { return nil }
        return .compare(
            Operand(path, type: column.type), .greaterOrEqual(.text(CivilCalendar.timestampText(window.from))))
    }
}
