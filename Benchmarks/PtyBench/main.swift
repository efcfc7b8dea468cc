#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// tenantctl-bench PROGRAM DATABASE ROWS WORK [PART…] > table.md; scripts/bench makes the demo and calls it.

let words = CommandLine.arguments
if words.count > 4, words[1] == SpawnedProcess.runWord, let variables = Int(words[3]) {
    do {
        try SpawnedProcess.runBetween(report: words[2], variables: variables, words.dropFirst(4))
        exit(0)
    } catch {
        try? Glue.writeAll(STDERR_FILENO, Array("\((error as? BenchError)?.text ?? "\(error)")\n".utf8))
        exit(1)
    }
}
guard words.count >= 5, let rows = Int(words[3]) else {
    try? Glue.writeAll(
        STDERR_FILENO,
        Array("usage: tenantctl-bench PROGRAM DATABASE ROWS WORK [start|keys|export|demo|server|changes|audit]…\n".utf8)
    )
    exit(2)
}
let bench = Bench(program: words[1], database: words[2], rows: rows, work: words[4])
if words.dropFirst(5).contains("audit") {
    do {
        let report = try AuditPart(
            bench: bench, exports: getenv("EXPORT").map { String(cString: $0) } != "0",
            words: getenv("QUESTION").map { String(cString: $0) }
        ).waitForReport()
        try Glue.writeAll(STDOUT_FILENO, Array("\(report)\n".utf8))
        exit(0)
    } catch {
        let text = (error as? BenchError)?.text ?? "\(error)"
        try? Glue.writeAll(STDERR_FILENO, Array("tenantctl-bench: audit: \(text)\n".utf8))
        exit(1)
    }
}
var parts: [(name: String, measure: () throws -> [Measurement])] = [
    ("start", StartUp(bench: bench).measure),
    ("keys", Keys(bench: bench).measure),
    ("export", Export(bench: bench).measure),
    ("demo", Demo(bench: bench).measure),
]
let port = getenv("BENCH_PORT").flatMap { UInt16(String(cString: $0)) }
if let port { parts.append(("server", Server(bench: bench, port: port).measure)) }
parts.append(("changes", BulkChange(bench: bench, port: port).measure))
let wanted = Set(words.dropFirst(5))
let facts = Machine.facts()
var table: [Measurement] = []
var failed = false
for part in parts where wanted.isEmpty || wanted.contains(part.name) {
    do {
        table += try part.measure()
    } catch {
        failed = true
        let text = (error as? BenchError)?.text ?? "\(error)"
        try? Glue.writeAll(STDERR_FILENO, Array("tenantctl-bench: \(part.name): \(text)\n".utf8))
        table.append(Measurement(what: part.name, measured: "not measured", holds: false))
    }
}
let page = """
    # \(rows) audit rows

    \(facts). Times are medians unless they say otherwise; a frame ends with the last byte before 4 ms of silence.

    \(Measurement.table(table))

    """
try? Glue.writeAll(STDOUT_FILENO, Array(page.utf8))
exit(failed ? 1 : 0)
