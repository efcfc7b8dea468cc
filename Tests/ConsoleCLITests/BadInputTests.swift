import Foundation
import GRDB
import Testing

@Suite("Bad input: a clear message, the right exit code")
struct BadInputTests {
    let program: RealProgram

    init() throws { program = try RealProgram() }

    private func expect(
        _ words: [String], _ code: Int32, _ said: String..., location: SourceLocation = #_sourceLocation
    ) throws {
        let run = try program.run(words)
        #expect(run.code == code, sourceLocation: location)
        for text in said { #expect(run.error.contains(text), "\(run.error)", sourceLocation: location) }
        #expect(run.out.isEmpty, sourceLocation: location)
    }

    // MARK: Files

    @Test func notADatabase() throws {
        try "hello, I am no database at all".write(
            toFile: program.folder + "/text.db", atomically: true, encoding: .utf8)
        try expect(["--database", "text.db", "list", "x"], 3, "text.db is not a SQLite database.")
    }

    @Test func folder() throws {
        try expect(["--database", "home", "list", "x"], 3, "is a folder, not a database file")
    }

    @Test func missing() throws {
        try expect(["--database", "nowhere.db", "list", "x"], 3, "There is no file", "tenantctl demo --database")
    }

    @Test("a file that cannot be opened, whoever asks")
    func unreadable() throws {
        try FileManager.default.createSymbolicLink(
            atPath: program.folder + "/loop.db", withDestinationPath: program.folder + "/loop.db")
        try expect(["--database", "loop.db", "list", "x"], 3, "loop.db cannot be read")
    }

    @Test func emptyFile() throws {
        FileManager.default.createFile(atPath: program.folder + "/empty.db", contents: Data())
        let run = try program.run("--database", "empty.db", "resources", "-o", "json")
        #expect(run.code == 0 && run.out == "[]\n")
        #expect(run.error.contains("No profile maps this database"))
        try expect(["--database", "empty.db", "list", "x"], 2, "There is no resource or table 'x'.")
    }

    @Test("another program's write lock is waited for, then named")
    func locked() throws {
        let path = try program.database("locked.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)")
        _ = try program.configure("busy_timeout_ms = 50\n")
        let queue = try DatabaseQueue(path: path)
        let run = try queue.inDatabase { database in
            try database.execute(sql: "BEGIN EXCLUSIVE")
            defer { try? database.execute(sql: "ROLLBACK") }
            return try program.run("--database", path, "list", "t")
        }
        #expect(run.code == 1 && run.out.isEmpty)
        #expect(run.error.contains("is locked by another program's write") && run.error.contains("Try again"))
        #expect(try program.run("--database", path, "list", "t").code == 0)
    }

    @Test("rows before the damage are written, whole, and the damage is said")
    func corrupt() throws {
        let path = try program.database(
            "corrupt.db",
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO t SELECT i, printf('%0200d', i) FROM n;
            """)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: 4096 * 150)
        try file.write(contentsOf: Data(repeating: 0xDB, count: 4096 * 8))
        try file.close()
        let run = try program.run("--database", path, "list", "t", "--limit", "0", "-o", "ndjson")
        #expect(run.code == 1 && run.error.contains("is damaged"))
        let lines = run.out.split(separator: "\n")
        #expect(lines.count > 100 && lines.count < 5000)
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        let array = try program.run("--database", path, "list", "t", "--limit", "0", "-o", "json")
        #expect(array.code == 1 && !array.out.contains("]"))
    }

    // MARK: Schemas

    private func reference(_ name: String, _ change: String) throws -> String {
        let path = program.folder + "/" + name
        try FileManager.default.copyItem(atPath: try DemoDatabase.path, toPath: path)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: change) }
        try queue.close()
        return path
    }

    @Test func newerReferenceSchema() throws {
        let path = try reference("newer.db", "INSERT INTO schema_migrations VALUES (999, 'later', 'x', '2030')")
        try expect(["--database", path, "list", "workspaces"], 3, "knows up to", "Use a newer tenantctl.")
        try expect(["demo", "--database", path, "--no-open"], 3, "Use a newer tenantctl.")
    }

    @Test func olderReferenceSchema() throws {
        let path = try reference(
            "older.db", "DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)")
        let run = try program.run("--database", path, "list", "workspaces")
        #expect(run.code == 0 && run.error.contains("older than") && run.error.contains("tenantctl demo --no-open"))
    }

    @Test("a database without tenants, keys or rows still browses")
    func foreign() throws {
        let path = try program.database(
            "foreign.db",
            """
            CREATE TABLE things (a, b); INSERT INTO things VALUES (1, 2), (NULL, 3), (0, 4);
            CREATE TABLE none (id INTEGER PRIMARY KEY, t TEXT); CREATE VIEW some AS SELECT a FROM things;
            CREATE TABLE raw (id INTEGER PRIMARY KEY, s TEXT);
            INSERT INTO raw VALUES (1, CAST(x'61FFFE62' AS TEXT)), (2, CAST(x'1B5B324A' AS TEXT));
            """)
        func list(_ words: String...) throws -> RealProgram.Run {
            try program.run(["--database", path, "list"] + words + ["-o", "json"])
        }
        #expect(
            try list("things", "--sort", "-a").out
                == "[\n{\"a\":null,\"b\":3},\n{\"a\":1,\"b\":2},\n{\"a\":0,\"b\":4}\n]\n")
        #expect(try list("none").out == "[]\n")
        #expect(try list("some").out == "[\n{\"a\":1},\n{\"a\":null},\n{\"a\":0}\n]\n")
        #expect(
            try list("raw", "--columns", "s").out == "[\n{\"s\":\"a\u{FFFD}\u{FFFD}b\"},\n{\"s\":\"\\u001b[2J\"}\n]\n")
        #expect(try program.run("--database", path, "list", "raw").out.utf8.allSatisfy { $0 != 0x1B })
        try expect(["--database", path, "show", "things", "1"], 4, "have no key")
        try expect(["--database", path, "tenant", "acme"], 1, "maps no tenant", "tenantctl resources")
    }

    @Test func threeHundredColumns() throws {
        let columns = (1..<300).map { "c\($0) TEXT" }.joined(separator: ", ")
        let path = try program.database(
            "wide.db", "CREATE TABLE wide (id INTEGER PRIMARY KEY, \(columns)); INSERT INTO wide(c299) VALUES ('end')")
        let run = try program.run("--database", path, "list", "wide", "--columns", "*", "-o", "json")
        #expect(run.code == 0 && run.out.contains("\"c299\":\"end\"") && run.out.contains("\"c1\":null"))
    }

    @Test("a large cell is short in a table and whole in data")
    func largeCell() throws {
        let path = try program.database(
            "large.db",
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, doc json_text);
            INSERT INTO t VALUES (1, '{"a":"' || replace(hex(zeroblob(2500000)), '0', 'x') || '"}');
            """)
        let table = try program.run("--database", path, "list", "t")
        #expect(table.code == 0 && table.out.utf8.count < 5000 && table.out.contains("…"))
        for words in [["list", "t"], ["show", "t", "1"], ["list", "t", "--limit", "0"]] {
            let data = try program.run(["--database", path] + words + ["-o", "ndjson"])
            #expect(
                data.code == 0 && data.out.utf8.count > 5_000_000 && data.out.hasSuffix("\"}}\n")
                    || data.out.hasSuffix("\"},\"id\":1}\n"))
        }
    }

