import TenantDomain
import TenantStore

/// The writing statements of one change, inside its transaction.
struct ChangeWriter: Sendable {
    struct Written: Sendable {
        var entries: [AuditReference] = []
        var secret: String?
        /// Edits that the receipt has to keep itself; nil where the trail does.
        var kept: [RowEdit]?
        var bulk: BulkUndo?
        /// Columns that differ from what was put back.
        var differing: [String] = []
    }

    /// Statements of one round trip.
    private static let batch = 200
    /// Audit rows that a receipt names.
    private static let namedEntries = 50

    let rows: ChangeRows
    let transaction: any WriteTransaction
    let planned: ChangePlanner.Planned
    let facts: AuditFacts
    let observe: @Sendable (ChangeStep) -> Void

    private var draft: ChangeDraft { planned.draft }
    private var planner: WritePlanner {
        WritePlanner(catalog: rows.catalog, dialect: rows.session.store.dialect)
    }

    func write() async throws(ConsoleError) -> Written {
        var written = Written()
        let context = AuditContextWriter(mapping: rows.profile.writing.context, rows: rows, facts: facts)
        try await execute(try context.begin(planner), expecting: nil)
        if draft.bulk != nil || draft.bulkUndo != nil {
            written.bulk = try await writeBulk()
        } else {
            written.secret = try await writeEdits()
            written.kept = isKeptByTrail ? nil : draft.edits + draft.followers
            if draft.isReversal { written.differing = try await differing() }
        }
        try await execute(try context.end(planner), expecting: nil)
        written.entries = try await entries()
        return written
    }

    // MARK: Rows

    private func writeEdits() async throws(ConsoleError) -> String? {
        var secret: String?
        var statements: [Statement] = []
        for edit in draft.edits {
            statements.append(try statement(edit, &secret))
        }
        try await execute(statements, expecting: 1, total: statements.count)
        try await audit(draft.edits + draft.followers)
        return secret
    }

    /// What triggers and defaults made of rows that were put back.
    private func differing() async throws(ConsoleError) -> [String] {
        var names: [String] = []
        for edit in draft.edits where edit.action == .insert && !edit.key.isEmpty {
            let relation = try rows.relation(edit.table)
            guard let row = try await rows.row(relation, key: edit.key) else {
                names.append("\(edit.table) \(edit.label): gone again")
                continue
            }
            for (column, content) in row.all {
                let wanted = edit.field(column)?.after ?? .value(.null)
                let name = "\(edit.table).\(column)"
                if content != wanted, !ChangeDrafter.isSame(content, wanted, relation.column(column)),
                    !names.contains(name)
                {
                    names.append(name)
                }
            }
        }
        return names
    }

    private func statement(_ edit: RowEdit, _ secret: inout String?) throws(ConsoleError) -> Statement {
        let relation = try rows.relation(edit.table)
        var after: [ColumnValue] = []
        for field in edit.fields {
            switch field.after {
            case .value(let value): after.append(ColumnValue(field.column, value))
            case .secret:
                let made = ChangeID.secret()
                secret = made
                after.append(ColumnValue(field.column, .text(made)))
            }
        }
        let before = edit.fields.compactMap { field in
            field.before.value.map { ColumnValue(field.column, $0) }
        }.filter { relation.column($0.column)?.type != .bytes || $0.value.isNull }
        do {
            switch edit.action {
            case .insert: return try planner.insert(relation.name, values: after)
            case .update: return try planner.update(relation.name, key: edit.key, set: after, expecting: before)
            case .delete: return try planner.delete(relation.name, key: edit.key, expecting: before)
            }
        } catch {
            throw ConsoleError(error)
        }
    }

    // MARK: Many rows

    /// In parts by key, so that it tells how far it is and can be cancelled between them.
    private func writeBulk() async throws(ConsoleError) -> BulkUndo? {
        let undo: BulkUndo
        if let bulk = draft.bulk {
            undo = BulkUndo(
                table: bulk.relation.name.description, column: bulk.column, parts: try await parts(of: bulk))
        } else if let back = draft.bulkUndo {
            undo = back.inverse
        } else {
            return nil
        }
        let relation = try rows.relation(undo.table)
        guard let key = relation.identity.first else {
            throw .change(.unwritable(column: undo.table, why: "it has no key"))
        }
        let total = undo.rows
        var done = 0
        observe(.wrote(0, of: total))
        for part in undo.parts {
            for keys in part.keys.chunks(of: BulkUndo.chunk) {
                let statement: Statement
                do {
                    statement = try planner.update(
                        relation.name, keyColumn: key, keys: keys, set: ColumnValue(undo.column, part.after),
                        expecting: part.before)
                } catch {
                    throw ConsoleError(error)
                }
                try await execute([statement], expecting: keys.count)
                if !AuditTrail.isAudited(relation, rows.profile.writing.context) {
                    try await audit(
                        keys.map { value in
                            RowEdit(
                                .update, table: undo.table, key: [KeyPart(key, value)], label: "",
                                fields: [FieldEdit(undo.column, before: part.before, after: part.after)])
                        })
                }
                done += keys.count
                observe(.wrote(done, of: total))
            }
        }
        return undo
    }

