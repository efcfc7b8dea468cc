import ConsoleCore
import TenantDomain
import Testing

/// What no index serves on a large trail is looked for so far back and no further, and says so.
struct TrailLookTests {
    /// The story's few entries, which the engine takes for nine million.
    private func fixture(persona: Persona = .admin) async throws -> ViewsFixture {
        try await ViewsFixture.reference(
            ViewsStory.script
                + """
                ; ANALYZE; DELETE FROM sqlite_stat1 WHERE tbl = 'audit_logs';
                INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('audit_logs', NULL, '9000000')
                """, persona: persona)
    }

    private func ids(_ reply: TimelineReply) -> [String] { reply.entries.map { $0.id.text ?? "" } }

    @Test func whatNoIndexServesIsBoundedAndSaysSo() async throws {
        let fixture = try await fixture()
        let service = TimelineService(session: fixture.session)
        let whole = try await service.load(AuditQuery(filter: "changed:role source:audit_logs since:60d"))
        #expect(whole.bounded == nil && ids(whole).contains(key(202)))
        let reply = try await service.load(AuditQuery(filter: "changed:role source:audit_logs"))
        let bounded = try #require(reply.bounded)
        let newest = try #require(try await service.load(AuditQuery(limit: 1)).entries.first?.time)
        #expect(bounded.since < newest && reply.entries.allSatisfy { $0.time ?? .min >= bounded.since })
        #expect(!ids(reply).contains(key(201)))
        let words = bounded.words(zone: .utc)
        #expect(words.long.hasPrefix("No index serves changed:role source:audit_logs: only entries since 2026-11-"))
        #expect(words.hint.contains("tenant, actor, id"))
        // The stretch before it.
        let before = try await service.load(
            AuditQuery(filter: "changed:role source:audit_logs until:\(TimeText.iso(bounded.since))"))
        #expect((before.bounded?.since ?? .min) < bounded.since)
        #expect(
            try await service.tally(AuditQuery(filter: "changed:role source:audit_logs"))
                == .exactly(reply.entries.count))
    }

    @Test func peopleAreFoundByIndexesWhetherTheyAreUsersOrNot() async throws {
        let fixture = try await fixture()
        let service = TimelineService(session: fixture.session)
        let known = try await service.load(AuditQuery(filter: "actor:MALLORY@acme.example source:audit_logs"))
        #expect(ids(known) == [key(202)] && known.bounded == nil)
        let nobody = try await service.load(AuditQuery(filter: "actor:nobody@nowhere.example source:audit_logs"))
        #expect(nobody.entries.isEmpty && nobody.bounded == nil)
        for filter in ["lease:nothing", "change:nothing"] {
            let none = try await service.load(AuditQuery(filter: "\(filter) source:audit_logs"))
            #expect(none.entries.isEmpty && none.bounded == nil, "\(filter)")
        }
        let tenant = try await service.load(AuditQuery(filter: "tenant:acme source:audit_logs"))
        #expect(tenant.entries.count == 5 && tenant.bounded == nil)
        // A part of a name is no whole address: the entries' own addresses are looked through, the people's keys not.
        let part = try await service.load(AuditQuery(filter: "actor:mallory source:audit_logs"))
        #expect(ids(part).contains(key(202)))
    }

    /// Alternatives that are read apart are one list: no entry twice, none left out, whatever the page.
    @Test func alternativesArePagedAsOne() async throws {
        let fixture = try await fixture()
        let service = TimelineService(session: fixture.session)
        let all = try await service.load(AuditQuery(filter: "source:audit_logs since:90d"))
        let actors = Set(all.entries.compactMap(\.actorID)).sorted()
        #expect(actors.count > 1)
        let filter = "(\(actors.map { "actor:\($0)" }.joined(separator: " or "))) source:audit_logs"
        let expected = ids(all).filter { id in all.entries.contains { $0.id.text == id && $0.actorID != nil } }
        for limit in 1...4 {
            var reply = try await service.load(AuditQuery(filter: filter, limit: limit))
            var down = ids(reply)
            while let next = reply.next, down.count < 100 {
                reply = try await service.load(AuditQuery(filter: filter, limit: limit, position: .after(next)))
                down += ids(reply)
            }
            #expect(down == expected)
            var up = ids(reply)
            while reply.hasBefore, let here = reply.here, up.count < 100 {
                reply = try await service.load(AuditQuery(filter: filter, limit: limit, position: .before(here)))
                up = ids(reply) + up
            }
            #expect(up == expected)
        }
    }

    /// Entries that bear a person's key and address alike are found by both, and shown and counted once.
    @Test func whatTwoAlternativesHaveIsShownOnce() async throws {
        let made = try await ViewsFixture.reference(
            ViewsStory.script
                + """
                ;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
                INSERT INTO audit_logs (id, action, table_name, record_id, changed_by, actor_email, created_at)
                SELECT printf('00000000-0000-4000-a000-0000000%05d', 70000 + i), 'UPDATE', 'seen', i,
                  CASE WHEN i % 4 > 0 THEN (SELECT id FROM users WHERE email = 'mallory@acme.example') END,
                  CASE WHEN i % 4 < 3 THEN 'Mallory@acme.example' END,
                  printf('2026-10-%02dT08:00:00.000000Z', 1 + i / 3)
                FROM n;
                ANALYZE; DELETE FROM sqlite_stat1 WHERE tbl = 'audit_logs';
                INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('audit_logs', NULL, '9000000')
                """, persona: .admin)
        let service = TimelineService(session: made.session)
        let filter = "actor:mallory@acme.example table:seen source:audit_logs"
        let expected = Set((1...40).map { "00000000-0000-4000-a000-0000000\(70_000 + $0)" })
        #expect(try await service.tally(AuditQuery(filter: filter)) == .exactly(40))
        #expect(try await service.tally(AuditQuery(filter: filter), cap: 39) == .moreThan(39))
        for limit in [1, 2, 3, 7, 25, 60] {
            var reply = try await service.load(AuditQuery(filter: filter, limit: limit))
            var down = ids(reply)
            while let next = reply.next, down.count < 100 {
                reply = try await service.load(AuditQuery(filter: filter, limit: limit, position: .after(next)))
                #expect(!reply.entries.isEmpty)
                down += ids(reply)
            }
            #expect(down.count == 40 && Set(down) == expected, "\(limit) down")
            var up = ids(reply)
            while reply.hasBefore, let here = reply.here, up.count < 100 {
                reply = try await service.load(AuditQuery(filter: filter, limit: limit, position: .before(here)))
                up = ids(reply) + up
            }
            #expect(up.count == 40 && Set(up) == expected, "\(limit) up")
        }
    }
}
