import TenantDomain
import TenantStore

/// A read that would look at the rows of a large relation one by one, known from the catalog before it is sent.
package struct FullScan: Sendable, Equatable {
    /// What no index serves.
    package enum Cause: Sendable, Equatable {
        case filter(String)
        case sort(String)
    }

    package let resource: String
    package let cause: Cause
    /// The engine's estimate.
    package let rows: Int
    /// Fields that an index serves, the best known first: a term on one of them bounds the read.
    package let indexedFields: [String]
    /// How the engine itself would go about it (EXPLAIN); nil where it was not asked.
    package var plan: String?

    package init(resource: String, cause: Cause, rows: Int, indexedFields: [String]) {
        self.resource = resource
        self.cause = cause
        self.rows = rows
        self.indexedFields = indexedFields
    }
}

/// Refuses full scans of large relations that nobody has agreed to. Costs no round trip.
struct CostGuard {
    /// Rows up to which a scan is over before a person would have answered.
    private static let large = 500_000

    let planner: StatementPlanner

    /// - Throws: `fullScan` where the list's query is one, the relation is known to be large and the list does not
    ///   allow it.
    func check(_ list: ListQuery, _ query: RowQuery) throws(ConsoleError) {
        guard !list.allowsFullScan, case .scan(let rows?) = planner.cost(of: query), rows > Self.large else { return }
        let cause: FullScan.Cause =
            query.predicate == .everything ? .sort(list.sort.first?.field ?? "") : .filter(list.filter)
        let fields = list.resource.columns.filter { $0.isIndexed && $0.mask == .none }
        let times = fields.filter { $0.type.isTime }
        let others = fields.filter { !$0.type.isTime }
        throw .fullScan(
            FullScan(
                resource: list.resource.title, cause: cause, rows: rows,
                indexedFields: Array((times + others).map(\.name).prefix(6))))
    }
}

extension ListService {
    /// The same refusal, with what the engine says of its plan: one question more, asked only where a scan is refused.
    func explained(_ error: ConsoleError, _ query: RowQuery) async -> ConsoleError {
        guard case .fullScan(var scan) = error,
            let planned = try? session.planned({ (planner) throws(PlanningError) in try planner.page(query) }),
            let block = try? await session.blocks([EnginePlan.statement(planned.statement, session.store.dialect)])
                .first
        else { return error }
        scan.plan = EnginePlan.words(block, session.store.dialect, of: query.relation)
        return .fullScan(scan)
    }
}
