import ConsoleCore
import TenantDomain
import TenantStore
import Testing

struct OverviewServiceTests {
    @Test func tellsATenantsPlanUsageAndPeople() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let overview = try await TenantOverviewService(session: fixture.session).load(tenant: ViewsStory.acme)
        #expect(overview.plan == "free")
        #expect(overview.planName == "Free")
        #expect(overview.planPrice?.cents == 0)
        #expect(overview.status == "active")
        #expect(overview.periodEnd?.label == "renews")
        #expect(overview.periodEnd?.time == ViewsFixture.now + 21 * 86_400_000_000)
        #expect(overview.facts.map(\.title) == ["kind", "slug", "domain", "created"])
        #expect(overview.limits.map(\.text) == ["2/3", "5/3", "1/2", "1.2 M/1 M"])
        #expect(overview.limits.map(\.enforcement) == [.soft, .hard, .soft, .hard])
        #expect(overview.limits.map(\.isOver) == [false, true, false, true])
        #expect(overview.membersByRole == [Tally("owner", 1), Tally("viewer", 2)])
        #expect(Set(overview.widgetsByStatus.map(\.name)) == ["active", "draft", "archived"])
        #expect(overview.openDeals == 4)
        #expect(overview.openDealTotals.map(\.text) == ["91,500.01 EUR", "0.99 USD"])
        #expect(overview.activity.count == 30)
        #expect(overview.activity.suffix(4) == [1, 1, 1, 2])
        #expect(overview.changes.first?.target == "Gone widget")
        #expect(overview.changes.map(\.source).contains("security_events"))
        #expect(overview.tabs.first?.tally == .exactly(3))
        let audit = overview.tabs.first { $0.resource == "audit" || $0.title.contains("Audit") }
        #expect(audit?.tally == .exactly(5))
    }

    @Test func aTenantWithoutLimitsIsUnlimitedAndItsTrialEnds() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let overview = try await TenantOverviewService(session: fixture.session).load(tenant: ViewsStory.globex)
        #expect(overview.limits.first?.text == "1/∞")
        #expect(overview.limits.first?.percent == nil)
        #expect(overview.periodEnd?.label == "trial ends")
        #expect(overview.facts.contains(Fact("parent", "Acme")))
        #expect(overview.openDeals == 0)
    }

    @Test func anUnknownTenantIsSaid() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        await #expect(throws: ConsoleError.self) {
            _ = try await TenantOverviewService(session: fixture.session).load(
                tenant: TenantMatch(id: .text(key(99)), name: "?"))
        }
    }

    @Test func missingMappingsLeaveTheRestStanding() async throws {
        var profile = Profile(name: "small")
        profile.tenant = TenantMapping(base: ConceptMapping(table: "orgs", name: "name"))
        let fixture = try await ViewsFixture(
            [
                "CREATE TABLE orgs (id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TABLE notes (id INTEGER PRIMARY KEY, org_id INTEGER REFERENCES orgs(id), t TEXT)",
                "INSERT INTO orgs VALUES (1, 'One')",
                "INSERT INTO notes VALUES (1, 1, 'x'), (2, 1, 'y'), (3, NULL, 'z')",
            ], profile: profile)
        let overview = try await TenantOverviewService(session: fixture.session).load(
            tenant: TenantMatch(id: .integer(1), name: "One"))
        #expect(overview.limits.isEmpty && overview.membersByRole.isEmpty && overview.changes.isEmpty)
        #expect(overview.tabs.map(\.resource) == ["notes"])
        #expect(overview.tabs.first?.tally == .exactly(2))
        await #expect(throws: ConsoleError.notMapped(.pipeline)) {
            _ = try await BoardService(session: fixture.session).load()
        }
        await #expect(throws: ConsoleError.notMapped(.plan)) {
            _ = try await PlanMatrixService(session: fixture.session).load()
        }
        await #expect(throws: ConsoleError.notMapped(.audit)) {
            _ = try await TimelineService(session: fixture.session).load(AuditQuery())
        }
        await #expect(throws: ConsoleError.notMapped(.user)) {
            _ = try await UserOverviewService(session: fixture.session).load(user: RowIdentity([.integer(1)]))
        }
    }

    @Test func tellsWhatAPersonMayDoAndWhere() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = UserOverviewService(session: fixture.session)
        let jane = try await service.load(user: RowIdentity([.text(ViewsStory.jane)]))
        #expect(jane.label == "Jane Doe")
        #expect(jane.memberships.map(\.tenant.name) == ["Acme"])
        #expect(jane.memberships.first?.can.last?.hasPrefix("transfer or delete") == true)
        #expect(jane.memberships.first?.projects == [UserOverview.ProjectRole(name: "Atlas", role: "manager")])
        #expect(jane.invitations.map(\.tenant) == ["Globex"])
        #expect(jane.actions.count == 4)
        let mallory = try await service.load(user: RowIdentity([.text(ViewsStory.mallory)]))
        #expect(
            mallory.memberships.map(\.can) == [
                ["no access: membership suspended"], ["no access: workspace suspended"],
            ])
        #expect(mallory.memberships.first?.invitedBy == "Jane Doe")
        #expect(mallory.actions.map(\.source) == ["security_events", "audit_logs"])
        let eve = try await service.load(user: RowIdentity([.text(key(13))]))
        #expect(eve.memberships.first?.can == ["no access: account banned"])
        await #expect(throws: ConsoleError.self) { _ = try await service.load(user: RowIdentity([.text(key(98))])) }
    }

    @Test func supportSeesNoPersonalData() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script, persona: .support)
        let service = UserOverviewService(session: fixture.session)
        let jane = try await service.load(user: RowIdentity([.text(ViewsStory.jane)]))
        #expect(jane.facts.contains(Fact("email", "j***@acme.example")))
        #expect(!"\(jane)".contains("jane@acme"))
        let overview = try await TenantOverviewService(session: fixture.session).load(tenant: ViewsStory.acme)
        #expect(!"\(overview)".contains("mallory@"))
        #expect(!"\(overview)".contains("185.4.7.21"))
    }

    @Test func laysPlansSideBySide() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let matrix = try await PlanMatrixService(session: fixture.session).load()
        #expect(matrix.plans.map(\.id) == ["free", "hobby", "pro", "enterprise"])
        #expect(matrix.plans.map(\.tenants) == [1, 0, 0, 1])
        let members = matrix.rows.first { $0.title == "members" }
        #expect(
            members?.cells == [
                .limit(3, enforcement: "soft", grace: 0), .limit(10, enforcement: "soft", grace: 1),
                .limit(50, enforcement: "soft", grace: 5), .limit(nil, enforcement: "soft", grace: 0),
            ])
        let domains = matrix.rows.first { $0.title == "custom_domains" }
        #expect(domains?.cells == [.disabled, .text("1"), .text("10"), .enabled])
    }

    @Test func drawsAPipelineAsABoard() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = BoardService(session: fixture.session)
        let board = try await service.load(tenant: ViewsStory.acme)
        #expect(board.name == "New business")
        #expect(board.others.map(\.name) == ["Renewals"])
        #expect(board.stages.map(\.name) == ["Lead", "Proposal", "Won"])
        #expect(board.stages.map(\.count) == [3, 1, 1])
        #expect(board.stages.map(\.outcome) == [.open, .open, .won])
        #expect(board.stages[0].totals.map(\.text) == ["60,000.01 EUR", "0.99 USD"])
        #expect(board.stages[0].cards.map(\.name) == ["Website", "Retainer", "Pilot"])
        #expect(board.stages[0].cards.map(\.isStale) == [true, false, false])
        #expect(board.stages[0].cards[0].days == 40)
        #expect(board.stages[0].cards[0].contact == "Lindqvist AB")
        #expect(board.stages[0].cards[0].owner == "Jane Doe")
        #expect(!board.stages[2].cards[0].isStale)
        let aged = try await service.load(pipeline: "new business", order: .age)
        #expect(aged.stages[0].cards.map(\.name) == ["Website", "Retainer", "Pilot"])
        #expect(try await service.load(pipeline: "renew").stages.isEmpty)
        await #expect(throws: ConsoleError.self) { _ = try await service.load(pipeline: "e") }
    }
}
