import ConsoleCore
import PostgresStore
import Settings
import TenantDomain
import TenantStore
import Testing

/// The console's services over the reference schema with the demo's rows.
@Suite struct BrowsingTests {
    private static let database = Result { try ReferenceFixture.database() }

    private func session(_ persona: Persona = .admin) async throws -> ConsoleSession {
        let store = try await TestServer.start().open(Self.database.get())
        let profile = try #require(ShippedProfiles.named("reference")).parsed()
        let catalog = try await store.readCatalog()
        let registry = ResourceBuilder.registry(catalog: catalog, profile: profile)
        #expect(registry.problems.isEmpty, "\(registry.problems)")
        return ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: persona, now: { ReferenceFixture.now })
    }

    @Test func everyResourceListsInEveryOrder() async throws {
        let session = try await session()
        let service = ListService(session: session)
        for resource in session.registry.resources {
            _ = try await service.list(ListRequest(resource: resource.name, limit: 5))
            let query = try await service.query(ListRequest(resource: resource.name))
            _ = try await service.tally(query)
            // Every field, every other one backwards, with the page behind the first.
            for (place, field) in resource.columns.enumerated() {
                var request = ListRequest(
                    resource: resource.name, sort: [FieldSort(field.name, descending: place % 2 == 1)], limit: 3)
                do throws(ConsoleError) {
                    request.after = try await service.list(request).next
                    if request.after != nil { _ = try await service.list(request) }
                } catch {
                    // Fields that cannot be sorted are refused before the database is asked.
                    if case .store = error { Issue.record("\(resource.name) \(field.name): \(error)") }
                }
            }
        }
        await session.store.close()
    }

    @Test(arguments: [
        ("workspaces", "plan:pro"), ("workspaces", "status:active"), ("workspaces", "name:a* created:>2020"),
        ("members", "role:owner,admin status:active"), ("users", "email:a"), ("users", "created:<2020 or name:an"),
        ("widgets", "status:active -name:x"), ("deals", "amount:>1000"), ("members", "ann"),
        ("workspaces", "parent:null"),
    ])
    func filtersRun(resource: String, filter: String) async throws {
        let session = try await session()
        do throws(ConsoleError) {
            _ = try await ListService(session: session).list(ListRequest(resource: resource, filter: filter, limit: 5))
        } catch {
            if case .store = error { Issue.record("\(error)") }
        }
        await session.store.close()
    }

    @Test func tenantsOverviewTimelineAndFind() async throws {
        let session = try await session()
        let tenants = try await ListService(session: session).list(ListRequest(resource: "tenants", limit: 50))
        #expect(tenants.page.rows.rowCount >= 16)
        let id = tenants.page.rows.value(row: 0, column: try #require(tenants.identityColumns.first))
        let tenant = TenantMatch(id: id, name: "x")
        _ = try await TenantOverviewService(session: session).load(tenant: tenant)
        let timeline = try await TimelineService(session: session).load(AuditQuery())
        #expect(timeline.entries.count > 10)
        for filter in [
            "action:UPDATE", "since:30d", "changed:role", "after.role:admin", "table:users", "ip:10.0.0.0/8",
            "-action:INSERT",
        ] {
            _ = try await TimelineService(session: session).load(AuditQuery(filter: filter))
        }
        _ = try await TimelineService(session: session).load(AuditQuery(tenant: tenant))
        _ = try await TimelineService(session: session).tally(AuditQuery())
        _ = try await HistogramService(session: session).load(AuditQuery())
        for text in [
            "acme", "42", "jane@acme.example", "1111", "aaaa", id.text ?? "", "acme.example", "cus_1",
            "+49 170 1234567",
        ] {
            _ = try await FindService(session: session).find(text)
        }
        await session.store.close()
    }
}
