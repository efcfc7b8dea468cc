import GRDBSQLite
import TenantDomain
import TenantStore

/// Appends rows to a table of a file that this program made; nothing else goes around a change plan.
package enum RowAppender {
    /// All rows or none.
    package static func append(
        at path: String, table: String, columns: [String], rows: [[Value]]
    ) throws(StoreError) {
        let connection = try BulkConnection(path: path, mode: .readWrite)
        var names: [String] = []
        let target: String
        do throws(PlanningError) {
            target = try SQLWriter.quote(table)
            for column in columns { names.append(try SQLWriter.quote(column)) }
        } catch {
            throw .missingRelation(table)
        }
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = "INSERT INTO \(target) (\(names.joined(separator: ", "))) VALUES (\(marks))"
        try connection.execute("BEGIN IMMEDIATE")
        let statement = try connection.prepare(sql)
        defer { sqlite3_finalize(statement) }
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for row in rows {
            for (place, value) in row.enumerated() {
                let position = CInt(place + 1)
                switch value {
                case .null: sqlite3_bind_null(statement, position)
                case .integer(let number): sqlite3_bind_int64(statement, position, number)
                case .real(let number): sqlite3_bind_double(statement, position, number)
                case .text(let text): sqlite3_bind_text(statement, position, text, -1, copied)
                case .bytes(let bytes): sqlite3_bind_blob(statement, position, bytes, CInt(bytes.count), copied)
                }
            }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw connection.failure(sql) }
            sqlite3_reset(statement)
        }
        try connection.execute("COMMIT")
    }
}
