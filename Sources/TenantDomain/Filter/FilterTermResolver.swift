/// Resolves one term.
struct FilterTermResolver {
    /// At most this many columns are searched for a bare word.
    static let searchLimit = 8

    let resolver: FilterResolver
    let term: FilterTerm
    let isWriting: Bool
    /// What the terms beside this one leave of time.
    var stretch = FilterStretch()

    var context: FilterContext { resolver.context }
    var resource: Resource { resolver.resource }
    var times: FilterTimeReader { FilterTimeReader(now: context.now, zone: context.zone) }

    func predicate() throws(FilterError) -> Predicate {
        switch term.content {
        case .word(let value): return try word(value)
        case .field(let field, let sign, let values):
            if let audit = context.audit,
                let predicate = try auditPredicate(audit, field: field, sign: sign, values: values)
            {
                return predicate
            }
            guard let (column, path) = resolver.fields.column(field) else { throw unknownField(field) }
            if let audit = context.audit, !path.isEmpty, isDocument(column) {
                return try document(column, path: path, audit, field: field, sign: sign, values: values)
            }
            return try predicate(column, path: path, field: field, sign: sign, values: values)
        }
    }

    /// The comparison of a column with any of the values, read as the column's own kind unless one is given.
    func predicate(
        _ column: ResourceColumn, path: [String] = [], as kind: FilterFieldKind? = nil, field: FilterField,
        sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        if column.path != nil { try checkAccess(column, path: path, field: field, sign: sign, values: values) }
        return try compared(column, path: path, as: kind, field: field, sign: sign, values: values)
    }

    /// The comparison, without asking whether this persona may make it.
    ///
    /// - Parameter isDocument: whether the column is read as JSON whatever its type.
    func compared(
        _ column: ResourceColumn, path: [String] = [], as kind: FilterFieldKind? = nil, isDocument: Bool = false,
        field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) -> Predicate {
        guard let stored = column.path else {
            throw FilterError(
                .computedField(column.name), range: field.range, valid: resolver.fields.filterable)
        }
        let type: ColumnType = isDocument ? .json : column.type
        guard path.isEmpty || type == .json else {
            throw FilterError(.notJSON(field: column.name), range: field.range, suggestion: column.name)
        }
        let comparer = FilterColumnTerm(
            term: self, column: column, operand: Operand(stored, type: type, jsonPath: path),
            kind: kind ?? (isDocument ? .json : FilterFieldKind(column, in: resource)), sign: sign.kind)
        if sign.kind.isOrder {
            guard values.count == 1 else {
                throw FilterError(.listNotAllowed(field: column.name), range: term.range)
            }
            return try comparer.order(values[0])
        }
        var parts: [Predicate] = []
        for value in values { parts.append(try comparer.match(value)) }
        return .alternative(parts)
    }

    // MARK: Masks

    private func checkAccess(
        _ column: ResourceColumn, path: [String], field: FilterField, sign: FilterOperator, values: [FilterValue]
    ) throws(FilterError) {
        var access = context.access(column)
        if access == .open, column.type == .json || isDocument(column) {
            access = context.maskedJSON(column, path)
        }
        switch access {
        case .open: return
        case .closed: throw FilterError(.secret(field: typedName(column)), range: field.range)
        case .wholeValue:
            guard isWholeValue(sign, values) else {
                throw FilterError(.masked(field: typedName(column)), range: term.range)
            }
        }
    }

    /// The field as it was typed: what a message about a column calls it.
    func typedName(_ column: ResourceColumn) -> String {
        if case .field(let field, _, _) = term.content { field.text } else { column.name }
    }

    // MARK: Names

