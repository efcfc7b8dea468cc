import CLibPQ
import TenantDomain
import TenantStore

/// Opens a connection for one change at a time; what the console reads with stays read-only.
package struct PostgresWriter: WritableDatabase {
    private let door: Door
    private let library: LibPQ

    init(door: Door, library: LibPQ) {
        self.door = door
        self.library = library
    }

    package func begin() async throws(StoreError) -> any WriteTransaction {
        let key = try await door.key()
        let transaction = PostgresWriteTransaction(settings: door.settings, library: library)
        do throws(StoreError) {
            try await transaction.begin(key)
        } catch {
            guard case .authenticationFailed = error, let other = try await door.key(after: key) else { throw error }
            try await transaction.begin(other)
        }
        return transaction
    }
}

/// `BEGIN READ WRITE` on a connection of its own. Never repeated: a lost connection ends it.
actor PostgresWriteTransaction: WriteTransaction {
    /// Seconds for one statement of a change; a bulk update takes its time.
    private static let limits = Link.Limits(statement: 600)

    private let executor = ConnectionExecutor()
    private let settings: ServerSettings
    private let library: LibPQ
    private var link: Link?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(settings: ServerSettings, library: LibPQ) {
        self.settings = settings
        self.library = library
    }

    func begin(_ key: Door.Key) throws(StoreError) {
        let link = try Link(settings: settings, key: key, library: library, notices: NoticeLog())
        self.link = link
        try link.run(
            [Statement(sql: "BEGIN READ WRITE", columnCount: 0), Seal.statement(Self.limits)], limits: Self.limits,
            call: Call(library: library))
    }

    package nonisolated func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        guard !statements.isEmpty else { return [] }
        return try await cancellable { (connection, call) throws(StoreError) in
            try await connection.read(statements, call)
        }
    }

    package nonisolated func stream(
        _ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try await cancellable { (connection, call) throws(StoreError) in
            try await connection.stream(statement, call, receive: receive)
        }
    }

    package nonisolated func execute(_ statements: [Statement]) async throws(StoreError) -> [Int] {
        guard !statements.isEmpty else { return [] }
        return try await cancellable { (connection, call) throws(StoreError) in
            try await connection.execute(statements, call)
        }
    }

    package func transactionID() throws(StoreError) -> String? {
        let statement = Statement(sql: "SELECT pg_current_xact_id()::text", columnCount: 1)
        return try read([statement], Call(library: library)).first.flatMap { block in
            block.rowCount == 1 ? block.text(row: 0, column: 0) : nil
        }
    }

    package func commit() throws(StoreError) {
        try run([Statement(sql: "COMMIT", columnCount: 0)], Call(library: library))
        link = nil
    }

    /// The server rolls back what its client leaves.
    package func rollBack() {
        link = nil
    }

    private func read(_ statements: [Statement], _ call: Call) throws(StoreError) -> [RowBlock] {
        var blocks = statements.map { RowBlock(columnCount: $0.columnCount) }
        let decoders = statements.map { ResultDecoder(library: self.library, shape: $0) }
        try run(statements, call) { place, result in
            decoders[place].append(result, to: &blocks[place])
            return true
        }
        return blocks
    }

    private func stream(
        _ statement: Statement, _ call: Call, receive: @Sendable (RowBlock) throws -> Bool
    ) throws(StoreError) {
        let decoder = ResultDecoder(library: library, shape: statement)
        var block = RowBlock(columnCount: statement.columnCount)
        var failure: (any Error)?
        var goesOn = true
        func deliver() {
            do { goesOn = try receive(block) } catch { (failure, goesOn) = (error, false) }
            block = RowBlock(columnCount: statement.columnCount)
        }
        try run([statement], call, isRowByRow: true) { _, result in
            guard goesOn else { return true }
            decoder.append(result, to: &block)
            if block.rowCount >= 2_000 { deliver() }
            return true
        }
        if goesOn, block.rowCount > 0 { deliver() }
        if failure != nil { throw .cancelled }
    }

    private func execute(_ statements: [Statement], _ call: Call) throws(StoreError) -> [Int] {
        var counts = Array(repeating: 0, count: statements.count)
        try run(statements, call) { place, result in
            counts[place] = LibPQ.text(self.library.functions.PQcmdTuples(result)).flatMap { Int($0) } ?? 0
            return true
        }
        return counts
    }

    private func run(
        _ statements: [Statement], _ call: Call, isRowByRow: Bool = false,
        receive: (Int, OpaquePointer) -> Bool = { _, _ in true }
    ) throws(StoreError) {
        guard let link else { throw .closed }
        try link.run(statements, limits: Self.limits, call: call, isRowByRow: isRowByRow, receive: receive)
    }

    private nonisolated func cancellable<Result: Sendable>(
        _ body: (PostgresWriteTransaction, Call) async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let call = Call(library: library)
        do {
            return try await withTaskCancellationHandler {
                try await body(self, call)
            } onCancel: {
                call.cancel()
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .cancelled
        }
    }
}
