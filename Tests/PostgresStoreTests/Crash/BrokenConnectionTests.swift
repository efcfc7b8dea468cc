import ChangeContract
import ConsoleCore
import Foundation
import Synchronization
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// The connection to the server ends while a change is made.
@Suite struct BrokenConnectionTests {
    private let verb = ChangeVerb.set(.memberRole, [ChangeFixture.cid], .text("editor"))
    private let storage = MemoryJournal()

    private func journal(_ bench: ChangeBench) -> SessionJournal {
        SessionJournal(
            storage: storage,
            facts: .init(
                operatorName: "dana@ops", persona: .admin, environment: "test",
                database: bench.session.store.identity.key), now: bench.session.now)
    }

    private func state(_ bench: ChangeBench) async throws -> [String] {
        try await bench.texts(
            "SELECT role FROM workspace_members WHERE id = '\(ChangeFixture.cid.key[0].text ?? "")' "
                + "UNION ALL SELECT CAST(count(*) AS text) FROM audit_logs WHERE change_id IS NOT NULL")
    }

    @Test func endedByTheServerAtEachStep() async throws {
        let database = try ChangeTests.database()
        let bench = try await ChangeTests.bench(database)
        let before = try await state(bench)
        let journal = journal(bench)
        for step in ["began", "locked", "checked", "intended", "wrote", "audited", "announced", "committing"] {
            let plan = try await bench.plan(verb)
            let server = try TestServer.start()
            let terminated = Mutex(false)
            await #expect(throws: ConsoleError.self, "\(step)") {
                try await bench.service(journal: journal).apply(plan, bench.authority()) { reached in
                    guard reached.name == step, !terminated.withLock({ $0 }) else { return }
                    terminated.withLock { $0 = true }
                    try? server.run(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(database)' "
                            + "AND state = 'idle in transaction'", in: "postgres")
                }
            }
            #expect(terminated.withLock { $0 }, "\(step) was never reached")
            #expect(try await state(bench) == before, "\(step)")
        }
        journal.end()
        let report = JournalVerifier.report(files: try storage.sessions().map { ($0, try storage.read($0)) })
        #expect(report.problems.isEmpty && report.openIntents.isEmpty, "\(report)")
        _ = try await bench.change(verb)
        await bench.session.store.close()
    }

    @Test func theAnswerToCommitIsLost() async throws {
        let database = try ChangeTests.database()
        let server = try TestServer.start()
        let direct = try await ChangeTests.bench(database)
        let proxy = try CutProxy(server: server.port)
        let far = try await PostgresStore.open(
            server.url(database).replacing(":\(server.port)/", with: ":\(proxy.port)/"), operatorName: "dana@ops")
        let bench = ChangeBench(session: direct.session, writer: far.writer)
        let plan = try await bench.plan(verb)
        let receipt = try await bench.service(journal: journal(bench)).apply(plan, bench.authority()) { step in
            if step == .committing { proxy.cut() }
        }
        // The server still says how it ended.
        #expect(try await state(bench) == ["editor", "1"])
        #expect(
            try await bench.texts("SELECT change_id FROM audit_logs WHERE change_id IS NOT NULL") == [receipt.changeID])
        let report = JournalVerifier.report(files: try storage.sessions().map { ($0, try storage.read($0)) })
        #expect(report.problems.isEmpty && report.openIntents.isEmpty, "\(report)")
        await far.close()
        await direct.session.store.close()
        proxy.end()
    }

    /// Where the server cannot be asked either, the write stays open in the journal until it can be.
    @Test(arguments: [CutProxy.Cut.answers, .everything]) func nobodyCanBeAsked(cut: CutProxy.Cut) async throws {
        let database = try ChangeTests.database()
        let server = try TestServer.start()
        let proxy = try CutProxy(server: server.port)
        let way = server.url(database).replacing(":\(server.port)/", with: ":\(proxy.port)/")
        let bench = try await ChangeTests.bench(at: way)
        let plan = try await bench.plan(verb)
        let journal = journal(bench)
        let error = await #expect(throws: ConsoleError.self) {
            _ = try await bench.service(journal: journal).apply(plan, bench.authority()) { step in
                if step == .committing { proxy.cut(cut) }
            }
        }
        guard case .outcomeUnknown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        journal.end()
        await bench.session.store.close()
        let files = try storage.sessions().map { ($0, try storage.read($0)) }
        #expect(JournalVerifier.report(files: files).openIntents.count == 1)
        // Whatever the server still has of the transaction ends before it is asked.
        try server.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(database)'",
            in: "postgres")
        proxy.mend()
        let next = try await ChangeTests.bench(at: way)
        let session = ConsoleSession(
            store: next.session.store, registry: next.session.registry, environment: next.session.environment,
            operatorName: "dana@ops", persona: .admin, now: next.session.now, journal: self.journal(next))
        let sentences = try await IntentSettlement(session: session, storage: storage).settle()
        let isWritten = cut == .answers
        #expect(sentences.count == 1)
        #expect(
            sentences[0].hasSuffix(isWritten ? "was written (pg_xact_status)." : "was not written (pg_xact_status)."))
        #expect(try await state(next) == (isWritten ? ["editor", "1"] : ["viewer", "0"]))
        session.journal.end()
        let settled = JournalVerifier.report(files: try storage.sessions().map { ($0, try storage.read($0)) })
        #expect(settled.problems.isEmpty && settled.openIntents.isEmpty, "\(settled)")
        await next.session.store.close()
        proxy.end()
    }
}
