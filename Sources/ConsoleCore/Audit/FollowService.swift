import TenantDomain
import TenantStore

/// Where following stands: what was delivered, and from where the trail is read again. A value, so that whoever follows
/// keeps it between polls.
package struct FollowState: Sendable, Equatable {
    /// Entries from this time on are looked at again, since they may have been committed meanwhile.
    fileprivate(set) var from: Int64
    /// The newest time that was delivered, no later than the database's clock was then: an entry dated in the future
    /// does not make those late that come after it.
    fileprivate(set) var newest: Int64
    /// The database's time at the last look.
    fileprivate var now: Int64
    /// Delivered entries from `from` on by source and id, with their times.
    fileprivate(set) var seen: [String: [String: Int64]]
    /// SQLite's mark of commits, or how much a listener heard; nothing is read while it stays.
    fileprivate(set) var token: Int64?
    /// What hears of commits on a server, where anything does.
    fileprivate var listener: HeldListener?
    /// When the trail is read whatever was heard, or a listener tried again.
    fileprivate var look: Int64 = .min

    /// Milliseconds until the next poll: where commits announce themselves, one without any costs nothing.
    package var interval: Int { token == nil ? 1000 : 250 }
    /// Whether the server announces commits.
    package var isListening: Bool { listener != nil }

    /// The first page that is on screen counts as delivered.
    package mutating func note(_ entries: [TimelineEntry]) {
        for entry in entries {
            guard let time = entry.time, let id = entry.id.text else { continue }
            reach(time)
            if time >= from { seen[entry.source, default: [:]][id] = time }
        }
    }

    /// Sets where the next poll begins, never before what is known to have been seen, and forgets what lies before.
    fileprivate mutating func lookAgain(from: Int64) {
        guard from > self.from else { return }
        self.from = from
        for (source, times) in seen { seen[source] = times.filter { $0.value >= from } }
    }

    /// Half a second for what is committed between reading the clock and reading the trail.
    fileprivate mutating func reach(_ time: Int64) { newest = max(newest, min(time, now + 500_000)) }
}

/// A listener in a value that can be compared: which one listens makes no difference.
private struct HeldListener: Sendable, Equatable {
    let listener: any ChangeListening

    static func == (left: HeldListener, right: HeldListener) -> Bool { true }
}

/// What one poll found.
package struct FollowBatch: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let entry: TimelineEntry
        /// Committed after entries with later times had been delivered.
        package let isLate: Bool
    }

    /// Oldest first.
    package let entries: [Entry]
    /// New entries besides those read whole.
    package let unread: Int
    package let state: FollowState
}

