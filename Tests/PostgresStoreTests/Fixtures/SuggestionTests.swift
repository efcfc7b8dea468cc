import ConsoleCore
import PostgresStore
import SchemaFixtures
import Settings
import TenantDomain
import TenantStore
import Testing

/// What is suggested for schemas that nobody wrote a profile for, on a live server: right, or honest.
@Suite(.serialized) struct SuggestionTests {
    private func suggestion(_ sql: String) async throws -> (ProfileSuggestion, Catalog, PostgresStore) {
        let server = try TestServer.start()
        let store = try await server.open(server.database(sql))
        let catalog = try await store.readCatalog()
        return (ProfileSuggestion.make(for: catalog, name: "suggested"), catalog, store)
    }

    @Test(arguments: SuggestionShape.all + SuggestionShape.products) func says(shape: SuggestionShape) async throws {
        let (suggestion, catalog, store) = try await suggestion(shape.sql)
        let text = SuggestionText.toml(suggestion, database: "test")
        let profile = suggestion.profile
        #expect(profile.tenant?.base.table == shape.tenant, "\(text)")
        #expect(profile.membership?.table == shape.membership, "\(text)")
        if let user = shape.user { #expect(profile.user?.base.table == user) }
        #expect(profile.membership?.role == shape.role)
        if !shape.roles.isEmpty { #expect(profile.membership?.roles == shape.roles) }
        if let parent = shape.parent { #expect(profile.tenant?.parent == parent) }
        if let project = shape.project { #expect(profile.project?.table == project) }
        if let plan = shape.plan { #expect(profile.tenant?.plan == plan) }
        if let audit = shape.audit { #expect(profile.audit.first?.table == audit) }
        if let unknown = shape.unknown {
            #expect(suggestion.unknown.joined().contains(unknown), "\(suggestion.unknown)")
        }

        // What is written loads, fits, and can be used at once.
        let read = try ProfileFile.parse(text, fileName: "suggested.toml")
        #expect(read == profile)
        #expect(MappingService.problems(of: read, catalog: catalog).isEmpty, "\(text)")
        if shape.tenant != nil {
            #expect(ProfileDetection.fits(read, catalog: catalog))
            let session = ConsoleSession(
                store: store, registry: ResourceBuilder.registry(catalog: catalog, profile: read),
                environment: EnvironmentLabel(name: "test"), operatorName: "t", persona: .admin, now: { 0 })
            let lists = ListService(session: session)
            let tenants = try await lists.list(ListRequest(resource: "tenants"))
            #expect(tenants.resource.concept == .tenant)
            if shape.membership != nil {
                let members = try await lists.list(ListRequest(resource: "members", limit: 5))
                for row in 0..<members.page.rows.rowCount where read.membership?.role != nil {
                    let field =
                        members.columns.contains { $0.name == "role_name" } ? "role_name" : read.membership?.role ?? ""
                    let role = try #require(members.place(of: field), "\(members.columns.map(\.name))")
                    #expect(members.page.rows.text(row: row, column: role) != nil)
                }
                _ = try await lists.list(ListRequest(resource: "users", limit: 5))
                if tenants.page.rows.rowCount > 0 {
                    let id = tenants.page.rows.value(row: 0, column: try #require(tenants.identityColumns.first))
                    _ = try await TenantOverviewService(session: session).load(tenant: TenantMatch(id: id, name: "x"))
                }
            }
        }
        await store.close()
    }

    /// Without their profiles the documented schemas are read right from their catalogs alone.
    @Test(arguments: [
        (SchemaFixture.widgetPlatform, "workspaces", "workspace_members", "auth.users", "events"),
        (.projectStudio, "workspaces", "workspace_users", "users", "audit_logs"),
        (.agencyCRM, "organizations", "team_members", "auth.users", "activities"),
        (.growthPlatform, "tenants", "tenant_members", "auth.users", "audit_logs"),
    ])
    func readsTheDocumentedSchemas(
        fixture: SchemaFixture, tenant: String, members: String, users: String, audit: String
    ) async throws {
        let store = try await TestServer.start().open(FixtureDatabases.name(of: fixture))
        let catalog = try await store.readCatalog()
        await store.close()
        let suggestion = ProfileSuggestion.make(for: catalog, name: "suggested")
        let text = SuggestionText.toml(suggestion, database: "test")
        #expect(suggestion.profile.tenant?.base.table == tenant, "\(text)")
        #expect(suggestion.profile.membership?.table == members)
        #expect(suggestion.profile.membership?.role == "role")
        #expect(suggestion.profile.user?.base.table == users)
        #expect(suggestion.profile.audit.contains { $0.table == audit }, "\(text)")
        #expect(suggestion.part("tenant")?.confidence == .high, "\(text)")
        #expect(MappingService.problems(of: try ProfileFile.parse(text, fileName: "x.toml"), catalog: catalog).isEmpty)
    }
}
