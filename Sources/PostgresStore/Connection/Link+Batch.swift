import CLibPQ
import TenantDomain
import TenantStore

/// Several calls in one round trip: each has its own sealed transaction, all are sent before the first is answered.
extension Link {
    /// One call of a batch.
    struct Part {
        let statements: [Statement]
        let limits: Limits
        let call: Call
    }

    /// Runs the parts, and hands over what each came to as soon as it is known; nil for a part that has to be run
    /// again by itself, because another one's end came in between.
    ///
    /// - Throws: what ended the connection; the parts not yet handed over are unknown then.
    func exchange(
        batch: [Part], answer: (Int, Result<[RowBlock], StoreError>?) -> Void
    ) throws(StoreError) {
        var sent: [(place: Int, sql: [String])] = []
        for (place, part) in batch.enumerated() {
            if part.call.isCancelled {
                answer(place, .failure(.cancelled))
                continue
            }
            let all = Self.sealed(part)
            // Values that cannot be sent are found out before anything is.
            var parameters: [ParameterList] = []
            do throws(StoreError) {
                for statement in all { parameters.append(try ParameterList(statement.bindings, sql: statement.sql)) }
            } catch {
                answer(place, .failure(error))
                continue
            }
            for (statement, values) in zip(all, parameters) { try send(statement.sql, values) }
            guard library.functions.PQpipelineSync(connection) == 1 else { throw lost() }
            sent.append((place, all.map(\.sql)))
        }
        var hasFailed = false
        for (place, sql) in sent {
            let part = batch[place]
            let outcome = try collect(part, sql)
            if case .failure = outcome, !hasFailed {
                hasFailed = true
                // One that was ended by a request meant for its neighbour is run again.
                answer(place, Self.isForeignCancel(outcome, part.call) ? nil : outcome)
            } else {
                // A transaction that failed is still open for those behind it.
                answer(place, hasFailed ? nil : outcome)
            }
        }
        if hasFailed, let last = sent.last { try rollBack(batch[last.place].call) }
    }

    private static func sealed(_ part: Part) -> [Statement] {
        [Statement(sql: "BEGIN READ ONLY", columnCount: 0), Seal.statement(part.limits)] + part.statements
            + [Statement(sql: "COMMIT", columnCount: 0)]
    }

    private static func isForeignCancel(_ outcome: Result<[RowBlock], StoreError>, _ call: Call) -> Bool {
        guard case .failure(.engine("57014", _, _)) = outcome else { return false }
        return !call.isCancelled
    }

    private func collect(_ part: Part, _ sql: [String]) throws(StoreError) -> Result<[RowBlock], StoreError> {
        let began = Self.clock()
        var blocks = part.statements.map { RowBlock(columnCount: $0.columnCount) }
        let decoders = part.statements.map { ResultDecoder(library: library, shape: $0) }
        var failure: (error: ServerError, sql: String)?
        var isSealed = false
        part.call.begin(cancelHandle)
        defer { part.call.end() }
        for place in sql.indices {
            while let result = try nextResult(part.call, limits: part.limits) {
                defer { library.functions.PQclear(result) }
                switch library.functions.PQresultStatus(result) {
                case PGRES_TUPLES_OK:
                    if place == 1 {
                        isSealed = Seal.holds(result, library: library)
                    } else if isSealed, blocks.indices.contains(place - 2) {
                        decoders[place - 2].append(result, to: &blocks[place - 2])
                    }
                case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
                    if failure == nil { failure = (ServerError(result, library: library), sql[place]) }
                default: break
                }
            }
        }
        try synchronise(part.call, limits: part.limits)
        if let failure {
            if failure.error.endsConnection || library.functions.PQstatus(connection) != CONNECTION_OK {
                throw .connectionLost(reason: failure.error.message)
            }
            if part.call.isCancelled { return .failure(.cancelled) }
            return .failure(
                failure.error.storeError(
                    sql: failure.sql, location: location, isCancelled: false, timeout: part.limits.statement,
                    elapsed: Self.clock() - began))
        }
        guard isSealed else {
            return .failure(
                .engine(code: "seal", message: "the server did not seal the transaction as read-only", sql: sql[1]))
        }
        return .success(blocks)
    }
}
