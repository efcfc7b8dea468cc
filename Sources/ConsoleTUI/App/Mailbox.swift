import Synchronization

/// Where messages from the input thread, reads and timers meet. Taking them in batches lets one frame answer several.
package final class Mailbox: Sendable {
    private let waiting = Mutex<[Message]>([])
    private let signal: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (signal, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func post(_ message: Message) {
        waiting.withLock { $0.append(message) }
        continuation.yield()
    }

    /// Everything posted so far, oldest first.
    package func take() -> [Message] {
        waiting.withLock { messages in
            let taken = messages
            messages.removeAll(keepingCapacity: true)
            return taken
        }
    }

    /// One element for each time messages arrived since the last look.
    package var arrivals: AsyncStream<Void> { signal }
}
