import ConsoleCore
import TenantDomain
import TenantStore
import Testing

struct TimelineServiceTests {
    @Test func mergesSourcesNewestFirstWithNames() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let reply = try await TimelineService(session: fixture.session).load(AuditQuery(tenant: ViewsStory.acme))
        #expect(
            reply.entries.map { $0.id.text ?? "" }
                == [key(206), key(204), key(203), key(301), key(202), key(201)])
        let change = try #require(reply.entries.first { $0.id.text == key(202) })
        #expect(change.actor == "Mallory K.")
        #expect(change.actorRole == "viewer")
        #expect(ChangeSummary.text(change.changes) == "role viewer → owner")
        #expect(reply.tally == .exactly(6))
        #expect(reply.leftOut.contains("failed_login_attempts"))
        #expect(!reply.hasBefore && !reply.hasAfter && reply.next == nil)
    }

    @Test func termsPickSourcesAndLeaveOthersOut() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = TimelineService(session: fixture.session)
        let changed = try await service.load(AuditQuery(filter: "changed:role"))
        #expect(changed.entries.map { $0.id.text ?? "" }.contains(key(202)))
        #expect(!changed.sources.contains("security_events"))
        #expect(changed.leftOut.contains("security_events"))
        let picked = try await service.load(AuditQuery(filter: "source:security_events"))
        #expect(picked.sources == ["security_events"])
        #expect(picked.leftOut.isEmpty)
        #expect(picked.entries.map { $0.id.text } == [key(301)])
        let own = try await service.load(AuditQuery(filter: "severity:high"))
        #expect(own.sources == ["security_events"])
        let actor = try await service.load(AuditQuery(filter: "actor:mallory@acme.example source:audit_logs"))
        #expect(actor.entries.map { $0.id.text } == [key(202)])
        let since = try await service.load(AuditQuery(filter: "since:6h"))
        #expect(since.entries.map { $0.id.text ?? "" } == [key(206), key(205), key(204)])
        await #expect(throws: ConsoleError.self) { _ = try await service.load(AuditQuery(filter: "nonsense:1")) }
        await #expect(throws: ConsoleError.self) { _ = try await service.load(AuditQuery(filter: "(")) }
        await #expect(throws: ConsoleError.badCursor) {
            _ = try await service.load(AuditQuery(position: .after("t1.AAAA")))
        }
    }

    @Test func masksDocumentsActorsAndAddressesForSupport() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script, persona: .support)
        let reply = try await TimelineService(session: fixture.session).load(AuditQuery())
        let text = "\(reply)"
        #expect(!text.contains("@acme.example") || !text.contains("jane@"))
        #expect(!text.contains("mallory@"))
        #expect(!text.contains("185.4.7.21"))
        let user = try #require(reply.entries.first { $0.id.text == key(204) })
        #expect(user.changes.first { $0.path == "email" }?.before == "o***@acme.example")
        #expect(user.changes.first { $0.path == "encrypted_password" }?.after == ValueMask.secret)
        let admin = try await TimelineService(session: fixture.session(as: .admin)).load(AuditQuery())
        let same = try #require(admin.entries.first { $0.id.text == key(204) })
        #expect(same.changes.first { $0.path == "email" }?.before == "old@acme.example")
        #expect(same.changes.first { $0.path == "encrypted_password" }?.after == ValueMask.secret)
        let entry = try await AuditEntryService(session: fixture.session).load(id: key(204))
        #expect(!"\(entry)".contains("bbb") && !"\(entry)".contains("old@"))
    }

    @Test func showsAnEntryWhole() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = AuditEntryService(session: fixture.session)
        let entry = try await service.load(source: "audit_logs", id: key(202))
        #expect(entry.changes.first == FieldChange(path: "role", before: "viewer", after: "owner"))
        #expect(
            entry.now == [
                FieldChange(path: "role", before: "owner", after: "viewer"),
                FieldChange(path: "updated_at", before: "b", after: ago()),
            ])
        #expect(entry.earlier?.id.text == key(201))
        #expect(entry.later?.id.text == key(203))
        #expect(entry.facts.contains(Fact("user agent", "curl/8")))
        #expect(entry.facts.contains(Fact("reason", "OPS-1")))
        #expect(entry.targetResource == "members")
        let gone = try await service.load(id: key(206))
        #expect(gone.now == nil)
        #expect(gone.entry.target == "Gone widget")
        #expect(gone.earlier == nil && gone.later == nil)
        await #expect(throws: ConsoleError.self) { _ = try await service.load(source: "audit_log", id: key(202)) }
        await #expect(throws: ConsoleError.noRow(resource: "audit", id: key(9))) {
            _ = try await service.load(id: key(9))
        }
    }

    @Test func countsEntriesByTime() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = TimelineService(session: fixture.session)
        let days = try await HistogramService(session: fixture.session).load(AuditQuery(), buckets: 31)
        #expect(days.unit == "day")
        #expect(days.counts.reduce(0, +) == 8)
        #expect(days.counts.suffix(4) == [1, 1, 3, 3])
        let hours = try await HistogramService(session: fixture.session).load(
            AuditQuery(filter: "since:12h"), buckets: 24)
        #expect(hours.unit == "hour")
        #expect(hours.counts.reduce(0, +) == 3)
        #expect(hours.counts.count <= 24)
        #expect(try await service.tally(AuditQuery(), cap: 3) == .moreThan(3))
        #expect(try await service.tally(AuditQuery(filter: "source:security_events"), cap: 3) == .exactly(1))
    }

    /// Two sources without anything in common but the time, many equal times in both, one of them keyed by text.
    private func randomTrail(_ random: inout some RandomNumberGenerator) async throws -> (ViewsFixture, [String]) {
        var statements = [
            "CREATE TABLE a (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT)",
            "CREATE INDEX a_at ON a (at DESC, id)",
            "CREATE TABLE b (id TEXT PRIMARY KEY, at timestamp, what TEXT)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT)",
        ]
        var union: [(time: String, source: Int, order: Int, name: String)] = []
        for number in 0..<Int.random(in: 1..<60, using: &random) {
            let time = ago(minutes: Int.random(in: 0..<20, using: &random))
            statements.append("INSERT INTO a VALUES (\(number), '\(time)', 'x')")
            union.append((time, 0, number, "a\(number)"))
        }
        for number in 0..<Int.random(in: 0..<60, using: &random) {
            let time = ago(minutes: Int.random(in: 0..<20, using: &random))
            statements.append("INSERT INTO b VALUES ('b\(1000 + number)', '\(time)', 'y')")
            union.append((time, 1, number, "bb\(1000 + number)"))
        }
        var profile = Profile(name: "trail")
        profile.audit = ["a", "b", "c"].map { AuditMapping(table: $0, time: "at", action: "what") }
        let sorted = union.sorted { left, right in
            left.time != right.time
                ? left.time > right.time
                : (left.source, left.order) < (right.source, right.order)
        }.map(\.name)
        return (try await ViewsFixture(statements, profile: profile), sorted)
    }

    private func names(_ reply: TimelineReply) -> [String] { reply.entries.map { $0.source + ($0.id.text ?? "") } }

    @Test func pagesVisitEachEntryOnceInTheOrderOfTheUnion() async throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<12 {
            let (fixture, expected) = try await randomTrail(&random)
            let service = TimelineService(session: fixture.session)
            let whole = try await service.load(AuditQuery(limit: 1000))
            let order = names(whole)
            #expect(order == expected)
            let limit = Int.random(in: 1..<17, using: &random)
            var down: [String] = []
            var pages: [TimelineReply] = []
            var position = AuditQuery.Position.first
            while true {
                let page = try await service.load(AuditQuery(limit: limit, position: position))
                down += names(page)
                pages.append(page)
                guard let next = page.next, pages.count < 200 else { break }
                position = .after(next)
            }
            #expect(down == order)
            var up: [String] = []
            position = .last
            for _ in 0..<200 {
                let page = try await service.load(AuditQuery(limit: limit, position: position))
                up = names(page) + up
                guard page.hasBefore, let here = page.here else { break }
                position = .before(here)
            }
            #expect(up == order)
            for page in pages where !page.entries.isEmpty {
                let again = try await service.load(AuditQuery(limit: limit, position: .from(try #require(page.here))))
                #expect(names(again) == names(page))
            }
        }
    }
}
