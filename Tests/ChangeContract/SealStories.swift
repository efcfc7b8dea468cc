import ConsoleCore
import TenantDomain
import TenantStore
import Testing

/// What seals say of a trail that was tampered with, entry by entry. Told once for both engines, over any trail of a
/// demo whose table takes changes.
package struct SealStories {
    private let session: ConsoleSession
    private let execute: @Sendable (String) async throws -> Void

    /// - Parameter execute: runs statements as whoever tampers with the database.
    package init(session: ConsoleSession, execute: @escaping @Sendable (String) async throws -> Void) {
        self.session = session
        self.execute = execute
    }

    package func run() async throws {
        try await execute("CREATE TABLE kept_trail AS SELECT * FROM audit_logs")
        try await sealsOfEarlierProgramsHold()
        try await seal(session)
        try await execute("CREATE TABLE kept_seals AS SELECT * FROM trust_ledger_roots")
        let report = try await verify()
        #expect(report.isIntact && report.ranges.count > 20 && report.sealedEntries > 1_000)
        #expect(report.unsealed == .exactly(0) && report.inFuture == .exactly(0))
        var again = 0
        try await SealService(session: session).seal { _ in again += 1 }
        #expect(again == 0)
        try await changedEntriesAreNamed()
        try await missingEntriesAreCountedBetweenTheirNeighbours()
        try await addedAndMovedEntriesAreNamed()
        try await alteredSealsAreTold()
        try await theJournalKnowsWhatTheLedgerDoesNot()
        try await recordsThatNeverExistedAreNamed()
    }

    // MARK: Stories

    private func recordsThatNeverExistedAreNamed() async throws {
        let before = try #require(try await verify().unknownRecords)
        #expect(before.entries.isEmpty && before.looked > 1_000)
        let record = "99999999-0000-4000-8000-000000000001"
        try await execute(
            """
            INSERT INTO audit_logs (id, table_name, record_id, action, new_data, created_at)
            SELECT '99999999-0000-4000-8000-000000000002', 'widgets', '\(record)', 'UPDATE', new_data, max_at
            FROM audit_logs JOIN (SELECT max(created_at) AS max_at FROM audit_logs) AS newest ON created_at = max_at LIMIT 1
            """)
        let found = try await verify().unknownRecords?.entries
        #expect(found?.map(\.record) == [record] && found?.map(\.table) == ["widgets"])
    }

    private func changedEntriesAreNamed() async throws {
        let day = try await busiestDay()
        try await expecting(day, [.changed(day.ids[1])]) {
            try await execute("UPDATE audit_logs SET reason = 'nothing to see' WHERE id = '\(day.ids[1])'")
        }
        // What two entries say, swapped.
        try await expecting(day, [.changed(day.ids[1]), .changed(day.ids[3])]) {
            for (id, other) in [(day.ids[1], day.ids[3]), (day.ids[3], day.ids[1])] {
                try await execute(
                    """
                    UPDATE audit_logs SET
                      new_data = (SELECT new_data FROM kept_trail WHERE id = '\(other)'),
                      old_data = (SELECT old_data FROM kept_trail WHERE id = '\(other)'),
                      record_id = (SELECT record_id FROM kept_trail WHERE id = '\(other)')
                    WHERE id = '\(id)'
                    """)
            }
        }
        // Their times, swapped.
        try await expecting(day, [.changed(day.ids[2]), .changed(day.ids[1])]) {
            for (id, other) in [(day.ids[1], day.ids[2]), (day.ids[2], day.ids[1])] {
                try await execute(
                    "UPDATE audit_logs SET created_at = (SELECT created_at FROM kept_trail WHERE id = '\(other)') "
                        + "WHERE id = '\(id)'")
            }
        }
    }

    private func missingEntriesAreCountedBetweenTheirNeighbours() async throws {
        let day = try await busiestDay()
        let ids = day.ids
        try await expecting(day, [.missing(count: 2, after: ids[0], before: ids[3])]) {
            try await execute("DELETE FROM audit_logs WHERE id IN ('\(ids[1])', '\(ids[2])')")
        }
        let end = ids.count - 1
        try await expecting(
            day,
            [
                .missing(count: 1, after: nil, before: ids[1]), .lost(ids[0]),
                .missing(count: 1, after: ids[end - 1], before: nil), .lost(ids[end]),
            ]
        ) {
            try await execute("DELETE FROM audit_logs WHERE id IN ('\(ids[0])', '\(ids[end])')")
        }
        // A gap is counted in a sealed stretch only: an entry that was never there is none.
        #expect(try await verify().isIntact)
    }

    private func addedAndMovedEntriesAreNamed() async throws {
        let day = try await busiestDay()
        let added = "01999999-9999-7999-8999-999999999999"
        func copy(_ id: String, at time: String) -> String {
            """
            INSERT INTO audit_logs (id, workspace_id, table_name, record_id, action, event, created_at)
            SELECT '\(added)', workspace_id, table_name, record_id, action, event, \(time) FROM kept_trail WHERE id = '\(id)'
            """
        }
        try await expecting(day, [.added(added)]) { try await execute(copy(day.ids[1], at: "created_at")) }
        // One taken out and another put in its place.
        try await expecting(day, [.added(added), .missing(count: 1, after: day.ids[0], before: day.ids[2])]) {
            try await execute("DELETE FROM audit_logs WHERE id = '\(day.ids[1])'")
            try await execute(copy(day.ids[1], at: "created_at"))
        }
        // Given the time of another day.
        let report = try await verify()
        let other = try #require(report.ranges.first { $0.root != day.root && $0.from < day.from })
        try await tampering {
            try await execute(
                "UPDATE audit_logs SET created_at = '\(TimeText.iso(other.from))' WHERE id = '\(day.ids[1])'")
        } expecting: { report in
            let broken = report.ranges.filter { $0.verdict != .intact }
            #expect(broken.map(\.root) == [other.root, day.root])
            #expect(broken.first?.findings == [.moved(day.ids[1], from: day.from)])
            #expect(broken.last?.findings == [.missing(count: 1, after: day.ids[0], before: day.ids[2])])
        }
    }

    private func alteredSealsAreTold() async throws {
        let day = try await busiestDay()
        let seal = "WHERE root_hash = '\(day.root)'"
        for change in [
            "entry_count = entry_count + 1", "last_entry_id = first_entry_id",
            "entry_marks = substr(entry_marks, 1, length(entry_marks) - 4) || 'AAA='", "entry_marks = NULL",
        ] {
            try await tampering {
                try await execute("UPDATE trust_ledger_roots SET \(change) \(seal)")
            } expecting: { report in
                #expect(broken(report) == [day.root: .sealAltered(entriesHold: true)], "\(change)")
            }
        }
        // An entry and its seal, so that they fit each other: the next seal is over the one before.
        try await tampering {
            try await execute("UPDATE audit_logs SET reason = 'nothing to see' WHERE id = '\(day.ids[1])'")
            try await execute("DELETE FROM trust_ledger_roots WHERE period_end >= '\(TimeText.iso(day.to))'")
            var forged: [String] = []
            _ = try await SealService(session: session).statements { forged.append($0) }
            try await execute(try #require(forged.first))
            try await execute(
                "INSERT INTO trust_ledger_roots SELECT * FROM kept_seals WHERE period_end > '\(TimeText.iso(day.to))'")
        } expecting: { report in
            let place = report.ranges.firstIndex { $0.to == day.to } ?? 0
            #expect(report.ranges.indices.filter { report.ranges[$0].verdict != .intact } == [place + 1])
            #expect(report.ranges.dropFirst(place + 1).first?.verdict == .chainBroken)
        }
        // The list of rows and a row: the list cannot be trusted, the seal says so.
        try await tampering {
            try await execute("UPDATE audit_logs SET reason = 'nothing to see' WHERE id = '\(day.ids[1])'")
            try await execute(
                "UPDATE trust_ledger_roots SET entry_marks = substr(entry_marks, 1, 130) || 'AAAAAAAAAAA=' \(seal)")
        } expecting: { report in
            let range = report.ranges.first { $0.verdict != .intact }
            #expect(range?.root == day.root && range?.findings.first == .listAltered)
        }
        // A seal taken out.
        try await tampering {
            try await execute("DELETE FROM trust_ledger_roots \(seal)")
        } expecting: { report in
            #expect(Array(broken(report).values) == [.chainBroken])
        }
    }

    private func theJournalKnowsWhatTheLedgerDoesNot() async throws {
        let storage = MemoryJournal()
        let session = with(
            session.registry,
            SessionJournal(
                storage: storage,
                facts: SessionJournal.Facts(
                    operatorName: "dana@ops", persona: .admin, environment: "test",
                    database: session.store.identity.key), now: session.now))
        try await execute("DELETE FROM trust_ledger_roots")
        try await seal(session)
        #expect(try await verify(storage).isIntact)
        // Everything written anew, so that trail and ledger fit each other.
        let day = try await busiestDay()
        let last = try #require(try await verify().ranges.last)
        try await tampering {
            try await execute(
                "DELETE FROM audit_logs WHERE id = '\(day.ids[1])'; DELETE FROM trust_ledger_roots")
            try await seal(self.session)
        } expecting: { report in
            #expect(report.isIntact)
            let held = try await verify(storage)
            #expect(held.ranges.map(\.verdict).filter { $0 != .intact } == [.unknownToJournal])
            #expect(held.ranges.last?.verdict == .unknownToJournal)
        }
        // The newest seals taken away.
        try await tampering {
            try await execute("DELETE FROM trust_ledger_roots WHERE root_hash = '\(last.root)'")
        } expecting: { report in
            #expect(report.isIntact)
            let held = try await verify(storage)
            #expect(held.lostHeads.map(\.root) == [last.root])
        }
    }

    /// Seals without marks still hold, and say that a stretch differs.
    private func sealsOfEarlierProgramsHold() async throws {
        var profile = session.registry.profile
        profile.seals?.rows = "no_such_column"
        try await seal(
            with(ResourceBuilder.registry(catalog: session.registry.catalog, profile: profile), session.journal))
        try await execute("CREATE TABLE kept_seals AS SELECT * FROM trust_ledger_roots")
        #expect(try await verify().isIntact)
        let day = try await busiestDay()
        try await tampering {
            try await execute("DELETE FROM audit_logs WHERE id = '\(day.ids[0])'")
        } expecting: { report in
            #expect(
                broken(report) == [
                    day.root: .differs(counted: day.ids.count - 1, sealed: day.ids.count)
                ])
            #expect(report.ranges.flatMap(\.findings).contains(.lost(day.ids[0])))
        }
        try await execute("DELETE FROM trust_ledger_roots; DROP TABLE kept_seals")
    }

    // MARK: Means

    private struct Day {
        let root: String
        let from: Int64
        let to: Int64
        let ids: [String]
    }

    private func with(_ registry: ResourceRegistry, _ journal: SessionJournal) -> ConsoleSession {
        ConsoleSession(
            store: session.store, registry: registry, environment: session.environment,
            operatorName: session.operatorName, persona: session.persona, now: session.now, journal: journal)
    }

    private func seal(_ session: ConsoleSession) async throws {
        var statements: [String] = []
        _ = try await SealService(session: session).statements { statements.append($0) }
        try await execute(statements.joined())
    }

    private func verify(_ journal: MemoryJournal? = nil) async throws -> SealReport {
        try await SealVerifier(session: session, journal: journal).verify()
    }

    private func broken(_ report: SealReport) -> [String: SealReport.Range.Verdict] {
        Dictionary(
            report.ranges.filter { $0.verdict != .intact }.map { ($0.root, $0.verdict) }, uniquingKeysWith: { $1 })
    }

    /// The sealed stretch with the most entries that is not the newest, and their keys in order.
    private func busiestDay() async throws -> Day {
        let rows = try await session.store.read([
            Statement(
                sql: "SELECT root_hash FROM trust_ledger_roots WHERE period_end < (SELECT max(period_end) FROM "
                    + "trust_ledger_roots) ORDER BY entry_count DESC, period_end DESC LIMIT 1",
                columnCount: 1)
        ])[0]
        let root = try #require(rows.text(row: 0, column: 0))
        let range = try #require(try await verify().ranges.first { $0.root == root })
        let (from, to) = (range.from, range.to)
        let keys = try await session.store.read([
            Statement(
                sql: "SELECT id FROM audit_logs WHERE created_at >= '\(TimeText.iso(from))' AND created_at < "
                    + "'\(TimeText.iso(to))' ORDER BY created_at, id", columnCount: 1)
        ])[0]
        let ids = (0..<keys.rowCount).compactMap { keys.text(row: $0, column: 0) }
        #expect(ids.count > 5)
        return Day(root: root, from: from, to: to, ids: ids)
    }

    private func expecting(
        _ day: Day, _ findings: [SealFinding], _ tamper: () async throws -> Void
    ) async throws {
        try await tampering(tamper) { report in
            let broken = report.ranges.filter { $0.verdict != .intact }
            #expect(broken.map(\.root) == [day.root])
            #expect(broken.first?.findings == findings)
        }
    }

    /// Puts trail and ledger back afterwards.
    private func tampering(
        _ tamper: () async throws -> Void, expecting: (SealReport) async throws -> Void
    ) async throws {
        try await execute(
            "CREATE TABLE seals_before AS SELECT * FROM trust_ledger_roots")
        try await tamper()
        try await expecting(try await verify())
        try await execute(
            """
            DELETE FROM audit_logs; INSERT INTO audit_logs SELECT * FROM kept_trail;
            DELETE FROM trust_ledger_roots; INSERT INTO trust_ledger_roots SELECT * FROM seals_before;
            DROP TABLE seals_before
            """)
    }
}
