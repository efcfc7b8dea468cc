import TenantDomain
import TenantStore

/// Whole rows as a change needs them: every value exact, secrets only as there or not.
struct ChangeRows: Sendable {
    let session: ConsoleSession

    var catalog: Catalog { session.registry.catalog }
    var profile: Profile { session.registry.profile }

    func relation(_ table: String) throws(ConsoleError) -> Relation {
        guard let relation = catalog.relation(named: table) else { throw .store(.missingRelation(table)) }
        return relation
    }

    func isSecret(_ column: String, of relation: Relation) -> Bool {
        session.registry.resource(of: relation.name)?.ownColumn(column)?.mask == .secret
    }

    /// Rows with all their columns, generated ones left out.
    func rows(
        _ relation: Relation, where predicate: Predicate, limit: Int, sort: [SortTerm] = []
    ) async throws(ConsoleError) -> [StoredRow] {
        // Words that a profile makes of codes are read for the rules' sake, and written by nobody.
        let columns = relation.columns.filter {
            $0.generation == .no || $0.generation == .identity || $0.words != nil
        }
        let query = RowQuery(
            relation: relation.name,
            columns: columns.map {
                Projection(
                    ColumnPath($0.name), type: $0.type, mode: isSecret($0.name, of: relation) ? .presence : .value)
            },
            predicate: predicate, sort: sort, page: PageRequest(limit: limit), cellLimit: nil)
        guard let page = try await session.pages([query]).first else { return [] }
        return (0..<min(page.rows.rowCount, limit)).map { row in
            var values: [String: FieldEdit.Content] = [:]
            for (place, column) in columns.enumerated() {
                let value = page.rows.exactValue(row: row, column: place)
                values[column.name] =
                    isSecret(column.name, of: relation) && !value.isNull ? .secret : .value(value)
            }
            return StoredRow(relation: relation, values: values)
        }
    }

    func row(_ relation: Relation, key: [KeyPart]) async throws(ConsoleError) -> StoredRow? {
        try await rows(relation, where: .key(key.map(\.column), key.map(\.value)), limit: 1).first
    }

    /// The row of a mapped table by the value of its id column.
    func row(_ relation: Relation, id column: String, _ value: Value) async throws(ConsoleError) -> StoredRow? {
        try await row(relation, key: [KeyPart(column, value)])
    }

    func rows(
        _ relation: Relation, column: String, equals value: Value, limit: Int
    ) async throws(ConsoleError) -> [StoredRow] {
        try await rows(relation, where: equal(column, of: relation, value), limit: limit)
    }

    func equal(_ column: String, of relation: Relation, _ value: Value) -> Predicate {
        if value.isNull { return .compare(Operand(ColumnPath(column), type: .text), .isNull) }
        return .compare(Operand(ColumnPath(column), type: relation.column(column)?.type ?? .text), .equal(value))
    }

    /// One value along a path from a row.
    func value(_ path: ColumnPath, from relation: Relation, where predicate: Predicate) async throws(ConsoleError)
        -> Value?
    {
        let type = catalog[path.hops.last?.target ?? relation.name]?.column(path.column)?.type ?? .text
        let query = RowQuery(
            relation: relation.name, columns: [Projection(path, type: type)], predicate: predicate,
            page: PageRequest(limit: 1), cellLimit: nil)
        guard let page = try await session.pages([query]).first, page.rows.rowCount > 0 else { return nil }
        return page.rows.exactValue(row: 0, column: 0)
    }

    /// How many rows match, counted no further than the cap.
    func count(_ relation: Relation, where predicate: Predicate, cap: Int) async throws(ConsoleError) -> Int {
        let plan = try session.planned { (planner) throws(PlanningError) in
            try planner.count(relation.name, where: predicate, cap: cap)
        }
        guard let block = try await session.blocks([plan.statement]).first else { return 0 }
        return plan.count(from: block).value
    }

    /// What to call a row: its label as this persona may see it, else its key.
    func label(_ row: StoredRow) -> String {
        let fallback = row.key.map { $0.value.text ?? "" }.joined(separator: " ")
        guard let resource = session.registry.resource(of: row.relation.name),
            let column = resource.ownColumn(resource.label), let value = row[column.name].value, !value.isNull
        else { return fallback }
        return session.masks.masked(value, of: column).text ?? fallback
    }

    /// The time as the column keeps times.
    func time(_ instant: Int64, for column: String, of relation: Relation) -> Value {
        StoredTime.value(instant, for: relation.column(column))
    }
}

/// A row as it is now.
struct StoredRow: Sendable, Equatable {
    let relation: Relation
    let values: [String: FieldEdit.Content]

    subscript(column: String) -> FieldEdit.Content { values[column] ?? .value(.null) }

    func text(_ column: String?) -> String? { column.flatMap { self[$0].value?.text } }

    var key: [KeyPart] {
        relation.identity.map { KeyPart($0, self[$0].value ?? .null) }
    }

    /// Every column of the database's own in the catalog's order.
    var all: [(column: String, content: FieldEdit.Content)] {
        relation.columns.filter { $0.words == nil }.compactMap { column in values[column.name].map { (column.name, $0) }
        }
    }

    /// The edit that sets columns, nil where they hold the values already.
    func update(_ fields: [(column: String, after: FieldEdit.Content)], label: String) -> RowEdit? {
        let edits = fields.compactMap { field -> FieldEdit? in
            let before = self[field.column]
            if before == field.after, before != .secret { return nil }
            return FieldEdit(field.column, before: before, after: field.after)
        }
        guard !edits.isEmpty else { return nil }
        return RowEdit(.update, table: relation.name.description, key: key, label: label, fields: edits)
    }

    func deletion(label: String) -> RowEdit {
        RowEdit(
            .delete, table: relation.name.description, key: key, label: label,
            fields: all.filter { !$0.content.isNull }.map {
                FieldEdit($0.column, before: $0.content, after: .value(.null))
            })
    }
}
