import TenantDomain
import TenantStore

/// Questions that no filter can ask by itself: a first read finds who is meant, the filter then names them.
package enum DerivedQuery: String, Sendable, CaseIterable {
    case acrossTenants = "across-tenants"
    case failedThenSignedIn = "failed-then-signed-in"
    case formerMembers = "former-members"

    package var title: String {
        switch self {
        case .acrossTenants: "changes by people who changed several tenants within a day"
        case .failedThenSignedIn: "failed sign-ins that a success followed within the hour"
        case .formerMembers: "what suspended or removed members did"
        }
    }

    var explanation: String {
        switch self {
        case .acrossTenants: "actors with changes in three tenants or more on one day of the last week"
        case .failedThenSignedIn: "three failures within 15 minutes, then a sign-in within the hour, in the last month"
        case .formerMembers: "members whose membership is suspended, or was deleted as the trail tells"
        }
    }
}

/// Reads the trail for those whom a derived query means.
struct DerivedQueryService {
    private static let day: Int64 = 86_400_000_000
    private static let minute: Int64 = 60_000_000
    /// Rows that a first read looks at, and people that the filter then names.
    private static let readLimit = 20_000
    private static let namedLimit = 60

    let session: ConsoleSession

    func expression(_ query: DerivedQuery) async throws(ConsoleError) -> FilterExpression {
        switch query {
        case .acrossTenants: try await acrossTenants()
        case .failedThenSignedIn: try await failedThenSignedIn()
        case .formerMembers: try await FormerMembers(session: session).expression()
        }
    }

    private static func since(_ instant: Int64) -> FilterExpression {
        .term(FilterTerm(field: "since", .has, .text(TimeText.iso(instant))))
    }

    private static func until(_ instant: Int64) -> FilterExpression {
        .term(FilterTerm(field: "until", .has, .text(TimeText.iso(instant))))
    }

    // MARK: Across tenants

    private func acrossTenants() async throws(ConsoleError) -> FilterExpression {
        let reader = TimelineReader(session)
        var statements: [Statement] = []
        let from = session.now() - 7 * Self.day
        for source in reader.sources where source.isPrimary {
            guard let actor = source.path(.actor), let tenant = source.path(.tenant), let time = source.path(.time),
                actor.hops.isEmpty
            else { continue }
            for day in 0..<7 {
                let start = from + Int64(day) * Self.day
                let operand = Operand(time, type: source.type(.time))
                let range = Predicate.all([
                    .compare(operand, .greaterOrEqual(StoredTime.value(start, for: source.catalogTime))),
                    .compare(operand, .less(StoredTime.value(start + Self.day, for: source.catalogTime))),
                    .compare(Operand(actor, type: source.type(.actor)), .isNotNull),
                    .compare(Operand(tenant, type: source.type(.tenant)), .isNotNull),
                ])
                statements.append(
                    try session.planned { (planner) throws(PlanningError) in
                        try planner.groups(
                            source.relation.name, where: range, by: [actor, tenant], cap: Self.readLimit * 10,
                            limit: Self.readLimit)
                    })
            }
        }
        var found: [String] = []
        for block in try await session.blocks(statements) {
            var tenants: [String: Int] = [:]
            for row in 0..<block.rowCount {
                if let actor = block.text(row: row, column: 0) { tenants[actor, default: 0] += 1 }
            }
            for (actor, count) in tenants.sorted(by: { $0.value > $1.value }) where count >= 3 {
                if !found.contains(actor) { found.append(actor) }
            }
        }
        guard !found.isEmpty else { return .any([]) }
        let actors = FilterTerm(
            .field(
                FilterField(parts: ["actor"]), FilterOperator(.has),
                found.prefix(Self.namedLimit).map { FilterValue(.text($0)) }))
        return .all([.term(actors), Self.since(from)])
    }

    // MARK: Failed sign-ins

    private struct Attempt {
        let time: Int64
        let who: String
        let address: String?
        let isFailure: Bool
    }

    private func failedThenSignedIn() async throws(ConsoleError) -> FilterExpression {
        let reader = TimelineReader(session)
        let from = session.now() - 31 * Self.day
        var plans: [(source: TimelineSource, plan: PlannedPage)] = []
        for source in reader.sources where source.isPaged && !source.isPrimary {
            guard let action = source.path(.action), let time = source.path(.time),
                source.has(.actor) || source.has(.actorName)
            else { continue }
            let what = Operand(action, type: source.type(.action))
            let isWhole = Self.holdsOnlyFailures(source.name)
            let signs: Predicate =
                isWhole ? .everything : .any(Self.words.map { Predicate.compare(what, .contains($0)) })
            let range = Predicate.compare(
                Operand(time, type: source.type(.time)),
                .greaterOrEqual(StoredTime.value(from, for: source.catalogTime)))
            plans.append((source, try reader.plan(source, range.and(signs), PageRequest(limit: Self.readLimit))))
        }
        var attempts: [Attempt] = []
        let blocks = try await session.blocks(plans.map(\.plan.statement))
        for (plan, block) in zip(plans, blocks) {
            let rows = plan.plan.page(from: block).rows
            for row in 0..<rows.rowCount {
                if let attempt = attempt(plan.source, rows, row) { attempts.append(attempt) }
            }
        }
        return Self.bursts(attempts)
    }

    private static let words = ["login", "signin", "sign_in", "sign-in", "signed_in"]

    private static func holdsOnlyFailures(_ name: String) -> Bool {
        name.contains("failed_login") || name.contains("failed_sign")
    }

    private func attempt(_ source: TimelineSource, _ rows: RowBlock, _ row: Int) -> Attempt? {
        // Names are compared, never shown: unmasked here, masked wherever entries are.
        let cells = TimelineCells(source: source, rows: rows, row: row, policy: MaskPolicy(.auditor))
        guard let time = cells.time, let who = cells.text(.actor) ?? cells.text(.actorName) else { return nil }
        let action = (cells.text(.action) ?? "").lowercased()
        let isFailure = Self.holdsOnlyFailures(source.name) || action.contains("fail") || action.contains("denied")
        return Attempt(time: time, who: who, address: cells.text(.address), isFailure: isFailure)
    }

    /// Each burst of failures with the success behind it, as a filter over its time.
    private static func bursts(_ attempts: [Attempt]) -> FilterExpression {
        var found: [FilterExpression] = []
        for (who, all) in Dictionary(grouping: attempts, by: \.who).sorted(by: { $0.key < $1.key }) {
            let sorted = all.sorted { $0.time < $1.time }
            let failures = sorted.filter(\.isFailure)
            var lastEnd = Int64.min
            for success in sorted where !success.isFailure && success.time > lastEnd {
                let before = failures.filter { $0.time < success.time && success.time - $0.time <= 60 * minute }
                guard let last = before.last, let first = before.first(where: { last.time - $0.time <= 15 * minute }),
                    before.filter({ $0.time >= first.time }).count >= 3, found.count < namedLimit
                else { continue }
                lastEnd = success.time
                var who: [FilterExpression] = [.term(FilterTerm(field: "actor", .has, .text(who)))]
                if let address = success.address {
                    who.append(.term(FilterTerm(field: "ip", .equal, .text(address))))
                }
                found.append(
                    .all([.any(who), since(first.time - minute), until(success.time + minute)]))
            }
        }
        return .any(found)
    }
}
