import ConsoleCore
import Foundation
import Testing

@Suite("The command-line twin on a demo database")
struct CommandTests {
    let program: RealProgram
    let demo: [String]

    init() throws {
        program = try RealProgram()
        demo = ["--database", try DemoDatabase.path]
    }

    private func run(_ words: String...) throws -> RealProgram.Run {
        let run = try program.run(demo + words)
        #expect(run.code == 0, "\(words): \(run.error)")
        return run
    }

    private func json(_ words: String...) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(try program.run(demo + words + ["-o", "json"]).out.utf8))
    }

    @Test("cursors walk a list to its end, each row once, and a limit is said")
    func cursors() throws {
        let all = try run("list", "members", "--limit", "0", "--columns", "id", "-o", "ndjson").out
        var walked = ""
        var after: [String] = []
        while true {
            let page = try program.run(
                demo + ["list", "members", "--limit", "37", "--columns", "id", "-o", "ndjson"] + after)
            #expect(page.code == 0)
            walked += page.out
            guard let cursor = page.error.split(separator: " ").last, page.error.contains("go on with --after") else {
                break
            }
            #expect(page.error.hasPrefix("37 rows shown, there are more"))
            after = ["--after", String(cursor).trimmingCharacters(in: .whitespacesAndNewlines)]
        }
        #expect(walked == all && all.split(separator: "\n").count > 37)
    }

    @Test("a zone is that of tables; data keeps the database's times, and ours say their offset")
    func zones() throws {
        let tokyo = ["--zone", "Asia/Tokyo"]
        func lines(_ words: String...) throws -> [Substring] {
            let run = try program.run(demo + words + tokyo)
            #expect(run.code == 0, "\(run.error)")
            return run.out.split(separator: "\n")
        }
        for words in [["audit", "--limit", "1"], ["users", "--limit", "1", "--columns", "created_at"]] {
            let table = try program.run(demo + words + tokyo)
            #expect(table.out.contains(" UTC+9"), "\(table.out)")
            let csv = try program.run(demo + words + tokyo + ["-o", "csv"])
            #expect(csv.out == (try program.run(demo + words + ["-o", "csv"])).out)
        }
        let top = try lines("audit", "top", "since:365d", "-o", "csv")
        #expect(top.count > 1 && top.dropFirst().allSatisfy { $0.contains("+09:00") }, "\(top)")
        #expect(try lines("audit", "top", "since:365d").contains { $0.contains(" UTC+9") })
        let user = try program.run(demo + ["user", "jane.doe@acme.example"] + tokyo)
        #expect(!user.out.contains("Z  ") && user.out.contains(" UTC+9"), "\(user.out)")
        let memberships = try lines("user", "jane.doe@acme.example", "-o", "csv")
        #expect(memberships.dropFirst().allSatisfy { $0.hasSuffix("+09:00") }, "\(memberships)")
    }

    @Test("computed cells are filled in, with types in JSON")
    func computed() throws {
        let rows = try #require(
            try json("list", "workspaces", "slug:=acme", "--columns", "name,members,usage,last_activity")
                as? [[String: Any]])
        let members = try #require(rows.first?["members"] as? [String: Any])
        #expect(members["used"] as? Int == 38 && members["allowed"] as? Int == 50)
        #expect((rows[0]["usage"] as? [String: Any])?["percent"] is Int)
        #expect((rows[0]["last_activity"] as? String)?.hasSuffix("Z") == true)
        #expect(
            try run("list", "workspaces", "slug:=acme", "--columns", "name,members", "-o", "csv").out
                == "name,members\nAcme Industries,38/50\n")
        let streamed = try run("list", "workspaces", "--limit", "0", "--columns", "name,members", "-o", "csv")
        #expect(streamed.out.contains("Acme Industries,38/50"))
    }

    @Test("overviews are one JSON object each, trails and matrices arrays of them")
    func documents() throws {
        let tenant = try #require(try json("tenant", "acme") as? [String: Any])
        #expect(tenant["name"] as? String == "Acme Industries" && tenant["plan"] as? String == "pro")
        #expect((tenant["limits"] as? [[String: Any]])?.contains { $0["limit"] as? String == "members" } == true)
        #expect((tenant["last_changes"] as? [[String: Any]])?.isEmpty == false)
        let board = try #require(try json("board", "--tenant", "acme") as? [String: Any])
        #expect(try program.run(demo + ["board"]).code == 2, "which of the tenants' pipelines must be said")
        #expect((board["stages"] as? [[String: Any]])?.first?["totals"] is [Any])
        let plans = try #require(try json("matrix") as? [[String: Any]])
        #expect(plans.compactMap { $0["id"] as? String } == ["free", "hobby", "pro", "enterprise"])
        let trail = try #require(try json("audit", "--tenant", "acme", "--limit", "5") as? [[String: Any]])
        #expect(trail.count == 5 && trail[0]["changes"] is [Any])
        let joined = try #require(
            try json("audit", "source:user_creation_audit", "--limit", "1") as? [[String: Any]])
        let name = joined.first?["target"] as? String
        #expect(name != nil && name != joined.first?["target_id"] as? String, "a key says whose row it is: \(joined)")
        let first = try #require(trail[0]["id"] as? String)
        let source = try #require(trail[0]["source"] as? String)
        let entry = try #require(try json("entry", first, "--source", source) as? [String: Any])
        #expect(entry["id"] as? String == trail[0]["id"] as? String && entry.keys.contains("earlier"))
        let id = try #require(try DemoDatabase.column("SELECT id FROM users WHERE name = 'Jane Doe'").first)
        let user = try #require(try json("user", id) as? [String: Any])
        #expect((user["memberships"] as? [[String: Any]])?.isEmpty == false)
        let shown = try #require(try json("show", "users", id) as? [[String: Any]])
        #expect(shown.count == 1 && shown[0]["id"] as? String == id)
        for words in [["tenant", "acme"], ["board", "--tenant", "acme"], ["user", id]] {
            #expect(try program.run(demo + words + ["-o", "ndjson"]).out.split(separator: "\n").count == 1)
        }
    }

    @Test("every command answers in every format, data alone on standard output", arguments: OutputFormat.allCases)
    func formats(format: OutputFormat) throws {
        let id = try #require(try DemoDatabase.column("SELECT id FROM audit_logs LIMIT 1").first)
        for words in [
            ["list", "deals"], ["show", "workspaces", "acme"], ["find", "acme"], ["tenant", "acme"], ["user", "jane"],
            ["board", "--tenant", "acme"], ["matrix"], ["over"], ["audit", "--limit", "3"], ["entry", id],
            ["resources"], ["info"],
            ["config", "show"], ["env", "list"],
        ] {
            let run = try program.run(demo + words + ["-o", format.rawValue])
            #expect(run.code == 0 && !run.out.isEmpty || words == ["env", "list"], "\(words): \(run.error)")
            if format == .json {
                #expect((try? JSONSerialization.jsonObject(with: Data(run.out.utf8))) != nil, "\(words)")
            }
            if format == .csv {
                let heading = run.out.split(separator: "\n").first.map { $0.split(separator: ",").count } ?? 0
                #expect(heading > 0 && !run.out.contains("\n\n"), "\(words)")
            }
        }
    }

    @Test("a resource as the first word means list, and commands win")
    func resourceFirst() throws {
        #expect(try run("members", "--limit", "3").out == run("list", "members", "--limit", "3").out)
        #expect(try run("TEAM", "--limit", "3").out == run("list", "members", "--limit", "3").out)
        #expect(try run("workspace", "acme", "-o", "ndjson").out == run("tenant", "acme", "-o", "ndjson").out)
    }

    @Test("nothing found is said and has its own code")
    func nothingFound() throws {
        let found = try program.run(demo + ["find", "qqqqzzzz", "-o", "json"])
        #expect(found.code == 5 && found.out == "[]\n" && found.error.contains("nothing found"))
    }

    @Test("environments are added, listed and used")
    func environments() throws {
        #expect(try program.run("env", "add", "stage", "--database", try DemoDatabase.path).code == 0)
        let again = try program.run("env", "add", "stage", "--database", "x.db")
        #expect(again.code == 2 && again.error.contains("there already"))
        #expect(try program.run("env", "list", "-o", "csv").out.contains("stage,"))
        #expect(try program.run("complete", "environments").out == "stage\n")
        #expect(try program.run("--env", "stage", "list", "plans", "-o", "ndjson").code == 0)
        #expect(try program.run("list", "plans", variables: ["TENANTCTL_ENV": "stage"]).code == 0)
        #expect(try program.run("env", "use", "stage").code == 2)
    }

    @Test("info says which file won, the profile and the catalog's size")
    func info() throws {
        let info = try run("info", "-o", "csv").out
        for text in ["version,\(ProgramVersion.text)", "database named by,--database", "profile,reference", "catalog,"]
        {
            #expect(info.contains(text), "\(text)")
        }
        let without = try program.run("info")
        #expect(without.code == 0 && without.out.contains("none named"))
        let broken = try program.run("info", "--database", "nowhere.db")
        #expect(broken.code == 3 && broken.out.contains("config file") && broken.error.contains("There is no file"))
    }

    @Test("a demo that is there is reused; progress is for terminals")
    func demoIsReused() throws {
        let path = program.folder + "/demo.db"
        let words = ["demo", "--database", path, "--tenants", "3", "--audit-rows", "50", "--no-open"]
        let first = try program.run(words)
        #expect(first.code == 0 && first.out == path + "\n" && !first.error.contains("█"))
        let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        let second = try program.run(words)
        #expect(second.code == 0 && second.out == path + "\n" && second.error.isEmpty)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == before)
        let foreign = try program.database("own.db", "CREATE TABLE t (a)")
        #expect(try program.run("demo", "--database", foreign, "--no-open").code == 4)
    }

    @Test func version() throws {
        #expect(try program.run("--version").out == ProgramVersion.text + "\n")
    }

    // MARK: Ends

    @Test("a reader that goes away is no failure")
    func closedPipe() throws {
        let pipe = Pipe()
        let process = try program.process(demo + ["list", "audit_logs", "--limit", "0", "-o", "csv"])
        let errors = Pipe()
        process.standardOutput = pipe
        process.standardError = errors
        try process.run()
        try pipe.fileHandleForWriting.close()
        _ = try pipe.fileHandleForReading.read(upToCount: 1)
        try pipe.fileHandleForReading.close()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && process.terminationReason == .exit && said.isEmpty)
    }

    #if os(Linux)
        @Test("a full disk is said")
        func fullDisk() throws {
            for words in [["list", "members"], ["--help"], ["tenant", "acme", "-o", "json"]] {
                let process = try program.process(words == ["--help"] ? words : demo + words)
                let errors = Pipe()
                process.standardOutput = try #require(FileHandle(forWritingAtPath: "/dev/full"))
                process.standardError = errors
                try process.run()
                let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 1 && said.contains("No space left"))
            }
        }
    #endif

    @Test("an interrupt ends with 130 and whole rows only")
    func interrupt() throws {
        let pipe = Pipe()
        let process = try program.process(demo + ["list", "audit_logs", "--limit", "0", "-o", "ndjson"])
        let errors = Pipe()
        process.standardOutput = pipe
        process.standardError = errors
        try process.run()
        // More rows than the pipe holds: after the first byte the program is at work and waits for its reader.
        var text = try #require(try pipe.fileHandleForReading.read(upToCount: 1))
        process.interrupt()
        try program.waitForInterrupt(process)
        text += try pipe.fileHandleForReading.readToEnd() ?? Data()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130 && said.isEmpty)
        #expect(text.last == UInt8(ascii: "\n"))
    }

    @Test("an interrupted demo leaves no file")
    func interruptedDemo() throws {
        let path = program.folder + "/never.db"
        let process = try program.process(
            ["demo", "--database", path, "--tenants", "3000", "--audit-rows", "3000000", "--no-open"])
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        // Its first words come right before the work begins.
        _ = try errors.fileHandleForReading.read(upToCount: 1)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    }
}
