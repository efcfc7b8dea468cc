import Logging
import TenantDomain
import TenantStore

extension ConsoleSession {
    package var planner: StatementPlanner { StatementPlanner(catalog: registry.catalog, dialect: store.dialect) }
    package var masks: MaskPolicy {
        MaskPolicy(seesPersonalData: persona.seesPersonalData || revealsPersonalData)
    }

    /// Runs statements in one read; no statements, no read.
    ///
    /// - Parameter apart: whether they need not see one moment, so that two connections may share them.
    func blocks(_ statements: [Statement], apart: Bool = false) async throws(ConsoleError) -> [RowBlock] {
        guard !statements.isEmpty else { return [] }
        let start = ContinuousClock.now
        do {
            let blocks = try await apart ? store.readApart(statements) : store.read(statements)
            logRead(statements, since: start)
            return blocks
        } catch {
            if error != .cancelled {
                log.warning("read failed", metadata: ["error": "\(ErrorWording.wording(for: .store(error)).message)"])
            }
            throw ConsoleError(error)
        }
    }

    /// Every read at debug, slow ones at notice.
    private func logRead(_ statements: [Statement], since start: ContinuousClock.Instant) {
        let took = ContinuousClock.now - start
        let level: Logger.Level = took > .seconds(1) ? .notice : .debug
        guard log.logLevel <= level else { return }
        for statement in statements {
            log.log(level: level, "read", metadata: ["took": "\(took)", "sql": "\(statement.sql)"])
        }
    }

    func planned<Plan>(_ make: (StatementPlanner) throws(PlanningError) -> Plan) throws(ConsoleError) -> Plan {
        do {
            return try make(planner)
        } catch {
            throw ConsoleError(error)
        }
    }

    /// Several pages in one read, one page for each query.
    func pages(_ queries: [RowQuery]) async throws(ConsoleError) -> [RowPage] {
        var plans: [PlannedPage] = []
        for query in queries {
            plans.append(try planned { (planner) throws(PlanningError) in try planner.page(query) })
        }
        let blocks = try await blocks(plans.map(\.statement))
        return zip(plans, blocks).map { $0.page(from: $1) }
    }
}

extension ConsoleError {
    package init(_ error: StoreError) {
        self = error == .cancelled ? .cancelled : .store(error)
    }

    /// Only a cursor and a network come from what a person wrote; the other faults mean that the catalog changed
    /// under the console or that the profile leads astray.
    package init(_ error: PlanningError) {
        switch error {
        case .foreignCursor: self = .badCursor
        case .invalidNetwork(let text):
            self = .usage(message: "“\(text)” is no network address", hint: "write 10.8.0.17, 10.8.* or 10.8.0.0/16")
        case .notComparable(let column, let type):
            self = .usage(message: "\(column) holds \(type.rawValue) values, which have no order", hint: nil)
        case .tooManyColumns(let count, let limit):
            self = .usage(message: "\(count) columns are more than the database returns (\(limit))", hint: nil)
        case .tooManyValues(let count, let limit):
            self = .usage(message: "\(count) values are more than the database takes (\(limit))", hint: nil)
        case .unknownRelation(let name): self = .store(.missingRelation(name.description))
        case .unknownColumn(let relation, let column):
            self = .refused(reason: "\(relation) has no column \(column) any more", hint: "reload the catalog")
        case .severalRows(let relation, let columns):
            self = .refused(
                reason: "several rows of \(relation) may stand behind \(columns.joined(separator: ", "))",
                hint: "see config check")
        case .unevenKey(let relation, let columns):
            self = .refused(
                reason: "the key \(columns.joined(separator: ", ")) of \(relation) cannot be followed",
                hint: "see config check")
        case .unquotable: self = .refused(reason: "a name in the database holds a NUL character", hint: nil)
        }
    }
}
