/// Terms about when in the day and week something happened, and what its actor is today.
extension FilterTermResolver {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// `hours:20..6`: between these hours of the zone's clock, past midnight where the first is the later one.
    func hours(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        var spans: [(from: Int64, to: Int64)] = []
        for value in values {
            guard sign.kind == .has, case .range(let low?, let high?) = value.form else {
                throw FilterError(.operatorNotAllowed(mark(value, sign), field: field.text), range: value.range)
            }
            guard let from = Int64(low), let to = Int64(high), (0...24).contains(from), (0...24).contains(to),
                from != to
            else {
                throw FilterError(
                    .invalidValue("\(low)..\(high)", field: field.text, expected: .integer), range: value.range,
                    suggestion: "20..6")
            }
            spans.append((from, from < to ? to : to + 24))
        }
        return try days(audit, field: field, values: values) { _ in
            spans.map { ($0.from * CivilCalendar.hour, $0.to * CivilCalendar.hour) }
        }
    }

    /// `weekday:sat,sun`.
    func weekday(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        var wanted: Set<Int64> = []
        for (text, value) in try texts(field, sign: sign, values: values) {
            let folded = CaseFolding.lowerASCII(text)
            guard folded.utf8.count >= 3, let place = Self.weekdays.firstIndex(where: { folded.hasPrefix($0) }) else {
                throw FilterError(
                    .unknownValue(text, field: field.text), range: value.range,
                    suggestion: NearestWord.find(folded, among: Self.weekdays), valid: Self.weekdays)
            }
            wanted.insert(Int64(place))
        }
        return try days(audit, field: field, values: values) { day in
            // 1970-01-01 was a Thursday.
            let weekday = (((day + 3) % 7) + 7) % 7
            return wanted.contains(weekday) ? [(from: Int64(0), to: CivilCalendar.day)] : []
        }
    }

    /// - Parameter spans: the stretches of a civil day that count, from its midnight.
    private func days(
        _ audit: AuditFieldMap, field: FilterField, values: [FilterValue],
        _ spans: (Int64) -> [(from: Int64, to: Int64)]
    ) throws(FilterError) -> Predicate {
        guard let column = part(audit.time) else { return .nothing }
        let place = values.first?.range ?? term.range
        let window = ClockWindow(stretch, context)
        var stretches: [(from: Int64, to: Int64)] = []
        // The day before: what begins there may end past midnight.
        for day in (window.firstDay - 1)...window.lastDay {
            for span in spans(day) {
                let from = max(window.from, context.zone.utc(day * CivilCalendar.day + span.from))
                let to = context.zone.utc(day * CivilCalendar.day + span.to)
                if to <= from { continue }
                if let last = stretches.last, last.to == from {
                    stretches[stretches.count - 1].to = to
                } else {
                    stretches.append((from, to))
                }
            }
        }
        var ranges: [Predicate] = []
        for stretch in stretches {
            var ends: [Predicate] = []
            for (kind, end) in [(FilterOperator.Kind.greaterOrEqual, stretch.from), (.less, stretch.to)] {
                let value = FilterValue(.text(CivilCalendar.timestampText(end)), range: place)
                ends.append(try predicate(column, field: field, sign: FilterOperator(kind), values: [value]))
            }
            ranges.append(.all(ends))
        }
        return .alternative(ranges)
    }

    /// `member:suspended`: by the status of the actor's membership in the entry's tenant as it is now; `none` where there
    /// is no membership, which does not say that there ever was one.
    func member(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard let membership = audit.membership, let actor = part(audit.actor), let path = actor.path,
            let tenant = part(audit.tenant), let scope = tenant.path
        else { return .nothing }
        var alternatives: [Predicate] = []
        for (text, _) in try texts(field, sign: sign, values: values) {
            if let status = membership.status {
                alternatives.append(.related([membership.hop], .compare(status, .equalIgnoringCase(text))))
            }
            guard CaseFolding.lowerASCII(text) == "none" else { continue }
            alternatives.append(
                .all([
                    .compare(Operand(path, type: actor.type), .isNotNull),
                    .compare(Operand(scope, type: tenant.type), .isNotNull),
                    .not(.related([membership.hop], .everything)),
                ]))
        }
        return .alternative(alternatives)
    }
}

/// A time as a filter writes it, read outside a filter.
package enum FilterClock {
    /// The instant that `7d`, `yesterday`, `03:00` or an ISO time begins at; nil where the text is no time.
    package static func instant(_ text: String, now: Int64, zone: FilterZone) -> Int64? {
        FilterTimeReader(now: now, zone: zone).read(text)?.start
    }
}
