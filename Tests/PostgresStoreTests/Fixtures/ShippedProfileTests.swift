import ConsoleCore
import PostgresStore
import SchemaFixtures
import Settings
import TenantDomain
import TenantStore
import Testing

/// Each documented schema under its own names, by the profile that is found for it without being named.
@Suite(.serialized) struct ShippedProfileTests {
    /// 2026-11-26T12:00:00Z.
    private static let now: Int64 = 1_795_694_400_000_000

    struct Story: Sendable {
        let fixture: SchemaFixture
        let tenants: String
        let members: String
        let tenant: String
        let tenantID: String
        let roles: [String]
        let plan: String?
        let user: String
        let action: String
        /// A list two keys away from the tenant and a filter on it.
        let drill: (resource: String, filter: String)
    }

    static let stories = [
        Story(
            fixture: .widgetPlatform, tenants: "Workspaces", members: "Workspace members", tenant: "Acme Industries",
            tenantID: "00000000-0000-4000-b000-000000000001",
            roles: ["owner", "admin", "super_editor", "editor", "collaborator", "viewer"], plan: "pro",
            user: "olga@acme.example", action: "member.role_changed",
            drill: ("submissions", "widget_id:00000000-0000-4000-d000-000000000001")),
        Story(
            fixture: .projectStudio, tenants: "Workspaces", members: "Workspace users", tenant: "Acme Studio",
            tenantID: "00000000-0000-4000-b000-000000000001", roles: ["owner", "admin", "project_creator"],
            plan: "pro", user: "olga@mail.example", action: "UPDATE",
            drill: ("project_members", "project_id:00000000-0000-4000-d000-000000000001")),
        Story(
            fixture: .agencyCRM, tenants: "Organizations", members: "Team members", tenant: "lindqvist",
            tenantID: "00000000-0000-4000-b000-000000000001", roles: ["owner", "admin", "member", "viewer"],
            plan: nil, user: "adam@studio.example", action: "deal.moved",
            drill: ("deals", "stage:Qualified")),
        Story(
            fixture: .growthPlatform, tenants: "Tenants", members: "Tenant members", tenant: "acme",
            tenantID: "00000000-0000-4000-b000-000000000001", roles: ["owner", "admin", "member", "viewer"],
            plan: "Growth", user: "olga@growth.example", action: "tenant.plan_changed",
            drill: ("lead_activities", "lead_id:00000000-0000-4000-d100-000000000001")),
    ]

    private func session(_ fixture: SchemaFixture, persona: Persona = .support) async throws -> ConsoleSession {
        let store = try await TestServer.start().open(FixtureDatabases.name(of: fixture))
        let catalog = try await store.readCatalog()
        let shipped = try ShippedProfiles.all.map { try $0.parsed() }
        let found = try #require(ProfileDetection.best(of: shipped, catalog: catalog))
        #expect(shipped[found.place].name == fixture.rawValue)
        #expect(found.reason.hasPrefix("everything it requires is here"))
        let registry = ResourceBuilder.registry(catalog: catalog, profile: shipped[found.place])
        #expect(registry.problems.isEmpty, "\(registry.problems)")
        return ConsoleSession(
            store: store, registry: registry, environment: EnvironmentLabel(name: "test"), operatorName: "t",
            persona: persona, now: { Self.now })
    }

