import ConsoleCore
import TenantDomain
import TerminalCore

/// New entries on standard output as they come, until the task is cancelled.
package struct FollowOutput: Sendable {
    private let session: ConsoleSession
    private let format: OutputFormat
    private let descriptor: Int32
    /// Waits between polls.
    private let pause: @Sendable (_ milliseconds: Int) async throws -> Void
    /// Says on standard error what is no entry.
    private let say: @Sendable (String) -> Void

    package init(
        session: ConsoleSession, format: OutputFormat, descriptor: Int32,
        pause: @escaping @Sendable (Int) async throws -> Void, say: @escaping @Sendable (String) -> Void
    ) {
        self.session = session
        self.format = format
        self.descriptor = descriptor
        self.pause = pause
        self.say = say
    }

    /// - Throws: `ConsoleError`, or `OutputSink.Failure` where the output takes no more.
    package func run(_ request: AuditRequest, tenant: TenantMatch?, rings: Bool) async throws {
        guard [.table, .ndjson, .json].contains(format) else {
            throw ConsoleError.usage(
                message: "What is followed has no end: it is written as lines or as ndjson.", hint: "-o ndjson")
        }
        let service = FollowService(session: session)
        let query = AuditQuery(filter: request.filter, tenant: tenant, limit: max(1, request.limit ?? 10))
        var state = try await service.begin(query)
        if let limit = request.limit, limit > 0 {
            let first = try await TimelineService(session: session).load(query)
            state.note(first.entries)
            try write(first.entries.reversed().map { ($0, false) }, rings: false)
        }
        var wait = state.interval
        var isLost = false
        while !Task.isCancelled {
            try await pause(wait)
            do throws(ConsoleError) {
                let batch = try await service.poll(query, state)
                state = batch.state
                try writing { () throws(OutputSink.Failure) in
                    try write(batch.entries.map { ($0.entry, $0.isLate) }, rings: rings)
                }
                if isLost { say("connected again; nothing was missed") }
                isLost = false
                wait = state.interval
            } catch {
                guard FollowService.mayPass(error) else { throw error }
                if !isLost { say("\(ErrorWording.wording(for: error).message) Trying again.") }
                isLost = true
                wait = min(max(1000, wait * 2), 30_000)
            }
        }
    }

    private func writing(_ body: () throws(OutputSink.Failure) -> Void) throws(ConsoleError) {
        do throws(OutputSink.Failure) {
            try body()
        } catch {
            switch error {
            case .closed: throw .cancelled
            case .failed(let reason): throw .file(path: "standard output", reason: reason)
            }
        }
    }

    private func write(
        _ entries: [(entry: TimelineEntry, isLate: Bool)], rings: Bool
    ) throws(OutputSink.Failure) {
        guard !entries.isEmpty else { return }
        var sink = OutputSink(descriptor: descriptor)
        for (entry, isLate) in entries {
            if format == .table {
                sink.write(TextWidth.visible(TrailLine.text(entry, zone: session.zone, isLate: isLate)).utf8)
            } else {
                var bytes: [UInt8] = []
                ReplyJSON.followed(entry, isLate: isLate).append(to: &bytes, indented: false)
                sink.write(bytes)
            }
            sink.write("\n")
        }
        if rings, format == .table { sink.write("\u{7}") }
        try sink.flush()
    }
}
