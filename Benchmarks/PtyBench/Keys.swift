/// Key presses in the list of audit rows on a 200x60 terminal: time and bytes to the frame, memory, idling.
struct Keys {
    let bench: Bench

    static let down = "j"
    static let up = "k"
    static let pageDown = "\u{1b}[6~"

    /// One key's answer: the first burst, which ends before 4 ms of silence.
    private struct Answer {
        let milliseconds: Double
        let bytes: Double
    }

    func measure() throws -> [Measurement] {
        let console = try bench.console(columns: 200, rows: 60)
        defer { console.end() }
        console.settle(silence: 1_000)
        var rows = try tenantMoves(console)
        let opening = try opened(":list audit_logs\r", on: console)
        rows += [
            Measurement(
                what: "`:list audit_logs`, key press to rows standing",
                measured: NumberText.milliseconds(opening.standing),
                raw: "its count: \(NumberText.milliseconds(opening.quiet))")
        ]
        rows += try cursorMoves(console)
        rows += try pages(console)
        rows += try queries(console)
        rows += idle(console)
        return rows
    }

    /// The list that a console opens with: few columns, room between them.
    private func tenantMoves(_ console: PtyProcess) throws -> [Measurement] {
        var answers: [Answer] = []
        for round in 0..<4 {
            for _ in 0..<40 { answers.append(try press(round % 2 == 0 ? Self.down : Self.up, on: console)) }
        }
        let times = Samples(answers.map(\.milliseconds))
        let bytes = Samples(answers.map(\.bytes))
        return [
            Measurement(
                what: "cursor move among tenants, 200x60, p50 / p99 of \(times.count)",
                measured: NumberText.milliseconds(times.median) + " / "
                    + NumberText.milliseconds(times.percentile(99)), budget: "1 ms / 3 ms",
                holds: times.median <= 1 && times.percentile(99) <= 3),
            Measurement(
                what: "the same, bytes, p50 (largest \(NumberText.fixed(bytes.largest, 0)))",
                measured: NumberText.fixed(bytes.median, 0), budget: "400", holds: bytes.median <= 400),
        ]
    }

    private func cursorMoves(_ console: PtyProcess) throws -> [Measurement] {
        var answers: [Answer] = []
        for round in 0..<12 {
            for _ in 0..<40 { answers.append(try press(round % 2 == 0 ? Self.down : Self.up, on: console)) }
        }
        let times = Samples(answers.map(\.milliseconds))
        let bytes = Samples(answers.map(\.bytes))
        var scrolling: [Answer] = []
        for count in 0..<160 {
            let answer = try press(Self.down, on: console)
            if count >= 60 { scrolling.append(answer) }
        }
        let scrolled = Samples(scrolling.map(\.milliseconds))
        return [
            Measurement(
                what: "cursor move among audit rows, ten columns, p50 of \(times.count)",
                measured: NumberText.milliseconds(times.median), budget: "1 ms", holds: times.median <= 1),
            Measurement(
                what: "the same, p99", measured: NumberText.milliseconds(times.percentile(99)), budget: "3 ms",
                holds: times.percentile(99) <= 3),
            Measurement(
                what: "the same, bytes, p50 (largest \(NumberText.fixed(bytes.largest, 0)))",
                measured: NumberText.fixed(bytes.median, 0), budget: "400", holds: bytes.median <= 400),
            Measurement(
                what: "cursor move that scrolls, p50 / p99",
                measured: NumberText.milliseconds(scrolled.median) + " / "
                    + NumberText.milliseconds(scrolled.percentile(99)),
                raw: "\(NumberText.fixed(Samples(scrolling.map(\.bytes)).median, 0)) bytes"),
        ]
    }

    private func pages(_ console: PtyProcess) throws -> [Measurement] {
        var answers: [Answer] = []
        for _ in 0..<300 { answers.append(try press(Self.pageDown, on: console)) }
        let early = ProcessFacts.of(console.child).resident
        for _ in 0..<700 { _ = try press(Self.pageDown, on: console, silence: 1) }
        console.settle(silence: 300)
        let late = ProcessFacts.of(console.child).resident
        let times = Samples(answers.map(\.milliseconds))
        return [
            Measurement(
                what: "page down, p50 / p99 of \(times.count)",
                measured: NumberText.milliseconds(times.median) + " / "
                    + NumberText.milliseconds(times.percentile(99)),
                raw: "\(NumberText.fixed(Samples(answers.map(\.bytes)).median, 0)) bytes", budget: "p99 6 ms",
                holds: times.percentile(99) <= 6),
            Measurement(
                what: "resident memory after 1,000 pages", measured: NumberText.megabytes(late),
                raw: "after 300: \(NumberText.megabytes(early))", budget: "48 MB", holds: late <= 48 * 1_048_576),
        ]
    }