    @Test(arguments: stories) func isFoundAndShownUnderItsOwnNames(story: Story) async throws {
        let session = try await session(story.fixture)
        let lists = ListService(session: session)
        let tenants = try await lists.list(ListRequest(resource: "tenants"))
        #expect(tenants.resource.title == story.tenants)
        #expect(tenants.page.rows.rowCount >= 2)
        let members = try await lists.list(ListRequest(resource: "members", tenant: story.tenant, limit: 100))
        #expect(members.resource.title == story.members)
        #expect(members.page.rows.rowCount >= 3)
        let role = try #require(members.place(of: "role"))
        let held = Set((0..<members.page.rows.rowCount).compactMap { members.page.rows.text(row: $0, column: role) })
        #expect(held.isSubset(of: Set(story.roles)))
        // Personal data of joined rows is masked as in their own table.
        let email = try #require(members.place(of: "email"))
        for row in 0..<members.page.rows.rowCount {
            #expect(members.page.rows.text(row: row, column: email)?.contains("***@") == true)
        }
        let users = try await lists.list(ListRequest(resource: "users"))
        #expect(users.page.rows.rowCount >= 4)

        let tenant = try await TenantResolver(session: session).resolve(story.tenant)
        #expect(tenant.id.text == story.tenantID)
        let overview = try await TenantOverviewService(session: session).load(tenant: tenant)
        #expect(overview.planName == story.plan)
        // Highest role first, as the profile ranks them.
        let order = overview.membersByRole.map(\.name)
        #expect(order == story.roles.filter(order.contains))
        #expect(!overview.changes.isEmpty)
        #expect(overview.tabs.first?.title == story.members)

        let user = try await UserResolver(session: session).resolve(story.user)
        let person = try await UserOverviewService(session: session).load(user: RowIdentity([user.id]))
        #expect(!person.memberships.isEmpty)
        #expect(person.facts.contains { $0.text.contains("***@") })
        if story.plan != nil { #expect(person.memberships.contains { $0.plan == story.plan }) }

        let trail = try await TimelineService(session: session).load(AuditQuery(filter: "action:\(story.action)"))
        #expect(trail.entries.contains { $0.actor != nil })

        let drilled = try await lists.list(
            ListRequest(resource: story.drill.resource, filter: story.drill.filter, tenant: story.tenant))
        #expect(drilled.page.rows.rowCount >= 1)
        await session.store.close()
    }

    /// Every table, mapped or not: first page in its own order, every column sortable, records with their relations.
    @Test(arguments: SchemaFixture.allCases) func everyTableBrowses(fixture: SchemaFixture) async throws {
        let session = try await session(fixture)
        let lists = ListService(session: session)
        var secrets = 0
        for resource in session.registry.resources {
            let page = try await lists.list(ListRequest(resource: resource.name, limit: 3))
            #expect(!page.columns.isEmpty, "\(resource.name)")
            #expect(!resource.label.isEmpty)
            secrets += resource.columns.filter { $0.mask == .secret }.count
            for column in page.columns where column.mask == .secret {
                guard let place = page.place(of: column.name), page.page.rows.rowCount > 0 else { continue }
                #expect(page.page.rows.text(row: 0, column: place)?.contains("SECRET") != true)
            }
            if page.page.rows.rowCount > 0, let identity = page.identity(row: 0) {
                let record = try await RecordService(session: session).show(
                    RecordRequest(resource: resource.name, id: identity.words))
                #expect(record.fields.count >= resource.columns.filter { $0.path?.hops.isEmpty == true }.count)
            }
        }
        #expect(secrets >= 4)
        await session.store.close()
    }

    @Test func plansAreCountedWhereTheyLiveInAJoinedTable() async throws {
        let session = try await session(.projectStudio)
        let lists = ListService(session: session)
        // Two subscriptions of one workspace: the newest counts, and the workspace stands in the list once.
        let pro = try await lists.list(ListRequest(resource: "workspaces", filter: "plan:pro"))
        #expect(pro.page.rows.rowCount == 1)
        let none = try await lists.list(ListRequest(resource: "workspaces", filter: "plan:hobby"))
        #expect(none.page.rows.rowCount == 0)
        let sorted = try await lists.list(ListRequest(resource: "workspaces", sort: [FieldSort("plan")]))
        #expect(sorted.page.rows.rowCount == 3)
        let matrix = try await PlanMatrixService(session: session).load()
        #expect(matrix.plans.map(\.tenants).reduce(0, +) == 3)
        await session.store.close()
    }
}
