import ConsoleCore
import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Ctrl-C outside the full-screen console, which takes it as a key.
enum Interrupts {
    /// Runs the work; the first interrupt cancels it, which stops the query, leaves no half-written file or row and
    /// ends in `cancelled`. A second one ends the process as the system does.
    static func cancelling<Result: Sendable>(
        _ work: @escaping @Sendable () async throws(ConsoleError) -> Result
    ) async throws(ConsoleError) -> Result {
        let interrupt = Interrupt()
        // The default action would end the process before the source hears of the signal.
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            interrupt.happen()
            signal(SIGINT, SIG_DFL)
        }
        source.activate()
        let task = Task { () async -> Swift.Result<Result, ConsoleError> in
            do throws(ConsoleError) { return .success(try await work()) } catch { return .failure(error) }
        }
        interrupt.cancels { task.cancel() }
        let result = await task.value
        source.cancel()
        signal(SIGINT, SIG_DFL)
        if task.isCancelled { throw .cancelled }
        return try result.get()
    }
}

/// An interrupt that may come before there is anything to cancel.
private final class Interrupt: Sendable {
    private struct State {
        var hasHappened = false
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func happen() {
        state.withLock { state in
            state.hasHappened = true
            return state.cancel
        }?()
    }

    func cancels(_ cancel: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.cancel = cancel
            return state.hasHappened
        }
        if isLate { cancel() }
    }
}
