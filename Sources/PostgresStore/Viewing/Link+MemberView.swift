import CLibPQ
import TenantDomain
import TenantStore

extension Link {
    /// Rows fetched at a time of a stream: what is fetched is held until it is known that the role still stands.
    private static let fetchedRows = 500

    /// Runs the statements as a member, in one sealed read-only transaction; results are handed over once it is known
    /// that role and claims are still what they were.
    func exchange(
        _ statements: [Statement], as view: MemberView, limits: Limits, call: Call, isStreamed: Bool,
        receive: (Int, OpaquePointer) -> Bool
    ) throws(StoreError) {
        var limits = limits
        limits.acceptsLimitedRows = true
        do throws(StoreError) {
            if isStreamed, let statement = statements.first {
                try stream(statement, as: view, limits: limits, call: call, receive: receive)
            } else {
                try readAll(statements, as: view, limits: limits, call: call, receive: receive)
            }
        } catch {
            // A failed transaction is left behind only together with its connection.
            if !isIdle, library.functions.PQstatus(connection) == CONNECTION_OK {
                try? run([Self.rollback], limits: Limits(statement: 10), call: Call(library: library))
            }
            throw error
        }
    }

    private static let begin = Statement(sql: "BEGIN READ ONLY", columnCount: 0)
    private static let commit = Statement(sql: "COMMIT", columnCount: 0)
    private static let rollback = Statement(sql: "ROLLBACK", columnCount: 0)

    private func readAll(
        _ statements: [Statement], as view: MemberView, limits: Limits, call: Call,
        receive: (Int, OpaquePointer) -> Bool
    ) throws(StoreError) {
        let opening = [Self.begin, Seal.statement(limits), MemberViewSQL.enter(view)]
        let all = opening + statements + [MemberViewSQL.check(view), Self.commit]
        let held = try HeldResults(all, on: self, view: view, limits: limits, call: call)
        try held.requireSeal(at: 1)
        try held.require(view, at: opening.count + statements.count)
        for place in statements.indices {
            for result in held[opening.count + place] where !receive(place, result) { return }
        }
    }

    private func stream(
        _ statement: Statement, as view: MemberView, limits: Limits, call: Call,
        receive: (Int, OpaquePointer) -> Bool
    ) throws(StoreError) {
        let cursor = Statement(
            sql: "DECLARE viewed NO SCROLL CURSOR FOR " + statement.sql, bindings: statement.bindings, columnCount: 0)
        let fetch = Statement(sql: "FETCH \(Self.fetchedRows) FROM viewed", columnCount: 0)
        let first = try HeldResults(
            [Self.begin, Seal.statement(limits), MemberViewSQL.enter(view), cursor], on: self, view: view,
            limits: limits, call: call, source: statement)
        try first.requireSeal(at: 1)
        while true {
            if call.isCancelled { throw .cancelled }
            let held = try HeldResults(
                [fetch, MemberViewSQL.check(view)], on: self, view: view, limits: limits, call: call, source: statement)
            try held.require(view, at: 1)
            var rows = 0
            var goesOn = true
            for result in held[0] where goesOn {
                rows += Int(library.functions.PQntuples(result))
                goesOn = receive(0, result)
            }
            if !goesOn || rows < Self.fetchedRows { break }
        }
        try run([Self.commit], limits: limits, call: call)
    }
}

/// The results of statements sent in one round trip, kept until something else about them is known.
private final class HeldResults {
    private let library: LibPQ
    private var results: [[OpaquePointer]]

    /// - Parameter source: the statement that errors are about, where it is not the one that failed.
    init(
        _ statements: [Statement], on link: Link, view: MemberView, limits: Link.Limits, call: Call,
        source: Statement? = nil
    ) throws(StoreError) {
        library = link.library
        results = statements.map { _ in [] }
        if call.isCancelled { throw .cancelled }
        let began = Link.clock()
        var parameters: [ParameterList] = []
        for statement in statements { parameters.append(try ParameterList(statement.bindings, sql: statement.sql)) }
        for (statement, values) in zip(statements, parameters) { try link.send(statement.sql, values) }
        guard library.functions.PQpipelineSync(link.connection) == 1 else { throw link.lost() }
        call.begin(link.cancelHandle)
        var failure: (error: ServerError, statement: Statement)?
        do {
            defer { call.end() }
            for (place, statement) in statements.enumerated() {
                while let result = try link.nextResult(call, limits: limits) {
                    switch library.functions.PQresultStatus(result) {
                    case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE:
                        if failure == nil { failure = (ServerError(result, library: library), source ?? statement) }
                        library.functions.PQclear(result)
                    default: results[place].append(result)
                    }
                }
            }
            try link.synchronise(call, limits: limits)
        }
        guard let failure else { return }
        if failure.error.endsConnection || library.functions.PQstatus(link.connection) != CONNECTION_OK {
            throw .connectionLost(reason: failure.error.message)
        }
        if call.isCancelled { throw .cancelled }
        let error = failure.error.storeError(
            sql: failure.statement.sql, location: link.location, isCancelled: false, timeout: limits.statement,
            elapsed: Link.clock() - began)
        throw MemberViewErrors.error(failure.error, error, of: failure.statement, view: view)
    }

    deinit { for result in results.joined() { library.functions.PQclear(result) } }

    subscript(place: Int) -> [OpaquePointer] { results[place] }

    func requireSeal(at place: Int) throws(StoreError) {
        guard let result = results[place].first, Seal.holds(result, library: library) else {
            throw .engine(code: "seal", message: "the server did not seal the transaction as read-only", sql: "")
        }
    }

    func require(_ view: MemberView, at place: Int) throws(StoreError) {
        guard let result = results[place].first, library.functions.PQntuples(result) == 1 else {
            throw .memberView(.moved(to: "nobody"))
        }
        func cell(_ column: Int) -> String {
            library.functions.PQgetvalue(result, 0, CInt(column)).map { String(cString: $0) } ?? ""
        }
        guard cell(0) == view.role else { throw .memberView(.moved(to: cell(0))) }
        for (place, setting) in view.settings.enumerated() where cell(place + 1) != setting.value {
            throw .memberView(.moved(to: "other claims (\(setting.name))"))
        }
    }
}
