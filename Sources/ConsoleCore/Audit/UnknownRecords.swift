import TenantDomain
import TenantStore

/// Entries that name a record which its table does not have, and of which no entry says that it was made or deleted: a
/// record that never existed, or one whose end the trail does not tell.
struct UnknownRecords {
    /// The newest entries, of which the records are looked for.
    private static let looked = 2_000
    private static let batch = 400
    /// How the actions are called that make or end a row.
    private static let ends = ["insert", "inserted", "create", "created", "delete", "deleted"]

    private struct Named {
        let record: String
        let entry: String
    }

    private let session: ConsoleSession
    private let trail: SealedTrail

    init(_ session: ConsoleSession, _ trail: SealedTrail) {
        self.session = session
        self.trail = trail
    }

    /// Nil where entries do not name records.
    func find() async throws(ConsoleError) -> SealReport.UnknownRecords? {
        let source = trail.source
        guard let table = source.path(.targetTable), let record = source.path(.targetID), let id = source.path(.id),
            source.has(.action)
        else { return nil }
        let page = try trail.reader.plan(
            RowQuery(
                relation: source.relation.name,
                columns: [(table, TimelineSource.Part.targetTable), (record, .targetID), (id, .id)].map {
                    Projection($0, type: source.type($1))
                }, sort: source.sort, page: PageRequest(limit: Self.looked), cellLimit: nil))
        guard let block = try await session.blocks([page.statement]).first else { return nil }
        let rows = page.page(from: block).rows
        var named: [String: [Named]] = [:]
        var seen: Set<[String]> = []
        for row in 0..<rows.rowCount {
            guard let table = rows.text(row: row, column: 0), let record = rows.text(row: row, column: 1),
                seen.insert([table, record]).inserted
            else { continue }
            named[table, default: []].append(
                Named(record: record, entry: rows.text(row: row, column: 2) ?? ""))
        }
        var found: [SealReport.UnknownRecords.Entry] = []
        for (table, records) in named.sorted(by: { $0.key < $1.key }) {
            let missing = try await missing(records, from: table)
            let told = try await told(missing.map(\.record), of: table)
            found += missing.filter { !told.contains($0.record) }.map {
                SealReport.UnknownRecords.Entry(entry: $0.entry, table: table, record: $0.record)
            }
        }
        return SealReport.UnknownRecords(looked: rows.rowCount, entries: found)
    }

    /// Those that the table does not have; none where the table is unknown or its rows have no key of one column.
    private func missing(_ records: [Named], from table: String) async throws(ConsoleError) -> [Named] {
        guard let relation = session.registry.catalog.relation(named: table), relation.identity.count == 1,
            let key = relation.identity.first, let column = relation.column(key)
        else { return [] }
        let fitting = records.filter { TimelineSource.fits(.text($0.record), column.type) }
        var statements: [Statement] = []
        for start in stride(from: 0, to: fitting.count, by: Self.batch) {
            let values = TimelineNames.keys(fitting[start...].prefix(Self.batch).map(\.record), of: column)
            do throws(PlanningError) {
                var select = ViewSelect(relation, session)
                try select.add(whole: key)
                try select.whereOneOf(key, values)
                statements.append(try select.statement())
            } catch {
                throw ConsoleError(error)
            }
        }
        var there: Set<String> = []
        for block in try await session.blocks(statements) {
            for row in 0..<block.rowCount {
                if let id = block.text(row: row, column: 0) { there.insert(id.lowercased()) }
            }
        }
        return fitting.filter { !there.contains($0.record.lowercased()) }
    }

    /// Those of which the trail says that they were made or deleted.
    private func told(_ records: [String], of table: String) async throws(ConsoleError) -> Set<String> {
        let source = trail.source
        guard let record = source.path(.targetID), let action = source.path(.action),
            let same = source.equal(.targetTable, .text(table))
        else { return [] }
        let ended = Predicate.any(
            Self.ends.map { .compare(Operand(action, type: source.type(.action)), .equalIgnoringCase($0)) })
        var told: Set<String> = []
        for start in stride(from: 0, to: records.count, by: Self.batch) {
            let values = records[start...].prefix(Self.batch).map(Value.text)
            let those = Predicate.compare(Operand(record, type: source.type(.targetID)), .oneOf(Array(values)))
            let plan = try trail.reader.plan(
                RowQuery(
                    relation: source.relation.name, columns: [Projection(record, type: source.type(.targetID))],
                    predicate: .all([same, those, ended]), page: PageRequest(limit: Self.batch * 4), cellLimit: nil))
            guard let block = try await session.blocks([plan.statement]).first else { continue }
            let rows = plan.page(from: block).rows
            for row in 0..<rows.rowCount {
                if let id = rows.text(row: row, column: 0) { told.insert(id) }
            }
        }
        return told
    }
}
