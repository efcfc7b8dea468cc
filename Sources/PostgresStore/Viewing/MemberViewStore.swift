import TenantDomain
import TenantStore

/// A server's database as one member sees it. It has no writer, and its key is its own, so that nothing remembered of
/// the operator's view is taken for the member's.
struct MemberViewStore: DatabaseStore {
    let store: PostgresStore
    let view: MemberView
    let isOwnLogin: Bool

    var identity: StoreIdentity {
        let identity = store.identity
        return StoreIdentity(
            engine: identity.engine, location: identity.location, key: "\(identity.key)#as:\(view.key)",
            warnings: identity.warnings.filter { $0 != "superuser" }, isLocal: identity.isLocal)
    }

    var dialect: SQLDialect { store.dialect }
    var mayLackRows: Bool { true }

    private func limits(isStream: Bool = false) -> Link.Limits {
        var limits = store.limits(true)
        if isStream { limits.statement = 0 }
        limits.view = view
        return limits
    }

    /// What the member's role may see of the catalog, with that role's rights.
    func readCatalog() async throws(StoreError) -> Catalog {
        let blocks = try await store.connection().read(
            CatalogQueries.all + [CatalogDigest.statement], limits: limits())
        return CatalogAssembly(Array(blocks.dropLast()))
            .catalog(engine: identity.engine, fingerprint: CatalogDigest.fingerprint(ofCatalogReadWith: blocks.last))
            .asSeenByRole
    }

    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        guard !statements.isEmpty else { return [] }
        for statement in statements { try ReadingStatement.check(statement) }
        return try await store.connection().read(statements, limits: limits())
    }

    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError) {
        try ReadingStatement.check(statement)
        try await store.connection(isStream: true).stream(statement, limits: limits(isStream: true), receive: receive)
    }

    func changeToken() async throws(StoreError) -> Int64? { nil }

    /// The policies decide already.
    func acceptingLimitedRows() -> (any DatabaseStore)? { self }

    /// The store beneath serves other views and the operator's own.
    func close() async {}
}
