import Synchronization

/// Keeps what ended a stream from inside its callback, where a store would take it for its own error.
final class FirstFailure: Sendable {
    private let failure = Mutex<OutputSink.Failure?>(nil)

    func keep(_ error: OutputSink.Failure) {
        failure.withLock { $0 = $0 ?? error }
    }

    func rethrow() throws(OutputSink.Failure) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
