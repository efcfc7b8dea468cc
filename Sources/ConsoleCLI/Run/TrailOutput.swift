import ConsoleCore
import TenantDomain

/// The audit trail on standard output, page after page.
package struct TrailOutput: Sendable {
    private static let pageRows = 500

    private let session: ConsoleSession
    private let format: OutputFormat
    private let options: OutputOptions
    private let descriptor: Int32

    package init(session: ConsoleSession, format: OutputFormat, options: OutputOptions, descriptor: Int32) {
        self.session = session
        self.format = format
        self.options = options
        self.descriptor = descriptor
    }

    /// - Parameters:
    ///   - tenant: the request's tenant, already found.
    ///   - counted: told of the entries that are handed out, before each part of them is.
    /// - Throws: `ConsoleError`, or `OutputSink.Failure` where the output takes no more.
    package func write(
        _ request: AuditRequest, tenant: TenantMatch?, counted: @Sendable (Int) -> Void = { _ in }
    ) async throws -> ListOutput.Outcome {
        let service = TimelineService(session: session)
        let wanted = request.limit == 0 ? nil : request.limit ?? session.pageSize
        var outcome = ListOutput.Outcome()
        var position: AuditQuery.Position = request.after.map { .after($0) } ?? .first
        let isJSON = format == .json || format == .ndjson
        let objects = ObjectWriter(isArray: format == .json, descriptor: descriptor)
        let table = RowWriter(
            format: format, columns: OutputRows(ReplyTables.timelineTable([], zone: nil)).columns, options: options,
            descriptor: descriptor)
        let zone = format == .table ? session.zone : nil
        while true {
            let reply = try await service.load(
                AuditQuery(
                    filter: request.filter, tenant: tenant,
                    limit: min(Self.pageRows, (wanted ?? .max) - outcome.rows), position: position))
            counted(outcome.rows + reply.entries.count)
            if isJSON {
                try objects.write(reply.entries.map { ReplyJSON.entry($0) })
            } else {
                try table.write(OutputRows(ReplyTables.timelineTable(reply.entries, zone: zone)).block)
            }
            outcome.rows += reply.entries.count
            outcome.hasMore = reply.hasAfter
            outcome.next = reply.next
            if let bounded = reply.bounded?.words(zone: session.zone) { outcome.notes = [bounded.long, bounded.hint] }
            outcome.notes += reply.unmatched
            guard reply.hasAfter, !reply.entries.isEmpty, outcome.rows < wanted ?? .max, let next = reply.next else {
                break
            }
            position = .after(next)
        }
        if isJSON { try objects.finish() } else { try table.finish() }
        outcome.defusedCells = table.defusedCells
        return outcome
    }
}
