import TenantDomain
import TenantStore

/// The table that keeps the seals, one a row, as the profile maps it.
struct SealLedger {
    private static let rootLimit = 20_000

    private let session: ConsoleSession
    private let mapping: SealMapping
    private let relation: Relation

    init(_ session: ConsoleSession) throws(ConsoleError) {
        guard let mapping = session.registry.profile.seals,
            let relation = session.registry.catalog.relation(named: mapping.table)
        else {
            throw .refused(
                reason: "This database has no table for seals.",
                hint:
                    "Make one with the columns of trust_ledger_roots (docs/reference-schema.md) and name it in the profile's [seals]."
            )
        }
        self.session = session
        self.mapping = mapping
        self.relation = relation
    }

    /// How new seals are made: with marks of the rows where there is a column for them.
    var form: SealForm { relation.column(mapping.rows) == nil ? .stretch : .rows }

    /// The seals in their order, without marks.
    func roots(limit: Int = SealLedger.rootLimit) async throws(ConsoleError) -> [SealRoot] {
        var names = [
            mapping.root, mapping.previous, mapping.count, mapping.first, mapping.last, mapping.from, mapping.to,
            mapping.algorithm,
        ]
        if form == .rows { names.append(mapping.rows) }
        let rows = try await read(
            names, .everything, limit: limit, cellLimit: SealedRows.headLength)
        return (0..<rows.rowCount).compactMap { row in
            guard let root = rows.text(row: row, column: 0), let from = rows.time(row: row, column: 5),
                let to = rows.time(row: row, column: 6)
            else { return nil }
            let form = rows.text(row: row, column: 7).flatMap(SealForm.init) ?? .stretch
            return SealRoot(
                root: root, previous: rows.text(row: row, column: 1), form: form,
                count: Int(clamping: rows.number(row: row, column: 2) ?? 0), first: rows.text(row: row, column: 3),
                last: rows.text(row: row, column: 4), from: from, to: to,
                rows: form == .rows && names.count > 8
                    ? rows.text(row: row, column: 8).flatMap { SealedRows($0) } : nil)
        }
    }

    /// What the seals hold of their rows, marks included, by the seal's hash.
    func rows(of roots: some Collection<SealRoot>) async throws(ConsoleError) -> [String: SealedRows] {
        guard form == .rows, let column = relation.column(mapping.root), !roots.isEmpty else { return [:] }
        let rows = try await read(
            [mapping.root, mapping.rows],
            .compare(
                Operand(ColumnPath(column.name), type: column.type), .oneOf(roots.map { .text($0.root) })),
            limit: roots.count, cellLimit: nil)
        var found: [String: SealedRows] = [:]
        for row in 0..<rows.rowCount {
            guard let root = rows.text(row: row, column: 0) else { continue }
            found[root] = rows.text(row: row, column: 1).flatMap { SealedRows($0) }
        }
        return found
    }

    private func read(
        _ names: [String], _ predicate: Predicate, limit: Int, cellLimit: Int?
    ) async throws(ConsoleError) -> RowBlock {
        let query = RowQuery(
            relation: relation.name,
            columns: names.map { Projection(ColumnPath($0), type: relation.column($0)?.type ?? .text) },
            predicate: predicate, sort: [SortTerm(ColumnPath(mapping.to))], page: PageRequest(limit: limit),
            cellLimit: cellLimit)
        let plan: PlannedPage
        do { plan = try session.planner.page(query) } catch { throw ConsoleError(error) }
        guard let block = try await session.blocks([plan.statement]).first else {
            return RowBlock(columnCount: names.count)
        }
        return plan.page(from: block).rows
    }

    // MARK: Writing

    /// What a seal is written as, by column.
    func row(of root: SealRoot) -> (table: String, values: [(column: String, value: Value)]) {
        var values: [(String, Value)] = [
            (mapping.id, .text(Self.key(root.root))), (mapping.root, .text(root.root)),
            (mapping.previous, root.previous.map(Value.text) ?? .null),
            (mapping.count, .integer(Int64(root.count))), (mapping.first, root.first.map(Value.text) ?? .null),
            (mapping.last, root.last.map(Value.text) ?? .null), (mapping.from, .text(TimeText.iso(root.from))),
            (mapping.to, .text(TimeText.iso(root.to))), (mapping.algorithm, .text(root.form.rawValue)),
            (mapping.created, .text(TimeText.iso(session.now()))),
        ]
        if let rows = root.rows { values.append((mapping.rows, .text(rows.text))) }
        return (mapping.table, values)
    }

    /// The statement that writes it, for whoever may write that table.
    func statement(_ root: SealRoot) throws(ConsoleError) -> String {
        let values = row(of: root).values
        do {
            var columns: [String] = []
            for value in values { columns.append(try SQLWriter.quote(value.column)) }
            return "INSERT INTO \(try SQLWriter.quote(relation.name)) (\(columns.joined(separator: ", "))) VALUES "
                + "(\(values.map { Self.literal($0.value) }.joined(separator: ", ")));"
        } catch {
            throw ConsoleError(error)
        }
    }

    /// Digits, hexadecimal, base64 and times; a key of the trail's own is quoted like any text.
    private static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): String(number)
        default: "'\((value.text ?? "").replacing("'", with: "''"))'"
        }
    }

    /// A key of the form of a UUID out of the root, so that sealing twice cannot give two rows.
    private static func key(_ root: String) -> String {
        let digits = Array(root.prefix(32))
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0.clamped(to: 0..<digits.count)]) }.joined(separator: "-")
    }
}
