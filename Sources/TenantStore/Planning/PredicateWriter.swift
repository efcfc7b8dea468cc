import TenantDomain

extension SelectContext {
    /// Values in one `oneOf` or key list.
    static let valueLimit = 10_000

    /// The predicate as an SQL condition over the scope, joining what its paths need.
    mutating func condition(_ predicate: Predicate, in scope: inout SelectScope) throws(PlanningError) -> String {
        switch predicate {
        case .all(let parts):
            return try combine(parts, " AND ", empty: "TRUE", in: &scope)
        case .any(let parts):
            return try combine(parts, " OR ", empty: "FALSE", in: &scope)
        case .not(let inner):
            return "(\(try condition(inner, in: &scope))) IS NOT TRUE"
        case .compare(let operand, let comparison):
            return try compare(operand, comparison, in: &scope)
        case .related(let hops, let inner):
            return try related(hops[...], inner, in: &scope)
        case .key(let columns, let values):
            return try key(columns, values, in: &scope)
        }
    }

    private mutating func combine(
        _ parts: [Predicate], _ word: String, empty: String, in scope: inout SelectScope
    ) throws(PlanningError) -> String {
        var conditions: [String] = []
        for part in parts { conditions.append(try condition(part, in: &scope)) }
        switch conditions.count {
        case 0: return empty
        case 1: return conditions[0]
        default: return "(" + conditions.joined(separator: word) + ")"
        }
    }

    private mutating func key(
        _ columns: [String], _ values: [Value], in scope: inout SelectScope
    ) throws(PlanningError) -> String {
        guard !columns.isEmpty, columns.count == values.count else {
            throw .unevenKey(scope.relation.name, columns)
        }
        var conditions: [String] = []
        for (column, value) in zip(columns, values) {
            let resolved = try resolve(ColumnPath(column), in: &scope)
            conditions.append(value.isNull ? "\(resolved.sql) IS NULL" : "\(resolved.sql) = \(bind(value))")
        }
        return conditions.count == 1 ? conditions[0] : "(" + conditions.joined(separator: " AND ") + ")"
    }

    /// Some row along the hops: `IN` over one column, which both engines turn into a lookup, `EXISTS` over several.
    private mutating func related(
        _ hops: ArraySlice<Hop>, _ inner: Predicate, in scope: inout SelectScope
    ) throws(PlanningError) -> String {
        guard let hop = hops.first else { return try condition(inner, in: &scope) }
        var target = try self.scope(hop.target)
        try hop.check(from: scope.relation, to: target.relation)
        let rest = try related(hops.dropFirst(), inner, in: &target)
        let filter = rest == "TRUE" ? "" : " AND \(rest)"
        let from = try target.fromClause()
        if hop.columns.count == 1 {
            let column = "\(scope.alias).\(try SQLWriter.quote(hop.columns[0]))"
            let targetColumn = "\(target.alias).\(try SQLWriter.quote(hop.targetColumns[0]))"
            let filter = rest == "TRUE" ? "" : " WHERE \(rest)"
            return "\(column) IN (SELECT \(targetColumn) FROM \(from)\(filter))"
        }
        return "EXISTS (SELECT 1 FROM \(from) WHERE \(try hop.condition(from: scope.alias, to: target.alias))\(filter))"
    }

    private mutating func compare(
        _ operand: Operand, _ comparison: Comparison, in scope: inout SelectScope
    ) throws(PlanningError) -> String {
        let resolved = try resolve(operand.path, in: &scope)
        if case .changed(let against, let key) = comparison {
            let other = try resolve(against, in: &scope)
            return changed(resolved, other, keys: operand.jsonPath + [key])
        }
        if !operand.jsonPath.isEmpty {
            let sql = jsonOperand(resolved, keys: operand.jsonPath, numeric: operand.type.isNumeric)
            let type: ColumnType = operand.type.isNumeric ? .real : .text
            return try compare(ComparedExpression(sql: sql, type: type, isText: !operand.type.isNumeric), comparison)
        }
        let left = ComparedExpression(resolved, type: operand.type, dialect: dialect)
        if case .equalIgnoringCase(let text) = comparison, operand.type == .text,
            resolved.relation.isIndexedInLowerCase(resolved.column.name)
        {
            return "(\(lowerCase(left, text)) AND \(try compare(left, comparison)))"
        }
        return try compare(left, comparison)
    }

