/// One row of the table: what was measured, beside what, against which budget.
struct Measurement {
    let what: String
    let measured: String
    /// The same by a raw tool in the same run; empty where there is none.
    var raw = ""
    var budget = ""
    /// Nil: no budget, told for comparison.
    var holds: Bool?

    static func table(_ rows: [Measurement]) -> String {
        var lines = ["| what | measured | beside it | budget | |", "|---|--:|--:|--:|---|"]
        for row in rows {
            let verdict = row.holds.map { $0 ? "pass" : "**miss**" } ?? ""
            lines.append("| \(row.what) | \(row.measured) | \(row.raw) | \(row.budget) | \(verdict) |")
        }
        return lines.joined(separator: "\n")
    }
}
