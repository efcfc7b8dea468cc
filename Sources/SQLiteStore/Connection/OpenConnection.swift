import GRDB
import GRDBSQLite
import TenantDomain
import TenantStore

import struct TenantStore.Statement

/// A connection during one call, on the connection's own queue; it does not leave that call.
struct OpenConnection {
    /// Rows and bytes of one block of a stream.
    private static let streamRows = 2_000
    private static let streamBytes = 256 * 1024
    /// A value beyond this is not loaded for a list, which shows its head only.
    private static let largeValue: CInt = 256 * 1024
    /// Engine steps between two looks at the cancel flag; some tens of microseconds.
    private static let stepsBetweenChecks: CInt = 4_000
    /// Statements with more values than this come in too many shapes to be worth keeping.
    private static let keptBindings = 24

    let database: Database
    let handle: OpaquePointer
    let file: DatabaseFile
    let flag: CancelFlag

    /// Runs the body with the engine asking the call's flag.
    func whileCancellable<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        if flag.isCancelled { throw .cancelled }
        let context = Unmanaged.passUnretained(flag).toOpaque()
        sqlite3_progress_handler(
            handle, Self.stepsBetweenChecks,
            { context in
                guard let context else { return 0 }
                return Unmanaged<CancelFlag>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
            }, context)
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        return try withExtendedLifetime(flag, body)
    }

    /// One view of the database for several statements; a single one is its own transaction.
    func transaction<Result>(
        isNeeded: Bool, _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard isNeeded else { return try body() }
        try execute("BEGIN DEFERRED")
        do throws(StoreError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A transaction of reads has nothing to lose.
            sqlite3_progress_handler(handle, 0, nil, nil)
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, sql: sql) }
    }

    func read(_ statement: Statement) throws(StoreError) -> RowBlock {
        var block = RowBlock(columnCount: statement.columnCount)
        try rows(of: statement, begin: { block = RowBlock(columnCount: statement.columnCount) }) { row in
            row.append(to: &block)
            return true
        }
        return block
    }

    /// Takes statements off the work until none is left; one that fails is given back.
    func work(off work: SharedReads) throws(StoreError) {
        try transaction(isNeeded: true) { () throws(StoreError) in
            while true {
                let places = work.take { _, _ in 1 }
                guard let place = places.first else { return }
                do throws(StoreError) {
                    work.answer(places, with: [try read(work.statements[place])])
                } catch {
                    work.giveBack(places)
                    throw error
                }
            }
        }
    }

    func stream(_ statement: Statement, receive: (RowBlock) throws -> Bool) throws(StoreError) {
        var block = RowBlock(columnCount: statement.columnCount)
        var delivered = 0
        var stopped = false
        func deliver() -> Bool {
            delivered += block.rowCount
            let goesOn = (try? receive(block)) ?? false
            block = RowBlock(columnCount: statement.columnCount)
            stopped = !goesOn
            return goesOn
        }
        // Where a large value ends the first attempt, rows handed over already are skipped in the second.
        var skip = 0
        try rows(
            of: statement,
            begin: {
                skip = delivered
                block = RowBlock(columnCount: statement.columnCount)
            }
        ) { row in
            if skip > 0 {
                skip -= 1
                return true
            }
            row.append(to: &block)
            guard block.rowCount >= Self.streamRows || block.byteCount >= Self.streamBytes else { return true }
            return deliver()
        }
        if !stopped, block.rowCount > 0 { _ = deliver() }
    }

    /// Steps through the rows, first with a bound on values, then without loading what is beyond it, then with
    /// whatever a filter or order on such a value takes. `begin` is called before each attempt.
    private func rows(
        of statement: Statement, begin: () -> Void, each: (borrowing RowReader) throws(StoreError) -> Bool
    ) throws(StoreError) {
        guard let alternative = statement.withoutLargeValues else {
            begin()
            let code = try step(statement.sql, statement, cells: [], each: each)
            if code != SQLITE_DONE { throw error(code, sql: statement.sql) }
            return
        }
        let limit = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.largeValue)
        defer { sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, limit) }
        begin()
        var code = try step(statement.sql, statement, cells: [], each: each)
        if code & 0xFF == SQLITE_TOOBIG {
            begin()
            code = try step(alternative.sql, statement, cells: alternative.cells, each: each)
        }
        if code & 0xFF == SQLITE_TOOBIG {
            sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, limit)
            begin()
            code = try step(alternative.sql, statement, cells: alternative.cells, each: each)
        }
        if code != SQLITE_DONE { throw error(code, sql: statement.sql) }
    }

    /// - Returns: `SQLITE_DONE` at the end or when `each` has enough, else the engine's code.
    private func step(
        _ sql: String, _ statement: Statement, cells: [LargeValueStatement.Cell],
        each: (borrowing RowReader) throws(StoreError) -> Bool
    ) throws(StoreError) -> CInt {
        let prepared: GRDB.Statement
        do {
            prepared =
                try statement.bindings.count > Self.keptBindings
                ? database.makeStatement(sql: sql) : database.cachedStatement(sql: sql)
        } catch let error as DatabaseError {
            throw EngineError.running(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", sql: sql, file: file)
        } catch {
            throw .engine(code: "prepare", message: "\(error)", sql: sql)
        }
        let pointer = prepared.sqliteStatement
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        for (position, value) in statement.bindings.enumerated() {
            let code = Self.bind(value, to: pointer, at: CInt(position + 1))
            if code != SQLITE_OK { return code }
        }
        let large = cells.isEmpty ? nil : LargeValueReader(handle: handle, cells: cells)
        let reader = RowReader(statement: pointer, shape: statement, large: large)
        while true {
            let code = sqlite3_step(pointer)
            guard code == SQLITE_ROW else { return code }
            if flag.isCancelled { throw .cancelled }
            guard try each(reader) else { return SQLITE_DONE }
        }
    }

    private static func bind(_ value: Value, to statement: OpaquePointer, at position: CInt) -> CInt {
        // SQLite copies: nothing here outlives the call.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, position)
        case .integer(let number): return sqlite3_bind_int64(statement, position, number)
        case .real(let number): return sqlite3_bind_double(statement, position, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty text has no address, which would bind null.
                guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, position, "", 0, copied) }
                return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, position, $0, CInt(bytes.count), copied)
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, position, 0) }
            return sqlite3_bind_blob(statement, position, bytes, CInt(bytes.count), copied)
        }
    }

    func error(_ code: CInt, sql: String) -> StoreError {
        EngineError.running(
            code: sqlite3_extended_errcode(handle) & 0xFF == code & 0xFF ? sqlite3_extended_errcode(handle) : code,
            message: String(cString: sqlite3_errmsg(handle)), sql: sql, file: file)
    }
}
