import ConsoleCore
import TenantDomain
import TerminalCore

/// From a database that is far away the next page is read before it is asked for.
extension ListScreen {
    mutating func readAhead(_ context: AppContext) -> [Effect] {
        guard context.isFar, pending == nil, !isReadingAhead, let window, let query, window.hasAfter,
            window.count - table.selected <= 3 * max(context.size.height, table.pageRows),
            let cursor = window.cursor(row: window.count - 1)
        else { return [] }
        isReadingAhead = true
        return [.load(slot(.ahead), .list(query, .after(cursor)))]
    }

    /// The end of the rows was reached while the next page is on its way: that one is waited for.
    mutating func waitForReadAhead() -> [Effect] {
        pending = .after
        return Effect.startWaiting(id)
    }

    /// Other rows are read: a page behind the old ones is no longer wanted.
    mutating func dropReadAhead() -> [Effect] {
        guard isReadingAhead else { return [] }
        isReadingAhead = false
        return [.cancel(slot(.ahead))]
    }

    mutating func readAheadArrived(
        _ result: Result<LoadResult, ConsoleError>, _ context: AppContext
    ) -> [Effect] {
        guard isReadingAhead else { return [] }
        isReadingAhead = false
        if pending == .after { return receive(result, for: slot(.page), context) }
        guard pending == nil, case .success(.list(let reply)) = result else { return [] }
        elapsed = reply.elapsedMicroseconds
        let dropped = window?.append(reply) ?? 0
        if dropped > 0 { table.shift(by: -dropped) }
        return []
    }
}
