import TenantDomain

/// What a type as declared in SQLite means to the console: the engine takes any word for a type and looks at parts of
/// it only.
enum DeclaredType {
    static func type(_ declared: String) -> ColumnType {
        let lower = declared.lowercased()
        if lower == "tinyint(1)" { return .boolean }
        if lower.hasSuffix("[]") { return .array }
        var word = lower[...]
        if let open = word.firstIndex(of: "(") { word = word[..<open] }
        while word.last == " " { word = word.dropLast() }
        // The reference schema's spellings: TEXT to the engine, the meaning in front.
        if word.hasSuffix("_text"), let meant = named(word.dropLast(5)) { return meant }
        if let named = named(word) { return named }
        if word.contains("int") { return .integer }
        if word.contains("char") || word.contains("clob") || word.contains("text") { return .text }
        if word.contains("blob") { return .bytes }
        if word.contains("real") || word.contains("floa") || word.contains("doub") { return .real }
        return .other
    }

    private static func named(_ word: Substring) -> ColumnType? {
        switch word {
        case "uuid", "guid": .uuid
        case "json", "jsonb": .json
        case "timestamptz", "timestamp", "datetime", "timestamp with time zone", "timestamp without time zone":
            .timestamp
        case "date": .date
        case "numeric", "decimal", "money", "number": .numeric
        case "bool", "boolean": .boolean
        case "inet", "cidr", "ip": .network
        case "blob", "bytea", "bytes", "binary", "varbinary": .bytes
        case "text_array", "array": .array
        case "vector": .vector
        case "interval": .interval
        case "enum": .enumeration
        case "integer", "bigint": .integer
        case "text", "citext": .text
        default: nil
        }
    }
}
