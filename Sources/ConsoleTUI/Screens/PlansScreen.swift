import ConsoleCore
import TerminalCore

/// Plans side by side: features and limits down, plans across.
package struct PlansScreen: Screen {
    package var id = ScreenID.none
    private var matrix: PlanMatrix?
    private var table = TableState()
    private var isReading = false
    private var problem: Notice?

    package init() {}

    package var crumb: String { "Plans" }
    package var isLoading: Bool { isReading }
    package var hints: [Action] { [.copy, .reload] }
    package var supported: Set<Action> {
        [.up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .copy, .reload]
    }

    package func note(_ context: AppContext) -> String {
        matrix.map { "\($0.plans.count) plans   \($0.rows.count) features and limits" } ?? ""
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        return [.load(LoadSlot(screen: id, purpose: .page), .plans)]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        isReading = false
        switch result {
        case .success(.reply(.plans(let reply))): matrix = reply
        case .failure(let error):
            problem = Notice(error)
            return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = matrix?.rows.count ?? 0
        switch action {
        case .up: table.move(by: -1, count: count)
        case .down: table.move(by: 1, count: count)
        case .left: table.scrollColumns(by: -1, columns: (matrix?.plans.count ?? 0) + 1)
        case .right: table.scrollColumns(by: 1, columns: (matrix?.plans.count ?? 0) + 1)
        case .pageUp: table.page(by: -1, count: count)
        case .pageDown: table.page(by: 1, count: count)
        case .top: table.home()
        case .bottom: table.end(count: count)
        default: return nil
        }
        return []
    }

    package func commandLine(_ context: AppContext) -> String? { context.commandLine.text(["matrix"]) }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let matrix else { return [] }
        let heading = (["feature or limit"] + matrix.plans.map(\.name)).joined(separator: "\t")
        let lines = matrix.rows.map { row in ([row.title] + row.cells.map(\.text)).joined(separator: "\t") }
        return [CopyChoice(key: "t", title: "matrix as TSV", text: ([heading] + lines).joined(separator: "\n"))]
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard let matrix else {
            problem?.render(in: area, into: &buffer, context)
            return
        }
        let columns =
            [TableColumn(id: "row", title: "PLAN", isLabel: true)]
            + matrix.plans.map { plan in
                TableColumn(id: plan.id, title: plan.name.uppercased(), alignment: .right, minWidth: 8)
            }
        TableControl(columns: columns, emptyText: "No features or limits are mapped.")
            .render(MatrixRows(matrix: matrix), in: area, into: &buffer, state: &table, context: context.render)
    }
}

private struct MatrixRows: TableRows {
    let matrix: PlanMatrix

    /// Price and tenants first, then limits, then features.
    var count: Int { matrix.rows.count + 2 }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        if row < 2 { return body(summary(row, column)) }
        let line = matrix.rows[row - 2]
        if column == 0 { return body(TableCell(.text(line.title))) }
        let cell = line.cells[column - 1]
        let role: ThemeRole? =
            switch cell {
            case .enabled: .ok
            case .disabled, .absent: .secondary
            default: nil
            }
        body(TableCell(.text(cell.text), role: role))
    }

    private func summary(_ row: Int, _ column: Int) -> TableCell {
        if column == 0 { return TableCell(.text(row == 0 ? "price" : "workspaces"), role: .secondary) }
        let plan = matrix.plans[column - 1]
        if row == 1 { return TableCell(.text(NumberText.grouped(Int64(plan.tenants))), role: .secondary) }
        guard let cents = plan.priceCents else { return TableCell(.blank) }
        return TableCell(.text(NumberText.cents(cents) + (plan.currency.map { " \($0)" } ?? "")), role: .secondary)
    }

    func headings(above row: Int) -> [TableHeading] {
        guard row >= 2 else { return [] }
        let line = matrix.rows[row - 2]
        if row > 2, matrix.rows[row - 3].isLimit == line.isLimit { return [] }
        return [TableHeading(line.isLimit ? "Limits" : "Features")]
    }
}

extension PlanMatrix.Cell {
    /// As a person reads it: `✓`, `–`, `50 hard`, `∞`.
    var text: String {
        switch self {
        case .absent: ""
        case .enabled: "✓"
        case .disabled: "–"
        case .limit(let value, let enforcement, let grace):
            (value.map(NumberText.short) ?? "∞") + (grace > 0 ? " +\(NumberText.short(grace))" : "")
                + (value == nil ? "" : enforcement.map { " \($0)" } ?? "")
        case .text(let text): text
        }
    }
}