    /// What an index on the column in lower case finds rows by; the comparison itself decides.
    private mutating func lowerCase(_ left: ComparedExpression, _ text: String) -> String {
        let spellings = CaseFolding.variants(of: text).map { spelling in
            let placeholder = bind(.text(spelling))
            return dialect == .postgres ? "lower(CAST(\(placeholder) AS text))" : "lower(\(placeholder))"
        }
        return spellings.count == 1
            ? "lower(\(left.plain)) = \(spellings[0])"
            : "lower(\(left.plain)) IN (\(spellings.joined(separator: ", ")))"
    }

    private mutating func compare(
        _ left: ComparedExpression, _ comparison: Comparison
    ) throws(PlanningError) -> String {
        let x = left.sql
        switch comparison {
        case .isNull: return "\(left.plain) IS NULL"
        case .isNotNull: return "\(left.plain) IS NOT NULL"
        case .equal(let value): return value.isNull ? "FALSE" : "\(x) = \(bind(value, for: left))"
        case .less(let value): return value.isNull ? "FALSE" : "\(x) < \(bind(value, for: left))"
        case .lessOrEqual(let value): return value.isNull ? "FALSE" : "\(x) <= \(bind(value, for: left))"
        case .greater(let value): return value.isNull ? "FALSE" : "\(x) > \(bind(value, for: left))"
        case .greaterOrEqual(let value): return value.isNull ? "FALSE" : "\(x) >= \(bind(value, for: left))"
        case .between(let low, let high):
            guard !low.isNull, !high.isNull else { return "FALSE" }
            return "\(x) BETWEEN \(bind(low, for: left)) AND \(bind(high, for: left))"
        case .oneOf(let values):
            let values = values.filter { !$0.isNull }
            guard values.count <= Self.valueLimit else {
                throw .tooManyValues(values.count, limit: Self.valueLimit)
            }
            guard !values.isEmpty else { return "FALSE" }
            return "\(x) IN (" + values.map { bind($0, for: left) }.joined(separator: ", ") + ")"
        case .equalIgnoringCase(let text):
            return like(left, CaseFolding.variants(of: text).map(LikePattern.escape))
        case .contains(let text):
            return like(left, CaseFolding.variants(of: text).map { "%" + LikePattern.escape($0) + "%" })
        case .hasPrefix(let text):
            if left.type == .uuid, dialect == .sqlite { return identifierPrefix(left, text) }
            return like(left, CaseFolding.variants(of: text).map { LikePattern.escape($0) + "%" })
        case .inNetwork(let network):
            return try inNetwork(left, network)
        case .changed:
            return "FALSE"
        }
    }

    private mutating func bind(_ value: Value, for left: ComparedExpression) -> String {
        let placeholder = bind(left.normalized(value))
        return left.cast.map { "CAST(\(placeholder) AS \($0))" } ?? placeholder
    }

    /// LIKE folds ASCII case only on SQLite; PostgreSQL's ILIKE does the same under the C collation. Other letters
    /// match in the spellings that `CaseFolding` lists, on both engines.
    private mutating func like(_ left: ComparedExpression, _ patterns: [String]) -> String {
        let conditions = patterns.map { pattern in
            switch dialect {
            case .sqlite: "\(left.plain) LIKE \(bind(.text(pattern))) ESCAPE '\\'"
            case .postgres: "\(left.text) COLLATE \"C\" ILIKE \(bind(.text(pattern))) ESCAPE '\\'"
            }
        }
        return conditions.count == 1 ? conditions[0] : "(" + conditions.joined(separator: " OR ") + ")"
    }

