import ConsoleCore
import TerminalCore

/// Plain columns and rows: info, config show, env list.
package struct FactsScreen: Screen {
    package var id = ScreenID.none
    private let facts: FactTable
    private var table = TableState()

    package init(_ facts: FactTable) { self.facts = facts }

    package var crumb: String { facts.title }
    package var hints: [Action] { [.copy, .cancel] }
    package var supported: Set<Action> { [.up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .copy] }

    package func note(_ context: AppContext) -> String { facts.rows.count == 1 ? "1 row" : "\(facts.rows.count) rows" }

    package mutating func appear(_ context: AppContext) -> [Effect] { [] }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = facts.rows.count
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .left: table.scrollColumns(by: -1, columns: facts.columns.count)
        case .right: table.scrollColumns(by: 1, columns: facts.columns.count)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        default: return nil
        }
        return []
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard facts.rows.indices.contains(table.selected) else { return [] }
        let row = facts.rows(in: context.zone)[table.selected]
        return [CopyChoice(key: "t", title: "row as TSV", text: row.joined(separator: "\t"))]
            + zip(facts.columns, row).map { CopyChoice(key: "", title: "cell \($0)", text: $1) }
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        let control = TableControl(
            columns: facts.columns.enumerated().map { place, name in
                TableColumn(id: name, title: name.uppercased(), maxWidth: 70, isLabel: place == 1)
            }, emptyText: "Nothing.")
        control.render(
            TextRows(facts.rows(in: context.zone)), in: area, into: &buffer, state: &table, context: context.render)
    }
}
