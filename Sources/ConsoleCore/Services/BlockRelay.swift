import Dispatch
import Synchronization
import TenantDomain

/// Hands blocks of a stream to a thread of their own, so that the database reads the next block while this one is
/// masked and written. Some megabytes are under way at most: whoever reads faster waits.
final class BlockRelay: Sendable {
    private let queue = DispatchQueue(label: "tenantctl.stream", qos: .userInitiated)
    private let room: DispatchSemaphore
    private let isStopped = Atomic<Bool>(false)
    private let receive: @Sendable (RowBlock) throws -> Bool

    /// - Parameters:
    ///   - blocks: so many are under way at most.
    ///   - receive: takes the blocks in their order, on the relay's thread; false or an error ends the stream.
    init(blocks: Int = 16, receive: @escaping @Sendable (RowBlock) throws -> Bool) {
        room = DispatchSemaphore(value: blocks)
        self.receive = receive
    }

    /// - Returns: false once no more is wanted.
    func hand(_ block: RowBlock) -> Bool {
        room.wait()
        guard !isStopped.load(ordering: .acquiring) else {
            room.signal()
            return false
        }
        queue.async { [self] in
            defer { room.signal() }
            if isStopped.load(ordering: .acquiring) { return }
            if (try? receive(block)) != true { isStopped.store(true, ordering: .releasing) }
        }
        return true
    }

    /// Returns once every block handed over has been received.
    func finish() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }
}
