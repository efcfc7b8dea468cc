import Crypto
import TenantDomain
import TenantStore

/// One field of every row that a filter matches. The rows are looked at as they stream by and never held: memory does
/// not grow with their number.
extension ChangeDrafter {
    func setWhere(
        _ field: ChangeField, filter: String, tenant: ChangeTarget?, _ value: Value
    ) async throws(ConsoleError) -> ChangeDraft {
        let mapping = try FieldMapping(field, rows)
        guard let resource = session.registry.resource(of: mapping.relation.name) else {
            throw .change(.unmapped(what: mapping.table))
        }
        var predicate = try BulkFilter(session: session).predicate(filter, resource: resource)
        if let tenant, let id = tenant.key.first {
            guard let scope = session.registry.scope(resource, toTenant: id) else {
                throw .change(.unmapped(what: "the tenant of \(mapping.table)"))
            }
            predicate = predicate.and(scope)
        }
        // Rows that hold the value already are no part of the change.
        let type = mapping.relation.column(mapping.column)?.type ?? .text
        predicate = predicate.and(.not(.compare(Operand(ColumnPath(mapping.column), type: type), .equal(value))))
        let bulk = try await bulk(mapping.relation, mapping.column, predicate, value)
        if bulk.rows == 0 { throw .change(.nothingToDo("no row that “\(filter)” matches would change")) }
        var draft = ChangeDraft(title: "\(FieldWords.title(field)): \(bulk.rows) rows   → \(value.text ?? "")")
        FieldWords.describe(
            field, from: bulk.groups.map(\.value), to: value, mapping: mapping, profile: profile, in: &draft)
        draft.raise(to: bulk.rows > 50 ? .destructive : .notable)
        draft.bulk = bulk
        return draft
    }

    func bulk(
        _ relation: Relation, _ column: String, _ predicate: Predicate, _ value: Value
    ) async throws(ConsoleError) -> BulkEdit {
        let key = relation.identity
        guard key.count == 1, let keyColumn = relation.column(key[0]) else {
            throw .change(.unwritable(column: relation.name.description, why: "its rows have no key of one column"))
        }
        let type = relation.column(column)?.type ?? .text
        let statement = try session.planned { (planner) throws(PlanningError) in
            try planner.page(
                RowQuery(
                    relation: relation.name,
                    columns: [
                        Projection(ColumnPath(key[0]), type: keyColumn.type),
                        Projection(ColumnPath(column), type: type),
                    ],
                    predicate: predicate, sort: [SortTerm(ColumnPath(key[0]))], page: PageRequest(limit: .max),
                    cellLimit: nil)
            ).statement
        }
        let tally = BulkTally(sampleRows: BulkSample.rows)
        do {
            try await session.store.stream(statement) { block in
                tally.add(block)
                return true
            }
        } catch {
            throw ConsoleError(error)
        }
        let sample = try await BulkSample(rows: rows).edits(
            relation, column, tally.sample.map { (key: $0.key, before: $0.value, after: value) })
        return BulkEdit(
            relation: relation, column: column, predicate: predicate, value: value, rows: tally.rows,
            groups: tally.groups, fingerprint: tally.fingerprint, sample: sample)
    }
}

/// What is remembered of rows that stream by.
private final class BulkTally: Sendable {
    private struct State {
        var hash = SHA256()
        var rows = 0
        var counts: [Value: Int] = [:]
        var sample: [(key: Value, value: Value)] = []
    }

    private let state: Locked<State>
    private let sampleRows: Int

    init(sampleRows: Int) {
        self.sampleRows = sampleRows
        state = Locked(State())
    }

    func add(_ block: RowBlock) {
        state.with { state in
            for row in 0..<block.rowCount {
                for column in 0..<2 {
                    block.withBytes(row: row, column: column) { bytes in
                        withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { state.hash.update(bufferPointer: $0) }
                        state.hash.update(bufferPointer: bytes)
                    }
                }
                state.rows += 1
                let value = block.exactValue(row: row, column: 1)
                state.counts[value, default: 0] += 1
                if state.sample.count < sampleRows {
                    state.sample.append((block.exactValue(row: row, column: 0), value))
                }
            }
        }
    }

    var rows: Int { state.with { $0.rows } }
    var sample: [(key: Value, value: Value)] { state.with { $0.sample } }
    var fingerprint: String { state.with { Hexadecimal.encode($0.hash.finalize()) } }
    var groups: [ValueCount] {
        state.with { state in
            state.counts.map { ValueCount($0.key, rows: $0.value) }.sorted {
                ($1.rows, $0.value.text ?? "") < ($0.rows, $1.value.text ?? "")
            }
        }
    }
}
