import GRDBSQLite
import Synchronization
import TenantDomain
import TenantStore

/// A SQLite file that is only ever read: opened `mode=ro` with `query_only`, no statement open between calls.
///
/// Reads go to the least busy of a few connections, so that a slow query doesn't hold up the next.
package final class SQLiteStore: DatabaseStore {
    /// Connections opened at most, those for change polling and streams included in neither.
    private static let connectionLimit = 3

    package let identity: StoreIdentity
    package let dialect = SQLDialect.sqlite
    private let file: DatabaseFile
    private let options: ReadConnection.Options
    /// How long one connection reads before another one is opened to help it.
    private let patience: Duration
    private let state: Mutex<State>

    private struct State {
        var readers: [ReadConnection]
        var watcher: ReadConnection?
        /// Connections that are open for as long as they help another one.
        var helpers = 0
        var isClosed = false
    }

    private init(
        file: DatabaseFile, options: ReadConnection.Options, patience: Duration, first: ReadConnection
    ) {
        self.file = file
        self.options = options
        self.patience = patience
        identity = StoreIdentity(
            engine: DatabaseEngine(kind: .sqlite, version: String(cString: sqlite3_libversion())),
            location: file.name, key: file.path, warnings: file.isImmutable ? ["snapshot"] : [])
        state = Mutex(State(readers: [first]))
    }

    /// Opens the file.
    ///
    /// - Parameters:
    ///   - immutable: reads without locks and without the write-ahead log, as of now; never chosen for the caller.
    ///   - busyTimeout: seconds to wait for another program's lock.
    ///   - patience: how long one connection works off what may be read apart before another one helps.
    package static func open(
        path: String, immutable: Bool = false, busyTimeout: Double = 0.5, patience: Duration = .milliseconds(10)
    ) async throws(StoreError) -> SQLiteStore {
        let file = try DatabaseFile(path: path, isImmutable: immutable)
        let options = ReadConnection.Options(busyTimeout: busyTimeout)
        let first = try ReadConnection(file: file, options: options)
        return SQLiteStore(file: file, options: options, patience: patience, first: first)
    }

    package func readCatalog() async throws(StoreError) -> Catalog {
        let engine = identity.engine
        return try await reader().run { (connection) throws(StoreError) in
            try CatalogReader(connection: connection, engine: engine).read()
        }
    }

    package func catalogFingerprint() async throws(StoreError) -> String {
        let engine = identity.engine
        return try await reader().run { (connection) throws(StoreError) in
            try CatalogReader(connection: connection, engine: engine).fingerprint()
        }
    }

    package func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        guard !statements.isEmpty else { return [] }
        return try await reader().run { (connection) throws(StoreError) in
            try connection.transaction(isNeeded: statements.count > 1) { () throws(StoreError) in
                var blocks: [RowBlock] = []
                for statement in statements { blocks.append(try connection.read(statement)) }
                return blocks
            }
        }
    }

    package func readApart(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        guard statements.count > 1 else { return try await read(statements) }
        let work = SharedReads(statements)
        return try await work.run(patience: patience) { () async throws(StoreError) in
            try await self.reader().run { (connection) throws(StoreError) in try connection.work(off: work) }
        } helping: {
            try? await self.helping { (connection) throws(StoreError) in try connection.work(off: work) }
        }
    }

    package func stream(
        _ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try await reader().run { (connection) throws(StoreError) in
            try connection.stream(statement, receive: receive)
        }
    }

    /// `PRAGMA data_version`, asked on one connection that does nothing else: it tells what others committed since
    /// that connection asked last, and is comparable within this store only.
    package func changeToken() async throws(StoreError) -> Int64? {
        guard !file.isImmutable else { return nil }
        let block = try await watcher().run { (connection) throws(StoreError) in
            try connection.read(Statement(sql: "PRAGMA data_version", columnCount: 1))
        }
        guard block.rowCount == 1, case .integer(let version) = block.value(row: 0, column: 0) else { return nil }
        return version
    }

    package func close() async {
        let connections = state.withLock { state in
            defer {
                state.readers = []
                state.watcher = nil
                state.isClosed = true
            }
            return state.readers + (state.watcher.map { [$0] } ?? [])
        }
        for connection in connections { connection.close() }
    }

    /// An idle connection, or a new one for as long as the body runs: what it has read and learnt of the file takes some
    /// megabytes. Without one the body does not run.
    private func helping(
        _ body: @Sendable (OpenConnection) throws(StoreError) -> Void
    ) async throws(StoreError) {
        let (idle, mayOpen) = state.withLock { state -> (ReadConnection?, Bool) in
            if state.isClosed { return (nil, false) }
            if let idle = state.readers.first(where: { $0.callsUnderWay == 0 }) { return (idle.reserve(), false) }
            guard state.readers.count + state.helpers < Self.connectionLimit else { return (nil, false) }
            state.helpers += 1
            return (nil, true)
        }
        if let idle { return try await idle.run(body) }
        guard mayOpen else { return }
        defer { state.withLock { $0.helpers -= 1 } }
        let connection = try ReadConnection(file: file, options: options).reserve()
        defer { connection.close() }
        try await connection.run(body)
    }

    /// An idle connection, a new one while there may be, else the one with the fewest calls under way.
    private func reader() throws(StoreError) -> ReadConnection {
        let (file, options) = (file, options)
        let found: Result<ReadConnection, StoreError> = state.withLock { state in
            if state.isClosed { return .failure(.closed) }
            let leastBusy = state.readers.min { $0.callsUnderWay < $1.callsUnderWay }
            if let leastBusy,
                leastBusy.callsUnderWay == 0 || state.readers.count + state.helpers >= Self.connectionLimit
            {
                return .success(leastBusy.reserve())
            }
            do throws(StoreError) {
                let connection = try ReadConnection(file: file, options: options)
                state.readers.append(connection)
                return .success(connection.reserve())
            } catch {
                return .failure(error)
            }
        }
        return try found.get()
    }

    private func watcher() throws(StoreError) -> ReadConnection {
        let (file, options) = (file, options)
        let found: Result<ReadConnection, StoreError> = state.withLock { state in
            if state.isClosed { return .failure(.closed) }
            if let watcher = state.watcher { return .success(watcher.reserve()) }
            do throws(StoreError) {
                let connection = try ReadConnection(file: file, options: options)
                state.watcher = connection
                return .success(connection.reserve())
            } catch {
                return .failure(error)
            }
        }
        return try found.get()
    }
}
