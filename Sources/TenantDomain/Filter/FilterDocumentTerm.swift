/// Terms about a value inside an audit document: `before.role:viewer`, `after.config.theme:dark`.
extension FilterTermResolver {
    /// The comparison at the path, for documents of those tables only where this persona may ask it.
    ///
    /// - Throws: `masked` or `secret` where no table's documents may be asked.
    func document(
        _ column: ResourceColumn, path: [String], _ audit: AuditFieldMap, field: FilterField, sign: FilterOperator,
        values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard !path.isEmpty, context.access(column) == .open, let access = context.documents(path) else {
            return try predicate(column, path: path, field: field, sign: sign, values: values)
        }
        guard column.type == .json || column.type == .text else {
            throw FilterError(.notJSON(field: column.name), range: field.range, suggestion: "changed:\(dotted(path))")
        }
        // PostgreSQL has no cast that spares a text which is no JSON, and one such text would fail the whole query.
        guard column.type == .json || context.engine == .sqlite else {
            throw FilterError(
                .textDocument(field: column.name), range: field.range, suggestion: "changed:\(dotted(path))")
        }
        let isWhole = isWholeValue(sign, values)
        func answers(_ access: FilterAccess) -> Bool {
            switch access {
            case .open: true
            case .wholeValue: isWhole
            case .closed: false
            }
        }
        let isUsual = answers(access.otherwise)
        let others = access.tables.filter { answers($0.value) != isUsual }.keys.sorted()
        let table = part(audit.table)
        guard isUsual || (!others.isEmpty && table?.path != nil) else {
            throw FilterError(
                access.otherwise == .closed ? .secret(field: field.text) : .masked(field: field.text),
                range: access.otherwise == .closed ? field.range : term.range)
        }
        let found = try compared(column, path: path, isDocument: true, field: field, sign: sign, values: values)
        guard !others.isEmpty, let table, let name = table.path else { return found }
        let among = Predicate.compare(Operand(name, type: table.type), .oneOf(others.map(Value.text)))
        return .all([found, isUsual ? .not(among) : among])
    }

    /// Whether a column holds the documents of the trail, whatever its type.
    func isDocument(_ column: ResourceColumn) -> Bool {
        guard let audit = context.audit else { return false }
        return [audit.before, audit.after].contains { part($0)?.name == column.name }
    }

    /// Whether only whole values are asked for, or whether there is one.
    func isWholeValue(_ sign: FilterOperator, _ values: [FilterValue]) -> Bool {
        values.allSatisfy { value in
            switch value.form {
            case .null, .anything: true
            case .text: sign.kind == .equal
            case .prefix, .range: false
            }
        }
    }

    private func dotted(_ path: [String]) -> String { path.map(FilterText.quotingName).joined(separator: ".") }
}
