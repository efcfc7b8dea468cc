import Synchronization
import TenantDomain
import TenantStore

/// A PostgreSQL database that is only ever read: each call is a transaction of its own that the server itself holds to
/// reading, in one round trip, without any state left on the connection.
///
/// Reads that come together go over one connection in one round trip; only a slow query or a stream has others opened,
/// so that it doesn't hold up the next.
package final class PostgresStore: DatabaseStore {
    /// Connections opened at most.
    private static let connectionLimit = 3
    /// Seconds for a statement of a screen, where nothing else is said.
    package static let usualTimeout = 30.0
    /// Seconds to wait for a lock at the most.
    private static let longestLock = 5.0

    package var identity: StoreIdentity { known.withLock { $0 } }
    package let dialect = SQLDialect.postgres
    /// What the server said unasked.
    package let notices: NoticeLog
    private let door: Door
    private let statementTimeout: Double
    private let library: LibPQ
    private let state: Mutex<State>
    /// What the first connection said of the server; what was known of it before, until it has.
    private let known: Mutex<StoreIdentity>

    private struct State {
        var connections: [PostgresConnection]
        var isClosed = false
    }

    private init(
        door: Door, statementTimeout: Double, library: LibPQ, notices: NoticeLog, first: PostgresConnection,
        identity: StoreIdentity
    ) {
        self.door = door
        self.statementTimeout = statementTimeout
        self.library = library
        self.notices = notices
        known = Mutex(identity)
        state = Mutex(State(connections: [first]))
    }

    private static func identity(_ greeting: PostgresConnection.Greeting, _ settings: ServerSettings) -> StoreIdentity {
        var warnings: [String] = []
        if greeting.isEncrypted {
            warnings.append(settings.checksCertificate ? "tls" : "tls unverified")
        } else if !settings.isLocal {
            warnings.append("NO TLS")
        }
        if greeting.isSuperuser { warnings.append("superuser") }
        return StoreIdentity(
            engine: DatabaseEngine(kind: .postgres, version: greeting.version), location: greeting.location,
            key: "postgres:\(greeting.location)", warnings: warnings,
            isLocal: settings.isLocal && !settings.isTunnelled)
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - text: a URL or key/value string of libpq's.
    ///   - user: logs in as this one, whatever the text says, and without the text's password.
    ///   - operatorName: who asks; the server shows it as part of `application_name`.
    ///   - wantsProof: a server off this machine has to prove who it is, whatever the text says.
    ///   - isTunnelled: whether `access` leads there through ports of this machine.
    ///   - statementTimeout: seconds that the server gives a statement, streams excepted.
    ///   - access: passwords and tunnels; closed with the store, or where no connection comes about.
    ///   - remembered: what is known of the server from before: the store is then there at once and connects by itself;
    ///     where it cannot, its reads say so.
    package static func open(
        _ text: String, user: String? = nil, operatorName: String, wantsProof: Bool = false, isTunnelled: Bool = false,
        statementTimeout: Double = usualTimeout, access: any ServerAccess = DirectAccess(),
        remembered: StoreIdentity? = nil
    ) async throws(StoreError) -> PostgresStore {
        let library = try LibPQ.load()
        let settings = try ServerSettings(
            text, user: user, operatorName: operatorName, wantsProof: wantsProof, isTunnelled: isTunnelled,
            library: library)
        let notices = NoticeLog()
        let door = Door(settings: settings, access: access)
        let first = PostgresConnection(door: door, library: library, notices: notices)
        guard let remembered else {
            do throws(StoreError) {
                let identity = Self.identity(try await first.greet(), settings)
                return PostgresStore(
                    door: door, statementTimeout: statementTimeout, library: library, notices: notices, first: first,
                    identity: identity)
            } catch {
                await door.close()
                throw error
            }
        }
        let store = PostgresStore(
            door: door, statementTimeout: statementTimeout, library: library, notices: notices, first: first,
            identity: remembered)
        _ = first.reserve()
        Task { [weak store] in
            if let greeting = await first.introduce() {
                store?.known.withLock { $0 = Self.identity(greeting, settings) }
            }
            first.release()
        }
        return store
    }

    /// Writes along the same way: its logins, tunnel and proof.
    package var writer: PostgresWriter { PostgresWriter(door: door, library: library) }

    package func readCatalog() async throws(StoreError) -> Catalog {
        let blocks = try await connection().read(
            CatalogQueries.all + [CatalogDigest.statement], limits: limits())
        let fingerprint = CatalogDigest.fingerprint(ofCatalogReadWith: blocks.last)
        return CatalogAssembly(Array(blocks.dropLast())).catalog(engine: identity.engine, fingerprint: fingerprint)
    }

    package func catalogFingerprint() async throws(StoreError) -> String {
        CatalogDigest.fingerprint(try await read([CatalogDigest.statement]).last)
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
            statements, limits: limits(acceptsLimitedRows), elsewhere: { [weak self] in self?.spare() })
    }

    /// A stream takes as long as it takes: its task can be cancelled.
    func stream(
        _ statement: Statement, acceptsLimitedRows: Bool, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        try ReadingStatement.check(statement)
        try await connection(isStream: true).stream(
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

    func limits(_ acceptsLimitedRows: Bool = false) -> Link.Limits {
        Link.Limits(
            statement: statementTimeout, lock: min(Self.longestLock, statementTimeout / 2),
            acceptsLimitedRows: acceptsLimitedRows)
    }

    /// For a read an idle connection, else one that takes it along with its next round trip; for a stream, which keeps
    /// its connection for long, a new one while there may be.
    func connection(isStream: Bool = false) throws(StoreError) -> PostgresConnection {
        let found: PostgresConnection? = state.withLock { state in
            if state.isClosed { return nil }
            let leastBusy = state.connections.min { $0.callsUnderWay < $1.callsUnderWay }
            if let leastBusy, leastBusy.callsUnderWay == 0 { return leastBusy.reserve(isStream: isStream) }
            let shared = state.connections.filter { !$0.isStreaming }.min { $0.callsUnderWay < $1.callsUnderWay }
            if !isStream, let shared { return shared.reserve() }
            return (added(&state) ?? leastBusy)?.reserve(isStream: isStream)
        }
        guard let found else { throw .closed }
        return found
    }

    /// Reads that wait for their turn on any connection.
    var waitingReads: Int {
        state.withLock { $0.connections }.reduce(0) { $0 + $1.waitingReads }
    }

    /// Another connection for a read that waits behind a slow one; nil while there is none.
    private func spare() -> PostgresConnection? {
        state.withLock { state in
            if state.isClosed { return nil }
            if let idle = state.connections.first(where: { $0.callsUnderWay == 0 }) { return idle.reserve() }
            return added(&state)?.reserve()
        }
    }

    private func added(_ state: inout State) -> PostgresConnection? {
        guard state.connections.count < Self.connectionLimit else { return nil }
        let connection = PostgresConnection(door: door, library: library, notices: notices)
        state.connections.append(connection)
        return connection
    }
}
