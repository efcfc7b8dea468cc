import CLibPQ
import GRDBSQLite

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A connection of the engine's own library, with nothing of ours between: what a question costs without us.
protocol RawConnection {
    /// Runs the statement and takes out every cell.
    ///
    /// - Returns: milliseconds, and how many rows there were.
    func time(_ sql: String) throws -> (milliseconds: Double, rows: Int)
    /// The rows' cells as text; null is nil.
    func rows(_ sql: String) throws -> [[String?]]
    /// Which index the statement goes by, in the engine's words.
    func plan(_ sql: String) throws -> String
}

extension RawConnection {
    func one(_ sql: String) throws -> String {
        guard let text = try rows(sql).first?.first ?? nil else { throw BenchError("no row: \(sql)") }
        return text
    }
}

/// SQLite's C interface on a read-only connection.
final class RawSQLite: RawConnection {
    private var connection: OpaquePointer?

    init(path: String) throws {
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else {
            throw BenchError("\(path) cannot be opened")
        }
    }

    deinit { sqlite3_close(connection) }

    private func run(_ sql: String, _ row: (OpaquePointer) -> Void) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw BenchError("\(String(cString: sqlite3_errmsg(connection))): \(sql)")
        }
        defer { sqlite3_finalize(statement) }
        while sqlite3_step(statement) == SQLITE_ROW { row(statement) }
    }

    func time(_ sql: String) throws -> (milliseconds: Double, rows: Int) {
        let begin = Clock.now()
        var rows = 0
        var bytes: Int32 = 0
        try run(sql) { statement in
            rows += 1
            for column in 0..<sqlite3_column_count(statement) {
                _ = sqlite3_column_text(statement, column)
                bytes &+= sqlite3_column_bytes(statement, column)
            }
        }
        return (Clock.milliseconds(Clock.now() - begin), rows)
    }

    func rows(_ sql: String) throws -> [[String?]] {
        var rows: [[String?]] = []
        try run(sql) { statement in
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) }
                })
        }
        return rows
    }

    func plan(_ sql: String) throws -> String {
        let lines = try rows("EXPLAIN QUERY PLAN \(sql)").compactMap { $0.last ?? nil }
        let line = lines.first { $0.contains("audit_logs") } ?? lines.first ?? ""
        guard let using = line.firstRange(of: "USING ") else { return line }
        return String(line[using.upperBound...])
    }
}

/// libpq, one round trip a statement.
final class RawPostgres: RawConnection {
    private let library: CLibPQTable
    private let connection: OpaquePointer

    init(url: String) throws {
        // Filled by the call: every field is set where it returns nil.
        let table = UnsafeMutablePointer<CLibPQTable>.allocate(capacity: 1)
        defer { table.deallocate() }
        if let reason = CLibPQLoad(table) { throw BenchError(String(cString: reason)) }
        let library = table.pointee
        self.library = library
        let words = ["dbname".withCString { strdup($0) }, nil]
        let values = [url.withCString { strdup($0) }, nil]
        defer { for word in words + values { free(word) } }
        let opened = words.map { UnsafePointer($0) }.withUnsafeBufferPointer { keys in
            values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
                library.PQconnectdbParams(keys.baseAddress!, values.baseAddress!, 1)
            }
        }
        guard let opened, library.PQstatus(opened) == CONNECTION_OK else {
            throw BenchError(opened.map { Self.said(library, $0) } ?? "no memory")
        }
        connection = opened
    }

    deinit { library.PQfinish(connection) }

    private static func said(_ library: CLibPQTable, _ connection: OpaquePointer) -> String {
        library.PQerrorMessage(connection).map { String(cString: $0) } ?? ""
    }

    private func run<Result>(_ sql: String, _ body: (OpaquePointer) -> Result) throws -> Result {
        guard let result = library.PQexec(connection, sql) else { throw BenchError("no memory") }
        defer { library.PQclear(result) }
        guard library.PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw BenchError("\(Self.said(library, connection)): \(sql)")
        }
        return body(result)
    }

    func time(_ sql: String) throws -> (milliseconds: Double, rows: Int) {
        let begin = Clock.now()
        let rows = try run(sql) { result in
            let rows = library.PQntuples(result)
            var bytes: Int32 = 0
            for row in 0..<rows {
                for column in 0..<library.PQnfields(result) {
                    _ = library.PQgetvalue(result, row, column)
                    bytes &+= library.PQgetlength(result, row, column)
                }
            }
            return Int(rows)
        }
        return (Clock.milliseconds(Clock.now() - begin), rows)
    }

    func rows(_ sql: String) throws -> [[String?]] {
        try run(sql) { result in
            (0..<library.PQntuples(result)).map { row in
                (0..<library.PQnfields(result)).map { column in
                    library.PQgetisnull(result, row, column) == 1
                        ? nil : library.PQgetvalue(result, row, column).map { String(cString: $0) }
                }
            }
        }
    }

    func plan(_ sql: String) throws -> String {
        let lines = try rows("EXPLAIN \(sql)").compactMap { $0.first ?? nil }
        let line = lines.first { $0.contains("Scan") && ($0.contains(" on audit_logs") || $0.contains("audit_logs_")) }
        let words = (line ?? "").drop { " ->".contains($0) }
        return String(words.firstRange(of: "  (cost").map { words[..<$0.lowerBound] } ?? words)
    }
}