    /// A prefix of an identifier as a range, which its index serves; both letter cases that identifiers come in.
    private mutating func identifierPrefix(_ left: ComparedExpression, _ prefix: String) -> String {
        let spellings = Set([prefix.lowercased(), prefix.uppercased()]).sorted(by: >)
        let ranges = spellings.map { spelling in
            // U+10FFFF sorts behind every character that may follow.
            "(\(left.sql) >= \(bind(.text(spelling))) AND \(left.sql) < \(bind(.text(spelling + "\u{10FFFF}"))))"
        }
        return ranges.count == 1 ? ranges[0] : "(" + ranges.joined(separator: " OR ") + ")"
    }

    private mutating func inNetwork(_ left: ComparedExpression, _ network: String) throws(PlanningError) -> String {
        if left.isNativeNetwork { return "\(left.sql) <<= CAST(\(bind(.text(network))) AS inet)" }
        guard let patterns = NetworkPatterns(network) else { throw .invalidNetwork(network) }
        var conditions: [String] = []
        for start in patterns.prefixes {
            // A range, not LIKE: addresses are ASCII and the index serves it. `/` and `;` follow `.` and `:`.
            let end = start.dropLast() + (start.hasSuffix(".") ? "/" : ";")
            conditions.append(
                "(\(left.text) >= \(bind(.text(start))) AND \(left.text) < \(bind(.text(String(end)))))")
        }
        if !patterns.addresses.isEmpty {
            conditions.append(
                "\(left.text) IN (" + patterns.addresses.map { bind(.text($0)) }.joined(separator: ", ") + ")")
        }
        for pattern in patterns.likes {
            let colons = "length(\(left.text)) - length(replace(\(left.text), ':', ''))"
            var condition = "\(left.text) LIKE \(bind(.text(pattern.pattern)))"
            if let most = pattern.mostColons { condition += " AND \(colons) <= \(most)" }
            conditions.append("(\(condition))")
        }
        return conditions.isEmpty ? "FALSE" : "(" + conditions.joined(separator: " OR ") + ")"
    }
}

/// The left side of a comparison: how it is spelled for order and equality, and how as text.
struct ComparedExpression {
    let sql: String
    /// The column itself, without a cast that would keep SQLite from its index or header.
    let plain: String
    let text: String
    let type: ColumnType
    let isNativeNetwork: Bool
    /// What bound values are cast to.
    let cast: String?

    init(_ resolved: SelectContext.Resolved, type: ColumnType, dialect: SQLDialect) {
        plain = resolved.sql
        self.type = type
        switch dialect {
        case .sqlite:
            text = resolved.sql
            isNativeNetwork = false
            let isCast = type == .numeric && resolved.column.affinity == .text
            sql = isCast ? "CAST(\(resolved.sql) AS NUMERIC)" : resolved.sql
            cast = isCast ? "NUMERIC" : nil
        case .postgres:
            let declared = resolved.column.declaredType
            let isText = declared == "text" || declared.hasPrefix("character varying") || declared.hasPrefix("varchar")
            text = isText ? resolved.sql : "CAST(\(resolved.sql) AS text)"
            isNativeNetwork = declared == "inet" || declared == "cidr"
            // What is typed need not be of the type's form: these are compared as they are shown.
            sql = [.json, .other, .array, .vector].contains(type) ? text : resolved.sql
            cast = nil
        }
    }

    init(sql: String, type: ColumnType, isText: Bool) {
        self.sql = sql
        plain = sql
        text = isText ? sql : "CAST(\(sql) AS text)"
        self.type = type
        isNativeNetwork = false
        cast = nil
    }

    /// Booleans are 0 and 1 on SQLite and anything PostgreSQL reads as a boolean there.
    func normalized(_ value: Value) -> Value {
        guard type == .boolean, case .text(let text) = value else { return value }
        switch text.lowercased() {
        case "true", "t", "yes", "1": return .integer(1)
        case "false", "f", "no", "0": return .integer(0)
        default: return value
        }
    }
}

/// Text as a LIKE pattern that matches only itself, with `\` as the escape.
enum LikePattern {
    static func escape(_ text: String) -> String {
        var pattern = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }
}
