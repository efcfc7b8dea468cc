import ConsoleCore
import TenantDomain
import TerminalCore

/// Columns of a list: space shows or hides, J and K move, `<` and `>` change the width, 0 gives the default back.
struct ColumnsOverlay: Overlay {
    private struct Line {
        let column: ResourceColumn
        var isShown: Bool
    }

    private var lines: [Line]
    private var selected = 0
    private var top = 0
    private let label: String
    private var widths: [String: Int]
    /// What the widths were when it was opened: changes show at once, and esc takes them back.
    private let widthsBefore: [String: Int]

    init(query: ListQuery, _ context: AppContext) {
        label = query.resource.label
        let shown = query.columns.map { Line(column: $0, isShown: true) }
        let names = Set(query.columns.map(\.name))
        lines =
            shown + query.resource.columns.filter { !names.contains($0.name) }.map { Line(column: $0, isShown: false) }
        widths = context.remembered.columns[query.resource.name]?.widths ?? [:]
        widthsBefore = widths
    }

    func area(screen: Rect, body: Rect, _ context: AppContext) -> Rect {
        body.centred(Size(width: min(58, body.width - 2), height: min(lines.count + 2, body.height)))
    }

    mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) -> Point? {
        let inside = OverlayFrame(title: "Columns").render(area.size, in: area, into: &buffer, context: context.render)
        top = min(max(top, selected - inside.height + 1), selected)
        for (offset, place) in (top..<min(lines.count, top + inside.height)).enumerated() {
            let row = Rect(x: inside.x, y: inside.y + offset, width: inside.width, height: 1)
            let line = lines[place]
            let style = line.isShown ? context.render[.text] : context.render[.secondary]
            let width = widths[line.column.name].map { "width \($0)" } ?? ""
            var x =
                row.x + buffer.write(place == selected ? "▸ " : "  ", at: row.origin, style: context.render[.accent])
            x += buffer.write(line.isShown ? "[x] " : "[ ] ", at: Point(x: x, y: row.y), style: style)
            x += buffer.write(line.column.name, at: Point(x: x, y: row.y), style: style, limit: row.maxX - x)
            let detail = [width, line.column.type.rawValue].filter { !$0.isEmpty }.joined(separator: " · ")
            let space = row.maxX - x - 2
            if space > 4 {
                let text = TextWidth.truncate(detail, to: space, policy: context.policy)
                buffer.write(
                    text, at: Point(x: row.maxX - TextWidth.width(of: text, policy: context.policy), y: row.y),
                    style: context.render[.secondary])
            }
            if place == selected { buffer.restyle(row, over: context.render[.selection]) }
        }
        return nil
    }

    mutating func handle(_ press: KeyPress, _ context: AppContext) -> OverlayOutcome {
        let column = lines[selected].column
        switch press.key {
        case .up, .character("k"): selected = max(0, selected - 1)
        case .down, .character("j"): selected = min(lines.count - 1, selected + 1)
        case .character(" "): lines[selected].isShown.toggle()
        case .character("K"): move(by: -1)
        case .character("J"): move(by: 1)
        case .character("<"), .character(">"):
            let step = press.key == .character("<") ? -2 : 2
            let width = max(4, (widths[column.name] ?? 16) + step)
            widths[column.name] = width
            return .stay([.applyWidth(column: column.name, width)])
        case .character("0"):
            widths[column.name] = nil
            return .stay([.applyWidth(column: column.name, 0)])
        case .enter:
            let names = lines.filter(\.isShown).map(\.column.name)
            guard !names.isEmpty else { return .stay([.toast(Notice("One column stays at least.", kind: .problem))]) }
            return .close([.setColumns(names)])
        case .escape: return .close(abandoned())
        default: break
        }
        return .nothing
    }

    func abandoned() -> [Effect] {
        Set(widths.keys).union(widthsBefore.keys).sorted().filter { widths[$0] != widthsBefore[$0] }.map {
            .applyWidth(column: $0, widthsBefore[$0] ?? 0)
        }
    }

    private mutating func move(by step: Int) {
        let target = selected + step
        guard lines.indices.contains(target) else { return }
        lines.swapAt(selected, target)
        selected = target
    }

    var hints: [HintBar.Hint] {
        [
            HintBar.Hint("enter", "apply", isEssential: true), HintBar.Hint("space", "show or hide"),
            HintBar.Hint("J K", "move"), HintBar.Hint("< >", "width"), HintBar.Hint("0", "default width"),
            HintBar.Hint("esc", "keep as it was"),
        ]
    }
}
