import ConsoleCore
import TenantDomain
import TerminalCore

/// Which entries are asked for, and what is done with them once they are there.
extension TimelineScreen {
    package mutating func appear(_ context: AppContext) -> [Effect] {
        reading(context) + (isWatching ? [.timer(.watch(id), milliseconds: 2000)] : [])
    }

    private mutating func reading(_ context: AppContext) -> [Effect] {
        if let tenantName, own == nil {
            return [.load(LoadSlot(screen: id, purpose: .detail), .tenantNamed(tenantName))]
        }
        pageSize = max(60, context.size.height * 2)
        let wanted = own ?? context.pin
        let isSame = query.tenant == wanted
        query.tenant = wanted
        guard isSame, !entries.isEmpty, hasBefore || table.selected > 0, let here = pages.first?.here else {
            return read(.first, .first) + histogramLoad()
        }
        return read(.reload, .from(here)) + histogramLoad()
    }

    mutating func read(_ kind: Pending, _ position: AuditQuery.Position) -> [Effect] {
        pending = kind
        spinner = nil
        problem = nil
        query.position = position
        query.limit = kind == .reload ? max(pageSize, entries.count) : pageSize
        return [.load(LoadSlot(screen: id, purpose: .page), .timeline(query))] + Effect.startWaiting(id)
    }

    func histogramLoad() -> [Effect] {
        isEmbedded ? [] : [.load(LoadSlot(screen: id, purpose: .histogram), .histogram(query, buckets: 60))]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        switch (slot.purpose, result) {
        case (.page, .success(.timeline(let reply))):
            arrived(reply)
            return Effect.endWaiting(id) + (following.state == nil ? follow() : [])
        case (.page, .failure(let error)):
            pending = nil
            isDim = false
            spinner = nil
            problem = Notice(error)
            if reply != nil { query.filter = shownFilter }
            return Effect.endWaiting(id) + [.toast(Notice(error))]
        case (.detail, .success(.tenant(let tenant))):
            own = tenant
            query.tenant = tenant
            return read(.first, .first) + histogramLoad()
        case (.detail, .failure(let error)):
            problem = Notice(error)
            return [.toast(Notice(error))]
        case (.histogram, .success(.histogram(let reply))): histogram = reply
        case (.watch, .success(.following(let state))): return began(state)
        case (.watch, .success(.followed(let batch))): return came(batch)
        case (.watch, .failure(let error)): return failed(error)
        default: break
        }
        return []
    }

    mutating func arrived(_ reply: TimelineReply) {
        let kind = pending
        pending = nil
        isDim = false
        spinner = nil
        self.reply = reply
        measured = nil
        shownFilter = query.filter
        switch kind {
        case .after where !entries.isEmpty:
            entries += reply.entries
            pages.append(Page(reply))
            hasAfter = reply.hasAfter
            table.move(by: 1, count: entries.count)
            while let first = pages.first, entries.count - first.count >= Self.longest {
                pages.removeFirst()
                entries.removeFirst(first.count)
                hasBefore = true
                table.shift(by: -first.count)
            }
        case .before where !entries.isEmpty:
            entries.insert(contentsOf: reply.entries, at: 0)
            pages.insert(Page(reply), at: 0)
            hasBefore = reply.hasBefore
            table.shift(by: reply.entries.count)
            table.move(by: -1, count: entries.count)
            while let last = pages.last, entries.count - last.count >= Self.longest {
                pages.removeLast()
                entries.removeLast(last.count)
                hasAfter = true
            }
        case .reload where !entries.isEmpty:
            let kept = entry
            hold(reply)
            if let kept, let place = entries.firstIndex(where: { $0.source == kept.source && $0.id == kept.id }) {
                table.select(place, count: entries.count)
            }
            table.clamp(count: entries.count)
        default:
            hold(reply)
            needs = TimelineColumns.Needs()
            table.widths.forget()
            table.home()
            if kind == .last { table.end(count: entries.count) }
        }
    }

    mutating func hold(_ reply: TimelineReply) {
        entries = reply.entries
        pages = [Page(reply)]
        hasBefore = reply.hasBefore
        hasAfter = reply.hasAfter
    }

    package mutating func timer(_ timer: TimerID, _ context: AppContext) -> [Effect] {
        switch timer {
        case .dim: isDim = pending != nil
        case .spinner:
            guard pending != nil else { return [] }
            spinner = (spinner ?? 2) + 1
            return [.timer(.spinner(id), milliseconds: 100)]
        case .watch: return follow()
        default: break
        }
        return []
    }
}
