import Synchronization
import TenantDomain
import TenantStore

/// A store whose reads can be held until they are cancelled, or made to fail; otherwise the one within.
final class GatedStore: DatabaseStore {
    enum Mode: Sendable {
        case through
        /// Reads wait until they are cancelled, as a slow query does.
        case held
        case failing(StoreError)
    }

    private let inner: any DatabaseStore
    private let mode = Mutex(Mode.through)
    private let token = Mutex<Int64?>(nil)
    private let closed = Mutex(false)
    private let polls = Mutex(0)
    private let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    init(_ inner: any DatabaseStore) {
        self.inner = inner
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    func set(_ mode: Mode) { self.mode.withLock { $0 = mode } }

    /// What polling for changes is told from now on.
    func setChangeToken(_ token: Int64) { self.token.withLock { $0 = token } }

    var isClosed: Bool { closed.withLock { $0 } }
    /// How often it was asked whether anything has changed.
    var timesPolled: Int { polls.withLock { $0 } }

    /// Returns once a held read has begun.
    func heldRead() async { for await _ in arrivals { return } }

    /// The same on every machine: frames name the engine's version.
    var identity: StoreIdentity {
        StoreIdentity(
            engine: DatabaseEngine(kind: .sqlite, version: "3.40.0"), location: inner.identity.location,
            key: inner.identity.key)
    }
    var dialect: SQLDialect { inner.dialect }
    func readCatalog() async throws(StoreError) -> Catalog { try await inner.readCatalog() }

    func read(_ statements: [Statement]) async throws(StoreError) -> [RowBlock] {
        switch mode.withLock({ $0 }) {
        case .through: return try await inner.read(statements)
        case .failing(let error): throw error
        case .held:
            arrived.yield()
            let never = AsyncStream<Void> { _ in }
            for await _ in never {}
            throw .cancelled
        }
    }

    func stream(
        _ statement: Statement, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) { try await inner.stream(statement, receive: receive) }

    func changeToken() async throws(StoreError) -> Int64? {
        polls.withLock { $0 += 1 }
        if let token = token.withLock({ $0 }) { return token }
        return try await inner.changeToken()
    }

    func close() async {
        closed.withLock { $0 = true }
        await inner.close()
    }
}
