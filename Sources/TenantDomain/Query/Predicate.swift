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

/// How an operand is compared; text comparisons fold case alike on both engines (ASCII and the simple case folding
/// that the planner documents) unless `equal` is used.
package enum Comparison: Sendable, Equatable {
    case isNull
    case isNotNull
    case equal(Value)
    case oneOf([Value])
    case equalIgnoringCase(String)
    case contains(String)
    case hasPrefix(String)
    case less(Value)
    case lessOrEqual(Value)
    case greater(Value)
    case greaterOrEqual(Value)
    /// Inclusive at both ends.
    case between(Value, Value)
    /// An IP address inside a network, bounds as the engine compares addresses.
    case inNetwork(String)
    /// The JSON document (audit `new_data` against `old_data`) differs in this key.
    case changed(against: ColumnPath, key: String)
}
