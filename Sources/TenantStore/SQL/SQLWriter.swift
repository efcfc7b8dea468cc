import TenantDomain

/// SQL text under construction with its bindings: the one place where identifiers are quoted and values are bound.
package struct SQLWriter: Sendable {
    package let dialect: SQLDialect
    package private(set) var sql = ""
    package private(set) var bindings: [Value] = []
    private var aliases = 0

    package init(dialect: SQLDialect) {
        self.dialect = dialect
        sql.reserveCapacity(512)
    }

    package mutating func append(_ text: String) {
        sql += text
    }

    /// Binds the value and returns its placeholder; the same placeholder may stand in the text more than once.
    package mutating func bind(_ value: Value) -> String {
        bindings.append(value)
        return switch dialect {
        case .sqlite: "?\(bindings.count)"
        case .postgres: "$\(bindings.count)"
        }
    }

    /// The column of the relation under the alias; one made of words as a CASE over what it is made of.
    package mutating func expression(of column: Column, alias: String) throws(PlanningError) -> String {
        guard let words = column.words else { return try "\(alias).\(Self.quote(column.name))" }
        // No test at all: a word that every row of the table has.
        if words.cases.isEmpty { return word(words.otherwise ?? "") }
        var text = "CASE"
        for part in words.cases {
            text += try " WHEN \(alias).\(Self.quote(part.column)) = \(bind(part.value)) THEN \(word(part.word))"
        }
        if let otherwise = words.otherwise { text += " ELSE \(word(otherwise))" }
        return text + " END"
    }

    private mutating func word(_ text: String) -> String {
        let placeholder = bind(.text(text))
        return dialect == .postgres ? "CAST(\(placeholder) AS text)" : placeholder
    }

    /// A table alias not used before in this statement.
    package mutating func nextAlias() -> String {
        defer { aliases += 1 }
        return "t\(aliases)"
    }

    /// The identifier between double quotes, as both engines read it whatever it holds; NUL cannot stand in SQL.
    package static func quote(_ identifier: String) throws(PlanningError) -> String {
        var quoted = "\""
        for scalar in identifier.unicodeScalars {
            if scalar == "\0" { throw .unquotable(identifier) }
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        quoted += "\""
        return quoted
    }

    /// `"schema"."name"`, the default schema left out.
    package static func quote(_ name: RelationName) throws(PlanningError) -> String {
        guard let schema = name.schema else { return try quote(name.name) }
        return try quote(schema) + "." + quote(name.name)
    }
}
