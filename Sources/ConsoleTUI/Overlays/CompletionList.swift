import TerminalCore

/// Candidates above an input line: name, kind and a line of help.
struct CompletionList: Sendable, Equatable {
    struct Candidate: Sendable, Equatable {
        let text: String
        let kind: String
        let help: String
    }

    var candidates: [Candidate] = []
    /// UTF-8 range of the input that a candidate replaces.
    var range = 0..<0
    /// Nil while the person has not chosen one with tab.
    var selected: Int?

    static let longest = 8

    var height: Int { min(Self.longest, candidates.count) }

    mutating func move(by step: Int) {
        guard !candidates.isEmpty else { return }
        selected = ((selected ?? (step > 0 ? -1 : 0)) + step + candidates.count) % candidates.count
    }

    func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let top = max(0, min((selected ?? 0) - height + 1, candidates.count - height))
        let shown = candidates[top..<min(candidates.count, top + height)]
        let textWidth = min(32, shown.map { TextWidth.width(of: $0.text, policy: context.policy) }.max() ?? 0)
        for (offset, candidate) in shown.enumerated() {
            let row = Rect(x: area.x, y: area.maxY - shown.count + offset, width: area.width, height: 1)
            let base = context.render[.overlay]
            buffer.fill(row, style: base)
            let isSelected = selected == top + offset
            buffer.write(isSelected ? "▸" : " ", at: row.origin, style: context.render[.accent].on(base))
            buffer.write(
                TextWidth.truncate(candidate.text, to: textWidth, policy: context.policy),
                at: Point(x: row.x + 2, y: row.y), style: context.render[.text].on(base))
            var x = row.x + 4 + textWidth
            if row.maxX - x > 10 {
                x += buffer.write(
                    TextWidth.pad(candidate.kind, to: 10), at: Point(x: x, y: row.y),
                    style: context.render[.secondary].on(base))
                buffer.write(
                    TextWidth.truncate(candidate.help, to: max(0, row.maxX - x - 1), policy: context.policy),
                    at: Point(x: x, y: row.y), style: context.render[.secondary].on(base))
            }
            if isSelected { buffer.restyle(row, over: context.render[.selection]) }
        }
    }
}
