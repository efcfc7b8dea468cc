import TenantDomain

/// How a projected column is asked for, so that no list loads a long value whole.
struct CellExpression {
    /// Bytes of a blob that a list shows.
    static let blobHead = 16

    let sql: String
    /// Asks for the whole value's size in bytes; nil where it isn't needed.
    let size: String?
    let characters: Int?
    /// What stands for the cell where nothing long may be loaded; nil where the cell is short by its type.
    let short: String?

    /// - Parameter limit: characters of a text wanted; nil asks for whole values.
    /// - Parameter wantsSize: whether the sizes of texts are wanted too (the record view's, not a list's: SQLite has
    ///   to read a text to its end for it).
    init(
        _ column: SelectContext.Resolved, type: ColumnType, mode: Projection.Mode, limit: Int?, wantsSize: Bool,
        dialect: SQLDialect
    ) {
        let x = column.sql
        switch (mode, dialect) {
        case (.presence, .sqlite):
            // typeof() looks at the row's header only; IS NULL would load the value.
            self.init(sql: "CASE typeof(\(x)) WHEN 'null' THEN NULL ELSE 1 END")
        case (.presence, .postgres):
            self.init(sql: "CASE WHEN \(x) IS NULL THEN NULL ELSE 1 END")
        case (.value, .sqlite):
            guard let limit else {
                self.init(sql: x)
                return
            }
            self.init(sqlite: x, type: type, affinity: column.column.affinity, limit: limit, wantsSize: wantsSize)
        case (.value, .postgres):
            guard let limit else {
                self.init(sql: x)
                return
            }
            self.init(postgres: x, column: column.column, type: type, limit: limit, wantsSize: wantsSize)
        }
    }

    private init(sql: String, size: String? = nil, characters: Int? = nil, short: String? = nil) {
        self.sql = sql
        self.size = size
        self.characters = characters
        self.short = short
    }

    private init(sqlite x: String, type: ColumnType, affinity: Column.Affinity, limit: Int, wantsSize: Bool) {
        let short = "CASE typeof(\(x)) WHEN 'text' THEN NULL WHEN 'blob' THEN x'' ELSE \(x) END"
        switch type {
        case .integer, .real, .boolean, .timestamp, .date, .uuid, .enumeration, .network, .interval:
            self.init(sql: x)
        case .numeric where affinity != .text:
            self.init(sql: x)
        case .bytes:
            self.init(sql: "substr(\(x), 1, \(Self.blobHead))", size: "length(\(x))", short: short)
        case .text, .json, .array, .vector, .numeric, .other:
            if affinity == .text {
                self.init(
                    sql: "substr(\(x), 1, \(limit + 1))", size: wantsSize ? "length(CAST(\(x) AS BLOB))" : nil,
                    characters: limit, short: short)
                return
            }
            // Any kind of value may stand here, and substr() would turn a number into text.
            let textSize = wantsSize ? " WHEN 'text' THEN length(CAST(\(x) AS BLOB))" : ""
            self.init(
                sql: "CASE typeof(\(x)) WHEN 'text' THEN substr(\(x), 1, \(limit + 1)) "
                    + "WHEN 'blob' THEN substr(\(x), 1, \(Self.blobHead)) ELSE \(x) END",
                size: "CASE typeof(\(x)) WHEN 'blob' THEN length(\(x))\(textSize) END",
                characters: limit, short: short)
        }
    }

    private init(postgres x: String, column: Column, type: ColumnType, limit: Int, wantsSize: Bool) {
        switch type {
        case .integer, .real, .boolean, .timestamp, .date, .uuid, .network, .interval, .enumeration, .numeric:
            self.init(sql: x)
        case .bytes:
            self.init(sql: "substr(\(x), 1, \(Self.blobHead))", size: "octet_length(\(x))")
        case .text, .json, .array, .vector, .other:
            let text = type == .text && column.type == .text ? x : "CAST(\(x) AS text)"
            self.init(
                sql: "left(\(text), \(limit + 1))", size: wantsSize ? "octet_length(\(text))" : nil,
                characters: limit)
        }
    }
}
