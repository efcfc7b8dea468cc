import ChangeContract
import ConsoleCore
import TenantDomain
import Testing

/// Seals over the trail: what they hold, and what they say of rows that were altered.
struct SealServiceTests {
    private func sealed() async throws -> ViewsFixture {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        try await seal(fixture)
        return fixture
    }

    private func seal(_ fixture: ViewsFixture) async throws {
        var statements: [String] = []
        _ = try await SealService(session: fixture.session).statements { statements.append($0) }
        try fixture.execute(statements.joined())
    }

    @Test func anUntouchedTrailHoldsAndNewEntriesAreCounted() async throws {
        let fixture = try await sealed()
        let service = SealVerifier(session: fixture.session)
        let report = try await service.verify()
        #expect(report.isIntact)
        #expect(report.ranges.count == 4)
        #expect(report.sealedEntries == 6)
        #expect(report.unsealed == .exactly(0))
        try fixture.execute(
            "INSERT INTO audit_logs (id, table_name, record_id, action, created_at) VALUES ('\(key(7000))', 'widgets', '\(key(5))', 'UPDATE', '\(ago())'), ('\(key(7001))', 'widgets', '\(key(5))', 'UPDATE', '\(ago(days: -2))')"
        )
        let later = try await service.verify()
        #expect(later.isIntact)
        #expect(later.unsealed == .exactly(2))
        #expect(later.inFuture == .exactly(1))
    }

    @Test(arguments: [
        ("UPDATE audit_logs SET new_data = '{\"role\":\"admin\",\"updated_at\":\"b\"}' WHERE id = '\(key(202))'", 1),
        ("DELETE FROM audit_logs WHERE id = '\(key(201))'", 0),
        ("UPDATE audit_logs SET actor_email = NULL WHERE id = '\(key(203))'", 2),
        ("UPDATE audit_logs SET created_at = '\(ago(days: 2, hours: 1))' WHERE id = '\(key(202))'", 1),
    ])
    func alteredRowsBreakTheSealOfTheirRange(sql: String, range: Int) async throws {
        let fixture = try await sealed()
        try fixture.execute("DROP TRIGGER IF EXISTS audit_logs_no_update; \(sql)")
        let report = try await SealVerifier(session: fixture.session).verify()
        #expect(report.ranges.map { $0.verdict == .intact } == (0..<4).map { $0 != range })
        let findings = report.ranges[range].findings
        #expect(!findings.isEmpty)
        if sql.hasPrefix("UPDATE") { #expect(findings.map(\.entry) == [String(sql.suffix(37).prefix(36))]) }
    }

    /// On the rows of a demo, tampered with in every way.
    @Test func everyTamperingIsNamed() async throws {
        let fixture = try await ViewsFixture.demo(auditRows: 2_000)
        try fixture.execute("DROP TRIGGER audit_logs_no_update; DROP TRIGGER audit_logs_no_delete")
        try await SealStories(session: fixture.session) { try fixture.execute($0) }.run()
    }

    @Test func anInsertedOrRemovedSealBreaksTheChain() async throws {
        let fixture = try await sealed()
        try fixture.execute(
            "DELETE FROM trust_ledger_roots WHERE previous_root IS NOT NULL AND period_end = (SELECT min(period_end) FROM trust_ledger_roots WHERE previous_root IS NOT NULL)"
        )
        let report = try await SealVerifier(session: fixture.session).verify()
        #expect(report.ranges.contains { $0.verdict == .chainBroken })
    }
}
