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

    /// The median time of a statement inside one sqlite3 process, in ms, by its own timer, fetched rows included.
    func rawQuery(_ sql: String, times: Int = 21) throws -> Double {
        let script = "\(work)/raw.sql"
        let statements = String(repeating: "\(sql);\n", count: times)
        try FileText.write(".timer on\n.output /dev/null\n\(statements)", to: script)
        var samples: [Double] = []
        for line in try rawTimes(script) {
            let words = line.split(separator: " ")
            guard let real = words.firstIndex(of: "real"), real + 1 < words.count, let time = Double(words[real + 1])
            else { continue }
            samples.append(time * 1_000)
        }
        guard samples.count == times else { throw BenchError("sqlite3 told \(samples.count) of \(times) times") }
        return Samples(samples).median
    }

    private func rawTimes(_ script: String) throws -> [String] {
        // The timer writes to standard output whatever `.output` says.
        _ = try run(["sqlite3", "-readonly", database], input: script, into: "\(work)/times")
        return (FileText.read("\(work)/times") ?? "").split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("Run Time") }
    }
}
