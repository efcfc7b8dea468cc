import TenantDomain
import TenantStore

/// A server's database as a role sees it whose rows policies limit: the person went on knowing that, and the header
/// says so all the time.
struct LimitedRowsStore: DatabaseStore {
    /// What the header shows.
    static let warning = "rows limited by RLS"

    let store: PostgresStore

    var identity: StoreIdentity {
        let identity = store.identity
        return StoreIdentity(
            engine: identity.engine, location: identity.location, key: identity.key,
            warnings: identity.warnings + [Self.warning], isLocal: identity.isLocal)
    }

    var dialect: SQLDialect { store.dialect }
    var mayLackRows: Bool { true }

    func readCatalog() async throws(StoreError) -> Catalog { try await store.readCatalog() }

    func catalogFingerprint() async throws(StoreError) -> String { try await store.catalogFingerprint() }

    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await store.read(statements, acceptsLimitedRows: true)
    }

    func readApart(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await store.readApart(statements, acceptsLimitedRows: true)
    }

    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError) {
        try await store.stream(statement, acceptsLimitedRows: true, receive: receive)
    }

    func changeToken() async throws(StoreError) -> Int64? { try await store.changeToken() }

    func listen(to relations: [RelationName]) async -> (any ChangeListening)? { await store.listen(to: relations) }

    func announced(_ relations: [RelationName]) async throws(StoreError) -> Set<RelationName> {
        try await store.announced(relations)
    }

    func acceptingLimitedRows() -> (any DatabaseStore)? { self }

    func close() async { await store.close() }
}
