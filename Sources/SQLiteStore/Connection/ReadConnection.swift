import GRDB
import GRDBSQLite
import Synchronization
import TenantDomain
import TenantStore

/// One read-only connection and the calls waiting for it.
final class ReadConnection: Sendable {
    struct Options: Sendable {
        /// Seconds to wait for another program's lock.
        var busyTimeout: Double
    }

    private let queue: DatabaseQueue
    private let file: DatabaseFile
    private let calls = Atomic<Int>(0)

    init(file: DatabaseFile, options: Options) throws(StoreError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(options.busyTimeout)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            sqlite3_exec(database.sqliteConnection, "PRAGMA query_only = 1", nil, nil, nil)
            // GRDB's authorizer collects for its observers which columns a statement reads. Nobody observes here, and
            // it takes longer than the engine takes to compile the statement.
            sqlite3_set_authorizer(database.sqliteConnection, nil, nil)
        }
        do {
            queue = try DatabaseQueue(path: file.argument, configuration: configuration)
        } catch {
            throw EngineError.opening(error, file: file)
        }
        self.file = file
    }

    /// Calls running and waiting.
    var callsUnderWay: Int { calls.load(ordering: .relaxed) }

    /// Counts a call that is about to `run`, so that others see the connection as taken.
    func reserve() -> ReadConnection {
        calls.add(1, ordering: .relaxed)
        return self
    }

    /// Runs a reserved call once the connection is free. Cancelling the task ends it with `cancelled`; what runs
    /// after it is never touched, because the engine asks this call's own flag.
    func run<Result: Sendable>(
        _ body: @Sendable (OpenConnection) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        defer { calls.subtract(1, ordering: .relaxed) }
        let flag = CancelFlag()
        let file = file
        do {
            return try await withTaskCancellationHandler {
                try await queue.unsafeRead { database in
                    guard let handle = database.sqliteConnection else { throw StoreError.closed }
                    let open = OpenConnection(database: database, handle: handle, file: file, flag: flag)
                    return try open.whileCancellable { () throws(StoreError) in try body(open) }
                }
            } onCancel: {
                flag.cancel()
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw EngineError.running(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", sql: error.sql ?? "",
                file: file)
        } catch {
            // GRDB throws CancellationError for a task cancelled before its turn.
            throw .cancelled
        }
    }

    func close() {
        try? queue.close()
    }
}

/// Whether one call has been cancelled; the engine asks every few thousand steps.
final class CancelFlag: Sendable {
    private let isSet = Atomic<Bool>(false)

    var isCancelled: Bool { isSet.load(ordering: .relaxed) }

    func cancel() {
        isSet.store(true, ordering: .relaxed)
    }
}
