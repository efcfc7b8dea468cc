import ConsoleCore
import TenantDomain
import TenantStore
import Testing

@testable import SQLiteStore

/// Following on SQLite: other programs write between polls, in any order of time.
struct FollowServiceTests {
    private func insert(_ number: Int, minutes: Int, seconds: Int = 0) -> String {
        let time = TimeText.iso(ViewsFixture.now - Int64(minutes * 60 + seconds) * 1_000_000)
        return """
            INSERT INTO audit_logs (id, table_name, record_id, action, new_data, created_at) VALUES
              ('\(key(number))', 'widgets', '\(key(5))', 'UPDATE', '{"n":\(number)}', '\(time)');
            """
    }

    @Test func everyEntryComesOnceAndLateOnesAreMarked() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = FollowService(session: fixture.session)
        let query = AuditQuery(filter: "source:audit_logs")
        var state = try await service.begin(query)
        #expect(try await service.poll(query, state).entries.isEmpty)

        try fixture.execute(insert(2001, minutes: 0, seconds: 30))
        var batch = try await service.poll(query, state)
        #expect(batch.entries.map { $0.entry.id.text } == [key(2001)])
        #expect(batch.entries.allSatisfy { !$0.isLate })
        state = batch.state
        #expect(try await service.poll(query, state).entries.isEmpty)

        // Committed now, with a time before what was delivered.
        try fixture.execute(insert(2002, minutes: 0, seconds: 50) + insert(2003, minutes: 0, seconds: 10))
        batch = try await service.poll(query, state)
        #expect(batch.entries.map { $0.entry.id.text } == [key(2002), key(2003)])
        #expect(batch.entries.map(\.isLate) == [true, false])
        state = batch.state

        // Random batches: whatever the order, each entry once.
        var random = SystemRandomNumberGenerator()
        var delivered: [String] = []
        for round in 0..<12 {
            var script = ""
            for number in 0..<20 {
                script += insert(
                    3000 + round * 20 + number, minutes: 0, seconds: Int.random(in: 0..<55, using: &random))
            }
            try fixture.execute(script)
            let batch = try await service.poll(query, state, limit: round.isMultiple(of: 3) ? 7 : nil)
            state = batch.state
            #expect(batch.entries.count + batch.unread == 20)
            delivered += batch.entries.compactMap { $0.entry.id.text }
            #expect(batch.entries.map { $0.entry.time ?? 0 } == batch.entries.map { $0.entry.time ?? 0 }.sorted())
        }
        #expect(Set(delivered).count == delivered.count)
        // Another filter begins anew and sees nothing twice.
        let other = AuditQuery(filter: "action:DELETE")
        #expect(try await service.poll(other, try await service.begin(other)).entries.isEmpty)
    }

    /// An application's clock may be minutes behind or ahead: its entries come, and those of others are not late for it.
    @Test func wrongClocksLoseAndMarkNothingElse() async throws {
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let service = FollowService(session: fixture.session)
        let query = AuditQuery(filter: "source:audit_logs")
        var state = try await service.begin(query)
        func poll() async throws -> [String: Bool] {
            let batch = try await service.poll(query, state)
            state = batch.state
            return Dictionary(uniqueKeysWithValues: batch.entries.map { ($0.entry.id.text ?? "", $0.isLate) })
        }
        try fixture.execute(insert(2001, minutes: -60) + insert(2002, minutes: 0, seconds: 1))
        #expect(try await poll() == [key(2001): false, key(2002): false])
        // An hour ahead is no watermark.
        try fixture.execute(insert(2003, minutes: 0))
        #expect(try await poll() == [key(2003): false])
        try fixture.execute(insert(2004, minutes: 4))
        #expect(try await poll() == [key(2004): true])
        // Busy: the stretch that is read again shrinks, and no further than a minute.
        try fixture.execute((0..<2500).map { insert(30_000 + $0, minutes: 0, seconds: 1) }.joined())
        #expect(try await poll().count == 2500)
        try fixture.execute(insert(2005, minutes: 0, seconds: 55))
        #expect(try await poll() == [key(2005): true])
        #expect(try await poll().isEmpty)
    }

    /// Paging down and then up again visits each entry that was there exactly once while others are inserted.
    @Test func pagesStayExactWhileRowsAreInserted() async throws {
        let fixture = try await ViewsFixture.reference(
            ViewsStory.script + (0..<120).map { insert(5000 + $0, minutes: $0 / 3) }.joined())
        let service = TimelineService(session: fixture.session)
        let there = Set(
            try await service.load(AuditQuery(limit: 1000)).entries.compactMap { $0.id.text })
        var random = SystemRandomNumberGenerator()
        var added = 6000
        func disturb() throws {
            added += 1
            try fixture.execute(insert(added, minutes: Int.random(in: 0..<45, using: &random)))
        }
        var down: [String] = []
        var position = AuditQuery.Position.first
        var last: TimelineReply?
        for _ in 0..<100 {
            let page = try await service.load(AuditQuery(limit: 7, position: position))
            down += page.entries.compactMap { $0.id.text }
            last = page
            try disturb()
            guard let next = page.next else { break }
            position = .after(next)
        }
        #expect(Set(down).count == down.count)
        #expect(there.subtracting(down).isEmpty)
        var up = last?.entries.compactMap { $0.id.text } ?? []
        var here = last?.here
        for _ in 0..<200 {
            guard let from = here else { break }
            let page = try await service.load(AuditQuery(limit: 7, position: .before(from)))
            up = page.entries.compactMap { $0.id.text } + up
            try disturb()
            guard page.hasBefore else { break }
            here = page.here
        }
        #expect(Set(up).count == up.count)
        #expect(there.subtracting(up).isEmpty)
    }
}

extension ViewsFixture {
    /// Writes as another program does.
    func execute(_ sql: String) throws {
        try BulkConnection(path: session.store.identity.key, mode: .readWrite).execute(sql)
    }
}
