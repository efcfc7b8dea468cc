import Synchronization
import TenantDomain
import TenantStore
import Testing

/// Work that two connections share: every statement's answer once and in its place, whoever fails meanwhile.
@Suite(.timeLimit(.minutes(5))) struct SharedReadsTests {
    private static func statements(_ count: Int) -> [Statement] {
        (0..<count).map { Statement(sql: "\($0)", columnCount: 1) }
    }

    private static func block(_ text: String) -> RowBlock {
        var block = RowBlock(columnCount: 1)
        block.append(.text, text.utf8)
        return block
    }

    @Sendable private static func work(
        _ work: SharedReads, most: Int, failsAt place: Int? = nil, done: (() -> Void)? = nil
    ) throws(StoreError) {
        while true {
            let places = work.take { left, _ in min(most, left) }
            guard !places.isEmpty else { return }
            if let place, places.contains(place) {
                work.giveBack(places)
                throw .busy(location: "here")
            }
            work.answer(places, with: places.map { block(work.statements[$0].sql) })
            done?()
        }
    }

    @Test func everyStatementIsAnsweredInItsPlace() async throws {
        for round in 0..<200 {
            let count = round % 40 + 1
            let (mine, theirs) = (round % 9 + 1, round % 7 + 1)
            let failing = round % 2 == 0 ? round * 31 % count : nil
            let work = SharedReads(Self.statements(count))
            let blocks = try await work.run(patience: .zero) { () async throws(StoreError) in
                try Self.work(work, most: mine)
            } helping: {
                try? Self.work(work, most: theirs, failsAt: failing)
            }
            #expect(blocks.map { $0.text(row: 0, column: 0) } == (0..<count).map { "\($0)" })
        }
    }

    @Test func bothWorkAtOnce() async throws {
        let work = SharedReads(Self.statements(10))
        let (helped, help) = AsyncStream<Void>.makeStream()
        let first = Mutex<[Int]>([])
        let blocks = try await work.run(patience: .zero) { () async throws(StoreError) in
            let places = work.take { left, _ in left / 2 }
            first.withLock { $0 = places }
            // Ends only where somebody else is at work meanwhile.
            for await _ in helped { break }
            work.answer(places, with: places.map { Self.block("\($0)") })
        } helping: {
            try? Self.work(work, most: 10)
            help.yield()
        }
        #expect(first.withLock { $0 } == [0, 2, 4, 6, 8])
        #expect(blocks.map { $0.text(row: 0, column: 0) } == (0..<10).map { "\($0)" })
    }

    @Test func nobodyIsAskedForHelpWithWhatIsDone() async throws {
        let work = SharedReads(Self.statements(10))
        let asked = Atomic<Bool>(false)
        let begun = ContinuousClock.now
        _ = try await work.run(patience: .seconds(3600)) { () async throws(StoreError) in
            try Self.work(work, most: 3)
        } helping: {
            asked.store(true, ordering: .relaxed)
        }
        let wasAsked = asked.load(ordering: .relaxed)
        #expect(!wasAsked)
        #expect(ContinuousClock.now - begun < .seconds(60))
    }

    @Test func whatTheFirstMeetsEndsTheReadAndItsHelper() async throws {
        let work = SharedReads(Self.statements(10))
        let (begun, begin) = AsyncStream<Void>.makeStream()
        await #expect(throws: StoreError.busy(location: "here")) {
            _ = try await work.run(patience: .zero) { () async throws(StoreError) in
                for await _ in begun { break }
                throw .busy(location: "here")
            } helping: {
                begin.yield()
                for await _ in AsyncStream<Void>(unfolding: { try? await Task.sleep(for: .seconds(3600)) }) {
                    if Task.isCancelled { break }
                }
            }
        }
    }
}
