import ConsoleCore
import TerminalCore

/// The parts of a histogram, a line each: how many, when, and of what, bucket below bucket of the chart.
struct HistogramParts {
    let histogram: TimelineHistogram

    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let count = histogram.counts.count
        guard count > 0 else { return }
        let words = histogram.series.map { part in
            "\(part.name) \(NumberText.grouped(Int64(part.counts.reduce(0, +))))"
        }
        let width = max(1, area.width / count)
        let drawn = min(area.width, count * width)
        // The names stand behind the bars where there is room, else on them at the left.
        let longest = words.map { TextWidth.width(of: $0) }.max() ?? 0
        let room = area.width - drawn - 2
        let bars = room >= longest ? drawn : max(0, area.width - longest - 2)
        for (line, part) in histogram.series.enumerated() where line < area.height {
            let y = area.y + line
            let values: [Double?] = part.counts.flatMap { value in
                [Double?](repeating: Double(value), count: bars == drawn ? width : 1)
            }
            Sparkline(values).render(
                in: Rect(x: area.x, y: y, width: bars, height: 1), into: &buffer, context: context.render)
            buffer.write(
                fitted: words[line], at: Point(x: area.x + bars + 2, y: y), width: max(0, area.width - bars - 2),
                style: context.render[.text])
        }
    }
}
