/// A column that lists its values takes no other.
package enum AllowedValueRule {
    package static func check(column: String, value: Value, allowed: [String]) throws(ChangeRefusal) {
        guard !allowed.isEmpty, let text = value.text, !allowed.contains(text) else { return }
        throw .valueNotAllowed(column: column, value: text, allowed: allowed)
    }
}
