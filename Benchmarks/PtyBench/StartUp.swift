/// From spawn to the first full frame of live rows.
struct StartUp {
    let bench: Bench

    func measure() throws -> [Measurement] {
        let names = try bench.lines([
            "sqlite3", "-readonly", bench.database, "SELECT name FROM workspaces WHERE length(name) BETWEEN 4 AND 16",
        ])
        let expected = try rowsOnFirstScreen(of: names)
        var frames: [Double] = []
        for _ in 0..<21 {
            let console = try bench.console(columns: 160, rows: 48)
            defer { console.end() }
            frames.append(try untilRowsStand(expected, on: console))
        }
        var versions: [Double] = []
        var raws: [Double] = []
        for _ in 0..<21 {
            versions.append(try bench.run([bench.program, "--version"], into: "\(bench.work)/out").milliseconds)
            raws.append(
                try bench.run(
                    ["sqlite3", "-readonly", bench.database, "SELECT * FROM workspaces ORDER BY name LIMIT 46"],
                    into: "\(bench.work)/out"
                ).milliseconds)
        }
        let frame = Samples(frames)
        return [
            Measurement(
                what: "start to first full frame of live rows, 160x48 (\(expected.count) tenants named)",
                measured: NumberText.milliseconds(frame.median),
                raw: "sqlite3 \(NumberText.milliseconds(Samples(raws).median))", budget: "30 ms",
                holds: frame.median <= 30),
            Measurement(
                what: "the process alone (`--version`)",
                measured: NumberText.milliseconds(Samples(versions).median)),
        ]
    }

    /// Which of the names stand on the first screen, told by a run that is given all the time it wants.
    private func rowsOnFirstScreen(of names: [String]) throws -> [String] {
        let console = try bench.console(columns: 160, rows: 48)
        defer { console.end() }
        var text = ScreenText()
        while let bytes = console.read(within: 1_500) { text.add(bytes) }
        let found = names.filter { text.shows($0) }
        guard found.count >= 10 else {
            throw BenchError(
                "the first screen shows \(found.count) of \(names.count) tenants:\n"
                    + String(decoding: text.text.suffix(3_000), as: UTF8.self))
        }
        return found
    }

    private func untilRowsStand(_ names: [String], on console: PtyProcess) throws -> Double {
        var text = ScreenText()
        while let bytes = console.read(within: 5_000) {
            let arrived = Clock.now()
            text.add(bytes)
            if names.allSatisfy({ text.shows($0) }) { return Clock.milliseconds(arrived - console.started) }
        }
        throw BenchError("the first rows never stood")
    }
}
