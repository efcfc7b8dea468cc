import GRDBSQLite
import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A database file in the making: written beside its place as `NAME.partial`, and moved there only when it is whole.
struct NewFile {
    let path: String
    /// Whether a file that is there already gives way.
    let isReplacing: Bool

    private var partial: String { path + ".partial" }

    func write(_ body: (BulkConnection) throws -> Void) throws {
        if !isReplacing, access(path, F_OK) == 0 {
            throw StoreError.unreadable(path: path, reason: "there is a file of that name already")
        }
        try removeLeftover()
        do {
            try fill(body)
            // Files of the old database's own would be read as the new one's.
            for suffix in ["-wal", "-shm", "-journal"] { unlink(path + suffix) }
            guard rename(partial, path) == 0 else {
                throw StoreError.unreadable(path: path, reason: String(cString: strerror(errno)))
            }
        } catch {
            removeParts()
            throw error
        }
    }

    private func fill(_ body: (BulkConnection) throws -> Void) throws {
        let connection = try BulkConnection(path: partial, mode: .create)
        // Nothing of the partial file is worth recovering.
        try connection.execute(
            """
            PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32768;
            PRAGMA threads = 2; PRAGMA ignore_check_constraints = ON
            """)
        try body(connection)
        try connection.execute("PRAGMA locking_mode = NORMAL; PRAGMA synchronous = NORMAL; PRAGMA journal_mode = WAL")
    }

    /// What an interrupted run left is removed; one that is under way is not.
    private func removeLeftover() throws {
        guard access(partial, F_OK) == 0 else { return }
        do throws(StoreError) {
            try BulkConnection(path: partial, mode: .readWrite).execute("BEGIN EXCLUSIVE; ROLLBACK")
        } catch {
            if case .busy = error { throw error }
        }
        removeParts()
    }

    private func removeParts() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) }
    }
}
