import Synchronization

/// A value that streams and tasks share.
final class Locked<Content>: Sendable {
    private let mutex: Mutex<Holder>

    private struct Holder {
        var content: Content
    }

    init(_ content: sending Content) {
        mutex = Mutex(Holder(content: content))
    }

    func with<Result>(_ body: (inout sending Content) -> sending Result) -> sending Result {
        mutex.withLock { holder in body(&holder.content) }
    }
}
