import ConsoleCLI
import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// A command without a screen: its reply on standard output in the format asked for.
struct CommandOutput {
    let parsed: Grammar.Parsed
    let launch: Launch

    func run(_ command: Command, session: ConsoleSession) async throws(ConsoleError) -> ExitCode {
        if case .list(let request) = command, request.limit == 0 {
            return try await stream(request, session: session)
        }
        let router = CommandRouter(session: session, host: LaunchCommands(launch: launch))
        return try write(try await router.run(command))
    }

    func write(_ reply: Reply) throws(ConsoleError) -> ExitCode {
        switch reply {
        case .lines(let lines):
            for line in lines { Streams.out(line) }
        case .message(let text): Streams.out(text)
        case .console, .open: throw .needsScreen
        default:
            for table in ReplyTables.tables(for: reply, format: parsed.format) {
                if let title = table.title, parsed.format == .table { Streams.out("\n\(title)") }
                try write(table.rows)
            }
        }
        for line in ReplyTables.remarks(on: reply) { Streams.error(line) }
        return .ok
    }

    private func write(_ rows: OutputRows) throws(ConsoleError) {
        let writer = RowWriter(
            format: parsed.format, columns: rows.columns, options: options, descriptor: STDOUT_FILENO)
        do throws(OutputSink.Failure) {
            try writer.write(rows.block)
            try writer.finish()
        } catch {
            try Self.throwing(error)
        }
    }

    /// Every row, in bounded memory.
    private func stream(_ request: ListRequest, session: ConsoleSession) async throws(ConsoleError) -> ExitCode {
        let service = ListService(session: session)
        var wanted = request
        wanted.limit = nil
        var query = try await service.query(wanted)
        query.columns = query.columns.filter { $0.path != nil }
        let writer = RowWriter(
            format: parsed.format, columns: query.columns.map(OutputColumn.init), options: options,
            descriptor: STDOUT_FILENO)
        do {
            try await service.stream(query) { block in
                try writer.write(block)
                return true
            }
            try writer.finish()
        } catch let error as ConsoleError {
            throw error
        } catch let error as OutputSink.Failure {
            try Self.throwing(error)
        } catch {
            throw .file(path: "standard output", reason: "\(error)")
        }
        return .ok
    }

    /// A reader that went away is no failure.
    private static func throwing(_ error: OutputSink.Failure) throws(ConsoleError) {
        if case .closed = error { return }
        throw .file(path: "standard output", reason: "\(error)")
    }

    private var options: OutputOptions {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let coloured =
            switch launch.settings.color {
            case .never: false
            case .auto: isTerminal && launch.variables["NO_COLOR"] == nil
            default: true
            }
        return OutputOptions(
            toTerminal: isTerminal, coloured: coloured, safeCells: parsed.safeCells,
            cellWidth: parsed.format == .table ? 60 : nil, ambiguousIsWide: launch.settings.ambiguousIsWide)
    }
}
