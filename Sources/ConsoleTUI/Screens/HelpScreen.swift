import ConsoleCore
import TerminalCore

/// `?`: what each key does in the view one came from, made from the live keymap, with the names for `[keys]`.
package struct HelpScreen: Screen {
    package var id = ScreenID.none
    private let view: String
    private let lines: [Line]
    private var table = TableState()
    private var field = TextFieldState()
    private var isTyping = false

    private struct Line: Sendable {
        let group: String
        let keys: String
        let meaning: String
        let action: String
    }

    package init(for screen: (any Screen)?, _ context: AppContext) {
        view = screen?.crumb ?? "the console"
        let supported = screen?.supported ?? []
        let always: Set<Action> = [
            .command, .find, .help, .back, .forward, .leave, .interrupt, .environment, .recent, .zone, .redraw,
            .screenshot, .cancel, .pin, .reload, .copyCommand, .actions,
        ]
        lines = Action.Group.allCases.flatMap { group in
            Action.allCases.filter { $0.group == group && (supported.contains($0) || always.contains($0)) }.map {
                action in
                let keys = context.keymap.keys(for: action).map(\.name)
                return Line(
                    group: group.rawValue, keys: keys.isEmpty ? "—" : keys.joined(separator: "  "),
                    meaning: screen?.meaning(action) ?? action.meaning, action: action.rawValue)
            }
        }
    }

    package var crumb: String { "Help" }
    package var hints: [Action] { [.filter, .cancel] }
    package var supported: Set<Action> { [.up, .down, .pageUp, .pageDown, .top, .bottom, .filter] }
    package var wantsText: Bool { isTyping }

    package func note(_ context: AppContext) -> String { "keys of \(view); rebind by the name at the right" }

    private var shown: [Line] {
        let word = field.text.lowercased()
        return word.isEmpty
            ? lines : lines.filter { "\($0.keys) \($0.meaning) \($0.action)".lowercased().contains(word) }
    }

    package mutating func appear(_ context: AppContext) -> [Effect] { [] }

    package mutating func type(_ press: KeyPress, _ context: AppContext) -> [Effect]? {
        switch field.handle(press) {
        case .submit, .complete: isTyping = false
        case .cancel:
            field.set("")
            isTyping = false
        case .historyPrevious, .historyNext: return nil
        default: break
        }
        table.clamp(count: shown.count)
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = shown.count
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        case .filter: isTyping = true
        case .help: return [.perform(.leave)]
        default: return nil
        }
        return []
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        var body = area
        if isTyping || !field.isEmpty {
            let split = area.split(top: 1)
            TextField(prompt: "  / ", placeholder: "search keys", isFocused: isTyping)
                .render(in: split.top, into: &buffer, state: &field, context: context.render)
            body = split.rest
        }
        let control = TableControl(
            columns: [
                TableColumn(id: "keys", title: "KEY", role: .hintKey, minWidth: 10),
                TableColumn(id: "meaning", title: "DOES", maxWidth: 70, isLabel: true),
                TableColumn(id: "action", title: "NAME", role: .secondary),
            ], emptyText: "No key does that.")
        control.render(
            HelpRows(lines: shown.map { ($0.group, [$0.keys, $0.meaning, $0.action]) }), in: body, into: &buffer,
            state: &table, context: context.render)
    }
}

private struct HelpRows: TableRows {
    let lines: [(group: String, cells: [String])]

    var count: Int { lines.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        body(TableCell(.text(lines[row].cells[column])))
    }

    func headings(above row: Int) -> [TableHeading] {
        row > 0 && lines[row - 1].group == lines[row].group ? [] : [TableHeading(lines[row].group)]
    }
}
