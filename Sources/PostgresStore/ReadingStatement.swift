import TenantStore

/// The words that a statement may begin with. The server refuses to write; this keeps it from being asked to end the
/// transaction that makes it refuse.
enum ReadingStatement {
    private static let words = ["SELECT", "WITH", "VALUES", "EXPLAIN", "SHOW", "TABLE"]

    static func check(_ statement: Statement) throws(StoreError) {
        let word = statement.sql.utf8.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        guard words.contains(String(decoding: word, as: UTF8.self).uppercased()) else {
            throw .engine(code: "25006", message: "only statements that read are run", sql: statement.sql)
        }
    }
}
