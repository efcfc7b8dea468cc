import Foundation
import GRDB
import Testing

/// What exports leave behind, by the real program: a whole file or nothing.
@Suite(.serialized) struct ExportDraftTests {
    private let program: RealProgram
    private let file: String

    init() throws {
        program = try RealProgram()
        file = program.folder + "/trail.csv"
    }

    private var draft: String { file + ".part" }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// A copy of the demo with so much more in its trail that an export takes a while.
    private func longTrail() throws -> String {
        let path = program.folder + "/long.db"
        try FileManager.default.copyItem(atPath: try DemoDatabase.path, toPath: path)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA trusted_schema = ON")
            for name in try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_logs'")
            {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            try database.execute(
                sql: """
                    INSERT INTO audit_logs (id, table_name, record_id, action, new_data, created_at)
                    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 30000)
                    SELECT printf('00000000-0000-4000-8000-%012d', n), 'widgets', 'w', 'UPDATE',
                      json_object('name', hex(zeroblob(1500)), 'n', n), '2026-06-01T00:00:00.000000Z' FROM n
                    """)
        }
        try queue.close()
        return path
    }

    @Test("an export that is told to end leaves nothing", arguments: [SIGTERM, SIGHUP, SIGINT])
    func terminated(signal: Int32) throws {
        let process = try program.process(["audit", "export", "--file", file, "--database", try longTrail()])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It is at work once the draft is there.
        while process.isRunning, !exists(draft) { sched_yield() }
        #expect(exists(draft))
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(!exists(draft) && !exists(file))
    }

    @Test("what an export left that was ended hard is replaced")
    func abandoned() throws {
        try "half a file".write(toFile: draft, atomically: false, encoding: .utf8)
        let run = try program.run("audit", "export", "--file", file, "--database", try DemoDatabase.path)
        #expect(run.code == 0, "\(run.error)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix("time,source,") && !text.contains("half a file") && !exists(draft))
        let folder = program.folder + "/incident"
        try FileManager.default.createDirectory(atPath: folder + ".part", withIntermediateDirectories: true)
        try "half".write(toFile: folder + ".part/entries.csv", atomically: false, encoding: .utf8)
        let bundle = try program.run(
            "audit", "bundle", "--since", "30d", "--folder", folder, "--database", try DemoDatabase.path)
        #expect(bundle.code == 0, "\(bundle.error)")
        #expect(exists(folder + "/manifest.json") && !exists(folder + ".part"))
    }

    @Test("a file that is there is replaced only where that was said")
    func precious() throws {
        try "precious".write(toFile: file, atomically: false, encoding: .utf8)
        let words = [
            "audit", "export", "--file", file, "--database", try DemoDatabase.path, "table:widgets", "since:2d",
        ]
        let refused = try program.run(words)
        #expect(refused.code == 4 && refused.error.contains("--force"), "\(refused.error)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious" && !exists(draft))
        let forced = try program.run(words + ["--force"])
        #expect(forced.code == 0, "\(forced.error)")
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("time,source,"))
    }

    @Test("a dash is standard output, a folder that is missing is named")
    func places() throws {
        let database = try DemoDatabase.path
        let run = try program.run("audit", "export", "--file", "-", "--database", database, "table:widgets", "since:2d")
        #expect(run.code == 0 && run.out.hasPrefix("time,source,"), "\(run.error)")
        #expect(!exists(program.folder + "/-") && !exists(program.folder + "/-.about.json"))
        let lost = try program.run("audit", "export", "--file", "nodir/x.csv", "--database", database)
        #expect(lost.code == 1 && lost.error.contains("nodir: there is no such folder"), "\(lost.error)")
        // Hours without since: would leave out what is older; a file must not do so unsaid.
        let hours = try program.run("audit", "export", "--file", "h.csv", "--database", database, "hours:2..3")
        #expect(hours.code == 2 && hours.error.contains("since:"), "\(hours.error)")
    }

    @Test("errors count in what was typed, say who may ask, and a shipped query keeps its name")
    func words() throws {
        let database = try DemoDatabase.path
        let bundle = try program.run("audit", "bundle", "--since", "1d", "chnged:x", "--database", database)
        #expect(bundle.code == 2 && bundle.error.contains("column 1:"), "\(bundle.error)")
        let masked = try program.run("audit", "query", "ip:10.8.*", "--persona", "support", "--database", database)
        #expect(masked.code == 4 && masked.error.contains("ip is masked") && masked.error.contains("--persona"))
        let saved = try program.run("audit", "save", "deletions", "action:UPDATE", "--database", database)
        #expect(saved.code == 4 && saved.error.contains("ships"), "\(saved.error)")
        let empty = try program.run("audit", "query", "table:widgts", "--database", database)
        #expect(empty.code == 0 && empty.error.contains("widgets"), "\(empty.error)")
        let zoned = try program.run(
            "audit", "query", "--limit", "1", "--zone", "Asia/Tokyo", "--database", database)
        #expect(zoned.out.contains("UTC+9"), "\(zoned.out)")
    }

    @Test("what another export is writing is left alone")
    func busy() throws {
        let descriptor = open(draft, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let run = try program.run("audit", "export", "--file", file, "--database", try DemoDatabase.path)
        #expect(run.code != 0 && run.error.contains("another export writes it"), "\(run.error)")
        #expect(exists(draft) && !exists(file))
    }
}