    // MARK: Words

    @Test func words() throws {
        let demo = ["--database", try DemoDatabase.path]
        try expect(demo + ["list", "membrs"], 2, "There is no resource or table 'membrs'.", "'members'")
        try expect(demo + ["list", "members", "rol:owner"], 2, "column 1", "no field “rol”", "role")
        try expect(demo + ["list", "members", "role:boss"], 2, "column 6", "is never “boss”")
        try expect(demo + ["list", "members", "role:owner", "(status:active"], 2, "parenthesis")
        try expect(demo + ["list", "members", "--sort", "rle"], 2, "has no field 'rle'", "'role'")
        try expect(demo + ["list", "members", "--columns", "rle"], 2, "has no field 'rle'", "'role'")
        try expect(demo + ["list", "members", "--after", "nonsense"], 2, "cursor")
        try expect(demo + ["list", "members", "--limit", "-1"], 2, "--limit")
        try expect(demo + ["list", "members", "--limit", "many"], 2, "--limit", "tenantctl list --help says more.")
        try expect(demo + ["list", "members", "--output", "xml"], 2, "'xml' is none of them")
        try expect(demo + ["list", "members", "--limt", "3"], 2, "'--limt'", "'--limit'")
        try expect(demo + ["list"], 2, "<resource>", "tenantctl list --help says more.")
        try expect(["membrs"], 2, "There is no command or resource 'membrs'.", "Did you mean 'members'?")
        try expect(["lsit"], 2, "Did you mean 'list'?")
        try expect(["config", "chek"], 2, "config has no command 'chek'.", "'config check'")
        try expect(demo + ["show", "widgets", "nope"], 5, "widgets has no row 'nope'.")
        try expect(demo + ["tenant", "nope"], 5, "There is no tenant 'nope'.")
        try expect(demo + ["user", "nope"], 5, "There is no user 'nope'.")
        try expect(demo + ["entry", "nope"], 5, "no row 'nope'")
        try expect(demo + ["quit"], 2, "needs the console")
        try expect(["list", "members"], 2, "No database is named.", "--database FILE|URL")
        try expect(["--env", "nope", "list", "members"], 2, "there is no environment `nope`")
        try expect(demo + ["--persona", "boss", "list", "members"], 2, "There is no persona 'boss'.")
        try expect(demo + ["--persona", "admin", "list", "members"], 4, "allows the persona support")
        try expect(demo + [], 2, "needs a terminal", "The same commands work here")
    }

    @Test("a bad configuration names file, line, key and the nearest key")
    func configuration() throws {
        let path = try program.configure("theme = \"dark\"\n\n[environments.staging]\ndatabas = \"x.db\"\n")
        for words in [["config", "check"], ["list", "members"], ["config", "check", path]] {
            try expect(words, 2, "config.toml:4", "unknown key `environments.staging.databas`", "database")
        }
        _ = try program.configure("theme = \"drak\"\n")
        try expect(["config", "check"], 2, "config.toml:1", "`theme` cannot be `drak`", "dark")
        _ = try program.configure("theme = \n")
        try expect(["config", "check"], 2, "config.toml:1", "not valid TOML")
        _ = try program.configure("theme = \"dark\"\n")
        #expect(try program.run("config", "check").out.contains("no faults"))
        let shown = try program.run("config", "show", "-o", "csv", variables: ["TENANTCTL_TIME_ZONE": "utc"])
        #expect(shown.out.contains("theme,dark,") && shown.out.contains("time_zone,utc,TENANTCTL_TIME_ZONE"))
    }
}
