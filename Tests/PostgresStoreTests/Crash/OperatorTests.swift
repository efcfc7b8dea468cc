import ChangeContract
import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

/// Two operators for one change, and somebody else who reads along: through the real program.
@Suite struct OperatorTests {
    private static let words = ["--reason", "OPS-1 proof", "--env", CrashBench.environment, "--persona", "admin"]

    @Test(
        .enabled(if: getuid() == 0, "the plan has to belong to somebody else, and only root gives files away"),
        arguments: [CrashBench.Engine.file, .server])
    func onePlansAndAnotherApplies(engine: CrashBench.Engine) async throws {
        let bench = try await CrashBench(engine, settings: "approvals = 1\n")
        let before = try await bench.state()
        let alone = try bench.program.run(CrashBench.words("editor"))
        #expect(alone.code == 4 && alone.error.contains("asks for two operators"), "\(alone.error)")
        let saved = try bench.program.run(
            ["member", "set-role", CrashBench.member, "editor", "--tenant", "acme", "--save", "plan.json"] + Self.words)
        #expect(saved.code == 0, "\(saved.error)")
        let apply = ["apply", "plan.json", "--write", "--yes"] + Self.words
        let own = try bench.program.run(apply)
        #expect(own.code == 4 && own.error.contains("another operator has to apply it"), "\(own.error)")
        #expect(try await bench.state() == before)
        // What the file says of its planner counts for nothing; whose file it is does.
        let file = bench.program.folder + "/plan.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let me = try #require(text.firstMatch(of: #/"planner" : "([^"]*)"/#)?.1)
        try bench.program.write(text.replacing(me, with: "somebody@else"), to: "plan.json")
        #expect(try bench.program.run(apply).code == 4)
        try bench.program.write(text, to: "plan.json")
        #expect(chown(file, 65_534, 65_534) == 0)
        let done = try bench.program.run(apply)
        #expect(done.code == 0, "\(done.error)")
        #expect(try await bench.state() == ("editor", before.entries + 1))
        let host = try #require(me.split(separator: "@").last)
        let row = try await bench.texts(
            "SELECT actor_email || ' ' || reason FROM audit_logs WHERE change_id IS NOT NULL")
        #expect(row == ["\(me) OPS-1 proof · planned by nobody@\(host)"], "both stand in the audit row")
        let records = try bench.journals().flatMap { JournalRecord.records(in: $0.bytes) }
        #expect(records.first { $0.kind == "intent" }?["planner"] == "nobody@\(host)")
        try await bench.expectAgreement("\(engine)")
        // A plan that was made before somebody else changed the row is made anew.
        let stale = try bench.program.run(apply)
        let entries = try await bench.state().entries
        #expect(stale.code == 4 && entries == before.entries + 1, "\(stale.error)")
    }

    @Test(arguments: [CrashBench.Engine.file, .server]) func recordsAreShippedElsewhere(engine: CrashBench.Engine)
        async throws
    {
        let bench = try await CrashBench(engine)
        let sink = bench.program.folder + "/sink"
        try bench.program.configure(
            "[environments.test]\ndatabase = \"\(bench.place)\"\nmode = \"read-write\"\n"
                + "journal_sink = [\"/bin/sh\", \"-c\", \"cat >>'\(sink)'\"]\n")
        for role in ["editor", "viewer"] {
            let run = try bench.program.run(CrashBench.words(role))
            #expect(run.code == 0, "\(run.error)")
        }
        let kept = try bench.journals().flatMap(\.bytes)
        let shipped = Array(try Data(contentsOf: URL(fileURLWithPath: sink)))
        #expect(kept == shipped && kept.count > 1_000, "the sink has what the files have, byte for byte")
        // A sink that is not there keeps nobody from working; the files have every record.
        try bench.program.configure(
            "[environments.test]\ndatabase = \"\(bench.place)\"\nmode = \"read-write\"\n"
                + "journal_sink = [\"/nowhere/sink\"]\n")
        let run = try bench.program.run(CrashBench.words("editor"))
        #expect(run.code == 0, "\(run.error)")
        try await bench.expectAgreement("\(engine)")
    }
}
