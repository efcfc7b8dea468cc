/// What rows must satisfy, resolved against a catalog: no names left to look up, no text left to parse.
///
/// Comparisons with null are never true (as in SQL); `not` means "is not true", so that rows with null in the column
/// are kept by a negated term on both engines.
package indirect enum Predicate: Sendable, Equatable {
    case all([Predicate])
    case any([Predicate])
    case not(Predicate)
    case compare(Operand, Comparison)
    /// Some row along the hops (to-one or to-many) satisfies the inner predicate.
    case related([Hop], Predicate)
    /// The row's key equals these values, in key order.
    case key([String], [Value])

    package static let everything = Predicate.all([])
    package static let nothing = Predicate.any([])

    /// Both, without nesting conjunctions.
    package func and(_ other: Predicate) -> Predicate {
        switch (self, other) {
        case (.all(let left), .all(let right)): .all(left + right)
        case (.all(let left), _): .all(left + [other])
        case (_, .all(let right)): .all([self] + right)
        default: .all([self, other])
        }
    }
}

/// What a comparison looks at.
///
/// With a JSON path the operand is the scalar at that path as text: strings unquoted, numbers as written, `true`,
/// `false`; null where the path leads nowhere or to JSON null, or the text is no JSON. Where `type` is numeric it is
/// the number there, and null where there is no number.
package struct Operand: Sendable, Equatable, Hashable {
    package let path: ColumnPath
    package let type: ColumnType
    /// Keys and array positions inside a JSON column; empty for the column itself.
    package let jsonPath: [String]

    package init(_ path: ColumnPath, type: ColumnType, jsonPath: [String] = []) {
        self.path = path
        self.type = type
        self.jsonPath = jsonPath
    }
}

/// How an operand is compared. A null operand satisfies only `isNull`; a null bound value satisfies nothing.
///
/// What the planner writes for each case, with `x` the operand:
/// - Text without regard to case (`equalIgnoringCase`, `contains`, `hasPrefix`): ASCII folded by the engine, SQLite
///   `x LIKE ? ESCAPE '\'`, PostgreSQL `x COLLATE "C" ILIKE ? ESCAPE '\'`, once for each of
///   `CaseFolding.variants(of:)` joined by OR; `%`, `_` and `\` of the needle escaped. Other types are compared as
///   the text the engine casts them to. `FilterEvaluator` is the reference. Where an index on `lower(x)` is there,
///   `lower(x) = lower(?)` goes before, which it serves.
/// - `equal`, orders and `between` on text: by the column's own collation (SQLite BINARY unless declared otherwise),
///   so that its index serves them.
/// - Numbers: `.integer`, `.real`, and for `numeric` also `.text` of plain decimal digits, compared as numbers.
/// - Booleans: `.integer(0)` and `.integer(1)`.
/// - Timestamps: `.text` in ISO 8601, UTC, six digits, `Z`; dates `.text("2026-11-01")`.
/// - UUIDs: `.text` in lower case; beside it in `oneOf` as typed where that differs.
package enum Comparison: Sendable, Equatable {
    case isNull
    case isNotNull
    case equal(Value)
    case oneOf([Value])
    case equalIgnoringCase(String)
    case contains(String)
    /// On a UUID (SQLite only; elsewhere `between` says it) and on addresses an index can serve it as a range.
    case hasPrefix(String)
    case less(Value)
    case lessOrEqual(Value)
    case greater(Value)
    case greaterOrEqual(Value)
    /// Inclusive at both ends.
    case between(Value, Value)
    /// The address lies in the network (`10.8.0.0/16`); a column of text is compared by patterns, with IPv6 prefixes
    /// only at multiples of 16 bits.
    case inNetwork(String)
    /// The two JSON documents (audit `new_data` against `old_data`) differ in this key of the object at the operand's
    /// JSON path; absent and JSON null are the same. Never null itself: two null documents do not differ.
    case changed(against: ColumnPath, key: String)
}
