import TenantDomain
import TenantStore
import Testing

extension Contract {
    /// What the cache keeps of a database's catalog is the whole of it: a field that is read and not kept would come back
    /// empty in the next session.
    package static func anImageOfTheCatalogIsTheCatalog(_ store: some DatabaseStore) async throws {
        let catalog = try await store.readCatalog()
        try #require(catalog.relations.count > 40, "a catalog with everything in it is wanted")
        let remembered = RememberedCatalog(
            key: "k", program: "1", identity: store.identity, catalog: catalog, readAt: 1_760_000_000_000_000)
        let image = CatalogImage.encode(remembered)
        let decoded = try #require(CatalogImage.decode(image))
        for (kept, read) in zip(decoded.catalog.relations, catalog.relations) { #expect(kept == read) }
        #expect(decoded == remembered)
        #expect(try await store.catalogFingerprint() == decoded.catalog.fingerprint)
    }
}
