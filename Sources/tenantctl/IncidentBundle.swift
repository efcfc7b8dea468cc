import ConsoleCLI
import ConsoleCore
import Foundation
import Synchronization
import TenantDomain
import TenantStore
import TerminalCore

/// One folder with what an incident's trail holds: the query, the entries, the timeline to read, who and what was
/// involved, the changes with what the operator's journal has of their plans, and a manifest that hashes each file. It appears whole or not at all.
struct IncidentBundle {
    /// Lines of the timeline as text, and those of them that are drawn.
    private static let timelineLimit = 5000
    private static let drawnLimit = 200

    let session: ConsoleSession
    /// The operator's own.
    let journal: any JournalStorage

    func write(_ request: BundleRequest, tenant: TenantMatch?) async throws(ConsoleError) -> BundleOutcome {
        // What the user typed is read by itself first: places of errors count in it.
        try await TrailCheck(session: session).read(request.filter, tenant: tenant)
        let filter = try filter(request)
        let stamp = TimeText.iso(session.now()).prefix(19).replacing(":", with: "-")
        let folder = TrailFile.path(request.folder ?? "incident-\(stamp)")
        let draft = "\(folder).part"
        if FileManager.default.fileExists(atPath: folder) {
            throw .file(path: folder, reason: "is there already; name another with --folder")
        }
        let lock = try Drafts.folder(draft)
        defer {
            Drafts.forget(draft)
            close(lock)
        }
        do throws(ConsoleError) {
            let outcome = try await fill(draft, filter, tenant)
            guard rename(draft, folder) == 0 else {
                throw .file(path: folder, reason: String(cString: strerror(errno)))
            }
            return BundleOutcome(folder: folder, entries: outcome.entries, files: outcome.files)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    private func filter(_ request: BundleRequest) throws(ConsoleError) -> String {
        var terms: [String] = []
        for (field, text) in [("since", request.since), ("until", request.until)] {
            guard let text else { continue }
            guard let time = session.instant(text) else {
                throw .usage(message: "'\(text)' is no time.", hint: "2026-11-01T03:00, yesterday, 03:00 or 7d.")
            }
            terms.append("\(field):\(FilterText.quoting(TimeText.iso(time)))")
        }
        return (terms + (request.filter.isEmpty ? [] : ["(\(request.filter))"])).joined(separator: " ")
    }

    private func fill(
        _ folder: String, _ filter: String, _ tenant: TenantMatch?
    ) async throws(ConsoleError) -> (entries: Int, files: [Fact]) {
        let cast = Cast()
        let count = try await entries(folder, filter, tenant, cast)
        try await timeline(folder, filter, tenant)
        let involved = cast.involved
        let people = try await InvolvedNames(session: session).people(involved.actors)
        let tenants = try await InvolvedNames(session: session).tenants(involved.tenants)
        try table(folder + "/actors.csv", ["actor_id", "actor", "entries", "first", "last"], people)
        try table(folder + "/tenants.csv", ["tenant_id", "tenant", "entries", "first", "last"], tenants)
        try table(
            folder + "/changes.csv", ["change", "lease", "actor_id", "reason", "entries", "first", "last"],
            involved.changes)
        let records = try JournalService(storage: journal).records(
            of: session.store.identity.key, changes: Set(involved.changes.compactMap(\.first)),
            leases: Set(involved.changes.compactMap { $0.count > 1 ? $0[1] : nil }))
        try table(folder + "/journal.csv", records.columns, records.rows)
        let about =
            TrailAbout.members(session, filter: filter, tenant: tenant) + [
                JSONNode.Member("entries", .integer(Int64(count))),
                JSONNode.Member("complete_lists", .boolean(!involved.isCut)),
                JSONNode.Member("timeline_lines_at_most", .integer(Int64(Self.timelineLimit))),
                JSONNode.Member("spreadsheet_formulas", .string("defused: such cells begin with '")),
            ]
        try json(folder + "/query.json", .object(about))
        return (count, try manifest(folder, about))
    }

    // MARK: Files

    private func entries(
        _ folder: String, _ filter: String, _ tenant: TenantMatch?, _ cast: Cast
    ) async throws(ConsoleError) -> Int {
        let lines = try DraftFile(folder + "/entries.ndjson")
        let table = try DraftFile(folder + "/entries.csv")
        let options = OutputOptions(safeCells: true)
        let objects = RowWriter(
            format: .ndjson, columns: TrailStream.columns, options: options, descriptor: lines.descriptor)
        let rows = RowWriter(
            format: .csv, columns: TrailStream.columns, options: options, descriptor: table.descriptor)
        do throws(ConsoleError) {
            try await TrailStream(session: session).run(
                AuditQuery(filter: filter, tenant: tenant), isChunked: true
            ) { block in
                try objects.write(block)
                try rows.write(block)
                cast.note(block)
                return !Task.isCancelled
            }
            if Task.isCancelled { throw .cancelled }
            do {
                try objects.finish()
                try rows.finish()
            } catch {
                throw .file(path: folder, reason: "\(error)")
            }
            try lines.keep()
            try table.keep()
        } catch {
            lines.discard()
            table.discard()
            throw error
        }
        return rows.rowCount
    }

    private func timeline(_ folder: String, _ filter: String, _ tenant: TenantMatch?) async throws(ConsoleError) {
        let reply = try await TimelineService(session: session).load(
            AuditQuery(filter: filter, tenant: tenant, limit: Self.timelineLimit))
        var lines = TrailLine.document(reply.entries, zone: session.zone, now: session.now())
            .map { TextWidth.visible($0) }
        if reply.hasAfter { lines.append("… older entries stand in entries.csv") }
        try DraftFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: folder + "/timeline.txt")
        let drawn = reply.entries.prefix(Self.drawnLimit)
        let picture = TimelinePicture.svg(
            drawn, filter: filter, tenant: tenant, more: reply.hasAfter || drawn.count < reply.entries.count,
            session: session)
        try DraftFile.write(Array(picture.utf8), to: folder + "/timeline.svg")
    }

    private func table(_ path: String, _ columns: [String], _ rows: [[String]]) throws(ConsoleError) {
        let table = OutputRows(FactTable(title: "", columns: columns, rows: rows))
        let writer = RowWriter(format: .csv, columns: table.columns, options: OutputOptions(safeCells: true))
        do throws(OutputSink.Failure) {
            try writer.write(table.block)
            try writer.finish()
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
        try DraftFile.write(writer.collected, to: path)
    }

    private func json(_ path: String, _ node: JSONNode) throws(ConsoleError) {
        var bytes: [UInt8] = []
        node.append(to: &bytes, indented: true)
        try DraftFile.write(bytes + [0x0A], to: path)
    }

    /// Every file with its hash; the manifest's own hash is on standard output, for the ticket.
    private func manifest(_ folder: String, _ about: [JSONNode.Member]) throws(ConsoleError) -> [Fact] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        var files: [JSONNode] = []
        var facts: [Fact] = []
        for name in names {
            let (hash, size) = try DraftFile.digest("\(folder)/\(name)")
            files.append(
                .object([
                    JSONNode.Member("name", .string(name)), JSONNode.Member("bytes", .integer(Int64(size))),
                    JSONNode.Member("sha256", .string(hash)),
                ]))
            facts.append(Fact(name, hash))
        }
        try json("\(folder)/manifest.json", .object(about + [JSONNode.Member("files", .array(files))]))
        facts.append(Fact("manifest.json", try DraftFile.digest("\(folder)/manifest.json").hash))
        return facts
    }
}

/// Who, where and under which change, counted while the entries go by.
private final class Cast: Sendable {
    private static let limit = 10_000

