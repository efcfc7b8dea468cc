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
        let (format, options) = (parsed.format, options)
        switch command {
        case .list(let request):
            let record = ExportRecord(session: session)
            let filter = record.kept(request.filter, of: session.registry.resource(named: request.resource))
            return try await writing("rows", session.view) {
                try await record.counting(
                    request.resource, filter: filter, format
                ) { counted in
                    try await ListOutput(
                        service: ListService(session: session), format: format, options: options,
                        descriptor: STDOUT_FILENO
                    ).write(request, counted: counted)
                }
            }
        case .audit(let request):
            var tenant: TenantMatch?
            if let word = request.tenant { tenant = try await TenantResolver(session: session).resolve(word) }
            let record = ExportRecord(session: session)
            return try await writing("entries", session.view) { [tenant] in
                try await record.counting("audit trail", filter: record.kept(trail: request.filter), format) {
                    counted in
                    try await TrailOutput(
                        session: session, format: format, options: options, descriptor: STDOUT_FILENO
                    ).write(request, tenant: tenant, counted: counted)
                }
            }
        case .trail(.export(let request)) where request.file == "-":
            var tenant: TenantMatch?
            if let word = request.tenant { tenant = try await TenantResolver(session: session).resolve(word) }
            let record = ExportRecord(session: session)
            return try await writing("entries", session.view) { [tenant] in
                try await record.counting("audit trail", filter: record.kept(trail: request.filter), request.format) {
                    counted in
                    try await TrailFile(launch: launch, session: session).writeToOutput(
                        request, tenant: tenant, counted: counted)
                }
            }
        case .change(let request, let terms):
            return try write(try await ChangeOutput(session: session, terms: terms).run(request))
        case .edit(let resource, let id, let terms):
            return try write(
                try await ChangeOutput(session: session, terms: terms).run(
                    RowEditing(session: session, launch: launch), resource, id))
        case .apply(let file, let terms):
            return try write(
                try await ChangeOutput(session: session, terms: terms).run(try PlanFile.read(file)))
        case .reveal where isatty(STDOUT_FILENO) == 0:
            throw .refused(
                reason: "A revealed record goes to a terminal only, never into a file or pipe.",
                hint: "tenantctl show gives it masked.")
        case .trail(.seal):
            // Each as it is made: those of a long trail hold more than memory should.
            var count = 0
            let source = try await SealService(session: session).statements { (statement) throws(ConsoleError) in
                count += 1
                do throws(OutputSink.Failure) {
                    try Streams.out([statement])
                } catch {
                    // Half of a chain is nothing to put into the journal.
                    try Self.throwing(error)
                    throw .cancelled
                }
            }
            if count == 0 { Streams.error("There is nothing to seal in \(source).") }
            return .ok
        case .trail(.follow(let request, let bell)):
            var tenant: TenantMatch?
            if let word = request.tenant { tenant = try await TenantResolver(session: session).resolve(word) }
            return try await following(request, tenant, session, rings: bell)
        case .access(.asMember(let request, let inner)):
            let viewed = try await MemberViewService(session: session).open(request)
            for line in viewed.view.map({ [$0.remark] + $0.notes }) ?? [] {
                Streams.error("tenantctl: \(SafeText.visible(line))")
            }
            return try await run(inner, session: viewed)
        default:
            let router = CommandRouter(session: session, host: LaunchCommands(launch: launch))
            let reply = try await router.run(command)
            guard case .record(let record) = reply, format != .table else { return try write(reply) }
            return try write(.record(try await RecordService(session: session).withWholeValues(record)))
        }
    }

    func write(_ reply: Reply) throws(ConsoleError) -> ExitCode {
        if case .console = reply { throw .needsScreen }
        if case .open = reply { throw .needsScreen }
        do throws(OutputSink.Failure) {
            switch reply {
            case .lines(let lines): try Streams.out(lines)
            case .message(let text), .reopen(let text): try Streams.out([text])
            case .access(let explanation) where parsed.format == .table: try Streams.out([explanation.paragraph])
            default: try writeTables(reply)
            }
        } catch {
            try Self.throwing(error)
        }
        for line in ReplyTables.remarks(on: reply, zone: launch.zone) { Streams.error(line) }
        if case .trail(.verified(let report)) = reply, !report.isIntact { return .failed }
        if case .find(let found) = reply, found.matches.isEmpty { return .notFound }
        if case .facts(let facts) = reply, facts.isFailure { return .failed }
        return .ok
    }

    private func following(
        _ request: AuditRequest, _ tenant: TenantMatch?, _ session: ConsoleSession, rings: Bool
    ) async throws(ConsoleError) -> ExitCode {
        do {
            try await FollowOutput(
                session: session, format: parsed.format, descriptor: STDOUT_FILENO,
                pause: { try await Task.sleep(for: .milliseconds($0)) },
                say: { Streams.error("tenantctl: \(SafeText.visible($0))") }
            ).run(request, tenant: tenant, rings: rings)
            return .ok
        } catch let error as ConsoleError {
            throw error
        } catch let error as OutputSink.Failure {
            try Self.throwing(error)
            return .ok
        } catch {
            // The pause ends by an interrupt alone.
            throw .cancelled
        }
    }

    private func writeTables(_ reply: Reply) throws(OutputSink.Failure) {
        let isJSON = parsed.format == .json || parsed.format == .ndjson
        if isJSON, let document = ReplyJSON.document(of: reply) {
            switch document {
            case .one(let node) where parsed.format == .json:
                try ObjectWriter.write(node, descriptor: STDOUT_FILENO)
            case .one(let node): try writeObjects([node])
            case .many(let nodes): try writeObjects(nodes)
            }
            return
        }
        for (place, table) in ReplyTables.tables(
            for: reply, format: parsed.format, zone: launch.zone
        ).enumerated() {
            if let title = table.title {
                switch parsed.format {
                case .table: try Streams.out(["", title])
                case .markdown: try Streams.out([place > 0 ? "\n## \(title)\n" : "## \(title)\n"])
                default: break
                }
            }
            let writer = RowWriter(
                format: parsed.format, columns: table.rows.columns, options: options, descriptor: STDOUT_FILENO)
            try writer.write(table.rows.block)
            try writer.finish()
        }
    }

    private func writeObjects(_ nodes: [JSONNode]) throws(OutputSink.Failure) {
        let writer = ObjectWriter(isArray: parsed.format == .json, descriptor: STDOUT_FILENO)
        try writer.write(nodes)
        try writer.finish()
    }

    /// Runs an output and says on standard error what its reader should know.
    private func writing(
        _ noun: String, _ view: ViewedMember?, _ body: () async throws -> ListOutput.Outcome
    ) async throws(ConsoleError) -> ExitCode {
        do {
            let outcome = try await body()
            if let view, outcome.rows == 0 { Streams.error(view.nothing(noun)) }
            for line in ReplyTables.remarks(on: outcome, noun: noun) { Streams.error(line) }
            return .ok
        } catch let error as ConsoleError {
            throw error
        } catch let error as OutputSink.Failure {
            try Self.throwing(error)
            return .ok
        } catch {
            throw .file(path: "standard output", reason: "\(error)")
        }
    }

    /// A reader that went away is no failure.
    static func throwing(_ error: OutputSink.Failure) throws(ConsoleError) {
        switch error {
        case .closed: return
        case .failed(let reason): throw .file(path: "standard output", reason: reason)
        }
    }

    private var options: OutputOptions {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let coloured =
            switch launch.settings.color {
            case .never: false
            case .auto: isTerminal && launch.variables["NO_COLOR", default: ""].isEmpty
            default: true
            }
        return OutputOptions(
            toTerminal: isTerminal, coloured: coloured, safeCells: parsed.safeCells || launch.settings.safeCells,
            cellWidth: parsed.format == .table && isTerminal ? 60 : nil,
            ambiguousIsWide: launch.settings.ambiguousIsWide, zone: launch.zone)
    }
}
