import ConsoleCore
import Settings
import TenantDomain
import TenantStore

/// Where an opened database's catalog comes from: the cache while the database's fingerprint is the same, else the
/// database, which the cache then remembers.
struct CatalogSource {
    struct Found {
        let catalog: Catalog
        /// Whether the database has been asked, and its estimates are fresh.
        let isCurrent: Bool
        /// Whether it is the one that `expected` named before the database was asked.
        var isExpected = false
    }

    /// The catalog of the last session, which most databases still have.
    var expected: Catalog? { remembered?.catalog }

    /// Estimates older than this are read anew behind the first frame.
    private static let estimateAge: Int64 = 10 * 60 * 1_000_000

    private let cache: CatalogCache
    private let key: String
    private let remembered: RememberedCatalog?
    /// What is known of a server that need not be waited for; nil where it must be.
    let identity: StoreIdentity?

    /// - Parameter takesUnchecked: whether a server's catalog is taken as remembered, to be checked later. A server
    ///   behind a tunnel is waited for, and one where the last session asked somebody for a password or never got an
    ///   answer: a screen in raw mode is no place for such questions.
    init(cache: CatalogCache, connection: ResolvedConnection, variables: [String: String], takesUnchecked: Bool) {
        self.cache = cache
        let key = Self.key(connection.address, variables)
        self.key = key
        remembered = cache.catalog(of: key)
        if takesUnchecked, case .server = connection.address, connection.environment.tunnel == nil,
            let remembered, !cache.mustWait(for: key)
        {
            identity = remembered.identity
            cache.setMustWait(true, for: key)
        } else {
            identity = nil
        }
    }

    /// Which database: its address without a password, and what libpq's own variables add to it.
    private static func key(_ address: DatabaseAddress, _ variables: [String: String]) -> String {
        guard case .server = address else { return address.display }
        let words = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE", "PGSERVICEFILE"]
        return ([address.display] + words.compactMap { word in variables[word].map { "\(word)=\($0)" } })
            .joined(separator: "\n")
    }

    func catalog(of store: any DatabaseStore) async throws(StoreError) -> Found {
        if let remembered, remembered.identity.engine == store.identity.engine {
            if identity != nil { return Found(catalog: remembered.catalog, isCurrent: false, isExpected: true) }
            if try await store.catalogFingerprint() == remembered.catalog.fingerprint {
                cache.setMustWait(false, for: key)
                return Found(catalog: remembered.catalog, isCurrent: isFresh, isExpected: true)
            }
        }
        return Found(catalog: try await read(store), isCurrent: true)
    }

    /// The database's catalog, where it is another than the one in use.
    func newer(than catalog: Catalog, of store: any DatabaseStore) async throws(StoreError) -> Catalog? {
        if isFresh, try await store.catalogFingerprint() == catalog.fingerprint {
            cache.setMustWait(false, for: key)
            return nil
        }
        let current = try await read(store)
        return current == catalog ? nil : current
    }

    /// The next session waits for the connection too.
    func mustWait() { cache.setMustWait(true, for: key) }

    private var isFresh: Bool {
        let age = SystemClock.now() - (remembered?.readAt ?? 0)
        return age >= 0 && age < Self.estimateAge
    }

    private func read(_ store: any DatabaseStore) async throws(StoreError) -> Catalog {
        let catalog = try await store.readCatalog()
        cache.keep(
            RememberedCatalog(
                key: key, program: ProgramVersion.text, identity: store.identity, catalog: catalog,
                readAt: SystemClock.now()))
        cache.setMustWait(false, for: key)
        return catalog
    }
}
