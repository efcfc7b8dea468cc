import ChangeContract
import ConsoleCore
import Foundation
import SQLiteStore
import TenantDomain
import TenantStore
import Testing

@testable import PostgresStore

/// No room for what has to be written, and nobody lets go of what is needed.
@Suite struct FullDiskTests {
    /// Runs the program behind a shell's words; `"$@"` stands for it.
    private func run(_ bench: CrashBench, shell: [String], _ script: String, _ words: [String]) throws -> Int32 {
        let process = try bench.program.process(words)
        let path = try #require(process.executableURL).path
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = shell + ["/bin/sh", "-c", script, "sh", path] + words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Files that may grow so far and no further, in blocks of half a kilobyte: the journal's first, then the receipt's,
    /// then the database's own.
    @Test(arguments: [CrashBench.Engine.file]) func filesThatMayNotGrow(engine: CrashBench.Engine)
        async throws
    {
        let bench = try await CrashBench(engine)
        var (refused, written) = (0, 0)
        for blocks in [0, 2, 4, 6, 16, 64, 1_024, 100_000] {
            let before = try await bench.state()
            let wanted = before.role == "viewer" ? "editor" : "viewer"
            let code = try run(
                bench, shell: [], "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", CrashBench.words(wanted))
            let after = try await bench.state()
            let isWritten = after.role == wanted
            if isWritten { written += 1 } else { refused += 1 }
            #expect(isWritten == (code == 0), "\(engine), \(blocks) blocks: exit code \(code)")
            #expect(isWritten || after.role == before.role, "\(engine), \(blocks) blocks")
            #expect(after.entries == before.entries + (isWritten ? 1 : 0), "\(engine), \(blocks) blocks")
        }
        try await bench.expectAgreement("\(engine)")
        #expect(refused > 2 && written > 0, "\(refused) refused, \(written) written")
    }

    /// Whether this process may mount a file system of its own.
    private static let mounting: [String]? = [
        ["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"],
    ].first { words in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words + ["/bin/sh", "-c", "mount -t tmpfs -o size=1m none /mnt"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// The whole home and the database on a disk with ever less room left.
    @Test(.enabled(if: mounting != nil, "this process may not mount a small disk; filesThatMayNotGrow stands in"))
    func aSmallDisk() async throws {
        let bench = try await CrashBench(.file)
        let folder = bench.program.folder
        var (refused, written) = (0, 0)
        for room in [0, 8, 16, 32, 64, 128, 2_048] {
            let before = try await bench.state()
            let wanted = before.role == "viewer" ? "editor" : "viewer"
            // The disk stands where the folder is, with the folder's files on it, and what is left comes back.
            let script = """
                set -e
                cp -a '\(folder)' '\(folder).kept'
                mount -t tmpfs -o size=64m,mode=700 none '\(folder)'
                cp -a '\(folder).kept/.' '\(folder)'
                free=$(df -k --output=avail '\(folder)' | tail -1)
                dd if=/dev/zero of='\(folder)/filler' bs=1024 count=$((free - \(room))) 2>/dev/null
                cd '\(folder)'
                code=0; "$@" || code=$?
                rm filler
                cp -a '\(folder)/.' '\(folder).kept'
                exit $code
                """
            let code = try run(bench, shell: Self.mounting ?? [], script, CrashBench.words(wanted))
            // Its files as they were left.
            let copy = Process()
            copy.executableURL = URL(fileURLWithPath: "/bin/sh")
            copy.arguments = [
                "-c",
                "rm -f '\(folder)/app.db-wal' '\(folder)/app.db-shm'; cp -a '\(folder).kept/.' '\(folder)' "
                    + "&& rm -rf '\(folder).kept'",
            ]
            try copy.run()
            copy.waitUntilExit()
            let after = try await bench.state()
            let isWritten = after.role == wanted
            if isWritten { written += 1 } else { refused += 1 }
            #expect(isWritten == (code == 0), "\(room) kB: exit code \(code)")
            #expect(isWritten || after.role == before.role, "\(room) kB")
            #expect(after.entries == before.entries + (isWritten ? 1 : 0), "\(room) kB")
        }
        #expect(refused > 0 && written > 0, "\(refused) refused, \(written) written")
        try await bench.expectAgreement("a small disk")
    }

    @Test(arguments: [CrashBench.Engine.file, .rollbackFile]) func aLockedFile(engine: CrashBench.Engine) async throws {
        let bench = try await CrashBench(engine)
        let before = try await bench.state()
        let other = try await SQLiteWriter(path: bench.place).begin()
        let run = try bench.program.run(CrashBench.words("editor"))
        #expect(run.code == 1 && run.error.contains("locked by another program's write"), "\(run.error)")
        await other.rollBack()
        #expect(try await bench.state() == before)
        try await bench.expectAgreement("\(engine)")
    }

    @Test func aLockedServer() async throws {
        let bench = try await CrashBench(.server)
        let before = try await bench.state()
        let server = try TestServer.start()
        let database = try #require(bench.place.split(separator: "/").last.map(String.init))
        let other = try server.session(in: database)
        try other.run("BEGIN; SELECT id FROM workspaces FOR UPDATE")
        let run = try bench.program.run(CrashBench.words("editor"))
        #expect(run.code == 1 && run.error.contains("locked by another program's write"), "\(run.error)")
        other.close()
        #expect(try await bench.state() == before)
        try await bench.expectAgreement("a locked server")
    }
}
