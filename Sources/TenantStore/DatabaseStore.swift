import TenantDomain

/// A database that can be read: the only way from the console to rows.
///
/// Reads are read-only by the engine's word, not by ours. A cancelled task interrupts the engine's query and the call
/// throws `StoreError.cancelled`. Every method may be called from any task; calls queue where the engine has to.
package protocol DatabaseStore: Sendable {
    /// Where the store is and what it runs on, for the header and messages; holds no secret.
    var identity: StoreIdentity { get }
    var dialect: SQLDialect { get }

    /// Reads the catalog from the database.
    func readCatalog() async throws(StoreError) -> Catalog

    /// What `readCatalog` would say is the catalog's fingerprint, by one cheap query where the engine has one.
    func catalogFingerprint() async throws(StoreError) -> String

    /// Runs the statements in order in one read-only transaction (one round trip where the engine can) and returns
    /// one block for each.
    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock]

    /// Runs statements that need not see the database at one moment: long ones are run over two connections at once,
    /// where the store has another one, so that it takes half the time.
    ///
    /// - Returns: one block for each, each true of a moment of the call.
    func readApart(_ statements: [Statement]) async throws(StoreError) -> [RowBlock]

    /// Runs one statement and hands its rows over in blocks of bounded size, so that memory does not grow with the
    /// result. Stops when `receive` returns false.
    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError)

    /// A value that differs after any committed change by anybody (SQLite: `PRAGMA data_version`), nil where the
    /// engine has none.
    func changeToken() async throws(StoreError) -> Int64?

    /// Word of every commit that adds rows to any of the tables, for as long as it is held; nil where nothing brings it,
    /// so that whoever waits for rows has to look.
    func listen(to relations: [RelationName]) async -> (any ChangeListening)?

    /// Those of the tables of which a trigger makes every insert known to whoever listens, by what the trigger's function
    /// does; none where the engine has no such triggers.
    func announced(_ relations: [RelationName]) async throws(StoreError) -> Set<RelationName>

    /// The same database with the rows alone that row-level security lets through, without the error that a role under
    /// it gets otherwise; nil where the engine has none. Closing either closes both.
    func acceptingLimitedRows() -> (any DatabaseStore)?

    /// Whether policies may leave out rows that are there, without an error.
    var mayLackRows: Bool { get }

    func close() async
}

extension DatabaseStore {
    package var mayLackRows: Bool { false }
    package func acceptingLimitedRows() -> (any DatabaseStore)? { nil }
    package func readApart(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await read(statements)
    }
    package func announced(_ relations: [RelationName]) async throws(StoreError) -> Set<RelationName> { [] }
    package func catalogFingerprint() async throws(StoreError) -> String {
        try await readCatalog().fingerprint
    }
    package func listen(to relations: [RelationName]) async -> (any ChangeListening)? { nil }
}

/// Hears of commits until it is let go.
package protocol ChangeListening: AnyObject, Sendable {
    /// A number that grows with every commit that was heard of.
    ///
    /// - Throws: `connectionLost` once nothing is heard any more.
    func heard() async throws(StoreError) -> Int64
}

/// What the header says of a database.
package struct StoreIdentity: Sendable, Equatable {
    package let engine: DatabaseEngine
    /// `demo.db`, `pooler.example.io:6543/app`; never a password.
    package let location: String
    /// The database's identity for caches and state: absolute path, or host, port and name.
    package let key: String
    /// Words such as `snapshot` or `NO TLS` that the header must show.
    package let warnings: [String]
    /// Whether nothing leaves this machine.
    package let isLocal: Bool

    package init(
        engine: DatabaseEngine, location: String, key: String, warnings: [String] = [], isLocal: Bool = true
    ) {
        self.engine = engine
        self.location = location
        self.key = key
        self.warnings = warnings
        self.isLocal = isLocal
    }
}
