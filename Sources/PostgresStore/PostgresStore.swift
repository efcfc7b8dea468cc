import Synchronization
import TenantDomain
import TenantStore

/// A PostgreSQL database that is only ever read: each call is a transaction of its own that the server itself holds to
/// reading, in one round trip, without any state left on the connection.
///
/// Reads go to the least busy of a few connections, so that a slow query doesn't hold up the next.
package final class PostgresStore: DatabaseStore {
    /// Connections opened at most.
    private static let connectionLimit = 3
    /// Seconds for a statement of a screen, where nothing else is said.
    package static let usualTimeout = 30.0
    /// Seconds to wait for a lock at the most.
    private static let longestLock = 5.0

    package let identity: StoreIdentity
    package let dialect = SQLDialect.postgres
    /// What the server said unasked.
    package let notices: NoticeLog
    private let door: Door
    private let statementTimeout: Double
    private let library: LibPQ
    private let state: Mutex<State>

    private struct State {
        var connections: [PostgresConnection]
        var isClosed = false
    }

    private init(
        door: Door, statementTimeout: Double, library: LibPQ, notices: NoticeLog, first: PostgresConnection,
        greeting: PostgresConnection.Greeting
    ) {
        let settings = door.settings
        self.door = door
        self.statementTimeout = statementTimeout
        self.library = library
        self.notices = notices
        var warnings: [String] = []
        if greeting.isEncrypted {
            warnings.append(settings.checksCertificate ? "tls" : "tls unverified")
        } else if !settings.isLocal {
            warnings.append("NO TLS")
        }
        if greeting.isSuperuser { warnings.append("superuser") }
        identity = StoreIdentity(
            engine: DatabaseEngine(kind: .postgres, version: greeting.version), location: greeting.location,
            key: "postgres:\(greeting.location)", warnings: warnings,
            isLocal: settings.isLocal && !settings.isTunnelled)
        state = Mutex(State(connections: [first]))
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - text: a URL or key/value string of libpq's.
    ///   - operatorName: who asks; the server shows it as part of `application_name`.
    ///   - wantsProof: a server off this machine has to prove who it is, whatever the text says.
    ///   - isTunnelled: whether `access` leads there through ports of this machine.
    ///   - statementTimeout: seconds that the server gives a statement, streams excepted.
    ///   - access: passwords and tunnels; closed with the store, or where no connection comes about.
    package static func open(
        _ text: String, operatorName: String, wantsProof: Bool = false, isTunnelled: Bool = false,
        statementTimeout: Double = usualTimeout, access: any ServerAccess = DirectAccess()
    ) async throws(StoreError) -> PostgresStore {
        let library = try LibPQ.load()
        let settings = try ServerSettings(
            text, operatorName: operatorName, wantsProof: wantsProof, isTunnelled: isTunnelled, library: library)
        let notices = NoticeLog()
        let door = Door(settings: settings, access: access)
        let first = PostgresConnection(door: door, library: library, notices: notices)
        do throws(StoreError) {
            let greeting = try await first.greet()
            return PostgresStore(
                door: door, statementTimeout: statementTimeout, library: library, notices: notices, first: first,
                greeting: greeting)
        } catch {
            await door.close()
            throw error
        }
    }

    /// Writes along the same way: its logins, tunnel and proof.
    package var writer: PostgresWriter { PostgresWriter(door: door, library: library) }

    package func readCatalog() async throws(StoreError) -> Catalog {
        let blocks = try await connection().read(
            CatalogQueries.all, limits: limits())
        return CatalogAssembly(blocks).catalog(engine: identity.engine)
    }

    package func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await read(statements, acceptsLimitedRows: false)
    }

    package func stream(
        _ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try await stream(statement, acceptsLimitedRows: false, receive: receive)
    }

    func read(_ statements: [Statement], acceptsLimitedRows: Bool) async throws(StoreError) -> [RowBlock] {
        guard !statements.isEmpty else { return [] }
        for statement in statements { try ReadingStatement.check(statement) }
        return try await connection().read(
            statements,
            limits: limits(acceptsLimitedRows))
    }

    /// A stream takes as long as it takes: its task can be cancelled.
    func stream(
        _ statement: Statement, acceptsLimitedRows: Bool, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try ReadingStatement.check(statement)
        try await connection().stream(
            statement, limits: Link.Limits(statement: 0, acceptsLimitedRows: acceptsLimitedRows), receive: receive)
    }

    package func acceptingLimitedRows() -> (any DatabaseStore)? { LimitedRowsStore(store: self) }

    /// The server has no such value.
    package func changeToken() async throws(StoreError) -> Int64? { nil }

    package func listen(to relations: [RelationName]) async -> (any ChangeListening)? {
        await ServerListener.open(door: door, library: library, notices: notices, relations: relations) {
            (statement) async throws(StoreError) in
            _ = try await self.read([statement])
        }
    }

    package func close() async {
        let connections = state.withLock { state in
            defer {
                state.connections = []
                state.isClosed = true
            }
            return state.connections
        }
        for connection in connections { await connection.close() }
        await door.close()
    }

    private func limits(_ acceptsLimitedRows: Bool = false) -> Link.Limits {
        Link.Limits(
            statement: statementTimeout, lock: min(Self.longestLock, statementTimeout / 2),
            acceptsLimitedRows: acceptsLimitedRows)
    }

    /// An idle connection, a new one while there may be, else the one with the fewest calls under way.
    private func connection() throws(StoreError) -> PostgresConnection {
        let (door, library, notices) = (door, library, notices)
        let found: PostgresConnection? = state.withLock { state in
            if state.isClosed { return nil }
            let leastBusy = state.connections.min { $0.callsUnderWay < $1.callsUnderWay }
            if let leastBusy, leastBusy.callsUnderWay == 0 || state.connections.count >= Self.connectionLimit {
                return leastBusy.reserve()
            }
            let connection = PostgresConnection(door: door, library: library, notices: notices)
            state.connections.append(connection)
            return connection.reserve()
        }
        guard let found else { throw .closed }
        return found
    }
}
