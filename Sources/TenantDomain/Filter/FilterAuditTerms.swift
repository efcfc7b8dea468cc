/// The fields that every audit trail answers to, whatever its columns are called.
enum FilterAuditField: String, CaseIterable {
    case actor, action, table, id, tenant, changed, before, after, ip, since, until, source, lease, change, hours
    case weekday, member
}

extension FilterTermResolver {
    /// The term as an audit field; nil where the name is none of them. A part that this source lacks matches no row.
    func auditPredicate(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate? {
        guard let name = FilterAuditField(rawValue: CaseFolding.lowerASCII(field.parts.first ?? "")) else {
            return nil
        }
        let rest = Array(field.parts.dropFirst())
        guard rest.isEmpty || name == .before || name == .after else { return nil }
        func on(_ column: String?, as kind: FilterFieldKind? = nil) throws(FilterError) -> Predicate {
            guard let column = part(column) else { return .nothing }
            return try predicate(column, as: kind, field: field, sign: sign, values: values)
        }
        switch name {
        case .actor: return try actor(audit, field: field, sign: sign, values: values)
        case .action: return try action(audit, field: field, sign: sign, values: values)
        case .table:
            guard let column = part(audit.table) else { return .nothing }
            return try predicate(
                column, as: wholeText(audit.table), field: field, sign: sign, values: tables(values))
        case .id: return try on(audit.recordID, as: wholeText(audit.recordID))
        case .tenant: return try on(audit.tenant)
        case .before, .after:
            guard let column = part(name == .before ? audit.before : audit.after) else { return .nothing }
            return try document(column, path: rest, audit, field: field, sign: sign, values: values)
        case .changed: return try changed(audit, field: field, sign: sign, values: values)
        case .ip: return try address(audit, field: field, sign: sign, values: values)
        case .since, .until: return try bound(audit, name, field: field, sign: sign, values: values)
        case .source: return try source(audit, sign: sign, values: values)
        case .lease: return try on(audit.lease, as: wholeText(audit.lease))
        case .change: return try on(audit.change, as: wholeText(audit.change))
        case .hours: return try hours(audit, field: field, sign: sign, values: values)
        case .weekday: return try weekday(audit, field: field, sign: sign, values: values)
        case .member: return try member(audit, field: field, sign: sign, values: values)
        }
    }

    /// Plain text that is looked up whole, whatever its column is called.
    private func wholeText(_ name: String?) -> FilterFieldKind? {
        guard let column = part(name), FilterFieldKind(column, in: resource) == .text else { return nil }
        return .key
    }

    func part(_ name: String?) -> ResourceColumn? { name.flatMap(resolver.fields.column) }

    func texts(
        _ field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> [(text: String, value: FilterValue)] {
        var texts: [(String, FilterValue)] = []
        for value in values {
            guard case .text(let text) = value.form, !sign.kind.isOrder else {
                throw FilterError(.operatorNotAllowed(mark(value, sign), field: field.text), range: value.range)
            }
            texts.append((text, value))
        }
        return texts
    }

    func mark(_ value: FilterValue, _ sign: FilterOperator) -> String {
        switch value.form {
        case .prefix, .anything: "*"
        case .range: ".."
        case .null: "null"
        case .text: sign.kind.rawValue
        }
    }

    // MARK: Who

    /// By key, by the names of the row that the key means, or by the address written into the entry.
    private func actor(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        let key = part(audit.actor)
        let email = part(audit.actorEmail).flatMap { context.access($0) == .closed ? nil : $0 }
        guard !sign.kind.isOrder else {
            throw FilterError(.operatorNotAllowed(sign.kind.rawValue, field: field.text), range: term.range)
        }
        var alternatives: [Predicate] = []
        for value in values {
            let isNullTest = value.form == .null || value.form == .anything
            if let key, isNullTest || accepts(value, key) {
                alternatives.append(
                    try predicate(key, field: field, sign: sign, values: [value]))
            }
            if let email, key == nil || !isNullTest, let match = try written(email, sign: sign, value: value) {
                alternatives.append(match)
            }
        }
        return .alternative(alternatives)
    }

    /// Whether the value may be read as the key, or as a name of the row that it means.
    private func accepts(_ value: FilterValue, _ key: ResourceColumn) -> Bool {
        let names = key.references.flatMap(context.references)?.fields ?? []
        switch value.form {
        case .text(let text):
            return !names.isEmpty || (key.type != .uuid && key.type != .integer)
                || keyValue(text, type: key.type) != nil
        case .prefix(let text):
            return names.contains(where: \.isName) || key.type == .text
                || (key.type == .uuid && UUIDText.bounds(prefix: text) != nil)
        case .range, .null, .anything: return false
        }
    }

    private func written(
        _ email: ResourceColumn, sign: FilterOperator, value: FilterValue
    ) throws(FilterError) -> Predicate? {
        guard let path = email.path else { return nil }
        let operand = Operand(path, type: email.type)
        let isOpen = context.access(email) == .open
        switch value.form {
        case .text(let text):
            guard keyValue(text, type: .uuid) == nil else { return nil }
            let isWhole = !isOpen || isWriting || sign.kind == .equal || text.contains("@")
            return .compare(operand, isWhole ? .equalIgnoringCase(text) : .contains(text))
        case .prefix(let text):
            guard isOpen else { throw FilterError(.masked(field: email.name), range: value.range) }
            return .compare(operand, .hasPrefix(text))
        case .null: return .compare(operand, .isNull)
        case .anything: return .compare(operand, .isNotNull)
        case .range: throw FilterError(.operatorNotAllowed("..", field: email.name), range: value.range)
        }
    }

    // MARK: What

    /// Tables by whatever word names them, as the trail writes them; a word for none of them stays as it is.
    private func tables(_ values: [FilterValue]) -> [FilterValue] {
        values.flatMap { value in
            guard case .text(let text) = value.form else { return [value] }
            let names = context.tables(text)
            return names.isEmpty ? [value] : names.map { FilterValue(.text($0), range: value.range) }
        }
    }

    private func action(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard let column = part(audit.action), let path = column.path else { return .nothing }
        guard column.allowedValues.isEmpty, sign.kind == .has, context.access(column) == .open else {
            return try predicate(column, field: field, sign: sign, values: values)
        }
        var alternatives: [Predicate] = []
        for value in values {
            if case .text(let text) = value.form {
                alternatives.append(.compare(Operand(path, type: column.type), .equalIgnoringCase(text)))
            } else {
                alternatives.append(try predicate(column, field: field, sign: sign, values: [value]))
            }
        }
        return .alternative(alternatives)
    }

    /// `changed:role`, `changed:settings.theme`: the last part is the key, what comes before leads to its object.
    private func changed(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard let before = part(audit.before), let after = part(audit.after), let from = before.path,
            let to = after.path
        else { return .nothing }
        for column in [before, after] where context.access(column) != .open {
            throw FilterError(.masked(field: column.name), range: term.range)
        }
        var alternatives: [Predicate] = []
        for (text, value) in try texts(field, sign: sign, values: values) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard let key = parts.last, !parts.contains("") else {
                throw FilterError(.emptyPathPart, range: value.range)
            }
            let operand = Operand(to, type: after.type, jsonPath: Array(parts.dropLast()))
            alternatives.append(.compare(operand, .changed(against: from, key: key)))
        }
        return .alternative(alternatives)
    }

    // MARK: Where and when

    private func address(
        _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard let column = part(audit.address) else { return .nothing }
        // The column may be plain text: `:` reads it as an address whatever its type.
        let kind: FilterFieldKind? = sign.kind == .has ? .network : nil
        return try predicate(column, as: kind, field: field, sign: sign, values: values)
    }

    private func bound(
        _ audit: AuditFieldMap, _ name: FilterAuditField, field: FilterField, sign: FilterOperator,
        values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        let texts = try texts(field, sign: sign, values: values)
        guard texts.count == 1 else { throw FilterError(.listNotAllowed(field: field.text), range: term.range) }
        guard let time = times.read(texts[0].text) else {
            throw FilterError(
                .invalidValue(texts[0].text, field: field.text, expected: .time), range: texts[0].value.range,
                suggestion: times.nearest(texts[0].text),
                valid: FilterTimeReader.words)
        }
        guard let column = part(audit.time) else { return .nothing }
        let micros = CivilCalendar.timestampText(name == .since ? time.start : time.end)
        let sign: FilterOperator.Kind = name == .since ? .greaterOrEqual : .lessOrEqual
        return try predicate(
            column, field: field, sign: FilterOperator(sign),
            values: [FilterValue(.text(micros), range: texts[0].value.range)]
        )
    }

    private func source(
        _ audit: AuditFieldMap, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        var isHere = false
        for value in values {
            var comparison: Comparison
            switch value.form {
            case .text(let text):
                comparison = .equalIgnoringCase(text)
                let named = context.tables(text).first { audit.sources.contains($0) }
                if let named, !audit.sources.contains(where: { FilterEvaluator.matches($0, comparison) }) {
                    comparison = .equalIgnoringCase(named)
                }
            case .prefix(let text): comparison = .hasPrefix(text)
            case .anything: comparison = .isNotNull
            case .null, .range: comparison = .isNull
            }
            guard !sign.kind.isOrder, comparison != .isNull else {
                throw FilterError(.operatorNotAllowed(mark(value, sign), field: "source"), range: value.range)
            }
            guard audit.sources.contains(where: { FilterEvaluator.matches($0, comparison) }) else {
                let text = FilterFormatter.text(FilterTerm(.word(value)))
                throw FilterError(
                    .unknownValue(text, field: "source"), range: value.range,
                    suggestion: NearestWord.find(text, among: audit.sources), valid: audit.sources)
            }
            if let source = audit.source, FilterEvaluator.matches(source, comparison) { isHere = true }
        }
        return isHere ? .everything : .nothing
    }
}
