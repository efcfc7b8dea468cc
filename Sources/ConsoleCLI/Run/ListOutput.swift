import ConsoleCore
import TenantDomain

/// A list on standard output: page after page with computed cells filled in, or one stream where no cell is computed.
/// Data formats get whole values, tables the head of long ones. Memory does not grow with the list.
package struct ListOutput: Sendable {
    /// What is to be said of the list on standard error.
    package struct Outcome: Sendable, Equatable {
        package var rows = 0
        package var hasMore = false
        package var next: String?
        package var defusedCells = 0
        /// What else its reader should know.
        package var notes: [String] = []

        package init(
            rows: Int = 0, hasMore: Bool = false, next: String? = nil, defusedCells: Int = 0, notes: [String] = []
        ) {
            self.rows = rows
            self.hasMore = hasMore
            self.next = next
            self.defusedCells = defusedCells
            self.notes = notes
        }
    }

    private static let pageRows = 500

    private let service: ListService
    private let format: OutputFormat
    private let options: OutputOptions
    private let descriptor: Int32

    package init(service: ListService, format: OutputFormat, options: OutputOptions, descriptor: Int32) {
        self.service = service
        self.format = format
        self.options = options
        self.descriptor = descriptor
    }

    /// - Parameter counted: told of the rows that are handed out, before each part of them is.
    /// - Throws: `ConsoleError`, or `OutputSink.Failure` where the output takes no more.
    package func write(
        _ request: ListRequest, counted: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Outcome {
        let query = try await service.query(request)
        let hasComputed = query.columns.contains { $0.path == nil }
        let wanted = request.limit == 0 ? nil : request.limit ?? query.limit
        if !hasComputed, format != .table || wanted == nil {
            return try await stream(query, wanted: wanted, request.after, counted)
        }
        return try await pages(query, wanted: wanted, request.after, counted)
    }

    private func stream(
        _ query: ListQuery, wanted: Int?, _ after: String?, _ counted: @escaping @Sendable (Int) -> Void
    ) async throws -> Outcome {
        var position = PageRequest.Position.first
        if let after { position = .after(try service.cursor(after, of: query)) }
        let writer = writer(query.columns.map(OutputColumn.init))
        let failure = FirstFailure()
        let end: (hasMore: Bool, next: String?)
        do throws(ConsoleError) {
            end = try await service.stream(query, from: position, limit: wanted) { block in
                do throws(OutputSink.Failure) {
                    // Before they are written: a reader who goes away has had some of them.
                    counted(writer.rowCount + block.rowCount)
                    try writer.write(block)
                } catch {
                    failure.keep(error)
                    return false
                }
                return true
            }
        } catch {
            writer.abandon()
            throw error
        }
        try failure.rethrow()
        try writer.finish()
        return Outcome(
            rows: writer.rowCount, hasMore: end.hasMore, next: end.next, defusedCells: writer.defusedCells)
    }

    private func pages(
        _ query: ListQuery, wanted: Int?, _ after: String?, _ counted: @Sendable (Int) -> Void
    ) async throws -> Outcome {
        var query = query
        var outcome = Outcome()
        var position: PageRequest.Position = .first
        if let after { position = .after(try service.cursor(after, of: query)) }
        var writer: RowWriter?
        while true {
            query.limit = min(Self.pageRows, (wanted ?? .max) - outcome.rows)
            let reply = try await service.page(query, position: position, wholeValues: format != .table)
            let count = reply.page.rows.rowCount
            let rows = OutputRows(
                reply, computed: try await service.computed(reply, rows: 0..<count), format: format)
            let open = writer ?? self.writer(rows.columns)
            writer = open
            counted(outcome.rows + count)
            try open.write(rows.block)
            outcome.rows += count
            outcome.hasMore = reply.page.hasAfter
            outcome.next = reply.next
            outcome.defusedCells = open.defusedCells
            guard outcome.hasMore, count > 0, outcome.rows < wanted ?? .max, let next = reply.next else { break }
            position = .after(try service.cursor(next, of: query))
        }
        try writer?.finish()
        return outcome
    }

    private func writer(_ columns: [OutputColumn]) -> RowWriter {
        RowWriter(format: format, columns: columns, options: options, descriptor: descriptor)
    }
}
