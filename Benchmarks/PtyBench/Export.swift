/// A million audit rows to CSV, beside sqlite3 writing the same columns in the same order.
struct Export {
    let bench: Bench

    func measure() throws -> [Measurement] {
        let count = min(bench.rows, 1_000_000)
        let ours = "\(bench.work)/ours.csv"
        let words = [
            bench.program, "list", "audit_logs", "--sort", "-created_at", "--limit", "\(count)", "--output", "csv",
            "--database", bench.database,
        ]
        var samples: [SpawnedProcess.Finished] = []
        for _ in 0..<3 { samples.append(try bench.run(words, into: ours)) }
        let header = String(
            decoding: (FileText.bytes(ours, atMost: 4_096) ?? []).prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        let columns = header.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ")
        let sql = "SELECT \(columns) FROM audit_logs ORDER BY created_at DESC, id LIMIT \(count)"
        var raws: [SpawnedProcess.Finished] = []
        for _ in 0..<3 {
            raws.append(
                try bench.run(
                    ["sqlite3", "-readonly", "-csv", bench.database, sql], into: "\(bench.work)/raw.csv"))
        }
        let time = Samples(samples.map(\.milliseconds)).median
        let raw = Samples(raws.map(\.milliseconds)).median
        let memory = Samples(samples.map(\.memory)).median
        return [
            Measurement(
                what: "\(count) audit rows to CSV (\(NumberText.megabytes(Double(FileText.size(ours)))))",
                measured: NumberText.milliseconds(time),
                raw: "sqlite3 -csv \(NumberText.milliseconds(raw))"
                    + " (\(NumberText.megabytes(Double(FileText.size("\(bench.work)/raw.csv")))))",
                budget: "1.2x: \(NumberText.milliseconds(raw * 1.2))", holds: time <= raw * 1.2),
            Measurement(
                what: "the same, peak memory", measured: NumberText.megabytes(memory),
                raw: "sqlite3 \(NumberText.megabytes(Samples(raws.map(\.memory)).median))", budget: "48 MB",
                holds: memory <= 48 * 1_048_576),
        ]
    }
}
