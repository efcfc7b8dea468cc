import GRDBSQLite
import TenantStore

/// A writing connection of its own for making and migrating whole files; nothing else may use the file meanwhile.
///
/// It speaks to the engine directly, because a bulk load binds tens of millions of values.
final class BulkConnection {
    let handle: OpaquePointer
    private let path: String

    enum Mode {
        case readOnly
        case readWrite
        /// Makes the file where there is none.
        case create
    }

    init(path: String, mode: Mode) throws(StoreError) {
        var handle: OpaquePointer?
        let flags =
            switch mode {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .unreadable(path: path, reason: message)
        }
        self.handle = handle
        self.path = path
        sqlite3_busy_timeout(handle, 2_000)
    }

    deinit { sqlite3_close_v2(handle) }

    func execute(_ sql: String) throws(StoreError) {
        if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw failure(sql) }
    }

    func prepare(_ sql: String) throws(StoreError) -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw failure(sql)
        }
        return statement
    }

    /// The first column of each row as text.
    func column(_ sql: String) throws(StoreError) -> [String] {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        var result: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: result.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
            case SQLITE_DONE: return result
            default: throw failure(sql)
            }
        }
    }

    func failure(_ sql: String) -> StoreError {
        let code = sqlite3_extended_errcode(handle)
        let message = String(cString: sqlite3_errmsg(handle))
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy(location: path)
        case SQLITE_NOTADB: return .notADatabase(path: path)
        case SQLITE_CORRUPT: return .corrupt(location: path, detail: message)
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: return .unreadable(path: path, reason: message)
        case SQLITE_INTERRUPT: return .cancelled
        default: return .engine(code: String(cString: sqlite3_errstr(code & 0xFF)), message: message, sql: sql)
        }
    }
}