    func unknownField(_ field: FilterField) -> FilterError {
        let own = resolver.fields.filterable
        let names = context.audit == nil ? own : own + FilterAuditField.allCases.map(\.rawValue)
        let first = field.parts.first ?? ""
        let nearest =
            NearestWord.find(field.text, among: names) ?? NearestWord.find(first, among: names)
            ?? NearestWord.find(first, among: context.aliases.keys.sorted())
        return FilterError(
            .unknownField(field.text), range: field.range, suggestion: nearest, valid: unique(names))
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    // MARK: Bare words

    private func word(_ value: FilterValue) throws(FilterError) -> Predicate {
        if isWriting { throw FilterError(.tooLooseForWriting(.bareWord), range: term.range) }
        let text: String
        let comparison: Comparison
        switch value.form {
        case .text(let word): (text, comparison) = (word, .contains(word))
        case .prefix(let word): (text, comparison) = (word, .hasPrefix(word))
        case .range, .null, .anything: throw FilterError(.nothingToSearch, range: term.range)
        }
        var parts = identityMatches(text, form: value.form)
        let columns = searchColumns
        for column in columns {
            guard let path = column.path else { continue }
            let operand = Operand(path, type: column.type)
            if column.allowedValues.isEmpty {
                parts.append(.compare(operand, comparison))
            } else {
                let found = column.allowedValues.filter { FilterEvaluator.matches($0, comparison) }
                if !found.isEmpty { parts.append(.compare(operand, .oneOf(found.map(Value.text)))) }
            }
        }
        for column in documents {
            if let path = column.path { parts.append(.compare(Operand(path, type: column.type), comparison)) }
        }
        guard !parts.isEmpty else {
            throw FilterError(.nothingToSearch, range: term.range, valid: resolver.fields.filterable)
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// Open text columns: the label first, own columns before joined ones, closed lists of values last.
    var searchColumns: [ResourceColumn] {
        let open = resource.columns.filter { column in
            column.path != nil && column.type == .text && column.references == nil
                && context.access(column) == .open && !isDocument(column)
        }
        func rank(_ column: ResourceColumn) -> Int {
            if column.name == resource.label { return 0 }
            return (column.path?.hops.isEmpty == true ? 1 : 2) + (column.allowedValues.isEmpty ? 0 : 2)
        }
        return (0...4).flatMap { wanted in open.filter { rank($0) == wanted } }.prefix(Self.searchLimit).map { $0 }
    }

    /// The documents of an audit entry, where the persona may look through all of them.
    private var documents: [ResourceColumn] {
        guard let audit = context.audit else { return [] }
        return [part(audit.before), part(audit.after)].compactMap { $0 }.filter {
            context.access($0) == .open && context.maskedJSON($0, []) == .open
        }
    }

    /// A word that is a whole key also names the row itself.
    private func identityMatches(_ text: String, form: FilterValue.Form) -> [Predicate] {
        guard case .text = form else { return [] }
        var matches: [Predicate] = []
        for name in resource.identity {
            guard
                let column = resource.columns.first(where: { $0.path == ColumnPath(name) }),
                context.access(column) == .open, let value = keyValue(text, type: column.type)
            else { continue }
            let isWholeKey = resource.identity.count == 1
            matches.append(
                isWholeKey
                    ? .key([name], [value]) : .compare(Operand(ColumnPath(name), type: column.type), .equal(value)))
        }
        return matches
    }

    /// The text as a key of that type, nil where it cannot be one.
    func keyValue(_ text: String, type: ColumnType) -> Value? {
        switch type {
        case .integer: Int64(text).map(Value.integer)
        case .uuid, .text: UUIDText.canonical(text).map(Value.text)
        default: nil
        }
    }
}

/// UUIDs as text.
package enum UUIDText {
    /// The UUID in lower case with dashes, nil where the text is none; dashes may be left out, braces are not read.
    package static func canonical(_ text: String) -> String? {
        guard let digits = digits(text), digits.count == 32 else { return nil }
        return dashed(digits)
    }

    /// The smallest and largest UUID that start with the text, nil where none can.
    package static func bounds(prefix text: String) -> (String, String)? {
        guard let digits = digits(text), !digits.isEmpty, digits.count <= 32 else { return nil }
        func filled(_ byte: UInt8) -> String {
            dashed(digits + [UInt8](repeating: byte, count: 32 - digits.count))
        }
        return (filled(UInt8(ascii: "0")), filled(UInt8(ascii: "f")))
    }

    /// The digits in lower case; nil where anything stands between them but dashes at their places.
    private static func digits(_ text: String) -> [UInt8]? {
        let bytes = Array(CaseFolding.lowerASCII(text).utf8)
        guard bytes.count <= 36, bytes.allSatisfy({ IPNetwork.hexadecimal($0) || $0 == 0x2D }) else { return nil }
        let hasDashes = bytes.contains(0x2D)
        let isPlaced = bytes.indices.allSatisfy { (bytes[$0] == 0x2D) == [8, 13, 18, 23].contains($0) }
        return !hasDashes || isPlaced ? bytes.filter { $0 != 0x2D } : nil
    }

    private static func dashed(_ digits: [UInt8]) -> String {
        var output: [UInt8] = []
        for (index, byte) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { output.append(0x2D) }
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
