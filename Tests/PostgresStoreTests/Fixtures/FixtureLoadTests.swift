import PostgresStore
import SchemaFixtures
import TenantDomain
import Testing

/// The documented schemas load into a plain server and read back as what their documents say.
@Suite struct FixtureLoadTests {
    @Test(arguments: [
        (SchemaFixture.widgetPlatform, "workspaces", "workspace_members", 6),
        (.projectStudio, "workspaces", "workspace_users", 3),
        (.agencyCRM, "organizations", "team_members", 4),
        (.growthPlatform, "tenants", "tenant_members", 4),
    ])
    func loads(fixture: SchemaFixture, tenant: String, members: String, roles: Int) async throws {
        let store = try await TestServer.start().open(FixtureDatabases.name(of: fixture))
        let catalog = try await store.readCatalog()
        await store.close()
        let relation = try #require(catalog.relation(named: members))
        #expect(catalog.relation(named: tenant) != nil)
        #expect(catalog.relation(named: "auth.users") != nil)
        #expect(relation.foreignKeys.contains { $0.target.name == tenant })
        #expect(relation.column("role")?.allowedValues.count == roles)
    }
}
