import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

@testable import SQLiteStore

/// Following a file that another connection writes to all the while: five hundred entries a second for two seconds, or
/// for a minute with `FOLLOW_SECONDS=60`. SQLite has one writer, so that no transaction stays
/// open across others; rows that were taken down before others and committed after them come all the same.
struct FollowUnderLoadTests {
    @Test func everyEntryComesOnceUnderLoad() async throws {
        let wanted = Int(ProcessInfo.processInfo.environment["FOLLOW_SECONDS"] ?? "")
        let total = (wanted ?? 2) * 500
        let fixture = try await ViewsFixture.reference(ViewsStory.script)
        let began = Date()
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000_000) }
        let session = ConsoleSession(
            store: fixture.session.store, registry: fixture.session.registry,
            environment: EnvironmentLabel(name: "local"), operatorName: "test", persona: .admin, now: clock)
        let service = FollowService(session: session)
        let query = AuditQuery(filter: "source:audit_logs")
        var state = try await service.begin(query)
        let path = fixture.session.store.identity.key
        let writing = Task.detached {
            let connection = try BulkConnection(path: path, mode: .readWrite)
            var random = SystemRandomNumberGenerator()
            var written = 0
            while written < total {
                let due = Int(Date().timeIntervalSince(began) * 500)
                guard written < due else {
                    await Task.yield()
                    continue
                }
                var script = "BEGIN IMMEDIATE;"
                for _ in 0..<min(5, total - written) {
                    // One in ten was taken down up to half a minute ago.
                    let age = Int.random(in: 0..<10, using: &random) == 0 ? Int64.random(in: 2...30) : 0
                    script += """
                        INSERT INTO audit_logs (id, table_name, record_id, action, reason, created_at) VALUES (
                          '\(key(10_000 + written))', 'widgets', 'w', 'UPDATE', 'load',
                          '\(TimeText.iso(clock() - age * 1_000_000))');
                        """
                    written += 1
                }
                try connection.execute(script + "COMMIT")
            }
            return true
        }
        var delivered: [String: Int] = [:]
        var late = 0
        var polls = 0
        var batches = 0
        var newest = Int64.min
        while delivered.count < total, polls < 100_000_000 {
            polls += 1
            guard let batch = try await Self.poll(service, query, state) else { continue }
            state = batch.state
            var newestNow = newest
            for found in batch.entries {
                delivered[found.entry.id.text ?? "", default: 0] += 1
                let time = try #require(found.entry.time)
                if newest != .min { #expect(found.isLate == (time < newest - 1_000_000)) }
                if found.isLate { late += 1 }
                newestNow = max(newestNow, time)
            }
            newest = newestNow
            if batch.entries.isEmpty { await Task.yield() } else { batches += 1 }
        }
        #expect(try await writing.value)
        #expect(try await service.poll(query, state).entries.isEmpty)
        #expect(Set(delivered.keys) == Set((0..<total).map { key(10_000 + $0) }))
        #expect(delivered.values.allSatisfy { $0 == 1 })
        #expect(late > 0 || batches < 3)
        if wanted != nil {
            print(
                "SQLite: \(total) entries in \(Int(Date().timeIntervalSince(began))) s, \(delivered.count) delivered "
                    + "once, \(late) late, \(polls) looks")
        }
    }

    /// Nil while the writer's commit takes longer than a reader waits, as what follows for people bears it.
    private static func poll(
        _ service: FollowService, _ query: AuditQuery, _ state: FollowState
    ) async throws -> FollowBatch? {
        do throws(ConsoleError) {
            return try await service.poll(query, state)
        } catch {
            guard FollowService.mayPass(error) else { throw error }
            return nil
        }
    }
}
