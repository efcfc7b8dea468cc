import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// Questions about the trail other than for its entries.
struct AuditQuestionsTests {
    private func ids(_ fixture: ViewsFixture, _ filter: String) async throws -> Set<String> {
        let reply = try await TimelineService(session: fixture.session).load(AuditQuery(filter: filter, limit: 200))
        return Set(reply.entries.map { $0.id.text ?? "" })
    }

    @Test func habitsLeasesAndMembershipsAreTerms() async throws {
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + """
                UPDATE audit_logs SET lease_id = 'L-1', change_id = '\(key(700))' WHERE id = '\(key(205))';
                """)
        #expect(try await ids(fixture, "lease:L-1") == [key(205)])
        #expect(try await ids(fixture, "change:\(key(700))") == [key(205)])
        // 2026-11-21 is a Saturday, its noon the fixture's now: 07:00, 08:00 and 09:00 are hours 3 to 5 before it.
        #expect(try await ids(fixture, "hours:7..9 source:audit_logs since:12h") == [key(204), key(205)])
        #expect(try await ids(fixture, "weekday:sat source:audit_logs") == [key(204), key(205), key(206)])
        #expect(try await ids(fixture, "member:suspended source:audit_logs") == [key(202)])
        #expect(try await ids(fixture, "member:removed source:audit_logs").isEmpty)
        #expect(try await ids(fixture, "changed:role before.role:viewer after.role:owner") == [key(202)])
        #expect(try await ids(fixture, "\"Gone widget\"") == [key(206)])
        let service = TimelineService(session: fixture.session)
        for wrong in ["hours:9", "hours:a..b", "hours:3..99", "weekday:someday", "member:a..b", "@nothing"] {
            await #expect(throws: ConsoleError.self, "\(wrong)") {
                _ = try await service.load(AuditQuery(filter: wrong))
            }
        }
        // Free text looks through documents only where the persona may see all of them.
        let support = TimelineService(session: fixture.session(as: .support))
        #expect(try await support.load(AuditQuery(filter: "\"Gone widget\"")).entries.isEmpty)
        await #expect(throws: ConsoleError.self) { _ = try await support.load(AuditQuery(filter: "after.email:old*")) }
    }

    @Test func namedQueriesStandAmongOtherTerms() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        #expect(try await ids(fixture, "@role-escalations") == [key(202)])
        #expect(try await ids(fixture, "role-escalations") == [key(202)])
        #expect(try await ids(fixture, "@role-escalations since:1d").isEmpty)
        #expect(try await ids(fixture, "@deletions") == [key(206)])
        #expect(try await ids(fixture, "@deletions or id:\(key(2))") == [key(206), key(205)])
        #expect(try await ids(fixture, "@secrets").contains(key(204)))
        fixture.session.queries.keep(NamedQuery(name: "mine", meaning: .filters(["@deletions tenant:acme"])))
        #expect(try await ids(fixture, "@mine") == [key(206)])
        fixture.session.queries.keep(NamedQuery(name: "loop", meaning: .filters(["@loop"])))
        await #expect(throws: ConsoleError.self) { _ = try await ids(fixture, "@loop") }
        // Support reads what no mask forbids.
        let support = TimelineService(session: fixture.session(as: .support))
        #expect(
            try await support.load(AuditQuery(filter: "@role-escalations")).entries.map { $0.id.text } == [key(202)])
    }

    @Test func peopleSinceDeletedAreFoundByTheTrailsOwnNames() async throws {
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + """
                INSERT INTO audit_logs (id, table_name, record_id, action, old_data, changed_by, created_at) VALUES
                  ('\(key(801))', 'users', '\(key(77))', 'DELETE', '{"email":"gone@acme.example","name":"Gone Girl"}',
                   '\(ViewsStory.jane)', '\(ago(days: 1))'),
                  ('\(key(802))', 'widgets', '\(key(5))', 'UPDATE', NULL, '\(key(77))', '\(ago(days: 9))');
                """)
        #expect(try await ids(fixture, "actor:gone@acme.example") == [key(802)])
        #expect(try await ids(fixture, "actor:\"Gone Girl\"") == [key(802)])
        #expect(try await ids(fixture, "actor:nobody@acme.example").isEmpty)
    }

    @Test func derivedQueriesFindBurstsAndWanderers() async throws {
        var script = ViewsStory.script
        for minute in 0..<4 {
            script += """
                INSERT INTO security_events (id, user_id, event_type, severity, email, created_at) VALUES
                  ('\(key(910 + minute))', '\(ViewsStory.mallory)', 'sign_in_failed', 'high', 'mallory@acme.example',
                   '\(ago(hours: 2, minutes: 20 - minute))');
                """
        }
        for tenant in 1...3 {
            script += """
                INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, changed_by, created_at) VALUES
                  ('\(key(930 + tenant))', '\(key(tenant))', 'widgets', '\(key(5))', 'UPDATE', '\(key(13))',
                   '\(ago(days: 2, minutes: tenant))');
                """
        }
        script += """
            INSERT INTO security_events (id, user_id, event_type, severity, email, created_at) VALUES
              ('\(key(920))', '\(ViewsStory.mallory)', 'login', 'low', 'mallory@acme.example', '\(ago(hours: 2))');
            """
        let fixture = try await ViewsFixture.reference(script)
        let bursts = try await ids(fixture, "@failed-then-signed-in")
        #expect(bursts == Set((910...913).map(key) + [key(920)]))
        #expect(try await ids(fixture, "@across-tenants") == Set((931...933).map(key)))
    }

    @Test func topCountsAndCompares() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = TopService(session: fixture.session)
        let actors = try await service.load(TopRequest(facet: .actor), tenant: nil)
        #expect(actors.rows.first?.label == "Jane Doe")
        #expect(actors.rows.first?.count == 4)
        #expect(actors.total == 8)
        let tenants = try await service.load(TopRequest(facet: .tenant, filter: "source:audit_logs"), tenant: nil)
        #expect(tenants.rows.map(\.label) == ["Acme", "Globex"])
        #expect(tenants.rows.map(\.count) == [5, 1])
        let compared = try await service.load(
            TopRequest(facet: .action, filter: "since:6h", against: "since:4d until:6h"), tenant: nil)
        #expect(compared.rows.first { $0.value == "DELETE" }?.before == 0)
        #expect((compared.rows.first { $0.value == "DELETE" }?.lift ?? 0) > 1)
        let support = TopService(session: fixture.session(as: .support))
        await #expect(throws: ConsoleError.self) { _ = try await support.load(TopRequest(facet: .ip), tenant: nil) }
    }

    /// More values than are told apart, and more entries than are counted: the answer says so and invents nothing.
    @Test func topKnowsItsLimits() async throws {
        let fixture = try await ViewsFixture.reference(
            """
            INSERT INTO audit_logs (id, table_name, record_id, action, created_at)
              WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10200)
              SELECT printf('00000000-0000-4000-9000-%012d', i), 't' || (i % 5100), 'r', 'UPDATE',
                '\(ago(days: 3))' FROM n;
            INSERT INTO audit_logs (id, table_name, record_id, action, created_at) VALUES
              ('\(key(2000))', 'zz', 'r', 'UPDATE', '\(ago(days: 2))'), ('\(key(2001))', 'zz', 'r', 'UPDATE', '\(ago(hours: 2))'),
              ('\(key(2002))', 'zz', 'r', 'UPDATE', '\(ago(hours: 1))');
            """)
        let now = "source:audit_logs since:6h"
        let earlier = "source:audit_logs since:4d until:6h"
        let service = TopService(session: fixture.session)
        let all = try await service.load(TopRequest(facet: .table, filter: earlier), tenant: nil)
        #expect(all.total == 10_201 && !all.isCapped && all.extent.least == 2)
        let compared = try await service.load(
            TopRequest(facet: .table, filter: now, against: earlier), tenant: nil)
        // It stands there once; that it is not among those listed is no zero.
        #expect(compared.rows.first?.value == "zz" && compared.rows.first?.before == 2)
        #expect(compared.compared?.total == 10_201 && compared.compared?.least == 2)
        let few = try await TopService(session: fixture.session, cap: 2).load(
            TopRequest(facet: .table, filter: "source:audit_logs since:4d"), tenant: nil)
        #expect(few.rows.map(\.value) == ["zz"] && few.total == 2 && few.isCapped)
        #expect(few.extent.oldest.map(TimeText.iso) == ago(hours: 2))
    }

    @Test func histogramsFollowClocksAndMarkSpikes() async throws {
        var script = ViewsStory.script
        for number in 0..<12 {
            script += """
                INSERT INTO audit_logs (id, table_name, record_id, action, created_at) VALUES
                  ('\(key(1000 + number))', 'widgets', '\(key(5))', 'UPDATE', '\(ago(hours: 4, minutes: number))');
                """
        }
        let fixture = try await ViewsFixture.reference(script)
        let service = HistogramService(session: fixture.session)
        let day = try await service.load(AuditQuery(filter: "since:24h"), buckets: 24, split: .action)
        #expect(day.unit == "hour")
        let peak = try #require(day.peak)
        #expect(day.spike(peak) == TimelineHistogram.Spike(bucket: peak, usual: 0, isSpike: true))
        #expect(day.series.first?.name == "UPDATE")
        #expect(day.series.flatMap(\.counts).reduce(0, +) == day.counts.reduce(0, +))
        // Buckets of days stay days where the clocks change: 25 October 2026 has 25 hours in Berlin.
        var berlin = fixture.session
        berlin.zone = try #require(ZoneClock(named: "Europe/Berlin"))
        let days = try await HistogramService(session: berlin).load(
            AuditQuery(filter: "since:2026-10-20 until:2026-10-30"), buckets: 30)
        let lengths = zip(days.edges, days.edges.dropFirst()).map { ($1 - $0) / 3_600_000_000 }
        #expect(days.unit == "day" || days.unit == "6 hours")
        #expect(days.unit != "day" || lengths.contains(25))
        let years = try await service.load(AuditQuery(filter: "since:2024-01-15"), buckets: 40)
        #expect(years.unit == "month")
        #expect(years.edges.allSatisfy { CivilTime(instantAsUTC: $0).day == 1 })
        #expect(years.counts.reduce(0, +) == 20)
    }

    /// What lies just outside of a window is in no bucket of it, wherever the window's ends fall in theirs.
    @Test func histogramsCountTheWindowAndNoMore() async throws {
        var script = ""
        for hour in 0..<240 {
            script += """
                INSERT INTO audit_logs (id, table_name, record_id, action, created_at) VALUES
                  ('\(key(3000 + hour))', 'widgets', '\(key(5))', 'UPDATE', '\(ago(hours: hour))');
                """
        }
        let fixture = try await ViewsFixture.reference(script)
        let service = HistogramService(session: fixture.session)
        for (from, to) in [(200, 3), (199, 48), (72, 24), (30, 29), (5, 1)] {
            let filter = "source:audit_logs since:\(ago(hours: from)) until:\(ago(hours: to))"
            for buckets in [1, 7, 60] {
                let counts = try await service.load(AuditQuery(filter: filter), buckets: buckets).counts
                let list = try await TimelineService(session: fixture.session).load(
                    AuditQuery(filter: filter, limit: 300))
                #expect(counts.reduce(0, +) == list.entries.count, "\(filter) in \(buckets)")
            }
        }
    }

    @Test func historyTellsARowsLifeAndWhatBypassedIt() async throws {
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + """
                INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, old_data, new_data, created_at)
                  VALUES ('\(key(601))', '\(key(2))', 'workspaces', '\(key(2))', 'UPDATE', '{"status":"trialing","plan":"pro"}',
                    '{"status":"active","plan":"pro"}', '\(ago(hours: 9))');
                """)
        let service = HistoryService(session: fixture.session)
        let globex = try await service.load(
            HistoryRequest(resource: "workspaces", id: key(2), at: ago(hours: 5), diff: ago(hours: 1)))
        #expect(globex.versions.map { $0.entry.id.text } == [key(601), key(205)])
        #expect(globex.state?.fields?.contains(Fact("status", "active")) == true)
        #expect(globex.difference?.changes == [FieldChange(path: "status", before: "active", after: "suspended")])
        // The earlier time is what was before, whichever is asked for first.
        let turned = try await service.load(
            HistoryRequest(resource: "workspaces", id: key(2), at: ago(hours: 1), diff: ago(hours: 5)))
        #expect(turned.difference == globex.difference)
        #expect(turned.state?.fields?.contains(Fact("status", "suspended")) == true)
        // The plan in the row is enterprise, and no entry tells how it came to be.
        #expect(globex.bypassed == [FieldChange(path: "plan", before: "pro", after: "enterprise")])
        #expect(globex.isSuspect)
        let member = try await service.load(HistoryRequest(resource: "members", id: key(22)))
        #expect(member.versions.count == 3)
        #expect(member.versions.allSatisfy { $0.unexplained.isEmpty })
        let widget = try await service.load(HistoryRequest(resource: "widgets", id: key(999)))
        #expect(!widget.vanished && widget.versions.count == 1 && widget.bypassed == nil)
        await #expect(throws: ConsoleError.self) {
            _ = try await service.load(HistoryRequest(resource: "widgets", id: key(998)))
        }
    }

    @Test func theStateAtATimeIsReadFromThatTimeOn() async throws {
        let entries = (1...900).map { step in
            """
            ('\(key(10_000 + step))', '\(key(2))', 'widgets', '\(key(500))', '\(step == 1 ? "INSERT" : step == 900 ? "DELETE" : "UPDATE")',
              \(step == 1 ? "NULL" : "'{\"limit\":\(step - 1)}'"), \(step == 900 ? "NULL" : "'{\"limit\":\(step)}'"), '\(ago(hours: 1000 - step))')
            """
        }
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + """
                INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, old_data, new_data, created_at)
                  VALUES \(entries.joined(separator: ","));
                """)
        let service = HistoryService(session: fixture.session)
        func state(hours: Int) async throws -> HistoryReply.State? {
            try await service.load(HistoryRequest(resource: "widgets", id: key(500), at: ago(hours: hours))).state
        }
        #expect(try await state(hours: 990)?.fields == [Fact("limit", "10")])
        #expect(try await state(hours: 300)?.fields == [Fact("limit", "700")])
        #expect(try await state(hours: 1001)?.absence == .notYet)
        #expect(try await state(hours: 50)?.absence == .gone)
    }

    @Test func adviceNamesTheIndexesThatAreMissing() async throws {
        var profile = Profile(name: "trail")
        var mapping = AuditMapping(table: "log", time: "at", action: "what")
        mapping.actor = "who"
        mapping.tenant = "tenant"
        profile.audit = [mapping]
        let fixture = try await ViewsFixture(
            [
                "CREATE TABLE log (id INTEGER PRIMARY KEY, at timestamp NOT NULL, what TEXT, who TEXT, tenant TEXT)",
                "CREATE INDEX log_at ON log (at DESC)", "CREATE INDEX log_who ON log (who)",
                "CREATE TABLE access_events (id INTEGER PRIMARY KEY, occurred timestamp, action TEXT, user_id TEXT)",
            ], profile: profile)
        let advice = try await IndexAdvisor(session: fixture.session).advice()
        #expect(advice.checked == 3)
        #expect(
            advice.missing.map(\.statement) == [
                "CREATE INDEX \"log_tenant_at_idx\" ON \"log\" (\"tenant\", \"at\" DESC, \"id\");",
                "CREATE INDEX \"log_who_at_idx\" ON \"log\" (\"who\", \"at\" DESC, \"id\");",
            ])
        #expect(advice.unmapped.map(\.table) == ["access_events"])
    }
}
