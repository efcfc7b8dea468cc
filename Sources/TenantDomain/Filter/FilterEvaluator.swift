/// Decides in memory whether a row satisfies a predicate, as both engines do: what the planner's SQL is tested
/// against.
///
/// A comparison with null is false, and `not` is "is not true", so every predicate is either true or false.
package struct FilterEvaluator {
    /// The row's value of a stored column.
    private let value: (ColumnPath) -> Value
    /// Whether some row along the hops satisfies the inner predicate.
    private let related: ([Hop], Predicate) -> Bool

    package init(
        value: @escaping (ColumnPath) -> Value, related: @escaping ([Hop], Predicate) -> Bool = { _, _ in false }
    ) {
        self.value = value
        self.related = related
    }

    package func matches(_ predicate: Predicate) -> Bool {
        switch predicate {
        case .all(let parts): parts.allSatisfy(matches)
        case .any(let parts): parts.contains(where: matches)
        case .not(let inner): !matches(inner)
        case .related(let hops, let inner): related(hops, inner)
        case .key(let columns, let values):
            columns.count == values.count
                && zip(columns, values).allSatisfy { Self.isEqual(value(ColumnPath($0)), $1, type: .other) }
        case .compare(let operand, let comparison): matches(operand, comparison)
        }
    }

    private func matches(_ operand: Operand, _ comparison: Comparison) -> Bool {
        if case .changed(let other, let key) = comparison {
            let path = operand.jsonPath + [key]
            return JSONPath.raw(value(operand.path), path) != JSONPath.raw(value(other), path)
        }
        let found =
            operand.jsonPath.isEmpty ? value(operand.path) : JSONPath.scalar(value(operand.path), operand.jsonPath)
        let type = operand.jsonPath.isEmpty ? operand.type : .other
        let mustBeNumber = !operand.jsonPath.isEmpty && operand.type.isNumeric
        func compares(_ bound: Value, _ holds: (Int) -> Bool) -> Bool {
            if mustBeNumber, !JSONPath.isNumber(value(operand.path), operand.jsonPath) { return false }
            return Self.order(found, bound, type: bound.isNumber ? .numeric : type).map(holds) ?? false
        }
        switch comparison {
        case .isNull: return found.isNull
        case .isNotNull: return !found.isNull
        case .equal(let wanted): return Self.isEqual(found, wanted, type: type)
        case .oneOf(let wanted): return wanted.contains { Self.isEqual(found, $0, type: type) }
        case .less(let bound): return compares(bound) { $0 < 0 }
        case .lessOrEqual(let bound): return compares(bound) { $0 <= 0 }
        case .greater(let bound): return compares(bound) { $0 > 0 }
        case .greaterOrEqual(let bound): return compares(bound) { $0 >= 0 }
        case .between(let lower, let upper): return compares(lower) { $0 >= 0 } && compares(upper) { $0 <= 0 }
        case .equalIgnoringCase, .contains, .hasPrefix, .inNetwork:
            return found.text.map { Self.matches($0, comparison) } ?? false
        case .changed: return false
        }
    }

    // MARK: Text

    /// Whether a text that is not null satisfies the comparison; `isNotNull` always, orders never.
    static func matches(_ text: String, _ comparison: Comparison) -> Bool {
        switch comparison {
        case .isNotNull: return true
        case .equalIgnoringCase(let needle):
            let folded = Array(CaseFolding.lowerASCII(text).utf8)
            return foldedVariants(needle).contains { folded.elementsEqual($0.utf8) }
        case .hasPrefix(let needle):
            let folded = Array(CaseFolding.lowerASCII(text).utf8)
            return foldedVariants(needle).contains { folded.starts(with: $0.utf8) }
        case .contains(let needle):
            let folded = Array(CaseFolding.lowerASCII(text).utf8)
            return foldedVariants(needle).contains { contains(folded, Array($0.utf8)) }
        case .inNetwork(let network): return IPNetwork(network)?.contains(text) ?? false
        case .isNull, .equal, .oneOf, .less, .lessOrEqual, .greater, .greaterOrEqual, .between, .changed: return false
        }
    }

    private static func foldedVariants(_ needle: String) -> [String] {
        CaseFolding.variants(of: needle).map(CaseFolding.lowerASCII)
    }

    private static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
        guard !needle.isEmpty else { return true }
        guard text.count >= needle.count else { return false }
        return (0...text.count - needle.count).contains { text[$0..<$0 + needle.count].elementsEqual(needle) }
    }

    // MARK: Values

    private static func isEqual(_ left: Value, _ right: Value, type: ColumnType) -> Bool {
        order(left, right, type: type) == 0
    }

    /// Negative, zero or positive; nil where either is null or the two have no order.
    private static func order(_ left: Value, _ right: Value, type: ColumnType) -> Int? {
        if left.isNull || right.isNull { return nil }
        if type == .boolean { return left.truth.flatMap { left in right.truth.map { left == $0 ? 0 : left ? 1 : -1 } } }
        if case .integer(let left) = left, case .integer(let right) = right { return sign(left, right) }
        if type.isNumeric || (left.isNumber && right.isNumber) {
            guard let left = left.number, let right = right.number else { return nil }
            return sign(left, right)
        }
        if case .bytes(let left) = left, case .bytes(let right) = right { return bytes(left, right) }
        guard let left = left.text, let right = right.text else { return nil }
        return bytes(Array(left.utf8), Array(right.utf8))
    }

    private static func sign<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    private static func bytes(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left.lexicographicallyPrecedes(right) ? -1 : left == right ? 0 : 1
    }
}

extension Value {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .bytes: false
        }
    }

    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        case .text(let text): Double(text)
        case .null, .bytes: nil
        }
    }

    fileprivate var truth: Bool? {
        switch text {
        case "1", "t", "true": true
        case "0", "f", "false": false
        default: nil
        }
    }
}
