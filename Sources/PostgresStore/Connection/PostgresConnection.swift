import Synchronization
import TenantDomain
import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One connection with a thread of its own, so that waiting for the server holds up nobody else.
actor PostgresConnection {
    /// Seconds before each attempt to come back after the connection dropped.
    private static let pauses = [0.0, 0.3, 1.5]
    /// Milliseconds that a read waits behind another one before it looks for another connection.
    private static let patience = 300
    private static let streamRows = 2_000
    private static let streamBytes = 256 * 1024

    private let executor = ConnectionExecutor()
    private let door: Door
    private let library: LibPQ
    private let notices: NoticeLog
    private var link: Link?
    private var wasConnected = false
    private var isClosed = false
    /// Whether a link is being opened, which may wait for a password, and who waits for it.
    private var isOpening = false
    private var awaitingLink: [CheckedContinuation<Void, Never>] = []
    private let calls = Atomic<Int>(0)
    private let streams = Atomic<Int>(0)
    private let waiting = WaitingReads()
    /// When the round trip under way was begun, in nanoseconds of the clock that only goes forward; 0 for none.
    private let busySince = Atomic<UInt64>(0)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(door: Door, library: LibPQ, notices: NoticeLog) {
        self.door = door
        self.library = library
        self.notices = notices
    }

    /// Calls running and waiting.
    nonisolated var callsUnderWay: Int { calls.load(ordering: .relaxed) }

    nonisolated var waitingReads: Int { waiting.count }

    /// Whether one of the calls is a stream, which takes as long as it takes.
    nonisolated var isStreaming: Bool { streams.load(ordering: .relaxed) > 0 }

    /// Counts a call that is about to come, so that others see the connection as taken.
    nonisolated func reserve(isStream: Bool = false) -> PostgresConnection {
        calls.add(1, ordering: .relaxed)
        if isStream { streams.add(1, ordering: .relaxed) }
        return self
    }

    /// Ends a reservation that no call came for.
    nonisolated func release() { calls.subtract(1, ordering: .relaxed) }

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

    /// Connects for whoever already waits: where that fails they are told at once, and nobody tries again for them.
    func introduce() async -> Greeting? {
        do throws(StoreError) {
            return try await greet()
        } catch {
            for read in waiting.takeAll() { read.answer(.failure(error)) }
            return nil
        }
    }

    /// Runs a reserved call. Whoever comes while the connection is busy goes with the next round trip.
    ///
    /// - Parameter elsewhere: another connection, asked for once this one has kept the call waiting for too long.
    nonisolated func read(
        _ statements: [Statement], limits: Link.Limits,
        elsewhere: @escaping @Sendable () -> PostgresConnection? = { nil }
    ) async throws(StoreError) -> [RowBlock] {
        defer { calls.subtract(1, ordering: .relaxed) }
        let call = Call(library: library)
        let isBusy = callsUnderWay > 1
        return try await Self.cancellable(call) { () async throws(StoreError) in
            let outcome: WaitingRead.Outcome = await withCheckedContinuation { continuation in
                let read = WaitingRead(
                    Link.Part(statements: statements, limits: limits, call: call), continuation)
                waiting.append(read)
                Task { await serve() }
                if isBusy { Task { await self.move(read, elsewhere) } }
            }
            return try outcome.get()
        }
    }

    /// Takes a read to another connection, where it still waits when this one has been at one round trip for so long
    /// that its query must be a slow one.
    private nonisolated func move(
        _ read: WaitingRead, _ elsewhere: @Sendable () -> PostgresConnection?
    ) async {
        var other: PostgresConnection?
        while other == nil {
            guard (try? await Task.sleep(for: .milliseconds(Self.patience))) != nil, waiting.holds(read) else { return }
            let since = busySince.load(ordering: .relaxed)
            let isSlow = since > 0 && Self.nanoseconds() - since > UInt64(Self.patience) * 1_000_000
            other = isSlow ? elsewhere() : nil
        }
        guard let other else { return }
        defer { other.release() }
        guard waiting.take(read) else { return }
        other.waiting.append(read)
        await other.serve()
    }

    private nonisolated static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Runs a reserved call.
    nonisolated func stream(
        _ statement: Statement, limits: Link.Limits, receive: @Sendable (RowBlock) throws -> Bool
    ) async throws(StoreError) {
        defer {
            calls.subtract(1, ordering: .relaxed)
            streams.subtract(1, ordering: .relaxed)
        }
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

    /// Runs all reads that wait, in one round trip where there are several.
    private func serve() async {
        // Whoever opens the link answers for all where it cannot be opened.
        while isOpening { await withCheckedContinuation { awaitingLink.append($0) } }
        let batch = waiting.takeAll()
        guard !batch.isEmpty else { return }
        // A member's view is entered and left by each read of its own.
        let shared = batch.filter { $0.part.limits.view == nil }
        var rest = batch.filter { $0.part.limits.view != nil }
        rest = (shared.count > 1 ? await serveTogether(shared) : shared) + rest
        for read in rest {
            do throws(StoreError) {
                read.answer(
                    .success(
                        try await self.read(
                            read.part.statements, limits: read.part.limits, call: read.part.call)))
            } catch {
                read.answer(.failure(error))
            }
        }
    }

    /// - Returns: the reads that have to be run one by one.
    private func serveTogether(_ batch: [WaitingRead]) async -> [WaitingRead] {
        let link: Link
        do throws(StoreError) {
            link = try await connected()
        } catch {
            // The server was never there: one answer for all. Where it was, each read tries to come back.
            if case .connectionLost = error { return batch }
            if wasConnected { return batch }
            for read in batch { read.answer(.failure(error)) }
            return []
        }
        var answered = Set<Int>()
        busySince.store(Self.nanoseconds(), ordering: .relaxed)
        defer { busySince.store(0, ordering: .relaxed) }
        do throws(StoreError) {
            try link.exchange(batch: batch.map(\.part)) { place, outcome in
                guard let outcome else { return }
                answered.insert(place)
                batch[place].answer(outcome)
            }
        } catch {
            self.link = nil
        }
        if !link.isIdle { self.link = nil }
        return batch.indices.filter { !answered.contains($0) }.map { batch[$0] }
    }

    private func read(
        _ statements: [Statement], limits: Link.Limits, call: Call
    ) async throws(StoreError) -> [RowBlock] {
        try await repeating(call) { link throws(StoreError) in
            var blocks = statements.map { RowBlock(columnCount: $0.columnCount) }
            let decoders = statements.map { ResultDecoder(library: self.library, shape: $0) }
            self.busySince.store(Self.nanoseconds(), ordering: .relaxed)
            defer { self.busySince.store(0, ordering: .relaxed) }
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
        while isOpening { await withCheckedContinuation { awaitingLink.append($0) } }
        if isClosed { throw .closed }
        if let link { return link }
        isOpening = true
        defer {
            isOpening = false
            for waiter in awaitingLink { waiter.resume() }
            awaitingLink = []
        }
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
        wasConnected = true
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
