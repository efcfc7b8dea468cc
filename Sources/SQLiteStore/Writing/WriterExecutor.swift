import Dispatch

/// Runs one transaction's work on a queue that may block, away from the threads that all tasks share.
final class WriterExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "tenantctl.sqlite.writer")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
