import TenantDomain

/// A catalog as it was when a database was last open, with what the header said of the database then.
package struct RememberedCatalog: Sendable, Equatable {
    /// Which database: its address without a password.
    package let key: String
    /// The version of the program that read it: another one may read more.
    package let program: String
    package let identity: StoreIdentity
    package let catalog: Catalog
    /// Microseconds since 1970: estimates age, though the schema stays.
    package let readAt: Int64

    package init(key: String, program: String, identity: StoreIdentity, catalog: Catalog, readAt: Int64) {
        self.key = key
        self.program = program
        self.identity = identity
        self.catalog = catalog
        self.readAt = readAt
    }
}

extension RememberedCatalog: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(key)
        image.write(program)
        image.write(identity)
        image.write(UInt64(max(0, readAt)))
        image.write(catalog)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        let key: String = try image.read()
        let program: String = try image.read()
        let identity: StoreIdentity = try image.read()
        guard let readAt = Int64(exactly: try image.read() as UInt64) else { throw CatalogImageReader.Damage() }
        self.init(key: key, program: program, identity: identity, catalog: try image.read(), readAt: readAt)
    }
}

extension StoreIdentity: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(engine.kind)
        image.write(engine.version)
        image.write(location)
        image.write(key)
        image.write(warnings)
        image.write(isLocal)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        let engine = DatabaseEngine(kind: try image.read(), version: try image.read())
        self.init(
            engine: engine, location: try image.read(), key: try image.read(), warnings: try image.read(),
            isLocal: try image.read())
    }
}
