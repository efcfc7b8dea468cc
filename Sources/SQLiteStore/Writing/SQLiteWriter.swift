import GRDB
import GRDBSQLite
import TenantDomain
import TenantStore

import struct TenantStore.Statement

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Opens a file for one change at a time, on a connection that nothing else reads or writes with.
package struct SQLiteWriter: WritableDatabase {
    private let path: String
    private let busyTimeout: Double

    /// - Parameter busyTimeout: seconds to wait for another program's lock.
    package init(path: String, busyTimeout: Double = 2) {
        self.path = path
        self.busyTimeout = busyTimeout
    }

    /// Takes back what a writer that was ended left half written: who only reads cannot, and could not open the file.
    /// Does nothing where no rollback journal is left.
    package static func takeBackBrokenWrite(path: String) throws(StoreError) {
        let file = try DatabaseFile(path: path, isImmutable: false)
        guard !file.isWriteAheadLog, access(file.path + "-journal", F_OK) == 0 else { return }
        do {
            let queue = try DatabaseQueue(path: file.argument)
            // The first read is what rolls back.
            _ = try queue.read { try Row.fetchOne($0, sql: "SELECT name FROM sqlite_master LIMIT 1") }
            try queue.close()
        } catch {
            throw EngineError.opening(error, file: file)
        }
    }

    package func begin() async throws(StoreError) -> any WriteTransaction {
        let file = try DatabaseFile(path: path, isImmutable: false)
        let transaction = SQLiteWriteTransaction(file: file)
        try await transaction.begin(busyTimeout: busyTimeout)
        return transaction
    }
}

/// `BEGIN IMMEDIATE` on a connection of its own: the only writer from its first statement on.
actor SQLiteWriteTransaction: WriteTransaction {
    private let executor = WriterExecutor()
    private let file: DatabaseFile
    private var queue: DatabaseQueue?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(file: DatabaseFile) {
        self.file = file
    }

    func begin(busyTimeout: Double) throws(StoreError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        // The transaction spans several calls.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(path: file.argument, configuration: configuration)
        } catch {
            throw EngineError.opening(error, file: file)
        }
        try run(CancelFlag()) { (open) throws(StoreError) in try open.execute("BEGIN IMMEDIATE") }
    }

    package nonisolated func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await cancellable { (connection, flag) throws(StoreError) in
            try await connection.run(flag) { (open) throws(StoreError) in
                var blocks: [RowBlock] = []
                for statement in statements { blocks.append(try open.read(statement)) }
                return blocks
            }
        }
    }

    package nonisolated func stream(
        _ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try await cancellable { (connection, flag) throws(StoreError) in
            try await connection.stream(statement, flag, receive: receive)
        }
    }

    package nonisolated func execute(_ statements: [Statement]) async throws(StoreError) -> [Int] {
        try await cancellable { (connection, flag) throws(StoreError) in
            try await connection.run(flag) { (open) throws(StoreError) in
                var counts: [Int] = []
                for statement in statements {
                    _ = try open.read(statement)
                    counts.append(Int(sqlite3_changes64(open.handle)))
                }
                return counts
            }
        }
    }

    package func transactionID() throws(StoreError) -> String? { nil }

    package func commit() throws(StoreError) {
        try run(CancelFlag()) { (open) throws(StoreError) in try open.execute("COMMIT") }
        close()
    }

    package func rollBack() {
        try? run(CancelFlag()) { (open) throws(StoreError) in try open.execute("ROLLBACK") }
        close()
    }

    private func close() {
        try? queue?.close()
        queue = nil
    }

    private func stream(
        _ statement: Statement, _ flag: CancelFlag, receive: @Sendable (RowBlock) throws -> Bool
    ) throws(StoreError) {
        try run(flag) { (open) throws(StoreError) in try open.stream(statement, receive: receive) }
    }

    private nonisolated func cancellable<Result: Sendable>(
        _ body: (SQLiteWriteTransaction, CancelFlag) async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let flag = CancelFlag()
        do {
            return try await withTaskCancellationHandler {
                try await body(self, flag)
            } onCancel: {
                flag.cancel()
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    private func run<Result>(
        _ flag: CancelFlag, _ body: (OpenConnection) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard let queue else { throw .closed }
        do {
            return try queue.unsafeReentrantWrite { database in
                guard let handle = database.sqliteConnection else { throw StoreError.closed }
                let open = OpenConnection(database: database, handle: handle, file: file, flag: flag)
                return try open.whileCancellable { () throws(StoreError) in try body(open) }
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw EngineError.running(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", sql: error.sql ?? "",
                file: file)
        } catch {
            throw .engine(code: "sqlite", message: "\(error)", sql: "")
        }
    }
}
