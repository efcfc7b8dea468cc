import TenantDomain

// What an image keeps of a catalog: everything. A test counts the stored properties of each type, so that none is
// forgotten here.

extension Catalog: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(engine.kind)
        image.write(engine.version)
        image.write(fingerprint)
        image.write(relations)
        image.write(functions)
        image.write(role)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        let engine = DatabaseEngine(kind: try image.read(), version: try image.read())
        let fingerprint: String = try image.read()
        self.init(
            engine: engine, relations: try image.read(), fingerprint: fingerprint, functions: try image.read(),
            role: try image.read())
    }
}

extension RelationName: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(schema)
        image.write(name)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(schema: try image.read(), try image.read())
    }
}

extension DatabaseFunction: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(kind)
        image.write(arguments)
        image.write(result)
        image.write(language)
        image.write(volatility)
        image.write(isSecurityDefiner)
        image.write(searchPath)
        image.write(owner)
        image.write(isCallable)
        image.write(comment)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            name: try image.read(), kind: try image.read(), arguments: try image.read(), result: try image.read(),
            language: try image.read(), volatility: try image.read(), isSecurityDefiner: try image.read(),
            searchPath: try image.read(), owner: try image.read(), isCallable: try image.read(),
            comment: try image.read())
    }
}

extension DatabaseRole: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(isSuperuser)
        image.write(bypassesRowSecurity)
        image.write(memberOf)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            name: try image.read(), isSuperuser: try image.read(), bypassesRowSecurity: try image.read(),
            memberOf: try image.read())
    }
}
