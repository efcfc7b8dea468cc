/// The engines that the reference schema is spelled for.
package enum SchemaDialect: String, Sendable, CaseIterable {
    case sqlite, postgres
}

/// The closed list of column types of the portable SQL.
///
/// On SQLite every type whose value is not a plain number or blob is spelled with a name that ends in `_text`: the
/// engine then gives the column TEXT affinity and keeps the value byte for byte, where a bare `jsonb`, `numeric` or
/// `timestamptz` would have NUMERIC affinity and change big numbers and decimals. No such name may contain `INT`,
/// which wins over `TEXT` there.
package enum ColumnType: Sendable, Hashable {
    case uuid, text, integer, bigint, boolean, timestamptz, date, json, inet, bytes, textArray
    case numeric(precision: Int, scale: Int)
    /// Numbers in a fixed count: a JSON array on SQLite, `real[]` on PostgreSQL unless pgvector is there.
    case vector(Int)

    /// Reads a type as the portable SQL writes it, such as `uuid` or `numeric(10,2)`; nil for any other word.
    package init?(portable word: String) {
        switch word {
        case "uuid": self = .uuid
        case "text": self = .text
        case "integer": self = .integer
        case "bigint": self = .bigint
        case "boolean": self = .boolean
        case "timestamptz": self = .timestamptz
        case "date": self = .date
        case "json": self = .json
        case "inet": self = .inet
        case "bytes": self = .bytes
        case "text_array": self = .textArray
        default:
            let numbers = word.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
            if numbers.count == 2, word == "numeric(\(numbers[0]),\(numbers[1]))" {
                self = .numeric(precision: numbers[0], scale: numbers[1])
            } else if numbers.count == 1, word == "vector(\(numbers[0]))" {
                self = .vector(numbers[0])
            } else {
                return nil
            }
        }
    }

    /// The type's name in a `CREATE TABLE` of the dialect.
    package func spelled(in dialect: SchemaDialect) -> String {
        switch dialect {
        case .sqlite: sqliteName
        case .postgres: postgresName
        }
    }

    private var sqliteName: String {
        switch self {
        case .uuid: "uuid_text"
        case .text: "text"
        case .integer: "integer"
        case .bigint: "bigint"
        case .boolean: "boolean"
        case .timestamptz: "timestamptz_text"
        case .date: "date_text"
        case .json: "json_text"
        case .inet: "inet_text"
        case .bytes: "blob"
        case .textArray: "text_array_text"
        case .numeric(let precision, let scale): "numeric_text(\(precision),\(scale))"
        case .vector(let count): "vector_text(\(count))"
        }
    }

    private var postgresName: String {
        switch self {
        case .uuid: "uuid"
        case .text: "text"
        case .integer: "integer"
        case .bigint: "bigint"
        case .boolean: "boolean"
        case .timestamptz: "timestamptz"
        case .date: "date"
        case .json: "jsonb"
        case .inet: "inet"
        case .bytes: "bytea"
        case .textArray: "text[]"
        case .numeric(let precision, let scale): "numeric(\(precision),\(scale))"
        case .vector: "real[]"
        }
    }
}
