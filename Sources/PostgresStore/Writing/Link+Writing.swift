import CLibPQ
import TenantStore

extension Link {
    /// Runs the statements in the transaction that is open, all in one round trip; the first that fails leaves it to be
    /// rolled back.
    ///
    /// - Parameter receive: takes a statement's place and a result of it; false ends the statement.
    func run(
        _ statements: [Statement], limits: Limits, call: Call, isRowByRow: Bool = false,
        receive: (Int, OpaquePointer) -> Bool = { _, _ in true }
    ) throws(StoreError) {
        if call.isCancelled { throw .cancelled }
        let began = Self.clock()
        var parameters: [ParameterList] = []
        for statement in statements { parameters.append(try ParameterList(statement.bindings, sql: statement.sql)) }
        for (statement, values) in zip(statements, parameters) { try send(statement.sql, values) }
        guard library.functions.PQpipelineSync(connection) == 1 else { throw lost() }
        call.begin(cancelHandle)
        var failure: (error: ServerError, sql: String)?
        do {
            defer { call.end() }
            for (place, statement) in statements.enumerated() {
                if isRowByRow { _ = library.functions.PQsetSingleRowMode(connection) }
                while let result = try nextResult(call, limits: limits) {
                    defer { library.functions.PQclear(result) }
                    switch library.functions.PQresultStatus(result) {
                    case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COMMAND_OK:
                        if !receive(place, result) { call.stop() }
                    case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
                        if failure == nil { failure = (ServerError(result, library: library), statement.sql) }
                    default: break
                    }
                }
            }
            try synchronise(call, limits: limits)
        }
        guard let failure else { return }
        if failure.error.endsConnection || library.functions.PQstatus(connection) != CONNECTION_OK {
            throw .connectionLost(reason: failure.error.message)
        }
        if call.isCancelled { throw .cancelled }
        throw failure.error.storeError(
            sql: failure.sql, location: location, isCancelled: call.isCancelled, timeout: limits.statement,
            elapsed: Self.clock() - began)
    }
}
