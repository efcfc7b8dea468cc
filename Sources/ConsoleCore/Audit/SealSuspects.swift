import TenantDomain
import TenantStore

/// Entries of a differing stretch that can be told without marks: the ends that are not there any more, and documents
/// that do not fit the entry after them.
struct SealSuspects {
    private static let limit = 20
    private static let rows = 2000
    private static let records = 200

    let session: ConsoleSession
    let trail: SealedTrail

    func findings(_ sealed: SealRoot, _ found: SealRoot) async throws(ConsoleError) -> [SealFinding] {
        var findings: [SealFinding] = []
        if let first = sealed.first, first != found.first { findings.append(.lost(first)) }
        if let last = sealed.last, last != found.last { findings.append(.lost(last)) }
        for record in try await touched(sealed) {
            guard findings.count < Self.limit else { break }
            guard let resource = session.registry.resource(named: record.table) else { continue }
            let history: HistoryReply
            do throws(ConsoleError) {
                history = try await HistoryService(session: session).load(
                    HistoryRequest(resource: resource.name, id: record.id))
            } catch {
                if case .noRow = error { continue }
                throw error
            }
            for (place, version) in history.versions.enumerated() where !version.unexplained.isEmpty && place > 0 {
                let earlier = history.versions[place - 1].entry
                let times = [earlier.time, version.entry.time].compactMap { $0 }
                guard times.contains(where: { $0 >= sealed.from && $0 < sealed.to }) else { continue }
                findings.append(
                    .unfitting(
                        earlier.id.text ?? "", next: version.entry.id.text ?? "",
                        fields: version.unexplained.map(\.path)))
            }
        }
        return Array(findings.prefix(Self.limit))
    }

    /// The records that the stretch's newest entries are about.
    private func touched(_ sealed: SealRoot) async throws(ConsoleError) -> [(table: String, id: String)] {
        let plan = try trail.reader.plan(
            trail.source.query(
                trail.within(sealed.from, sealed.to), page: PageRequest(limit: Self.rows),
                cellLimit: AuditEntryService.documentLimit))
        guard let block = try await session.blocks([plan.statement]).first else { return [] }
        let rows = plan.page(from: block).rows
        var records: [String: (table: String, id: String)] = [:]
        for row in 0..<rows.rowCount {
            let cells = TimelineCells(source: trail.source, rows: rows, row: row, policy: trail.reader.policy)
            if let table = cells.text(.targetTable), let id = cells.text(.targetID) {
                records["\(table) \(id)"] = (table, id)
            }
        }
        return Array(records.values.sorted { ($0.table, $0.id) < ($1.table, $1.id) }.prefix(Self.records))
    }
}
