import TenantDomain

/// A relation while its parts come in from the pragmas.
struct RelationDraft {
    private struct Key {
        let id: String
        let target: String
        let onDelete: String
        var columns: [String]
        var targetColumns: [String?]
    }

    let name: String
    let definition: String
    var kind = Relation.Kind.table
    var hasRowIdentifier = true
    var columns: [Column] = []
    var triggers: [Trigger] = []
    var rowEstimate: Int?
    private(set) var primaryKey: [String] = []
    private var keyPlaces: [(place: Int, name: String)] = []
    private var keys: [Key] = []
    private var indexes: [Index] = []
    private var uniqueKeys: [[String]] = []
    private var constraints: [CheckConstraint] = []

    init(name: String, definition: String) {
        self.name = name
        self.definition = definition
    }

    /// A name for the rowid that no column takes.
    var rowidName: String? {
        guard hasRowIdentifier else { return nil }
        return ["rowid", "_rowid_", "oid"].first { name in !columns.contains { $0.name.lowercased() == name } }
    }

    /// - Parameter types: what declared types mean, as far as met before.
    mutating func addColumns(_ block: RowBlock, _ rows: Range<Int>, types: inout [String: ColumnType]) {
        columns.reserveCapacity(rows.count)
        for row in rows { addColumn(block, row, types: &types) }
    }

    /// From a row of relation, name, type, notnull, default, pk, hidden.
    private mutating func addColumn(_ block: RowBlock, _ row: Int, types: inout [String: ColumnType]) {
        let generation: Column.Generation
        switch block.string(row, 6) {
        case "1": return  // A virtual table's own argument, no column to read.
        case "2": generation = .virtual
        case "3": generation = .stored
        default: generation = .no
        }
        let name = block.string(row, 1)
        let declared = block.string(row, 2)
        if let place = Int(block.string(row, 5)), place > 0 { keyPlaces.append((place, name)) }
        let type = types[declared] ?? DeclaredType.type(declared)
        types[declared] = type
        columns.append(
            Column(
                name: name, declaredType: declared, type: type,
                isNullable: block.string(row, 3) == "0", defaultValue: block.text(row: row, column: 4),
                generation: generation))
    }

    /// Adds what follows from the key and the checks.
    mutating func finishColumns() {
        primaryKey = keyPlaces.sorted { $0.place < $1.place }.map(\.name)
        let checks = kind == .table ? TableChecks(definition) : TableChecks("")
        constraints = checks.constraints
        let isPlain = checks.allowedValues.isEmpty && checks.jsonColumns.isEmpty
        columns = columns.map { column in
            if isPlain, !primaryKey.contains(column.name) { return column }
            let lower = column.name.lowercased()
            let values = checks.allowedValues[lower] ?? []
            var type = column.type
            if type == .text || type == .other, checks.jsonColumns.contains(lower) { type = .json }
            if type == .integer, Set(values) == ["0", "1"] { type = .boolean }
            // Only a rowid alias and the keys of WITHOUT ROWID tables are never null by themselves.
            let isKey = primaryKey.contains(column.name)
            let isRowid = primaryKey == [column.name] && column.declaredType.uppercased() == "INTEGER"
            return Column(
                name: column.name, declaredType: column.declaredType, type: type,
                isNullable: column.isNullable && !(isKey && (!hasRowIdentifier || isRowid)),
                defaultValue: column.defaultValue,
                generation: isRowid && hasRowIdentifier ? .identity : column.generation,
                allowedValues: type == .boolean ? [] : values)
        }
    }

    /// From a row of relation, id, target, from, to, on_delete.
    mutating func addKey(_ block: RowBlock, _ row: Int) {
        let id = block.string(row, 1)
        if keys.last?.id != id {
            keys.append(
                Key(
                    id: id, target: block.string(row, 2), onDelete: block.string(row, 5), columns: [],
                    targetColumns: []))
        }
        keys[keys.count - 1].columns.append(block.string(row, 3))
        keys[keys.count - 1].targetColumns.append(block.text(row: row, column: 4))
    }

    /// From the rows of one index: relation, index, unique, origin, partial, column, desc.
    mutating func addIndex(_ block: RowBlock, _ rows: Range<Int>, definition: String) {
        guard let first = rows.first else { return }
        let isUnique = block.string(first, 2) == "1"
        let isPartial = block.string(first, 4) == "1"
        let hasExpression = rows.contains { block.isNull(row: $0, column: 5) }
        let written = isPartial || hasExpression ? IndexDefinition(definition) : nil
        var terms: [Index.IndexColumn] = []
        for (position, row) in rows.enumerated() {
            let name = block.text(row: row, column: 5)
            let text = written?.terms
            terms.append(
                Index.IndexColumn(
                    name: name,
                    expression: name == nil ? text.flatMap { position < $0.count ? $0[position] : nil } ?? "" : nil,
                    descending: block.string(row, 6) == "1"))
        }
        let names = terms.compactMap(\.name)
        if isUnique, !isPartial, !hasExpression, block.string(first, 3) != "pk" { uniqueKeys.append(names) }
        indexes.append(
            Index(
                name: block.string(first, 1), columns: terms, isUnique: isUnique,
                isPrimary: block.string(first, 3) == "pk", predicate: isPartial ? written?.predicate ?? "" : nil))
    }

    /// - Parameters:
    ///   - targets: each relation's primary key, which a key means that names no columns.
    ///   - names: relation names by their lower case.
    func relation(targets: [String: [String]], names: [String: String]) -> Relation {
        let foreignKeys = keys.compactMap { key -> ForeignKey? in
            // A key may name a table that isn't there: it leads nowhere.
            guard let target = names[key.target.lowercased()] else { return nil }
            let named = key.targetColumns.compactMap { $0 }
            let targetColumns = named.count == key.columns.count ? named : targets[target] ?? []
            guard targetColumns.count == key.columns.count else { return nil }
            return ForeignKey(
                columns: key.columns.map(spelling), target: RelationName(target), targetColumns: targetColumns,
                onDelete: ForeignKey.Action(rawValue: key.onDelete.lowercased()) ?? .none)
        }
        return Relation(
            name: RelationName(name), kind: kind, columns: columns, primaryKey: primaryKey, uniqueKeys: uniqueKeys,
            foreignKeys: foreignKeys, indexes: indexes, checks: constraints, triggers: triggers,
            hasRowIdentifier: hasRowIdentifier,
            rowEstimate: rowEstimate)
    }

    /// The column as the table spells it; SQL may use other letter case.
    private func spelling(_ column: String) -> String {
        columns.first { $0.name.lowercased() == column.lowercased() }?.name ?? column
    }
}
