/// Making a demo: 200 tenants and 200,000 audit rows.
struct Demo {
    let bench: Bench

    func measure() throws -> [Measurement] {
        let path = "\(bench.work)/made.db"
        var samples: [SpawnedProcess.Finished] = []
        for _ in 0..<3 {
            samples.append(
                try bench.run(
                    [
                        bench.program, "demo", "--database", path, "--tenants", "200", "--audit-rows", "200000",
                        "--replace", "--no-open",
                    ], into: "\(bench.work)/out"))
        }
        let time = Samples(samples.map(\.milliseconds)).median
        return [
            Measurement(
                what:
                    "demo of 200 tenants and 200,000 audit rows (\(NumberText.megabytes(Double(FileText.size(path)))))",
                measured: NumberText.milliseconds(time), budget: "5 s", holds: time <= 5_000),
            Measurement(
                what: "the same, peak memory",
                measured: NumberText.megabytes(Samples(samples.map(\.memory)).median)),
        ]
    }
}
