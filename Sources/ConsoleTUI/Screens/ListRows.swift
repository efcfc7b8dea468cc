import ConsoleCore
import TenantDomain
import TerminalCore

/// A list's rows as the table control asks for them.
struct ListRows: TableRows {
    let window: RowWindow
    let columns: [ResourceColumn]
    /// Computed cells by identity; absent ones are still being computed.
    let computed: [RowIdentity: [String: ComputedCell.Content]]
    let text: CellText

    var count: Int { window.count }

    func withCell(row: Int, column: Int, _ body: (TableCell) -> Void) {
        let field = columns[column]
        if case .computed = field.source {
            body(computedCell(field, row: row))
        } else if let place = window.reply.columns.firstIndex(where: { $0.name == field.name }) {
            text.withCell(window.rows, row: row, at: place, column: field, body)
        } else {
            body(TableCell(.blank))
        }
    }

    private func computedCell(_ field: ResourceColumn, row: Int) -> TableCell {
        guard let identity = window.identity(row: row), let known = computed[identity] else {
            return TableCell(.pending)
        }
        guard let content = known[field.name] else { return TableCell(.null) }
        switch content {
        case .count(let tally): return TableCell(.text(tally.text), alignment: .right)
        case .usage(let usage):
            let text = usage.text + (usage.isOver ? " !" : "  ")
            return TableCell(.text(text), role: usage.isOver ? .danger : nil, alignment: .right)
        case .highestUsage(let usage):
            guard let percent = usage?.percent else { return TableCell(.text("no limit"), role: .secondary) }
            return TableCell(.bar(BarControl(fraction: Double(percent) / 100)))
        case .activity(nil): return TableCell(.null)
        case .activity(let instant?):
            return TableCell(.text(TimeText.relative(instant, now: text.now)), role: .secondary, alignment: .right)
        }
    }
}
