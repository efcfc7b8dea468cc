import ConsoleCore
import Dispatch
import TerminalDevice

/// Ctrl-C outside the full-screen console, which takes it as a key.
enum Interrupts {
    /// Runs the work; the first interrupt cancels it, which stops the query, leaves no half-written file or row and
    /// ends in `cancelled`. A second one ends the process as the system does.
    ///
    /// - Parameters:
    ///   - terminations: whether the other signals that ask a program to end do the same.
    ///   - keepsOutcome: for work that says itself how it ended: a change that is committed by then is made.
    static func cancelling<Result: Sendable>(
        terminations: Bool = false, keepsOutcome: Bool = false,
        _ work: @escaping @Sendable () async throws(ConsoleError) -> Result
    ) async throws(ConsoleError) -> Result {
        let pipe = InterruptPipe.open(terminations: terminations)
        let task = Task { () async -> Swift.Result<Result, ConsoleError> in
            do throws(ConsoleError) { return .success(try await work()) } catch { return .failure(error) }
        }
        let source = pipe.map { DispatchSource.makeReadSource(fileDescriptor: $0.readEnd, queue: .global()) }
        source?.setEventHandler {
            task.cancel()
            // The byte stays in the pipe: once is enough.
            source?.cancel()
        }
        source?.activate()
        let result = await task.value
        source?.cancel()
        pipe?.close()
        if task.isCancelled, !keepsOutcome { throw .cancelled }
        return try result.get()
    }
}
