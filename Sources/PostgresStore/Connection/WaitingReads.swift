import Synchronization
import TenantDomain
import TenantStore

/// A read that waits for its turn on a connection.
final class WaitingRead: Sendable {
    typealias Outcome = Result<[RowBlock], StoreError>

    let part: Link.Part
    private let continuation: CheckedContinuation<Outcome, Never>

    init(_ part: Link.Part, _ continuation: CheckedContinuation<Outcome, Never>) {
        self.part = part
        self.continuation = continuation
    }

    /// Once only.
    func answer(_ outcome: Outcome) { continuation.resume(returning: outcome) }
}

/// The reads that wait for one connection: whoever comes while it is busy goes with the next round trip, together with
/// all others.
final class WaitingReads: Sendable {
    private let reads = Mutex<[WaitingRead]>([])

    func append(_ read: WaitingRead) { reads.withLock { $0.append(read) } }

    func takeAll() -> [WaitingRead] {
        reads.withLock { reads in
            defer { reads = [] }
            return reads
        }
    }

    var count: Int { reads.withLock { $0.count } }

    func holds(_ read: WaitingRead) -> Bool { reads.withLock { $0.contains { $0 === read } } }

    /// Takes the read away, where it is still waiting.
    func take(_ read: WaitingRead) -> Bool {
        reads.withLock { reads in
            guard let place = reads.firstIndex(where: { $0 === read }) else { return false }
            reads.remove(at: place)
            return true
        }
    }
}