    private struct Seen {
        var count = 0
        var first = ""
        var last = ""

        mutating func note(_ time: String) {
            count += 1
            // Newest first.
            if last.isEmpty { last = time }
            first = time
        }
    }

    private struct Change {
        var lease = ""
        var actor = ""
        var reason = ""
        var seen = Seen()
    }

    private struct State {
        var actors: [String: Seen] = [:]
        var tenants: [String: Seen] = [:]
        var changes: [String: Change] = [:]
        var isCut = false
    }

    private let state = Mutex(State())
    private static let places = Dictionary(
        TrailStream.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })

    func note(_ block: RowBlock) {
        state.withLock { state in
            for row in 0..<block.rowCount {
                func text(_ name: String) -> String {
                    Self.places[name].flatMap { block.text(row: row, column: $0) } ?? ""
                }
                let time = text("time")
                Self.note(text("actor_id"), time, in: &state.actors, &state.isCut)
                Self.note(text("tenant_id"), time, in: &state.tenants, &state.isCut)
                let change = text("change")
                guard !change.isEmpty else { continue }
                guard state.changes[change] != nil || state.changes.count < Self.limit else {
                    state.isCut = true
                    continue
                }
                var known = state.changes[change] ?? Change()
                known.lease = text("lease")
                known.actor = text("actor_id")
                known.reason = text("reason")
                known.seen.note(time)
                state.changes[change] = known
            }
        }
    }

    private static func note(_ id: String, _ time: String, in seen: inout [String: Seen], _ isCut: inout Bool) {
        guard !id.isEmpty else { return }
        guard seen[id] != nil || seen.count < limit else {
            isCut = true
            return
        }
        seen[id, default: Seen()].note(time)
    }

    struct Involved {
        let actors: [InvolvedNames.Part]
        let tenants: [InvolvedNames.Part]
        let changes: [[String]]
        let isCut: Bool
    }

    var involved: Involved {
        state.withLock { state in
            func parts(_ seen: [String: Seen]) -> [InvolvedNames.Part] {
                seen.map {
                    InvolvedNames.Part(id: $0.key, count: $0.value.count, first: $0.value.first, last: $0.value.last)
                }
                .sorted { ($1.count, $0.id) < ($0.count, $1.id) }
            }
            let changes = state.changes.sorted { $0.value.seen.first < $1.value.seen.first }.map { id, change in
                [
                    id, change.lease, change.actor, change.reason, String(change.seen.count), change.seen.first,
                    change.seen.last,
                ]
            }
            return Involved(
                actors: parts(state.actors), tenants: parts(state.tenants), changes: changes, isCut: state.isCut)
        }
    }
}
