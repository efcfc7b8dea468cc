import TenantDomain
import TenantStore

/// Refuses full scans of large relations that nobody has agreed to.
///
/// The catalog decides first and costs no round trip. It is remembered, so it may be wrong both ways: before it
/// refuses, the server is asked how large the relation is now; where it does not refuse, the read itself carries the
/// question (`StatementPlanner.refusing`).
struct CostGuard {
    /// Rows up to which a scan is over before a person would have answered.
    static let large = 500_000

    let session: ConsoleSession
    let list: ListQuery
    let query: RowQuery

    private var planner: StatementPlanner { session.planner }

    /// - Throws: `fullScan` where the list's query is one, the relation is large by the catalog and by the server's own
    ///   word, and the list does not allow it.
    func check() async throws(ConsoleError) {
        guard !list.allowsFullScan, case .scan(let rows?) = planner.cost(of: query), rows > Self.large else { return }
        var scan = scan(rows)
        if let asked = await ask() {
            if let now = asked.rows {
                if now <= Self.large { return }
                scan.rows = now
            }
            scan.plan = asked.plan
        }
        throw .fullScan(scan)
    }

    /// The statements' rows, in one read that fails before any of them runs where the relation has grown past the limit
    /// meanwhile.
    ///
    /// - Throws: `fullScan` then.
    func blocks(_ statements: [Statement]) async throws(ConsoleError) -> [RowBlock] {
        guard let guarding else { return try await session.blocks(statements) }
        do throws(ConsoleError) {
            return Array(try await session.blocks([guarding] + statements).dropFirst())
        } catch {
            guard case .store(.engine(_, _, guarding.sql)) = error else { throw error }
            let asked = await ask()
            var scan = scan(asked?.rows ?? Self.large)
            scan.plan = asked?.plan
            throw .fullScan(scan)
        }
    }

    /// Before a stream, which is one statement: a read of its own.
    func checkNow() async throws(ConsoleError) {
        try await check()
        if guarding != nil { _ = try await blocks([]) }
    }

    /// A member's view knows no sizes: they count rows that policies hide. The statement timeout is its guard.
    private var guarding: Statement? {
        guard !list.allowsFullScan, session.view == nil,
            case .scan = planner.cost(of: query, trustsEstimates: false)
        else { return nil }
        return (try? planner.refusing(query.relation, above: Self.large)) ?? nil
    }

    private func scan(_ rows: Int) -> FullScan {
        let cause: FullScan.Cause =
            query.predicate == .everything ? .sort(list.sort.first?.field ?? "") : .filter(list.filter)
        let fields = list.resource.columns.filter { $0.isIndexed && $0.mask == .none }
        let times = fields.filter { $0.type.isTime }
        let others = fields.filter { !$0.type.isTime }
        return FullScan(
            resource: list.resource.title, cause: cause, rows: rows,
            indexedFields: Array((times + others).map(\.name).prefix(6)))
    }

    /// The relation's size now, and what the engine says of its plan: one question, asked only where a scan would be
    /// refused.
    private func ask() async -> (rows: Int?, plan: String?)? {
        guard let page = try? planner.page(query),
            let size = try? planner.currentRows(of: query.relation),
            let blocks = try? await session.blocks([EnginePlan.statement(page.statement, session.store.dialect), size])
        else {
            return await plan().map { (nil, $0) }
        }
        return (
            blocks[1].text(row: 0, column: 0).flatMap { Int($0) },
            EnginePlan.words(blocks[0], session.store.dialect, of: query.relation)
        )
    }

    private func plan() async -> String? {
        guard let page = try? planner.page(query),
            let block = try? await session.blocks([EnginePlan.statement(page.statement, session.store.dialect)]).first
        else { return nil }
        return EnginePlan.words(block, session.store.dialect, of: query.relation)
    }
}
