import ChangeContract
import ConsoleCore
import Foundation
import TenantDomain
import TenantStore
import Testing

/// The real program, ended without a word while it writes: the database is before or after, the journal says which.
@Suite struct CrashTests {
    @Test(arguments: CrashBench.Engine.allCases) func endedAtEachStep(engine: CrashBench.Engine) async throws {
        let bench = try await CrashBench(engine)
        for step in ChangeStep.names {
            let before = try await bench.state()
            let wanted = before.role == "viewer" ? "editor" : "viewer"
            let process = try bench.program.process(
                CrashBench.words(wanted), variables: ["TENANTCTL_END_AT": step])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL, "\(step)")
            let after = try await bench.state()
            let isWritten = ["committed", "settled"].contains(step)
            #expect(after.role == (isWritten ? wanted : before.role), "\(engine), \(step)")
            #expect(after.entries == before.entries + (isWritten ? 1 : 0), "\(engine), \(step)")
            let isOpen = !["began", "locked", "checked", "settled"].contains(step)
            let next = try bench.program.run(["list", "members", "--env", CrashBench.environment])
            #expect(
                next.error.contains("A change that broke off") == isOpen
                    && (!isOpen || next.error.contains(isWritten ? "was written" : "was not written")),
                "\(engine), \(step): \(next.error)")
        }
        try await bench.expectAgreement("\(engine)")
    }

    /// How many times the program is ended at random; the variable says otherwise where two hundred are wanted.
    private static var rounds: Int {
        ProcessInfo.processInfo.environment["TENANTCTL_CRASH_ROUNDS"].flatMap { Int($0) } ?? 6
    }

    @Test(arguments: CrashBench.Engine.allCases) func endedAtAnyTime(engine: CrashBench.Engine) async throws {
        let bench = try await CrashBench(engine)
        var random = SeededGenerator(state: 200)
        let began = ContinuousClock.now
        let whole = try bench.program.run(CrashBench.words("editor"))
        #expect(whole.code == 0, "\(whole.error)")
        let duration = began.duration(to: .now) / .microseconds(1)
        var (ended, written) = (0, 0)
        for round in 0..<Self.rounds {
            let before = try await bench.state()
            let wanted = before.role == "viewer" ? "editor" : "viewer"
            let process = try bench.program.process(CrashBench.words(wanted))
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let done = DispatchSemaphore(value: 0)
            process.terminationHandler = { _ in done.signal() }
            try process.run()
            // Most of a run is its start, which writes nothing: the second half of it is what counts.
            let wait = Int.random(in: Int(duration * 0.3)...Int(duration * 1.1), using: &random)
            if done.wait(timeout: .now() + .microseconds(wait)) == .timedOut {
                kill(process.processIdentifier, SIGKILL)
                done.wait()
            }
            if process.terminationReason == .uncaughtSignal { ended += 1 }
            let after = try await bench.state()
            let isWritten = after.role == wanted
            if isWritten { written += 1 }
            #expect(isWritten || after.role == before.role, "\(engine), round \(round)")
            #expect(after.entries == before.entries + (isWritten ? 1 : 0), "\(engine), round \(round)")
        }
        print("\(engine): \(ended) of \(Self.rounds) runs ended by SIGKILL, \(written) had written")
        try await bench.expectAgreement("\(engine)")
    }

    // MARK: The journal's files

    @Test func tamperedJournalsAreFound() async throws {
        let bench = try await CrashBench(.file)
        for role in ["editor", "viewer", "editor"] { _ = try bench.program.run(CrashBench.words(role)) }
        try await bench.expectAgreement("untouched")
        let first = bench.journalFolder + "/000001.ndjson"
        let last = bench.journalFolder + "/000003.ndjson"
        func tamper(_ path: String, _ what: String, _ change: ([String]) -> [String]) throws {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = change(text.split(separator: "\n").map(String.init))
            try lines.map { $0 + "\n" }.joined().write(toFile: path, atomically: false, encoding: .utf8)
            let run = try bench.program.run(["journal", "verify", "--env", CrashBench.environment])
            #expect(run.code == 1 && !run.out.isEmpty, "\(what) is not found: \(run.out)\(run.error)")
            try text.write(toFile: path, atomically: false, encoding: .utf8)
        }
        try tamper(first, "an edited record") { lines in
            lines.map { $0.replacing("OPS-1 proof", with: "OPS-2 proof") }
        }
        try tamper(first, "records in another order") { lines in
            [lines[0], lines[2], lines[1]] + lines.dropFirst(3)
        }
        // The last session is held by nothing in the files; the audit rows know how far it went.
        try tamper(last, "a journal that was cut") { Array($0.prefix(1)) }
        try tamper(last, "a rewritten journal") { lines in
            var head = JournalRecord(line: Array(lines[0].utf8)[...])?["previous_head"] ?? ""
            return lines.map { line in
                let rest = String(line.dropFirst(#"{"hash":"","#.count + 64))
                    .replacing("OPS-1 proof", with: "OPS-2 proof")
                head = Self.hash(of: rest, after: head)
                return #"{"hash":""# + head + #"","# + rest
            }
        }
        #expect(try bench.program.run(["journal", "verify", "--env", CrashBench.environment]).code == 0)
    }

    /// As a forger would who knows how the chain is made.
    private static func hash(of rest: String, after head: String) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sha256sum"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try? process.run()
        try? input.fileHandleForWriting.write(contentsOf: Data("\(head)\n\(rest)".utf8))
        try? input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: said.prefix(64), as: UTF8.self)
    }
}
