import TenantDomain
import TenantStore

/// A writing transaction as the services read from it, so that a change is judged by what it will meet.
struct TransactionStore: DatabaseStore {
    let transaction: any WriteTransaction
    let identity: StoreIdentity
    let dialect: SQLDialect
    let catalog: Catalog

    func catalogFingerprint() async throws(StoreError) -> String { catalog.fingerprint }

    func readCatalog() async throws(StoreError) -> Catalog { catalog }

    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        try await transaction.read(statements)
    }

    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError) {
        try await transaction.stream(statement, receive: receive)
    }

    func changeToken() async throws(StoreError) -> Int64? { nil }

    /// The transaction's owner ends it.
    func close() async {}
}

extension ConsoleSession {
    /// The same session, reading from another store.
    func reading(from store: any DatabaseStore) -> ConsoleSession {
        var session = ConsoleSession(
            store: store, registry: registry, environment: environment, operatorName: operatorName, persona: persona,
            zone: zone, now: now, pageSize: pageSize, journal: journal, log: log)
        session.archive = archive
        return session
    }
}
