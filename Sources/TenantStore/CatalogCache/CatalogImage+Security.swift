import TenantDomain

extension RowSecurity: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(isEnabled)
        image.write(isForced)
        image.write(limitsThisRole)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(isEnabled: try image.read(), isForced: try image.read(), limitsThisRole: try image.read())
    }
}

extension Policy: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(command)
        image.write(isPermissive)
        image.write(roles)
        image.write(using)
        image.write(check)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            name: try image.read(), command: try image.read(), isPermissive: try image.read(),
            roles: try image.read(), using: try image.read(), check: try image.read())
    }
}

extension RelationRights: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(Privilege.allCases.filter(privileges.contains).map(\.rawValue))
        image.write(Privilege.allCases.filter(columnPrivileges.contains).map(\.rawValue))
        image.write(isOwner)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        func privileges(_ words: [String]) throws(CatalogImageReader.Damage) -> Set<Privilege> {
            let known = Set(words.compactMap(Privilege.init(rawValue:)))
            guard known.count == words.count else { throw CatalogImageReader.Damage() }
            return known
        }
        self.init(
            privileges: try privileges(try image.read()), columnPrivileges: try privileges(try image.read()),
            isOwner: try image.read())
    }
}
