import TenantDomain

/// Where a database is: one value, never merged from several sources.
package enum DatabaseLocation: Sendable, Equatable {
    case sqlite(path: String, immutable: Bool)
    /// A libpq URL or key/value string.
    case postgres(String)
}

/// Opens a location; the front ends get one from the program's entry point, so that none of them knows an engine.
package protocol StoreOpener: Sendable {
    func open(_ location: DatabaseLocation) async throws(StoreError) -> any DatabaseStore
}
