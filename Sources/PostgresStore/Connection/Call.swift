import CLibPQ
import Dispatch
import Synchronization
import TenantStore

/// One call on its way, which its task may cancel while another thread works on it.
final class Call: Sendable {
    private let flag = Atomic<Bool>(false)
    /// The library's cancel handle while the server works for this call, as an address.
    private let running = Mutex<UInt?>(nil)
    private let library: LibPQ

    init(library: LibPQ) {
        self.library = library
    }

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Ends the server's query, if it is this call's. The library's way of asking blocks, so it has a thread of its own.
    func cancel() {
        flag.store(true, ordering: .releasing)
        DispatchQueue.global().async { self.interrupt() }
    }

    /// Ends the server's query without cancelling the call: enough rows have come, or the first request was too early.
    func stop() {
        DispatchQueue.global().async { self.interrupt() }
    }

    private func interrupt() {
        running.withLock { address in
            guard let address, let handle = OpaquePointer(bitPattern: address) else { return }
            var reason = [CChar](repeating: 0, count: 256)
            _ = library.functions.PQcancel(handle, &reason, CInt(reason.count))
        }
    }

    /// Says that the server now works for this call.
    func begin(_ handle: OpaquePointer?) {
        running.withLock { $0 = handle.map { UInt(bitPattern: $0) } }
    }

    /// Waits for an interruption under way, so that none ever meets the next call.
    func end() {
        running.withLock { $0 = nil }
    }
}
