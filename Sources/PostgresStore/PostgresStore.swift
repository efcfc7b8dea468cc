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
    /// Seconds for which a server that had no other connection is not asked for one again.
    private static let helplessSeconds = 60.0
    /// Seconds to wait for a lock at the most.
    private static let longestLock = 5.0

    package var identity: StoreIdentity { known.withLock { $0 } }
    package let dialect = SQLDialect.postgres
    /// What the server said unasked.
    package let notices: NoticeLog
    private let door: Door
    private let statementTimeout: Double
    private let patience: Duration
    private let library: LibPQ
    private let state: Mutex<State>
    /// What the first connection said of the server; what was known of it before, until it has.
    private let known: Mutex<StoreIdentity>

    private struct State {
        var connections: [PostgresConnection]
        /// Connections being opened to help another one, which count as connections.
        var opening = 0
        /// Until when no other connection is asked for to help, because the server had none.
        var helplessUntil = 0.0
        var isClosed = false
    }

    private init(
        door: Door, statementTimeout: Double, patience: Duration, library: LibPQ, notices: NoticeLog,
        first: PostgresConnection, identity: StoreIdentity
    ) {
        self.door = door
        self.statementTimeout = statementTimeout
        self.patience = patience
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
    ///   - patience: how long one connection works off what may be read apart before another one is opened to help.
    ///   - access: passwords and tunnels; closed with the store, or where no connection comes about.
    ///   - remembered: what is known of the server from before: the store is then there at once and connects by itself;
    ///     where it cannot, its reads say so.
    package static func open(
        _ text: String, user: String? = nil, operatorName: String, wantsProof: Bool = false, isTunnelled: Bool = false,
        statementTimeout: Double = usualTimeout, patience: Duration = .milliseconds(10),
        access: any ServerAccess = DirectAccess(),
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
                    door: door, statementTimeout: statementTimeout, patience: patience, library: library,
                    notices: notices, first: first, identity: identity)
            } catch {
                await door.close()
                throw error
            }
        }
        let store = PostgresStore(
            door: door, statementTimeout: statementTimeout, patience: patience, library: library, notices: notices,
            first: first, identity: remembered)
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

    package func readApart(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await readApart(statements, acceptsLimitedRows: false)
    }

    /// Over two connections only on this machine: over a link the second round trip, and the four to six that open
    /// another connection, may take longer than what they save.
    func readApart(_ statements: [Statement], acceptsLimitedRows: Bool) async throws(StoreError) -> [RowBlock] {
        guard statements.count > 1, identity.isLocal else {
            return try await read(statements, acceptsLimitedRows: acceptsLimitedRows)
        }
        for statement in statements { try ReadingStatement.check(statement) }
        let limits = limits(acceptsLimitedRows)
        let work = SharedReads(statements)
        // A second connection that is open and idle costs nothing; one that has to be opened first does.
        let idle = state.withLock { $0.connections.count { $0.callsUnderWay == 0 } }
        return try await work.run(patience: idle > 1 ? .zero : patience) { () async throws(StoreError) in
            try await self.work(off: work, limits) { () throws(StoreError) in try self.connection() }
        } helping: {
            guard let other = await self.helper() else { return }
            defer { other.release() }
            try? await self.work(off: work, limits) { other.reserve() }
        }
    }

    /// Takes statements off the work, half of what is left with each round trip, so that few are needed and none is
    /// long at the end; alone all the rest with the second one.
    private func work(
        off work: SharedReads, _ limits: Link.Limits, over connection: () throws(StoreError) -> PostgresConnection
    ) async throws(StoreError) {
        while true {
            let places = work.take { left, isHelped in
                left == work.statements.count || isHelped ? (left + 1) / 2 : left
            }
            guard !places.isEmpty else { return }
            do throws(StoreError) {
                let blocks = try await connection().read(
                    places.map { work.statements[$0] }, limits: limits, elsewhere: { [weak self] in self?.spare() })
                work.answer(places, with: blocks)
            } catch {
                work.giveBack(places)
                throw error
            }
        }
    }

    /// An idle connection, or a new one that is open already, so that nobody else's read meets one that cannot be
    /// opened; nil where the limit is reached or the server has no other.
    private func helper() async -> PostgresConnection? {
        let now = Link.clock()
        let (idle, mayOpen) = state.withLock { state -> (PostgresConnection?, Bool) in
            if state.isClosed { return (nil, false) }
            if let idle = state.connections.first(where: { $0.callsUnderWay == 0 }) { return (idle.reserve(), false) }
            guard state.connections.count + state.opening < Self.connectionLimit, now >= state.helplessUntil else {
                return (nil, false)
            }
            state.opening += 1
            return (nil, true)
        }
        guard mayOpen else { return idle }
        let connection = PostgresConnection(door: door, library: library, notices: notices).reserve()
        let isOpen = (try? await connection.greet()) != nil
        let isKept = state.withLock { state in
            state.opening -= 1
            if !isOpen { state.helplessUntil = now + Self.helplessSeconds }
            guard isOpen, !state.isClosed else { return false }
            state.connections.append(connection)
            return true
        }
        if isKept { return connection }
        await connection.close()
        return nil
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

    package func announced(_ relations: [RelationName]) async throws(StoreError) -> Set<RelationName> {
        var statements: [Statement] = []
        for relation in relations { statements.append(try ServerListener.triggers(of: relation)) }
        let blocks = try await read(statements)
        return Set(
            zip(relations, blocks).filter { ServerListener.channel(of: $0, triggers: $1) != nil }.map(\.0))
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
        guard state.connections.count + state.opening < Self.connectionLimit else { return nil }
        let connection = PostgresConnection(door: door, library: library, notices: notices)
        state.connections.append(connection)
        return connection
    }
}
