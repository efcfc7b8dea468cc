import ConsoleCore
import Dispatch
import TerminalDevice

/// Ctrl-C outside the full-screen console, which takes it as a key.
enum Interrupts {
    /// Runs the work; the first interrupt cancels it, which stops the query, leaves no half-written file or row and
    /// ends in `cancelled`. A second one ends the process as the system does.
    static func cancelling<Result: Sendable>(
        _ work: @escaping @Sendable () async throws(ConsoleError) -> Result
    ) async throws(ConsoleError) -> Result {
        let pipe = InterruptPipe.open()
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
        if task.isCancelled { throw .cancelled }
        return try result.get()
    }
}
