/// Samples of one measure.
struct Samples {
    private let sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    var count: Int { sorted.count }
    var median: Double { percentile(50) }
    var largest: Double { sorted.last ?? .nan }

    /// The smallest sample that at least `percent` of all samples do not exceed.
    func percentile(_ percent: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank - 1, 0), sorted.count - 1)]
    }
}

/// Numbers as the table shows them.
enum NumberText {
    static func fixed(_ value: Double, _ digits: Int = 1) -> String {
        guard value.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = Int64((value * scale).rounded())
        let whole = "\(abs(rounded) / Int64(scale))"
        guard digits > 0 else { return (rounded < 0 ? "-" : "") + whole }
        let rest = "\(abs(rounded) % Int64(scale))"
        return (rounded < 0 ? "-" : "") + whole + "." + String(repeating: "0", count: digits - rest.count) + rest
    }

    static func milliseconds(_ value: Double) -> String {
        value >= 1_000 ? fixed(value / 1_000, 2) + " s" : fixed(value, value < 10 ? 2 : 1) + " ms"
    }

    static func megabytes(_ bytes: Double) -> String { fixed(bytes / 1_048_576) + " MB" }
}
