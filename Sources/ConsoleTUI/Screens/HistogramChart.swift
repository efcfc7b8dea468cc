import ConsoleCore
import TerminalCore

/// Buckets as bars of eighths, the cursor and brush on them, spikes marked above, and below what is under the cursor.
struct HistogramChart {
    let histogram: TimelineHistogram
    /// The bucket under the cursor, where the chart has the keys.
    let cursor: Int?
    let brush: Range<Int>?

    private static let eighths = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let ascii = [" ", ".", ".", ":", ":", "|", "|", "#", "#"]

    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let count = histogram.counts.count
        guard count > 0, area.height > 3 else { return }
        let width = max(1, area.width / count)
        let bars = area.height - 3
        let most = max(1, histogram.counts.max() ?? 1)
        let shades = context.render.isLinear ? Self.ascii : Self.eighths
        for place in 0..<min(count, area.width / width) {
            let value = histogram.counts[place]
            let x = area.x + place * width
            let isSpike = histogram.spike(place)?.isSpike == true
            if isSpike {
                buffer.write("▲", at: Point(x: x, y: area.y), style: context.render[.danger], limit: 1)
            }
            let eighths = value == 0 ? 0 : max(1, value * bars * 8 / most)
            for row in 0..<bars {
                let part = min(8, max(0, eighths - (bars - 1 - row) * 8))
                guard part > 0 else { continue }
                let bar = String(repeating: shades[part], count: max(1, width - (width > 2 ? 1 : 0)))
                buffer.write(
                    bar, at: Point(x: x, y: area.y + 1 + row),
                    style: context.render[isSpike ? .danger : .sparkline], limit: width)
            }
            if brush?.contains(place) == true || cursor == place {
                buffer.select(
                    Rect(x: x, y: area.y + 1, width: width, height: bars), style: context.render[.selection])
            }
        }
        caption(in: area, into: &buffer, context)
    }

    private func caption(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let zone = context.zone
        let axis = area.maxY - 2
        let first = TrailWords.bucket(histogram, 0, zone: zone)
        let last = TrailWords.bucket(histogram, histogram.counts.count - 1, zone: zone)
        buffer.write(first, at: Point(x: area.x, y: axis), style: context.render[.secondary], limit: area.width)
        let drawn = min(area.width, histogram.counts.count * max(1, area.width / histogram.counts.count))
        let right = drawn - TextWidth.width(of: last)
        if right > TextWidth.width(of: first) + 2 {
            buffer.write(
                last, at: Point(x: area.x + right, y: axis), style: context.render[.secondary], limit: area.width)
        }
        buffer.write(
            fitted: words(context), at: Point(x: area.x, y: area.maxY - 1), width: area.width,
            style: context.render[.text])
    }

    private func words(_ context: AppContext) -> String {
        let zone = context.zone
        let peak = TrailWords.peak(histogram, zone: zone).map { "each bar \(article) \($0)" } ?? "nothing happened"
        guard let cursor, histogram.counts.indices.contains(cursor) else { return peak }
        let range = brush ?? cursor..<(cursor + 1)
        let entries = histogram.counts[range].reduce(0, +)
        let from = TrailWords.short(histogram, range.lowerBound, zone: zone)
        let span =
            range.count == 1 ? from : "\(from) – \(TrailWords.short(histogram, range.upperBound - 1, zone: zone))"
        let usual = range.count == 1 ? histogram.spike(cursor).map { " (usually \($0.usual))" } ?? "" : ""
        return "\(span): \(NumberText.grouped(Int64(entries))) entries\(usual)   ·   \(peak)"
    }

    private var article: String { histogram.unit.first?.isNumber == true ? "" : histogram.unit == "hour" ? "an" : "a" }
}
