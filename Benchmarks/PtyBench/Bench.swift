/// The programs, the demo and the places of one run.
struct Bench {
    let program: String
    let database: String
    let rows: Int
    /// A folder of our own: the program's XDG folders and what exports write.
    let work: String

    var environment: [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": work, "XDG_CONFIG_HOME": "\(work)/config",
            "XDG_STATE_HOME": "\(work)/state", "XDG_DATA_HOME": "\(work)/data", "XDG_CACHE_HOME": "\(work)/cache",
        ]
    }

    func console(columns: UInt16, rows: UInt16) throws -> PtyProcess {
        try PtyProcess([program, "--database", database], environment: environment, columns: columns, rows: rows)
    }

    /// A program's run with its output in `file`.
    func run(_ words: [String], input: String = "/dev/null", into file: String) throws -> SpawnedProcess.Finished {
        var streams = SpawnedProcess.Streams()
        streams.input = input
        streams.output = file
        streams.error = "\(work)/errors"
        let finished = try SpawnedProcess.run(words, environment: environment, streams: streams)
        guard finished.exitCode == 0 else {
            throw BenchError(
                "\(words.joined(separator: " ")) ended with \(finished.exitCode): "
                    + (FileText.read("\(work)/errors") ?? ""))
        }
        return finished
    }

    func lines(_ words: [String]) throws -> [String] {
        _ = try run(words, into: "\(work)/lines")
        return (FileText.read("\(work)/lines") ?? "").split(separator: "\n").map(String.init)
    }

    /// The time of a statement inside one sqlite3 process, in ms, fetched and printed rows included: what 200 more of it
    /// add to a run (its own timer counts whole milliseconds), the median of `times`.
    func rawQuery(_ sql: String, times: Int = 5) throws -> Double {
        let script = "\(work)/raw.sql"
        func run(_ count: Int) throws -> Double {
            try FileText.write(String(repeating: "\(sql);\n", count: count), to: script)
            return try self.run(["sqlite3", "-readonly", database], input: script, into: "/dev/null").milliseconds
        }
        let more = 200
        _ = try run(1)
        return Samples(try (0..<times).map { _ in max(0, try run(1 + more) - run(1)) / Double(more) }).median
    }
}
