import Dispatch

/// Runs one actor's work on a queue that may block, away from the threads that all tasks share.
final class ConnectionExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "tenantctl.postgres")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
