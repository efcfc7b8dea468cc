import CLibPQ
import TenantStore

/// A writing connection of its own for laying the reference schema and filling it; no screen reads through it.
///
/// Its calls block. It is used by one thread at a time, and its end is the end of whatever transaction is open.
final class SchemaConnection {
    let location: String
    private let settings: ServerSettings
    private let library: LibPQ
    private let connection: OpaquePointer
    private let receiver: NoticeReceiver

    /// Connects; blocks up to the connect timeout for each of the server's addresses.
    ///
    /// - Parameter key: what the settings do not say themselves.
    init(_ settings: ServerSettings, key: Door.Key, library: LibPQ, notices: NoticeLog) throws(StoreError) {
        self.library = library
        self.settings = settings
        let opened = LibPQ.withParameters(settings.parameters(key)) { keys, values in
            library.functions.PQconnectdbParams(keys, values, 1)
        }
        guard let connection = opened ?? nil else {
            throw .connectionFailed(location: settings.location, reason: "out of memory")
        }
        guard library.functions.PQstatus(connection) == CONNECTION_OK else {
            let failure = ConnectionFailure.error(
                connection, settings: settings, key: key, library: library)
            library.functions.PQfinish(connection)
            throw failure
        }
        self.connection = connection
        location = Link.location(of: connection, settings: settings, library: library)
        receiver = NoticeReceiver(log: notices, library: library)
        receiver.attach(to: connection)
    }

    deinit { library.functions.PQfinish(connection) }

    /// Runs SQL, one statement or several.
    func execute(_ sql: String) throws(StoreError) {
        library.functions.PQclear(try result(sql))
    }

    /// The rows of a query as text, empty for null.
    func rows(_ sql: String) throws(StoreError) -> [[String]] {
        let result = try result(sql)
        defer { library.functions.PQclear(result) }
        let fields = library.functions.PQnfields(result)
        return (0..<library.functions.PQntuples(result)).map { row in
            (0..<fields).map { LibPQ.text(library.functions.PQgetvalue(result, row, $0)) ?? "" }
        }
    }

    /// Runs the body in one transaction; nothing of it stays where it throws.
    func transaction(_ body: () throws -> Void) throws {
        try execute(
            "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'; "
                + "SET LOCAL search_path = public; SET LOCAL client_min_messages = notice")
        do {
            try body()
            try execute("COMMIT")
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    // MARK: - COPY

    func beginCopy(_ sql: String) throws(StoreError) {
        library.functions.PQclear(try result(sql, expecting: PGRES_COPY_IN))
    }

    /// Sends bytes of COPY's text form.
    func copy(_ bytes: [UInt8]) throws(StoreError) {
        let sent = bytes.withUnsafeBytes { buffer in
            library.functions.PQputCopyData(
                connection, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(buffer.count))
        }
        guard sent == 1 else { throw lost() }
    }

    func endCopy(_ sql: String) throws(StoreError) {
        guard library.functions.PQputCopyEnd(connection, nil) == 1 else { throw lost() }
        var failure: StoreError?
        while let result = library.functions.PQgetResult(connection) {
            if library.functions.PQresultStatus(result) != PGRES_COMMAND_OK { failure = error(result, sql: sql) }
            library.functions.PQclear(result)
        }
        if let failure { throw failure }
    }

    // MARK: - Results

    private func result(_ sql: String, expecting: ExecStatusType? = nil) throws(StoreError) -> OpaquePointer {
        guard let result = library.functions.PQexec(connection, sql) else { throw lost() }
        let status = library.functions.PQresultStatus(result)
        if status == expecting || status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK { return result }
        defer { library.functions.PQclear(result) }
        throw error(result, sql: sql)
    }

    private func error(_ result: OpaquePointer, sql: String) -> StoreError {
        guard library.functions.PQstatus(connection) == CONNECTION_OK else { return lost() }
        return ServerError(result, library: library).storeError(
            sql: String(sql.prefix(200)), location: location, isCancelled: false, timeout: 0, elapsed: 0)
    }

    private func lost() -> StoreError {
        let words = LibPQ.text(library.functions.PQerrorMessage(connection)) ?? "the connection ended"
        return .connectionLost(reason: settings.redacted(words.split(separator: "\n").first.map(String.init) ?? words))
    }
}