    /// Lists opened through the `:` line and filtered in place, beside the same rows from sqlite3.
    private func queries(_ console: PtyProcess) throws -> [Measurement] {
        let columns = "created_at, action, table_name, record_id, actor_email, ip_address, substr(new_data, 1, 256)"
        let widgets = "WHERE table_name = 'widgets'"
        let address = "WHERE ip_address = '10.8.0.17'"
        // Another line each time: the same rows would not be drawn again.
        let asked: [(what: String, line: String, sql: String)] = [
            ("first page by an index, `:list`", ":list audit_logs --sort -created_at\r", ""),
            ("an indexed column, filter in place", "/\u{15}table_name:=widgets\r", widgets),
            ("an address, filter in place", "/\u{15}ip_address:=10.8.0.17\r", address),
            ("a filtered list, `:list`", ":list audit_logs table_name:=widgets --sort -created_at\r", widgets),
        ]
        var samples = asked.map { _ in [Double]() }
        for _ in 0..<11 {
            for (place, query) in asked.enumerated() {
                samples[place].append(try opened(query.line, on: console).standing)
            }
        }
        return try zip(asked, samples).map { query, samples in
            let sql = "SELECT \(columns) FROM audit_logs \(query.sql) ORDER BY created_at DESC, id LIMIT 60"
            let raw = try bench.rawQuery(sql)
            let ours = Samples(samples).median
            return Measurement(
                what: "\(query.what), key press to rows standing", measured: NumberText.milliseconds(ours),
                raw: "sqlite3 query \(NumberText.milliseconds(raw))", budget: "raw + 2 ms", holds: ours <= raw + 2)
        }
    }

    private func idle(_ console: PtyProcess) -> [Measurement] {
        // The last message goes away by itself.
        console.settle(silence: 9_000)
        let before = ProcessFacts.of(console.child)
        let begin = Clock.now()
        var bytes = 0
        while Clock.milliseconds(Clock.now() - begin) < 10_000 {
            bytes += console.read(within: 1_000)?.count ?? 0
        }
        let after = ProcessFacts.of(console.child)
        let spent = after.processor - before.processor
        let waits = after.waits - before.waits
        return [
            Measurement(
                what: "idle for 10 s: processor time", measured: NumberText.milliseconds(spent),
                raw: "\(NumberText.fixed(max(0, waits), 0)) wake-ups", budget: "0 %", holds: spent < 5),
            Measurement(what: "idle for 10 s: bytes", measured: "\(bytes)", budget: "0", holds: bytes == 0),
        ]
    }

    private func press(_ key: String, on console: PtyProcess, silence: Int32 = 4) throws -> Answer {
        let begin = Clock.now()
        try console.type(key)
        guard let burst = console.burst(silence: silence, within: 2_000) else {
            throw BenchError("no answer to a key press within 2 s")
        }
        let answer = Answer(milliseconds: Clock.milliseconds(burst.end - begin), bytes: Double(burst.bytes.count))
        console.settle(silence: silence * 2)
        return answer
    }

    /// Types a line but for its last key, then times that key until its rows stand (the last byte that wrote between
    /// the list's head and the last line), and until the last byte before 200 ms of silence, which a count may be.
    private func opened(_ line: String, on console: PtyProcess) throws -> (standing: Double, quiet: Double) {
        try console.type(String(line.dropLast()))
        console.settle(silence: 500)
        let begin = Clock.now()
        try console.type(String(line.suffix(1)))
        guard let burst = console.burst(silence: 200, within: 10_000, watching: 3..<58), burst.standing > 0 else {
            throw BenchError("no rows came after “\(line)”")
        }
        return (Clock.milliseconds(burst.standing - begin), Clock.milliseconds(burst.end - begin))
    }
}
