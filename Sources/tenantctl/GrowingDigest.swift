import ConsoleCore
import Crypto
import Foundation
import Synchronization

/// SHA-256 of a file while it is being written: reads behind the writer what the system still holds in memory, so that
/// a large file need not be read again at its end.
final class GrowingDigest: Sendable {
    private static let pieceBytes = 1 << 18

    private struct State {
        var hash = SHA256()
        var size = 0
        var isFailed = false
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "tenantctl.digest", qos: .utility)
    private let isAsked = Atomic<Bool>(false)
    private let state = Mutex(State())

    /// - Throws: `file` where the file cannot be read.
    init(_ path: String) throws(ConsoleError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Takes in what there is by now, beside the caller.
    func follow() {
        guard !isAsked.exchange(true, ordering: .acquiringAndReleasing) else { return }
        queue.async { [self] in
            isAsked.store(false, ordering: .releasing)
            take()
        }
    }

    /// The hash and the size of all of it; nil where it could not be read.
    func finish() -> (hash: String, size: Int)? {
        queue.sync { take() }
        return state.withLock { state in
            if state.isFailed { return nil }
            let digits = state.hash.finalize().map { byte in
                let text = String(byte, radix: 16)
                return byte < 16 ? "0\(text)" : text
            }
            return (digits.joined(), state.size)
        }
    }

    private func take() {
        state.withLock { state in
            withUnsafeTemporaryAllocation(byteCount: Self.pieceBytes, alignment: 16) { buffer in
                while !state.isFailed {
                    let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(state.size))
                    if count < 0, errno == EINTR { continue }
                    if count < 0 { state.isFailed = true }
                    guard count > 0 else { return }
                    state.hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                    state.size += count
                }
            }
        }
    }
}
