/// The console on a PostgreSQL server of the benchmark's own, beside psql: at hand, and over a link of 50 ms each way.
struct Server {
    let bench: Bench
    let port: UInt16

    private static let page =
        "SELECT name, slug, plan, status, created_at, id FROM workspaces ORDER BY name, id LIMIT 46"
    private static let entries =
        "SELECT created_at, action, table_name, record_id, old_data, id FROM audit_logs "
        + "ORDER BY created_at DESC, id"
    /// A name that stands on the first screen, and one that does from the second page on.
    private static let first = "Workspace 0001"

    private func url(_ port: UInt16) -> String {
        "postgresql://postgres@127.0.0.1:\(port)/bench?sslmode=disable&gssencmode=disable"
    }

    func measure() throws -> [Measurement] {
        try atHand() + export() + farAway()
    }

    private func console(_ port: UInt16) throws -> PtyProcess {
        try PtyProcess(
            [bench.program, "--database", url(port), "--profile", "Benchmarks/bench-profile.toml"],
            environment: bench.environment, columns: 160, rows: 48)
    }

    private func psql(_ sql: String, port: UInt16, into file: String) throws -> SpawnedProcess.Finished {
        try bench.run(["psql", "-X", "-q", url(port), "-c", sql], into: file)
    }

    /// Until the words stand on the screen, in ms from the start.
    private func until(_ words: String, on console: PtyProcess) throws -> Double {
        var text = ScreenText()
        while let bytes = console.read(within: 10_000) {
            let arrived = Clock.now()
            text.add(bytes)
            if text.shows(words) { return Clock.milliseconds(arrived - console.started) }
        }
        throw BenchError("“\(words)” never stood on the screen")
    }

    private func atHand() throws -> [Measurement] {
        var frames: [Double] = []
        var raws: [Double] = []
        for round in 0..<16 {
            // Without the remembered view a tenant's name on the screen is a live row.
            _ = try bench.run(["rm", "-rf", "\(bench.work)/cache/tenantctl/views"], into: "\(bench.work)/raw")
            let console = try console(port)
            let time = try until(Self.first, on: console)
            // The catalog check behind the first rows has its time; the very first start reads the catalog.
            console.settle(silence: 300)
            console.end()
            if round > 0 { frames.append(time) }
            raws.append(try psql(Self.page, port: port, into: "\(bench.work)/raw").milliseconds)
        }
        let frame = Samples(frames)
        return [
            Measurement(
                what: "PostgreSQL at hand: start to first full frame of live rows, 160x48",
                measured: NumberText.milliseconds(frame.median),
                raw: "psql \(NumberText.milliseconds(Samples(raws).median))", budget: "50 ms",
                holds: frame.median <= 50)
        ]
    }

    private func export() throws -> [Measurement] {
        let ours = "\(bench.work)/ours.csv"
        let words = [
            bench.program, "list", "audit_logs", "--sort", "-created_at", "--limit", "0", "--output", "csv",
            "--columns",
            "created_at,action,table_name,record_id,old_data,id", "--database",
            url(port), "--profile", "Benchmarks/bench-profile.toml",
        ]
        var samples: [SpawnedProcess.Finished] = []
        var raws: [SpawnedProcess.Finished] = []
        for _ in 0..<3 {
            samples.append(try bench.run(words, into: ours))
            raws.append(
                try psql(
                    "\\copy (\(Self.entries)) TO STDOUT WITH (FORMAT csv)", port: port, into: "\(bench.work)/raw.csv"))
        }
        let time = Samples(samples.map(\.milliseconds)).median
        let raw = Samples(raws.map(\.milliseconds)).median
        let memory = Samples(samples.map(\.memory)).median
        return [
            Measurement(
                what: "PostgreSQL: audit rows to CSV (\(NumberText.megabytes(Double(FileText.size(ours)))))",
                measured: NumberText.milliseconds(time), raw: "\\copy \(NumberText.milliseconds(raw))",
                budget: "1.2x: \(NumberText.milliseconds(raw * 1.2))", holds: time <= raw * 1.2),
            Measurement(
                what: "the same, peak memory", measured: NumberText.megabytes(memory), budget: "48 MB",
                holds: memory <= 48 * 1_048_576),
        ]
    }

    private func farAway() throws -> [Measurement] {
        let proxy = try DelayingProxy(server: port, milliseconds: 50)
        // The first start over the link fills the caches.
        let warm = try console(proxy.port)
        _ = try until(Self.first, on: warm)
        warm.settle(silence: 1_500)
        warm.end()
        var olds: [Double] = []
        var lives: [Double] = []
        var pages: [Double] = []
        var raws: [Double] = []
        var connections: [Double] = []
        for _ in 0..<7 {
            let before = proxy.connections
            let console = try console(proxy.port)
            olds.append(try until(Self.first, on: console))
            lives.append(try untilLive(console))
            console.settle(silence: 700)
            connections.append(Double(proxy.connections - before))
            let begin = Clock.now()
            try console.type(Keys.pageDown)
            guard let burst = console.burst(silence: 4, within: 2_000) else { throw BenchError("no page came") }
            pages.append(Clock.milliseconds(burst.end - begin))
            console.end()
            raws.append(try psql(Self.page, port: proxy.port, into: "\(bench.work)/raw").milliseconds)
        }
        let (old, live, page) = (Samples(olds).median, Samples(lives).median, Samples(pages).median)
        let raw = Samples(raws).median
        return [
            Measurement(
                what: "50 ms each way: start to first frame, rows of the last session",
                measured: NumberText.milliseconds(old), budget: "50 ms", holds: old <= 50),
            Measurement(
                what:
                    "50 ms each way: start to live rows (\(NumberText.fixed(Samples(connections).median, 0)) connection)",
                measured: NumberText.milliseconds(live), raw: "psql \(NumberText.milliseconds(raw))",
                budget: "connecting and 2 round trips: 350 ms", holds: live <= 350),
            Measurement(
                what: "50 ms each way: page down, read ahead", measured: NumberText.milliseconds(page), budget: "6 ms",
                holds: page <= 6),
        ]
    }

    /// Until the note that the rows are old has gone: the console redraws the title line with what it knows of live
    /// rows, and that names their number.
    private func untilLive(_ console: PtyProcess) throws -> Double {
        var last = Clock.now()
        while let bytes = console.read(within: 600) {
            last = Clock.now()
            var text = ScreenText()
            text.add(bytes)
            if text.shows("rows") || text.shows(" of ") { break }
        }
        return Clock.milliseconds(last - console.started)
    }
}
