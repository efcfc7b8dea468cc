/// A quantity against its limit: `███████▏  71 %`. Over the limit the bar is full, changes its role and says `!`.
package struct BarControl: Hashable, Sendable {
    package enum Label: Hashable, Sendable {
        case none
        /// The share behind the bar, always seven columns: `_71 %__`, `166 % !`, `>999% !`.
        case percent
    }

    /// The share of the limit; nil where there is no limit, which shows as `∞`.
    package var fraction: Double?
    package var label: Label

    package init(fraction: Double?, label: Label = .percent) {
        self.fraction = fraction.flatMap { $0.isNaN ? nil : max(0, $0) }
        self.label = label
    }

    /// - Parameter limit: nil for no limit. A limit of 0 is passed by anything above 0.
    package init(used: Double, limit: Double?, label: Label = .percent) {
        guard let limit else {
            self.init(fraction: nil, label: label)
            return
        }
        self.init(fraction: limit > 0 ? used / limit : (used > 0 ? .infinity : 0), label: label)
    }

    package var isOver: Bool { (fraction ?? 0) > 1 }

    /// The share in words: `71 %`, `166 % !`, `∞`.
    package var text: String {
        guard let fraction else { return "∞" }
        let over = isOver ? " !" : ""
        return fraction > 9.99 ? ">999%" + over : "\(percent(fraction)) %" + over
    }

    /// The columns it would like: nine of bar and seven of label.
    package static let preferredWidth = 9 + 1 + labelWidth
    private static let labelWidth = 7
    private static let notable = 0.8

    /// Draws into the first row of the area.
    package func render(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard !area.isEmpty else { return }
        if fraction == nil || context.isLinear {
            buffer.write(fitted: text, at: area.origin, width: area.width, style: context[isOver ? .barOver : .text])
            return
        }
        let showsLabel = label == .percent
        let barWidth = showsLabel ? area.width - 1 - Self.labelWidth : area.width - (isOver ? 2 : 0)
        if showsLabel, barWidth < 3 {
            buffer.write(fitted: text, at: area.origin, width: area.width, style: context[isOver ? .barOver : .text])
            return
        }
        drawBar(in: Rect(x: area.x, y: area.y, width: barWidth, height: 1), into: &buffer, context: context)
        let style = context[isOver ? .barOver : .text]
        if showsLabel {
            let digits = Rect(x: area.x + barWidth + 1, y: area.y, width: isOver ? Self.labelWidth : 5, height: 1)
            buffer.write(fitted: text, at: digits.origin, width: digits.width, alignment: .right, style: style)
        } else if isOver {
            buffer.write(" !", at: Point(x: area.x + barWidth, y: area.y), style: style, limit: 2)
        }
    }

    private func drawBar(in area: Rect, into buffer: inout CellBuffer, context: RenderContext) {
        guard area.width > 0 else { return }
        let share = min(1, fraction ?? 0)
        // A column of bars is a quiet thing: only those that are nearly full, or past it, draw the eye.
        let style = context[isOver ? .barOver : share >= Self.notable ? .bar : .secondary]
        if !context.drawsBlocks(buffer.policy) {
            let full = min(area.width, Int(share * Double(area.width) + 0.5))
            buffer.fill(area.split(left: full).left, glyph: "#", style: style)
            buffer.fill(area.split(left: full).rest, glyph: ".", style: context[.barTrack])
            return
        }
        var eighths = Int(share * Double(area.width * 8) + 0.5)
        if eighths == 0, share > 0 { eighths = 1 }
        if share < 1 { eighths = min(eighths, area.width * 8 - 1) }
        let full = eighths / 8
        buffer.fill(area.split(left: full).left, glyph: "█", style: style)
        if eighths % 8 > 0 {
            buffer.write(Self.parts[eighths % 8 - 1], at: Point(x: area.x + full, y: area.y), style: style, limit: 1)
        }
    }

    /// Rounded down: only what is full says 100.
    private func percent(_ fraction: Double) -> Int {
        let whole = Int(fraction * 100 + 1e-6)
        return isOver ? max(101, whole) : whole
    }

    private static let parts = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
