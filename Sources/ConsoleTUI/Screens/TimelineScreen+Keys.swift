import ConsoleCore
import TenantDomain
import TerminalCore

/// What keys do in the trail.
extension TimelineScreen {
    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        switch action {
        case .up: return step(-1)
        case .down: return step(1)
        case .pageUp: return step(-max(1, table.pageRows - 1))
        case .pageDown: return step(max(1, table.pageRows - 1))
        case .left: table.scrollColumns(by: -1, columns: TimelineColumns.Column.allCases.count)
        case .right: table.scrollColumns(by: 1, columns: TimelineColumns.Column.allCases.count)
        case .top:
            following.above = 0
            if hasBefore || following.isBehind { return read(.first, .first) }
            table.home()
        case .bottom:
            if hasAfter { return read(.last, .last) }
            table.end(count: entries.count)
        case .open:
            guard let entry else { return [] }
            return [
                .push(EntryScreen(source: entry.source, id: entry.id.text ?? "", title: entry.target ?? entry.action))
            ]
        case .histogram: return [.push(HistogramScreen(query, subject: subject))]
        case .export: return [.show(TimelineExports.menu(query, now: context.now))]
        case .related:
            guard let entry else { return [] }
            return [.show(TimelinePivots.menu(entry, query))]
        case .watch: return apply(.watch, context)
        case .cancel:
            if pending != nil { return [.cancelAll(id)] }
            if !query.filter.isEmpty, subject == nil { return apply(.filter(""), context) }
            return nil
        default: return nil
        }
        return []
    }

    var entry: TimelineEntry? { entries.indices.contains(table.selected) ? entries[table.selected] : nil }

    mutating func step(_ rows: Int) -> [Effect] {
        let target = table.selected + rows
        if target >= entries.count, hasAfter, pending == nil, let oldest = pages.last?.next {
            table.end(count: entries.count)
            return read(.after, .after(oldest))
        }
        if target < 0, hasBefore, pending == nil {
            table.home()
            return pages.first?.here.map { read(.before, .before($0)) } ?? read(.first, .first)
        }
        table.move(by: rows, count: entries.count)
        if table.selected == 0 { following.above = 0 }
        return []
    }

    package mutating func apply(_ change: ViewChange, _ context: AppContext) -> [Effect] {
        switch change {
        case .filter(let text):
            query.filter = text
            following.state = nil
            return read(.first, .first) + histogramLoad()
        case .watch:
            following.isOn.toggle()
            return following.isOn ? follow() : [.cancel(LoadSlot(screen: id, purpose: .watch))]
        default: return []
        }
    }
}
