import ConsoleCore
import TenantDomain
import TerminalCore

/// What is done with rows, counts and computed cells once they are there.
extension ListScreen {
    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        switch (slot.purpose, result) {
        case (.page, .success(.list(let reply))): return Effect.endWaiting(id) + arrived(reply, context)
        case (.page, .failure(let error)):
            pending = nil
            isDim = false
            spinner = nil
            let toast = Notice(error)
            let refused = request
            if let shown { (request, query, tally) = shown } else { problem = toast }
            if case .fullScan(let scan) = error, !isEmbedded {
                let question = FullScanOverlay(scan, then: .fullScan(filter: refused.filter, sort: refused.sort))
                return Effect.endWaiting(id) + [.show(question)]
            }
            return Effect.endWaiting(id) + [.toast(toast)]
        case (.ahead, _): return readAheadArrived(result, context)
        case (.detail, .success(.tenant(let tenant))):
            own = tenant
            return load(context, fromStart: true)
        case (.detail, .failure(let error)):
            problem = Notice(error)
            return [.toast(Notice(error))]
        case (.tally, .success(.tally(let tally))):
            self.tally = tally
            shown?.tally = tally
        case (.computed, .success(.computed(let cells, let rows))):
            for row in 0..<rows.page.rows.rowCount {
                if let identity = rows.identity(row: row), computed[identity] == nil { computed[identity] = [:] }
            }
            for cell in cells {
                guard let identity = rows.identity(row: cell.row) else { continue }
                computed[identity, default: [:]][rows.columns[cell.column].name] = cell.content
            }
            computing = []
        case (.computed, .failure): computing = []
        case (.watch, .failure): return isWatching ? [.timer(.watch(id), milliseconds: 2000)] : []
        case (.watch, .success(.change(let token))):
            guard isWatching else { return [] }
            let isNew = token != changeToken || token == nil
            changeToken = token
            let again = Effect.timer(.watch(id), milliseconds: 2000)
            return isNew && pending == nil ? appear(context) + [again] : [again]
        default: break
        }
        return []
    }

    mutating func arrived(_ reply: ListReply, _ context: AppContext) -> [Effect] {
        let kind = pending
        pending = nil
        isDim = false
        spinner = nil
        elapsed = reply.elapsedMicroseconds
        switch kind {
        case .after where window != nil:
            let dropped = window?.append(reply) ?? 0
            if dropped > 0 { table.shift(by: -dropped) }
            table.move(by: 1, count: window?.count ?? 0)
        case .before where window != nil:
            let added = window?.prepend(reply) ?? 0
            table.shift(by: added)
            table.move(by: -1, count: window?.count ?? 0)
        case .reload where window != nil:
            let kept = window?.identity(row: table.selected)
            let marked = table.affected(count: table.hasMarks ? window?.count ?? 0 : 0).compactMap {
                window?.identity(row: $0)
            }
            let offset = window?.offset.map { $0 + table.top }
            let line = table.selected - table.top
            window = RowWindow(first: reply, offset: offset)
            computed = [:]
            let place = kept.flatMap { window?.row(of: $0) } ?? line
            table.clearMarks()
            table.shift(by: -table.top)
            for row in marked.compactMap({ window?.row(of: $0) }) {
                table.select(row, count: window?.count ?? 0)
                table.toggleMark()
            }
            table.select(place, count: window?.count ?? 0)
        default:
            window = RowWindow(first: reply, offset: kind == .last ? nil : 0)
            computed = [:]
            table.clearMarks()
            table.widths.forget()
            table.home()
            if kind == .last { table.end(count: reply.page.rows.rowCount) }
        }
        shown = query.map { (request, $0, tally) }
        // A server far away was asked for the count along with the rows; at hand the rows come first.
        let count = !context.isFar && wantsTally(kind) ? query.map { Effect.load(slot(.tally), .tally($0)) } : nil
        return (count.map { [$0] } ?? []) + computeVisible(context) + readAhead(context)
    }

    /// Computed cells of the rows on screen that have none yet; the second query of a list.
    mutating func computeVisible(_ context: AppContext) -> [Effect] {
        guard let window, let query,
            query.columns.contains(where: { if case .computed = $0.source { true } else { false } })
        else { return [] }
        let visible = table.top..<min(window.count, table.top + max(context.size.height, table.pageRows))
        let missing = visible.filter { row in
            guard let identity = window.identity(row: row) else { return false }
            return computed[identity] == nil && !computing.contains(identity)
        }
        guard !missing.isEmpty else { return [] }
        var rows = RowBlock(columnCount: window.rows.columnCount)
        for row in missing {
            rows.appendRow(from: window.rows, row: row)
            if let identity = window.identity(row: row) { computing.insert(identity) }
        }
        return [.load(slot(.computed), .computed(window.reply.with(rows: rows)))]
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        switch timer {
        case .dim: isDim = pending != nil
        case .spinner:
            guard pending != nil else { return [] }
            spinner = (spinner ?? 2) + 1
            return [.timer(.spinner(id), milliseconds: 100)]
        case .watch:
            return isWatching ? [.load(slot(.watch), .change)] : []
        default: break
        }
        return []
    }
}