/// New entries of the trail as they are committed, each exactly once.
///
/// A row's time is that of its transaction's begin on PostgreSQL, or that of an application's clock, so that rows may
/// appear below what is known already. Every poll reads the last stretch again and drops what it has delivered: ten
/// minutes where they hold few entries, never less than 60 seconds, and always from where the oldest transaction began
/// that was open at the poll before. Where the server announces commits (`DatabaseStore.listen`), polls
/// between them read nothing; they look all the same once a minute.
package struct FollowService: Sendable {
    /// How far back a poll looks at least.
    package static let overlap: Int64 = 60_000_000
    /// How far back a poll looks where that is no more than so many entries: clocks of applications may be wrong.
    package static let wideOverlap: Int64 = 600_000_000
    private static let wideLimit = 2000
    /// Clocks of servers and triggers, and rows whose time is taken a little before the transaction's.
    private static let margin: Int64 = 2_000_000
    /// An entry this much older than the newest delivered one is late.
    private static let lateAfter: Int64 = 1_000_000
    /// Keys that one poll looks at in a source, and entries read in one statement.
    private static let keyLimit = 100_000
    private static let chunk = 500
    /// Microseconds between two looks whatever was heard, and between two attempts to listen.
    private static let longestSilence: Int64 = 60_000_000
    private static let listenAgain: Int64 = 10_000_000

    private let session: ConsoleSession
    private let reader: TimelineReader

    package init(session: ConsoleSession) {
        self.session = session
        reader = TimelineReader(session)
    }

    /// Whether the poll after this error may succeed: a state that is kept misses nothing meanwhile.
    package static func mayPass(_ error: ConsoleError) -> Bool {
        guard case .store(let error) = error else { return false }
        switch error {
        case .connectionLost, .connectionFailed, .busy: return true
        default: return false
        }
    }

    /// Begins: what is in the trail now counts as delivered.
    package func begin(_ query: AuditQuery) async throws(ConsoleError) -> FollowState {
        let filter = try await reader.filter(query.filter, tenant: query.tenant)
        var state = FollowState(
            from: session.now() - Self.wideOverlap - Self.margin, newest: .min, now: session.now(), seen: [:],
            token: try await session.changeToken())
        if session.store.dialect == .postgres { await listen(&state, filter, after: nil) }
        var read = try await keys(filter, from: state.from)
        if read.from < state.from {
            // A transaction is open that began before.
            state.from = read.from
            read = try await keys(filter, from: state.from)
        }
        state.now = read.now
        for key in read.keys {
            state.seen[key.source.name, default: [:]][key.id] = key.time
            state.reach(key.time)
        }
        if state.newest == .min { state.newest = state.from }
        state.lookAgain(from: read.from)
        return state
    }

    /// What was committed since.
    ///
    /// - Parameter limit: entries that are read whole, the newest; the others are counted.
    package func poll(
        _ query: AuditQuery, _ state: FollowState, limit: Int? = nil
    ) async throws(ConsoleError) -> FollowBatch {
        var state = state
        if try await isQuiet(&state) { return FollowBatch(entries: [], unread: 0, state: state) }
        let filter = try await reader.filter(query.filter, tenant: query.tenant)
        if session.store.dialect == .postgres, state.listener == nil, session.now() >= state.look {
            await listen(&state, filter, after: Self.listenAgain)
        }
        let read = try await keys(filter, from: state.from)
        let fresh = read.keys.filter { state.seen[$0.source.name]?[$0.id] == nil }
        let wanted = limit.map { Array(fresh.prefix($0)) } ?? fresh
        let entries = try await whole(wanted)
        let threshold = state.newest - Self.lateAfter
        state.now = read.now
        for key in fresh {
            state.seen[key.source.name, default: [:]][key.id] = key.time
            state.reach(key.time)
        }
        state.lookAgain(from: read.from)
        return FollowBatch(
            entries: entries.map { FollowBatch.Entry(entry: $0, isLate: ($0.time ?? .max) < threshold) },
            unread: fresh.count - wanted.count, state: state)
    }

    // MARK: Silence

    /// Whether nothing can have been committed since the poll before.
    private func isQuiet(_ state: inout FollowState) async throws(ConsoleError) -> Bool {
        let token: Int64?
        if let held = state.listener {
            token = try? await held.listener.heard()
            if token == nil {
                state.listener = nil
                state.token = nil
                state.look = session.now()
            } else if session.now() >= state.look {
                state.look = session.now() + Self.longestSilence
                state.token = token
                return false
            }
        } else {
            token = try await session.changeToken()
        }
        guard let token else { return false }
        if token == state.token { return true }
        state.token = token
        return false
    }

    /// Listens from now on, so that what is committed after this is heard of. Only tables with triggers are worth the
    /// connection.
    private func listen(_ state: inout FollowState, _ filter: TimelineFilter, after pause: Int64?) async {
        state.look = pause.map { session.now() + $0 } ?? .max
        let relations = filter.asked.map(\.source.relation)
        guard relations.allSatisfy({ $0.triggers.contains { $0.definition.uppercased().contains("INSERT") } }),
            let listener = await session.store.listen(to: relations.map(\.name)),
            let heard = try? await listener.heard()
        else { return }
        state.listener = HeldListener(listener: listener)
        state.token = heard
        state.look = session.now() + Self.longestSilence
    }

    // MARK: Keys

    private struct Key {
        let source: TimelineSource
        let value: Value
        let id: String
        let time: Int64
    }

    private struct Keys {
        /// Newest first within each source.
        var keys: [Key]
        /// Where the next poll has to begin.
        var from: Int64
        /// The database's time, just before.
        var now: Int64
    }

    private func keys(_ filter: TimelineFilter, from: Int64) async throws(ConsoleError) -> Keys {
        let open = session.planner.openTransactions()
        var statements = [open].compactMap { $0 }
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for asked in filter.asked {
            guard let time = asked.source.path(.time), let id = asked.source.path(.id) else { continue }
            let recent = Predicate.compare(
                Operand(time, type: asked.source.type(.time)),
                .greaterOrEqual(StoredTime.value(from, for: asked.source.catalogTime))
            ).and(asked.predicate)
            let plan = try reader.plan(
                RowQuery(
                    relation: asked.source.relation.name,
                    columns: [
                        Projection(id, type: asked.source.type(.id)), Projection(time, type: asked.source.type(.time)),
                    ], predicate: recent, sort: asked.source.sort, page: PageRequest(limit: Self.keyLimit),
                    cellLimit: nil))
            plans.append((asked.source, plan))
            statements.append(plan.statement)
        }
        let now = session.now()
        var blocks = try await session.blocks(statements)[...]
        var result = Keys(keys: [], from: now, now: now)
        if open != nil, let block = blocks.popFirst() {
            result.now = block.number(row: 0, column: 1) ?? now
            result.from = Self.oldestOpen(block) ?? result.now
        }
        // Where a source has more than is looked at, what lies before cannot be told from what is new.
        var unread: Int64?
        for (plan, block) in zip(plans, blocks) {
            let page = plan.plan.page(from: block)
            for row in 0..<page.rows.rowCount {
                let value = page.rows.exactValue(row: row, column: 0)
                guard let id = value.text, let time = page.rows.time(row: row, column: 1) else { continue }
                result.keys.append(Key(source: plan.source, value: value, id: id, time: time))
                if page.hasAfter, row == page.rows.rowCount - 1 { unread = max(unread ?? time, time) }
            }
        }
        result.keys.sort { $0.time > $1.time }
        let least = min(result.from, result.now - Self.overlap) - Self.margin
        let many = result.keys.count > Self.wideLimit ? result.keys[Self.wideLimit].time + 1 : .min
        let wide = max(result.now - Self.wideOverlap - Self.margin, many)
        result.from = max(min(least, wide), unread.map { $0 + 1 } ?? .min)
        return result
    }

    /// Since when the oldest transaction is open; nil where none is.
    private static func oldestOpen(_ block: RowBlock) -> Int64? {
        block.rowCount == 1 ? block.number(row: 0, column: 0) : nil
    }

    private func whole(_ keys: [Key]) async throws(ConsoleError) -> [TimelineEntry] {
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for (_, mine) in Dictionary(grouping: keys, by: \.source.name) {
            guard let source = mine.first?.source, let id = source.path(.id) else { continue }
            var start = 0
            while start < mine.count {
                let values = mine[start..<min(start + Self.chunk, mine.count)].map(\.value)
                start += Self.chunk
                plans.append(
                    (
                        source,
                        try reader.plan(
                            source, .compare(Operand(id, type: source.type(.id)), .oneOf(values)),
                            PageRequest(limit: Self.chunk))
                    ))
            }
        }
        var places: [(source: TimelineSource, rows: RowBlock, row: Int)] = []
        for (plan, block) in zip(plans, try await session.blocks(plans.map(\.plan.statement))) {
            let rows = plan.plan.page(from: block).rows
            places += (0..<rows.rowCount).map { (plan.source, rows, $0) }
        }
        let entries = reader.entries(places)
        let names = try TimelineNames(of: entries, session, policy: reader.policy)
        return names.applied(to: entries, try await session.blocks(names.statements)).sorted {
            ($0.time ?? .max, $0.id.text ?? "") < ($1.time ?? .max, $1.id.text ?? "")
        }
    }
}
