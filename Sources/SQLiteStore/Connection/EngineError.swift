import GRDB
import GRDBSQLite
import TenantStore

/// SQLite's result codes as store errors.
enum EngineError {
    /// While opening: the same code means more, because the file has just been looked at.
    static func opening(_ error: any Error, file: DatabaseFile) -> StoreError {
        guard let error = error as? DatabaseError else {
            return .unreadable(path: file.path, reason: "\(error)")
        }
        let message = error.message ?? ""
        switch error.resultCode.rawValue {
        case SQLITE_NOTADB: return .notADatabase(path: file.path)
        case SQLITE_CANTOPEN, SQLITE_READONLY:
            return file.isWriteAheadLog
                ? .walNeedsWritableFolder(path: file.path)
                : .unreadable(
                    path: file.path,
                    reason: error.extendedResultCode.rawValue == SQLITE_READONLY | (3 << 8)
                        ? "a write that broke off has to be taken back first, by a program that may write to it"
                        : message)
        case SQLITE_PERM, SQLITE_AUTH: return .unreadable(path: file.path, reason: message)
        default:
            return running(
                code: error.extendedResultCode.rawValue, message: message, sql: error.sql ?? "", file: file)
        }
    }

    static func running(code: CInt, message: String, sql: String, file: DatabaseFile) -> StoreError {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy(location: file.path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt(location: file.path, detail: message)
        case SQLITE_IOERR where code == SQLITE_IOERR | (2 << 8):
            // A read past the end: the file has been cut short.
            return .corrupt(location: file.path, detail: message)
        case SQLITE_INTERRUPT: return .cancelled
        case SQLITE_CANTOPEN where file.isWriteAheadLog: return .walNeedsWritableFolder(path: file.path)
        case SQLITE_ERROR:
            if let relation = message.tail(after: "no such table: ") { return .missingRelation(relation) }
            if message.hasPrefix("too many columns") { return .tooManyColumns(0) }
        default: break
        }
        return .engine(code: name(code), message: message, sql: sql)
    }

    /// `SQLITE_READONLY` and the like; the number for codes without a name here.
    private static func name(_ code: CInt) -> String {
        DatabaseError(resultCode: ResultCode(rawValue: code & 0xFF)).resultCode.description
    }
}

extension String {
    fileprivate func tail(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
