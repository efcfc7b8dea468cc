import GRDBSQLite
import ReferenceSchema
import TenantStore

/// Makes SQLite files of demo data.
package enum DemoLoader {
    /// How far a file is.
    package struct Progress: Sendable {
        /// What is being done, in a few words.
        package let label: String
        /// 0 to 1.
        package let fraction: Double
        /// Rows written so far.
        package let rows: Int
    }

    /// Makes a file with the current schema, the demo's rows and statistics for the query planner.
    ///
    /// The file stands under its name only when it is whole; what `progress` throws ends the work and leaves nothing.
    /// Memory does not grow with the number of rows.
    ///
    /// - Parameter isReplacing: whether a file that is there already gives way.
    package static func create(
        at path: String, data: DemoData, isReplacing: Bool = false,
        progress: (Progress) throws -> Void = { _ in }
    ) throws {
        try NewFile(path: path, isReplacing: isReplacing).write { connection in
            let script = try SchemaScript(dialect: .sqlite)
            try connection.execute("BEGIN")
            for statement in script.tables { try connection.execute(statement) }
            var sink = TableWriter(connection: connection)
            var rows = 0
            try data.write(to: &sink) { done in
                rows = done.rows
                let fraction = Double(done.rows) / Double(max(done.expected, 1))
                try progress(Progress(label: done.table, fraction: 0.6 * min(fraction, 1), rows: rows))
            }
            // The indexes of the trail take as long as all others together.
            let isTrail = script.indexes.map { $0.contains(" ON audit_logs ") }
            let weights = isTrail.map { $0 ? 1 + data.auditRows / 2_000 : 1 }
            let total = weights.reduce(0, +)
            var done = 0
            for (place, statement) in script.indexes.enumerated() {
                try progress(
                    Progress(label: "indexes", fraction: 0.6 + 0.37 * Double(done) / Double(max(total, 1)), rows: rows))
                try connection.execute(statement)
                done += weights[place]
            }
            for statement in script.triggers { try connection.execute(statement) }
            for statement in script.record(appliedAt: DemoData.instant(data.now)) { try connection.execute(statement) }
            try connection.execute("COMMIT")
            try progress(Progress(label: "statistics", fraction: 0.97, rows: rows))
            try connection.execute("PRAGMA analysis_limit = 1000; ANALYZE")
            try progress(Progress(label: "done", fraction: 1, rows: rows))
        }
    }
}

/// Writes demo rows into the tables of an open file through one statement a table.
private struct TableWriter: DemoSink {
    let connection: BulkConnection
    private var statement: OpaquePointer?
    private var sql = ""

    init(connection: BulkConnection) {
        self.connection = connection
    }

    mutating func begin(table: String, columns: [String]) throws {
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
        statement = try connection.prepare(sql)
    }

    mutating func row(_ values: [DemoValue]) throws {
        guard let statement else { return }
        // SQLite copies: the generator changes its buffers after the call.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for index in values.indices {
            let position = CInt(index + 1)
            switch values[index] {
            case .null: sqlite3_bind_null(statement, position)
            case .integer(let number): sqlite3_bind_int64(statement, position, number)
            case .real(let number): sqlite3_bind_double(statement, position, number)
            case .text(let bytes):
                bytes.withUnsafeBytes { buffer in
                    let text = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                    // An empty text has no address, which would bind null.
                    if let text {
                        _ = sqlite3_bind_text(statement, position, text, CInt(buffer.count), copied)
                    } else {
                        _ = sqlite3_bind_text(statement, position, "", 0, copied)
                    }
                }
            case .bytes(let bytes):
                bytes.withUnsafeBytes { buffer in
                    _ =
                        buffer.isEmpty
                        ? sqlite3_bind_zeroblob(statement, position, 0)
                        : sqlite3_bind_blob(statement, position, buffer.baseAddress, CInt(buffer.count), copied)
                }
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else {
            let failure = connection.failure(sql)
            sqlite3_finalize(statement)
            self.statement = nil
            throw failure
        }
        sqlite3_reset(statement)
    }

    mutating func end() throws {
        sqlite3_finalize(statement)
        statement = nil
    }
}
