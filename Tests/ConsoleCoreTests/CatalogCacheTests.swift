import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

struct CatalogCacheTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    private func remembered(_ key: String) -> RememberedCatalog {
        let engine = DatabaseEngine(kind: .sqlite, version: "3.40.1")
        return RememberedCatalog(
            key: key, program: ProgramVersion.text,
            identity: StoreIdentity(engine: engine, location: "demo.db", key: key),
            catalog: Catalog(
                engine: engine, relations: [Relation(name: RelationName("t"), columns: [])], fingerprint: "1"),
            readAt: 1)
    }

    @Test func aCatalogIsKeptForItsOwnerAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cache = CatalogCache(folder: folder)
        #expect(cache.catalog(of: "/a.db") == nil)
        cache.keep(remembered("/a.db"))
        cache.keep(remembered("/b.db"))
        #expect(cache.catalog(of: "/a.db") == remembered("/a.db"))
        #expect(cache.catalog(of: "/b.db") == remembered("/b.db"))
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".catalog") }
        #expect(files.count == 2)
        for file in files {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test func aDamagedFileIsNoCatalog() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cache = CatalogCache(folder: folder)
        cache.keep(remembered("/a.db"))
        let file = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: folder).first { $0.hasSuffix(".catalog") })
        try Data("not a catalog".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
        #expect(cache.catalog(of: "/a.db") == nil)
        cache.keep(remembered("/a.db"))
        #expect(cache.catalog(of: "/a.db") == remembered("/a.db"))
    }
}
