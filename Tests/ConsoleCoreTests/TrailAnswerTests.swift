import ConsoleCore
import TenantDomain
import Testing

/// What the trail answers to paths, words and names that are not quite right.
struct TrailAnswerTests {
    private static let script =
        ViewsStory.script + """
            INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, old_data, new_data, changed_by, created_at)
            VALUES
              ('\(key(901))', NULL, 'widgets', '\(key(5))', 'UPDATE', '{"config":{"theme":"light"}}',
               '{"config":{"theme":"dark","rate_limit":1080}}', NULL, '\(ago(days: 2))'),
              ('\(key(902))', NULL, 'oauth2_tokens', 'x', 'UPDATE', '{"access_token":"old-secret"}',
               '{"access_token":"new-secret"}', NULL, '\(ago(days: 2))'),
              ('\(key(903))', NULL, 'workspace_subscriptions', 's', 'UPDATE', '{"plan_type":"free"}',
               '{"plan_type":"pro"}', NULL, '\(ago(days: 3))'),
              ('\(key(904))', NULL, 'workspace_subscriptions', 's', 'INSERT', NULL, '{"plan_type":"free"}', NULL,
               '\(ago(days: 4))'),
              ('\(key(905))', NULL, 'widgets', '\(key(5))', 'UPDATE', NULL, NULL, NULL, '\(ago(days: 90))');
            """

    private func reply(
        _ filter: String, _ fixture: ViewsFixture, _ persona: Persona = .admin
    ) async throws -> TimelineReply {
        try await TimelineService(session: fixture.session(as: persona)).load(AuditQuery(filter: filter, limit: 200))
    }

    private func ids(_ filter: String, _ fixture: ViewsFixture, _ persona: Persona = .admin) async throws -> Set<String>
    {
        Set(try await reply(filter, fixture, persona).entries.map { $0.id.text ?? "" })
    }

    @Test func pathsAreAskedOfTheTablesThatShowThem() async throws {
        let fixture = try await ViewsFixture.reference(Self.script)
        #expect(try await ids("table:widgets after.config.theme:dark", fixture) == [key(901)])
        #expect(try await ids("after.config.rate_limit:1080", fixture) == [key(901)])
        #expect(try await ids("before.config.theme:*", fixture) == [key(901)])
        #expect(try await ids("after.config.rate_limit:1080", fixture, .support) == [key(901)])
        // A secret is nobody's to look for, neither whole nor in part nor by its being there.
        for filter in ["after.access_token:new-secret", "after.access_token:=new-secret", "before.access_token:*"] {
            let error = await #expect(throws: ConsoleError.self) { _ = try await ids(filter, fixture) }
            if let error {
                #expect(ErrorWording.wording(for: error).message.contains(filter.prefix { $0 != ":" }))
                #expect(ErrorWording.exitCode(for: error) == .refused)
            }
        }
    }

    @Test func plansChangeFromOneToAnother() async throws {
        let fixture = try await ViewsFixture.reference(Self.script)
        #expect(try await ids("@plan-changes", fixture) == [key(903)])
    }

    @Test func formerMembersWereMembers() async throws {
        let (tenant, gone, stranger) = (key(1), key(88), key(89))
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + """
                INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, old_data, changed_by, created_at)
                VALUES
                  ('\(key(911))', '\(tenant)', 'workspace_members', 'm', 'DELETE',
                   '{"workspace_id":"\(tenant)","user_id":"\(gone)","role":"editor"}', NULL, '\(ago(days: 5))'),
                  ('\(key(912))', '\(tenant)', 'widgets', 'w', 'UPDATE', NULL, '\(gone)', '\(ago(days: 4))'),
                  ('\(key(913))', '\(tenant)', 'widgets', 'w', 'UPDATE', NULL, '\(stranger)', '\(ago(days: 4))');
                """)
        #expect(try await ids("member:removed source:audit_logs", fixture) == [key(912)])
        let former = try await ids("@former-members source:audit_logs", fixture)
        #expect(former.contains(key(912)) && !former.contains(key(913)))
        #expect(try await ids("member:none source:audit_logs", fixture).isSuperset(of: [key(912), key(913)]))
    }

    @Test func tablesAnswerToTheWordsOfLists() async throws {
        let fixture = try await ViewsFixture.reference(Self.script)
        let wanted = try await ids("table:widgets", fixture)
        #expect(!wanted.isEmpty)
        for word in ["Widgets", "widget", "WIDGET"] { #expect(try await ids("table:\(word)", fixture) == wanted) }
        #expect(try await !ids("table:members", fixture).isEmpty)
    }

    @Test func nothingFoundIsExplained() async throws {
        let fixture = try await ViewsFixture.reference(Self.script)
        func said(_ filter: String) async throws -> String {
            try await reply(filter, fixture).unmatched.joined(separator: " ")
        }
        #expect(try await said("table:widgts").contains("widgets"))
        #expect(try await said("tenant:acmee").contains("acmee"))
        #expect(try await said("actor:nobody@x.y").contains("nobody@x.y"))
        #expect(try await said("member:suspnded").contains("suspended"))
        #expect(try await said("since:1d until:2d").contains("later"))
        // An answer that is rightly empty has nothing to explain.
        #expect(try await said("table:widgets action:DELETE since:1h").isEmpty)
    }

    @Test func hoursSayHowFarTheyLook() async throws {
        let fixture = try await ViewsFixture.reference(Self.script)
        // The fixture's now is noon UTC.
        #expect(try await !ids("hours:11..13 source:audit_logs", fixture).contains(key(905)))
        #expect(try await reply("hours:11..13 source:audit_logs", fixture).bounded?.isClock == true)
        #expect(try await ids("hours:11..13 source:audit_logs since:100d", fixture).contains(key(905)))
        #expect(try await reply("hours:11..13 source:audit_logs since:100d", fixture).bounded == nil)
    }
}
