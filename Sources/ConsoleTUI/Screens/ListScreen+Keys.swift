import ConsoleCore
import TenantDomain
import TerminalCore

/// What keys and the mouse do in a list.
extension ListScreen {
    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let count = window?.count ?? 0
        switch action {
        case .up: return step(-1, context)
        case .down: return step(1, context)
        case .pageUp: return step(-max(1, table.pageRows), context)
        case .pageDown: return step(max(1, table.pageRows), context)
        case .left: table.scrollColumns(by: -1, columns: query?.columns.count ?? 0)
        case .right: table.scrollColumns(by: 1, columns: query?.columns.count ?? 0)
        case .top:
            if window?.hasBefore == true { return read(.first, .first, context) }
            table.home()
        case .bottom:
            if window?.hasAfter == true, window?.reply.page.windowCap == nil { return read(.last, .last, context) }
            table.end(count: count)
        case .mark:
            guard count > 0 else { return [] }
            table.toggleMark()
            return step(1, context)
        case .range:
            table.toggleRange()
        case .nextMatch: return match(1, context)
        case .previousMatch: return match(-1, context)
        case .open:
            guard let selection = selection(context) else {
                return count == 0 ? [] : [.toast(Notice("This row has no key to open it by.", kind: .problem))]
            }
            return [ScreenOpening.open(selection, context)]
        case .cancel:
            if pending != nil { return [.cancelAll(id)] }
            if table.hasMarks {
                table.clearMarks()
                return []
            }
            if request.filter != baseFilter { return apply(.filter(baseFilter), context) }
            return nil
        case .watch: return apply(.watch, context)
        default: return nil
        }
        return computeVisible(context)
    }

    /// Moves the selection; at either end of the rows in memory the next page is read.
    mutating func step(_ rows: Int, _ context: AppContext) -> [Effect] {
        guard let window else { return [] }
        let target = table.selected + rows
        if target >= window.count, window.hasAfter, pending == nil, let cursor = window.cursor(row: window.count - 1) {
            table.end(count: window.count)
            if isReadingAhead { return waitForReadAhead() }
            return read(.after, .after(cursor), context)
        }
        if target < 0, window.hasBefore, pending == nil, let cursor = window.cursor(row: 0) {
            table.home()
            return read(.before, .before(cursor), context)
        }
        table.move(by: rows, count: window.count)
        return computeVisible(context) + readAhead(context)
    }

    /// The next row whose label or cells hold one of the filter's bare words, in memory.
    mutating func match(_ direction: Int, _ context: AppContext) -> [Effect] {
        guard let window, let query else { return [] }
        let needles = MatchNeedles(FilterPresentation.bareWords(request.filter))
        guard !needles.isEmpty else {
            return [.toast(Notice("No words to look for.", hint: "\(context.key(.filter)) filters", kind: .problem))]
        }
        var row = table.selected + direction
        while row >= 0, row < window.count {
            for place in query.columns.indices where place < window.reply.columns.count {
                if let text = window.rows.text(row: row, column: place), !needles.ranges(in: text).isEmpty {
                    table.select(row, count: window.count)
                    return computeVisible(context)
                }
            }
            row += direction
        }
        return [.toast(Notice(direction > 0 ? "No further match on these rows." : "No earlier match on these rows."))]
    }

    package mutating func mouse(_ event: MouseEvent, in area: Rect, _ context: AppContext) -> [Effect] {
        guard let window, let query else { return [] }
        switch event.action {
        case .scrollDown: return step(3, context)
        case .scrollUp: return step(-3, context)
        case .press where event.button == .left:
            let control = TableControl(columns: query.columns.map { ListColumns.tableColumn($0, query: query) })
            let rows = ListRows(
                window: window, columns: query.columns, computed: [:], text: CellText(zone: context.zone, now: 0))
            guard let row = control.row(at: event.position, in: area, rows: rows, state: table) else { return [] }
            if row == table.selected, let selection = selection(context) {
                return [ScreenOpening.open(selection, context)]
            }
            table.select(row, count: window.count)
            return []
        default: return []
        }
    }
}
