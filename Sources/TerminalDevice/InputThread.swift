import Synchronization
import TerminalCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The thread that waits for the terminal and for signals. Idle it sleeps in `poll` without a time limit.
final class InputThread: Sendable {
    /// What the thread is to do next; it reads the terminal only while it holds this lock.
    private enum Order: Sendable { case read, pause, stop }

    /// Unchecked: an opaque id, nothing is reached through it but `pthread_join`.
    private struct Handle: @unchecked Sendable { var thread: pthread_t }

    private let input: Int32
    private let onInput: @Sendable (InputEvent) -> Void
    private let onSignal: @Sendable (Int32) -> Void
    private let onLost: @Sendable () -> Void
    private let order = Mutex(Order.read)
    private let handle = Mutex<Handle?>(nil)

    /// A pause that makes an ESC a key of its own; sequences come faster even over slow lines.
    private static let sequencePause: Int32 = 30
    private static let pastePause: Int32 = 1_000

    init(
        input: Int32, onInput: @escaping @Sendable (InputEvent) -> Void,
        onSignal: @escaping @Sendable (Int32) -> Void, onLost: @escaping @Sendable () -> Void
    ) {
        self.input = input
        self.onInput = onInput
        self.onSignal = onSignal
        self.onLost = onLost
    }

    func start() throws(TerminalError) {
        let code = handle.withLock { handle in
            #if canImport(Darwin)
                var thread: pthread_t?
            #else
                var thread = pthread_t()
            #endif
            let context = Unmanaged.passRetained(self)
            let code = pthread_create(
                &thread, nil,
                { context in
                    #if canImport(Darwin)
                        let context: UnsafeMutableRawPointer? = context
                    #endif
                    if let context { Unmanaged<InputThread>.fromOpaque(context).takeRetainedValue().run() }
                    return nil
                }, context.toOpaque())
            if code != 0 {
                context.release()
                return code
            }
            #if canImport(Darwin)
                handle = thread.map { Handle(thread: $0) }
            #else
                handle = Handle(thread: thread)
            #endif
            return code
        }
        if code != 0 { throw .noThread(code: code) }
    }

    /// Ends the thread; after this nothing is read from the terminal. May be called from the thread itself.
    func stop() {
        order.withLock { $0 = .stop }
        SignalPipe.wake()
        let handle = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        guard let handle else { return }
        if pthread_equal(handle.thread, pthread_self()) != 0 {
            pthread_detach(handle.thread)
        } else {
            pthread_join(handle.thread, nil)
        }
    }

    /// Leaves the terminal's input to another program, at once.
    func pause() {
        order.withLock { if $0 == .read { $0 = .pause } }
        SignalPipe.wake()
    }

    func resume() {
        order.withLock { if $0 == .pause { $0 = .read } }
        SignalPipe.wake()
    }

    // MARK: The thread

    private func run() {
        var decoder = InputDecoder()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var polled = [
            pollfd(fd: SignalPipe.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let order = order.withLock { $0 }
            if order == .stop { return }
            // A negative descriptor is passed over.
            polled[1].fd = order == .pause ? -1 : input
            let ready = poll(&polled, 2, Self.timeLimit(decoder.waiting))
            if ready < 0 {
                if errno == EINTR { continue }
                return onLost()
            }
            if ready == 0 {
                for event in decoder.flush() { onInput(event) }
                continue
            }
            if polled[0].revents != 0 {
                while let byte = SignalPipe.next() {
                    if byte != SignalPipe.wakeUp { onSignal(Int32(byte)) }
                }
            }
            if polled[1].revents != 0 {
                guard let count = read(into: &buffer) else { return onLost() }
                for event in decoder.feed(buffer[..<count]) { onInput(event) }
            }
        }
    }

    /// Reads what there is; 0 where it is not ours to read, nil where the terminal is gone.
    private func read(into buffer: inout [UInt8]) -> Int? {
        order.withLock { order in
            guard order == .read else { return 0 }
            #if canImport(Darwin)
                let count = Darwin.read(input, &buffer, buffer.count)
            #else
                let count = Glibc.read(input, &buffer, buffer.count)
            #endif
            if count > 0 { return count }
            if count < 0, errno == EINTR || errno == EAGAIN { return 0 }
            return nil
        }
    }

    private static func timeLimit(_ waiting: InputDecoder.Waiting) -> Int32 {
        switch waiting {
        case .nothing: -1
        case .sequence: sequencePause
        case .paste: pastePause
        }
    }
}