    /// Keys by the value that stands there.
    private func parts(of bulk: BulkEdit) async throws(ConsoleError) -> [BulkUndo.Part] {
        guard let key = bulk.relation.identity.first else { return [] }
        let statement = try rows.session.planned { (planner) throws(PlanningError) in
            try planner.page(
                RowQuery(
                    relation: bulk.relation.name,
                    columns: [
                        Projection(ColumnPath(key), type: bulk.relation.column(key)?.type ?? .text),
                        Projection(ColumnPath(bulk.column), type: bulk.relation.column(bulk.column)?.type ?? .text),
                    ],
                    predicate: bulk.predicate, sort: [SortTerm(ColumnPath(key))], page: PageRequest(limit: .max),
                    cellLimit: nil)
            ).statement
        }
        let found = Locked<[Value: [Value]]>([:])
        do {
            try await transaction.stream(statement) { block in
                for row in 0..<block.rowCount {
                    let (id, value) = (block.exactValue(row: row, column: 0), block.exactValue(row: row, column: 1))
                    found.with { $0[value, default: []].append(id) }
                }
                return true
            }
        } catch {
            throw ConsoleError(error)
        }
        return found.with { parts in
            parts.map { BulkUndo.Part(before: $0.key, after: bulk.value, keys: $0.value) }.sorted {
                ($0.before.text ?? "") < ($1.before.text ?? "")
            }
        }
    }

    // MARK: The trail

    /// Rows of tables that no trigger watches.
    private func audit(_ edits: [RowEdit]) async throws(ConsoleError) {
        guard let trail = AuditTrail(rows), AuditRowWriter.canWrite(trail) else { return }
        let writer = AuditRowWriter(rows: rows, trail: trail, facts: facts)
        let tenant = planned.tenants.count == 1 ? planned.tenants[0].key.first : nil
        var statements: [Statement] = []
        for edit in edits {
            let relation = try rows.relation(edit.table)
            if relation.name == trail.relation.name || AuditTrail.isAudited(relation, rows.profile.writing.context) {
                continue
            }
            statements.append(try writer.statement(edit, tenant: tenant, planner))
        }
        try await execute(statements, expecting: 1)
    }

    /// Whether the change's audit rows will tell what stood there before.
    private var isKeptByTrail: Bool {
        guard let trail = AuditTrail(rows), trail.mapping.change != nil, draft.followers.isEmpty,
            case .triggers(namesOperator: true) = planned.plan.audit,
            // The trail leaves out what changes by itself; a row comes back whole.
            !draft.edits.contains(where: { $0.action == .delete })
        else { return false }
        // Entries of one transaction may bear the same time: their order is only known where it does not matter. And
        // triggers spell documents and arrays in their own way.
        let keys = draft.edits.map { "\($0.table) \($0.key)" }
        let isPlain = draft.edits.allSatisfy { edit in
            edit.fields.allSatisfy { field in
                let type = rows.catalog.relation(named: edit.table)?.column(field.column)?.type
                return ![.bytes, .vector, .array, .other, .json].contains(type ?? .other)
            }
        }
        return Set(keys).count == keys.count && isPlain && !draft.edits.contains(where: \.holdsSecret)
    }

    private func entries() async throws(ConsoleError) -> [AuditReference] {
        guard let trail = AuditTrail(rows), let change = trail.mapping.change, planned.plan.audit != .journalOnly else {
            return []
        }
        let id = trail.mapping.id
        let query = RowQuery(
            relation: trail.relation.name,
            columns: [Projection(ColumnPath(id), type: trail.relation.column(id)?.type ?? .text)],
            predicate: rows.equal(change, of: trail.relation, .text(facts.changeID)),
            page: PageRequest(limit: Self.namedEntries))
        guard let page = try await rows.session.pages([query]).first else { return [] }
        return (0..<page.rows.rowCount).map {
            AuditReference(
                table: trail.relation.name.description, id: page.rows.value(row: $0, column: 0).text ?? "")
        }
    }

    // MARK: Running

    /// - Parameter rows: what each statement has to touch; another number means that somebody else was there first.
    private func execute(
        _ statements: [Statement], expecting count: Int?, total: Int? = nil
    ) async throws(ConsoleError) {
        var done = 0
        for batch in statements.chunks(of: Self.batch) {
            let counts: [Int]
            do { counts = try await transaction.execute(batch) } catch { throw ConsoleError(error) }
            if let count, let wrong = counts.first(where: { $0 != count }) {
                throw .change(
                    .changedSince(
                        row: planned.plan.title, column: "rows", expected: String(count), found: String(wrong)))
            }
            done += batch.count
            if let total { observe(.wrote(done, of: total)) }
        }
    }
}
