import TenantDomain
import TenantStore

/// Which of the sources that answer a filter can be counted bucket by bucket: those that an index on time leads
/// through, and those so small that nobody waits for them.
struct HistogramSources {
    /// Entries up to which a source without such an index is read for each bucket.
    private static let small = 20_000

    private let reader: TimelineReader

    init(_ reader: TimelineReader) { self.reader = reader }

    /// Reads nothing where every source has an index.
    func parted(
        _ asked: [TimelineFilter.Asked]
    ) async throws(ConsoleError) -> (counted: [TimelineFilter.Asked], uncounted: [String]) {
        let unserved = asked.filter { !isServed($0) }
        var statements: [Statement] = []
        for one in unserved {
            statements.append(
                try reader.session.planned { (planner) throws(PlanningError) in
                    try planner.count(one.source.relation.name, where: .everything, cap: Self.small).statement
                })
        }
        var large: Set<String> = []
        for (one, block) in zip(unserved, try await reader.session.blocks(statements))
        where (block.number(row: 0, column: 0) ?? .max) > Self.small {
            large.insert(one.source.name)
        }
        return (
            asked.filter { !large.contains($0.source.name) },
            asked.map(\.source.name).filter { large.contains($0) }
        )
    }

    /// Whether an index begins with the time, or has it behind what the predicate names.
    private func isServed(_ asked: TimelineFilter.Asked) -> Bool {
        guard let time = asked.source.path(.time), time.hops.isEmpty else { return false }
        let relation = asked.source.relation
        if relation.isIndexed(time.column) { return true }
        let isBehind = relation.indexes.contains { index in
            index.predicate == nil && index.columns.contains { $0.name == time.column }
        }
        return isBehind && reader.session.planner.isServed(asked.predicateWithoutTime, in: relation)
    }
}
