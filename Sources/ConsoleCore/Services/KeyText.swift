import TenantDomain

/// Keys as people type them.
enum KeyText {
    /// The text as a value of a key column; nil where it cannot be one.
    static func value(_ text: String, type: ColumnType) -> Value? {
        switch type {
        case .integer: Int64(text).map(Value.integer)
        case .uuid: UUIDText.canonical(text).map(Value.text)
        case .boolean, .json, .bytes, .array, .vector: nil
        default: .text(text)
        }
    }

    /// Whether the text can be the start of a UUID that is worth looking for.
    static func isUUIDPrefix(_ text: String) -> Bool {
        text.utf8.count >= 4 && text.utf8.count < 36 && UUIDText.bounds(prefix: text) != nil
    }
}
