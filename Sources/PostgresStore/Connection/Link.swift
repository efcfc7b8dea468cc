import CLibPQ
import TenantDomain
import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One open connection, used by one thread at a time: everything that goes over it goes through `exchange`.
final class Link {
    /// What one exchange gives each statement.
    struct Limits {
        /// Seconds for a statement; 0 for as long as it takes.
        var statement: Double
        /// Seconds to wait for a lock.
        var lock = 5.0
        /// Seconds that the server keeps a transaction that nothing comes for.
        var idle = 60.0
        /// Whether policies may leave rows out; else a role that they limit gets an error.
        var acceptsLimitedRows = false
        /// As whom to read; nil reads as the login.
        var view: MemberView?
    }

    /// Seconds that the server is given to end a cancelled query before the connection is dropped.
    private static let cancelPatience = 5.0
    /// Seconds past a statement's own limit after which a silent server counts as gone.
    private static let silencePatience = 15.0
    /// Milliseconds between two looks at the call while the server works.
    private static let lookInterval: CInt = 100

    let settings: ServerSettings
    let library: LibPQ
    let connection: OpaquePointer
    let cancelHandle: OpaquePointer?
    private let receiver: NoticeReceiver

    /// Connects; blocks up to the connect timeout for each of the server's addresses.
    init(
        settings: ServerSettings, key: Door.Key = Door.Key(), library: LibPQ, notices: NoticeLog
    ) throws(StoreError) {
        let opened = LibPQ.withParameters(settings.parameters(key)) { keys, values in
            library.functions.PQconnectdbParams(keys, values, 1)
        }
        guard let connection = opened ?? nil else {
            throw .connectionFailed(location: settings.location, reason: "out of memory")
        }
        guard library.functions.PQstatus(connection) == CONNECTION_OK else {
            let failure = ConnectionFailure.error(connection, settings: settings, key: key, library: library)
            library.functions.PQfinish(connection)
            throw failure
        }
        self.settings = settings
        self.library = library
        self.connection = connection
        cancelHandle = library.functions.PQgetCancel(connection)
        receiver = NoticeReceiver(log: notices, library: library)
        receiver.attach(to: connection)
        _ = library.functions.PQsetnonblocking(connection, 1)
        guard library.functions.PQenterPipelineMode(connection) == 1 else { throw lost() }
    }

    deinit {
        if let cancelHandle { library.functions.PQfreeCancel(cancelHandle) }
        library.functions.PQfinish(connection)
    }

    /// The server's version, `15.18`.
    var version: String {
        let words = LibPQ.text(library.functions.PQparameterStatus(connection, "server_version")) ?? ""
        return words.split(separator: " ").first.map(String.init) ?? words
    }

    var isSuperuser: Bool {
        LibPQ.text(library.functions.PQparameterStatus(connection, "is_superuser")) == "on"
    }

    var isEncrypted: Bool { library.functions.PQsslInUse(connection) == 1 }

