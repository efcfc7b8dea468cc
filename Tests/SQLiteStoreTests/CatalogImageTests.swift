import ReferenceSchema
import SQLiteStore
import StoreContract
import Testing

struct SQLiteCatalogImageTests {
    @Test func theReferenceSchemaIsKeptWhole() async throws {
        let script = try SchemaScript(dialect: .sqlite)
        let text = script.phases.flatMap(\.statements).joined(separator: ";\n")
        let fixture = try Fixture(text + ";\nANALYZE;")
        let store = try await fixture.open()
        try await Contract.anImageOfTheCatalogIsTheCatalog(store)
        await store.close()
    }
}
