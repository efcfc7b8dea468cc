import TenantDomain

/// What a server's type means to the console.
enum PostgresType {
    /// - Parameters:
    ///   - name: the type's own name, a domain's base type's.
    ///   - kind: `e` for enums, `r` for ranges and so on, as `pg_type.typtype`.
    ///   - category: `A` for arrays, as `pg_type.typcategory`.
    static func columnType(name: String, kind: String, category: String) -> ColumnType {
        if category == "A" { return .array }
        if kind == "e" { return .enumeration }
        return switch name {
        case "int2", "int4", "int8", "oid": .integer
        case "float4", "float8": .real
        case "numeric", "money": .numeric
        case "bool": .boolean
        case "timestamptz", "timestamp": .timestamp
        case "date": .date
        case "uuid": .uuid
        case "json", "jsonb": .json
        case "bytea": .bytes
        case "inet", "cidr": .network
        case "interval": .interval
        case "vector", "halfvec", "sparsevec": .vector
        case "text", "varchar", "bpchar", "citext", "name", "char": .text
        default: .other
        }
    }
}