    /// Whether the next exchange can start: nothing is under way and no transaction open.
    var isIdle: Bool {
        library.functions.PQstatus(connection) == CONNECTION_OK
            && library.functions.PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    /// `db.example.io:6543/app`, the host that answered.
    var location: String { Self.location(of: connection, settings: settings, library: library) }

    static func location(of connection: OpaquePointer, settings: ServerSettings, library: LibPQ) -> String {
        let host = LibPQ.text(library.functions.PQhost(connection)) ?? "localhost"
        let port = LibPQ.text(library.functions.PQport(connection)) ?? "5432"
        let name = LibPQ.text(library.functions.PQdb(connection)) ?? ""
        // Through a tunnel the port is one of this machine's and says nothing.
        if settings.isTunnelled { return settings.location }
        return (host.hasPrefix("/") ? "localhost" : host) + (port == "5432" ? "" : ":\(port)") + "/" + name
    }

    // MARK: - Exchanges

    /// Runs the statements in one sealed read-only transaction, all in one round trip.
    ///
    /// - Parameters:
    ///   - isRowByRow: hands rows over as they come, so that no result is ever held whole.
    ///   - receive: takes a statement's place and a result with rows of it; false ends the exchange.
    func exchange(
        _ statements: [Statement], limits: Limits, call: Call, isRowByRow: Bool = false,
        receive: (Int, OpaquePointer) -> Bool
    ) throws(StoreError) {
        if call.isCancelled { throw .cancelled }
        if let view = limits.view {
            return try exchange(
                statements, as: view, limits: limits, call: call, isStreamed: isRowByRow, receive: receive)
        }
        let began = Self.clock()
        let seal = Seal.statement(limits)
        let all =
            [Statement(sql: "BEGIN READ ONLY", columnCount: 0), seal] + statements
            + [Statement(sql: "COMMIT", columnCount: 0)]
        // Values that cannot be sent are found out before anything is.
        var parameters: [ParameterList] = []
        for statement in all { parameters.append(try ParameterList(statement.bindings, sql: statement.sql)) }
        for (statement, values) in zip(all, parameters) { try send(statement.sql, values) }
        guard library.functions.PQpipelineSync(connection) == 1 else { throw lost() }
        call.begin(cancelHandle)
        var failure: (error: ServerError, sql: String)?
        var isSealed = false
        var stopped = false
        do {
            defer { call.end() }
            for (place, statement) in all.enumerated() {
                if place >= 2, place < all.count - 1, isRowByRow {
                    _ = library.functions.PQsetSingleRowMode(connection)
                }
                while let result = try nextResult(call, limits: limits) {
                    defer { library.functions.PQclear(result) }
                    switch library.functions.PQresultStatus(result) {
                    case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
                        if place == 1 {
                            isSealed = Seal.holds(result, library: library)
                        } else if isSealed, !stopped, call.isCancelled || !receive(place - 2, result) {
                            stopped = true
                            call.stop()
                        }
                    case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
                        if failure == nil { failure = (ServerError(result, library: library), statement.sql) }
                    default: break
                    }
                }
            }
            try synchronise(call, limits: limits)
        }
        if let failure {
            if failure.error.endsConnection || library.functions.PQstatus(connection) != CONNECTION_OK {
                throw .connectionLost(reason: failure.error.message)
            }
            try rollBack(call)
            if call.isCancelled { throw .cancelled }
            if stopped { return }
            throw failure.error.storeError(
                sql: failure.sql, location: location, isCancelled: call.isCancelled, timeout: limits.statement,
                elapsed: Self.clock() - began)
        }
        guard isSealed else {
            throw .engine(code: "seal", message: "the server did not seal the transaction as read-only", sql: seal.sql)
        }
    }

    /// A failed transaction is left behind only together with its connection.
    func rollBack(_ call: Call) throws(StoreError) {
        let state = library.functions.PQtransactionStatus(connection)
        guard state == PQTRANS_INERROR || state == PQTRANS_INTRANS else { return }
        try send("ROLLBACK", ParameterList([], sql: ""))
        guard library.functions.PQpipelineSync(connection) == 1 else { throw lost() }
        let limits = Limits(statement: 10)
        while let result = try nextResult(call, limits: limits) { library.functions.PQclear(result) }
        try synchronise(call, limits: limits)
    }

    func send(_ sql: String, _ parameters: ParameterList) throws(StoreError) {
        let sent = parameters.withPointers { values in
            library.functions.PQsendQueryParams(connection, sql, parameters.count, nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw lost() }
    }

    func synchronise(_ call: Call, limits: Limits) throws(StoreError) {
        guard let result = try nextResult(call, limits: limits) else { throw lost() }
        defer { library.functions.PQclear(result) }
        guard library.functions.PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw lost() }
    }

    /// The next result of the statement, nil at its end.
    func nextResult(_ call: Call, limits: Limits) throws(StoreError) -> OpaquePointer? {
        let began = Self.clock()
        var cancelledAt: Double?
        while true {
            let unsent = library.functions.PQflush(connection)
            if unsent < 0 { throw lost() }
            if library.functions.PQisBusy(connection) == 0 { break }
            var descriptor = pollfd(fd: library.functions.PQsocket(connection), events: Int16(POLLIN), revents: 0)
            if unsent == 1 { descriptor.events |= Int16(POLLOUT) }
            guard descriptor.fd >= 0 else { throw lost() }
            let ready = poll(&descriptor, 1, Self.lookInterval)
            if ready < 0, errno != EINTR { throw lost() }
            if ready > 0, library.functions.PQconsumeInput(connection) == 0 { throw lost() }
            guard ready == 0 else { continue }
            let now = Self.clock()
            if call.isCancelled {
                if let cancelledAt, now - cancelledAt > Self.cancelPatience { throw .cancelled }
                if cancelledAt == nil { cancelledAt = now }
                // The first request may have come before the query did.
                call.stop()
            }
            if limits.statement > 0, now - began > limits.statement + Self.silencePatience {
                throw .connectionLost(reason: "the server no longer answers")
            }
        }
        let result = library.functions.PQgetResult(connection)
        if result == nil, library.functions.PQstatus(connection) != CONNECTION_OK { throw lost() }
        return result
    }

    func lost() -> StoreError {
        let words = LibPQ.text(library.functions.PQerrorMessage(connection)) ?? "the connection ended"
        let line = words.split(separator: "\n").first.map(String.init) ?? words
        return .connectionLost(reason: settings.redacted(line))
    }

    /// Seconds on a clock that only goes forward.
    static func clock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
