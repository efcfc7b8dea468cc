import TenantDomain

/// Where changes are applied: opens one writing transaction at a time, each on a connection of its own. The store that
/// the console reads from stays read-only.
package protocol WritableDatabase: Sendable {
    /// Connects and begins a transaction that may write.
    ///
    /// - Throws: `busy` where another writer holds the database longer than the time to wait.
    func begin() async throws(StoreError) -> any WriteTransaction
}

/// A writing transaction under way. Whoever has it ends it with `commit` or `rollBack`, which also close its
/// connection; one that is let go is rolled back by the engine.
///
/// Cancelling the task interrupts a running statement, which then throws `cancelled`; the end of the transaction is
/// never interrupted.
package protocol WriteTransaction: Sendable {
    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock]
    func stream(_ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool) async throws(StoreError)
    /// Runs writing statements in order; the rows that each touched by itself, without those that triggers and foreign
    /// keys touched.
    func execute(_ statements: [Statement]) async throws(StoreError) -> [Int]
    /// PostgreSQL's id of the transaction, by which its outcome can be asked for later; nil on SQLite.
    func transactionID() async throws(StoreError) -> String?
    /// - Throws: `connectionLost` where no answer came: then the outcome is unknown.
    func commit() async throws(StoreError)
    func rollBack() async
}
