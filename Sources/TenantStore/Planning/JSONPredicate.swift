import TenantDomain

extension SelectContext {
    /// The value at a path inside a JSON column, as text (or as a number where `numeric`), null where the path leads
    /// nowhere, to JSON null, or the text is no JSON.
    mutating func jsonOperand(_ column: Resolved, keys: [String], numeric: Bool) -> String {
        switch dialect {
        case .postgres:
            let path = "CAST(\(bind(.text(Self.arrayLiteral(keys)))) AS text[])"
            let document = "CAST(\(column.sql) AS jsonb)"
            guard numeric else { return "(\(document) #>> \(path))" }
            return "CASE jsonb_typeof(\(document) #> \(path)) WHEN 'number' "
                + "THEN CAST(\(document) #>> \(path) AS numeric) END"
        case .sqlite:
            let x = column.sql
            let values = Self.sqlitePaths(keys).map { path in
                let path = bind(.text(path))
                return numeric
                    ? "CASE WHEN json_type(\(x), \(path)) IN ('integer', 'real') THEN json_extract(\(x), \(path)) END"
                    : "CASE json_type(\(x), \(path)) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
                        + "ELSE CAST(json_extract(\(x), \(path)) AS TEXT) END"
            }
            let value = values.count == 1 ? values[0] : "coalesce(" + values.joined(separator: ", ") + ")"
            return "CASE WHEN json_valid(\(x)) THEN \(value) END"
        }
    }

    /// Whether two JSON columns differ at a path; absent and null are the same.
    mutating func changed(_ left: Resolved, _ right: Resolved, keys: [String]) -> String {
        switch dialect {
        case .postgres:
            let path = "CAST(\(bind(.text(Self.arrayLiteral(keys)))) AS text[])"
            return "(CAST(\(left.sql) AS jsonb) #>> \(path)) IS DISTINCT FROM (CAST(\(right.sql) AS jsonb) #>> \(path))"
        case .sqlite:
            let paths = Self.sqlitePaths(keys).map { bind(.text($0)) }
            func value(_ x: String) -> String {
                let values = paths.map { "nullif(\(x) -> \($0), 'null')" }
                let value = values.count == 1 ? values[0] : "coalesce(" + values.joined(separator: ", ") + ")"
                return "CASE WHEN json_valid(\(x)) THEN \(value) END"
            }
            return "\(value(left.sql)) IS NOT \(value(right.sql))"
        }
    }

    /// `{"a","0"}` with quotes and backslashes escaped.
    static func arrayLiteral(_ keys: [String]) -> String {
        let items = keys.map { key in
            var item = "\""
            for scalar in key.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { item += "\\" }
                item.unicodeScalars.append(scalar)
            }
            return item + "\""
        }
        return "{" + items.joined(separator: ",") + "}"
    }

    /// `$."a"[0]` and, since digits may also be a key, `$."a"."0"`.
    static func sqlitePaths(_ keys: [String]) -> [String] {
        func path(digitsArePositions: Bool) -> String {
            var path = "$"
            for key in keys {
                let isDigits = !key.isEmpty && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
                path += digitsArePositions && isDigits ? "[\(key)]" : ".\"\(key)\""
            }
            return path
        }
        let positions = path(digitsArePositions: true)
        let names = path(digitsArePositions: false)
        return positions == names ? [positions] : [positions, names]
    }
}
