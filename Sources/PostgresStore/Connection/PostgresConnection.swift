import Synchronization
import TenantDomain
import TenantStore

/// One connection with a thread of its own, so that waiting for the server holds up nobody else.
actor PostgresConnection {
    /// Seconds before each attempt to come back after the connection dropped.
    private static let pauses = [0.0, 0.3, 1.5]
    private static let streamRows = 2_000
    private static let streamBytes = 256 * 1024

    private let executor = ConnectionExecutor()
    private let door: Door
    private let library: LibPQ
    private let notices: NoticeLog
    private var link: Link?
    private var isClosed = false
    private let calls = Atomic<Int>(0)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(door: Door, library: LibPQ, notices: NoticeLog) {
        self.door = door
        self.library = library
        self.notices = notices
    }

    /// Calls running and waiting.
    nonisolated var callsUnderWay: Int { calls.load(ordering: .relaxed) }

    /// Counts a call that is about to come, so that others see the connection as taken.
    nonisolated func reserve() -> PostgresConnection {
        calls.add(1, ordering: .relaxed)
        return self
    }

    /// What the header and the engine's name need to know of a connection.
    struct Greeting: Sendable {
        let version: String
        let location: String
        let isEncrypted: Bool
        let isSuperuser: Bool
    }

    /// Connects.
    func greet() async throws(StoreError) -> Greeting {
        let link = try await connected()
        return Greeting(
            version: link.version, location: link.location, isEncrypted: link.isEncrypted,
            isSuperuser: link.isSuperuser)
    }

    /// Runs a reserved call.
    nonisolated func read(
        _ statements: [Statement], limits: Link.Limits
    ) async throws(StoreError) -> [RowBlock] {
        defer { calls.subtract(1, ordering: .relaxed) }
        let call = Call(library: library)
        return try await Self.cancellable(call) { () async throws(StoreError) in
            try await self.read(statements, limits: limits, call: call)
        }
    }

    /// Runs a reserved call.
    nonisolated func stream(
        _ statement: Statement, limits: Link.Limits, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        defer { calls.subtract(1, ordering: .relaxed) }
        let call = Call(library: library)
        try await Self.cancellable(call) { () async throws(StoreError) in
            try await self.stream(statement, limits: limits, call: call, receive: receive)
        }
    }

    func close() {
        isClosed = true
        link = nil
    }

    private nonisolated static func cancellable<Result: Sendable>(
        _ call: Call, _ body: () async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await withTaskCancellationHandler(operation: body, onCancel: { call.cancel() })
        } catch let error as StoreError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    private func read(
        _ statements: [Statement], limits: Link.Limits, call: Call
    ) async throws(StoreError) -> [RowBlock] {
        try await repeating(call) { link throws(StoreError) in
            var blocks = statements.map { RowBlock(columnCount: $0.columnCount) }
            let decoders = statements.map { ResultDecoder(library: self.library, shape: $0) }
            try link.exchange(statements, limits: limits, call: call) { place, result in
                if blocks.indices.contains(place) { decoders[place].append(result, to: &blocks[place]) }
                return true
            }
            return blocks
        }
    }

    private func stream(
        _ statement: Statement, limits: Link.Limits, call: Call, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        var delivered = false
        try await repeating(call, mayRepeat: { !delivered }) { link throws(StoreError) in
            let decoder = ResultDecoder(library: self.library, shape: statement)
            var block = RowBlock(columnCount: statement.columnCount)
            var goesOn = true
            func deliver() -> Bool {
                delivered = true
                goesOn = (try? receive(block)) ?? false
                block = RowBlock(columnCount: statement.columnCount)
                return goesOn
            }
            try link.exchange([statement], limits: limits, call: call, isRowByRow: true) { _, result in
                decoder.append(result, to: &block)
                guard block.rowCount >= Self.streamRows || block.byteCount >= Self.streamBytes else { return true }
                return deliver()
            }
            if goesOn, block.rowCount > 0 { _ = deliver() }
        }
    }

    private func connected() async throws(StoreError) -> Link {
        if isClosed { throw .closed }
        if let link { return link }
        let key = try await door.key()
        let opened: Link
        do throws(StoreError) {
            opened = try Link(settings: door.settings, key: key, library: library, notices: notices)
        } catch {
            guard case .authenticationFailed = error, let other = try await door.key(after: key) else { throw error }
            opened = try Link(settings: door.settings, key: other, library: library, notices: notices)
        }
        if isClosed { throw .closed }
        link = opened
        return opened
    }

    /// Runs the body once, and again over a new connection where the old one turns out to be gone: reads only, so
    /// that nothing can happen twice.
    private func repeating<Result>(
        _ call: Call, mayRepeat: () -> Bool = { true }, _ body: (Link) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let isFirst = link == nil
        var reason: String?
        for pause in [0.0] + Self.pauses {
            if pause > 0 {
                do { try await Task.sleep(for: .seconds(pause)) } catch { throw .cancelled }
            }
            if call.isCancelled { throw .cancelled }
            do throws(StoreError) {
                return try body(try await connected())
            } catch {
                switch error {
                case .connectionLost(let words):
                    link = nil
                    reason = words
                    guard mayRepeat() else { throw error }
                case .cannotConnect(_, _, let words):
                    if isFirst, reason == nil { throw error }
                    reason = words
                default:
                    // What the server may still send belongs to nobody.
                    if link?.isIdle == false { link = nil }
                    throw error
                }
            }
        }
        throw .connectionLost(reason: reason ?? "the server does not answer")
    }
}
