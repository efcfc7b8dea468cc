import TenantDomain
import TenantStore

/// The blocks of ``CatalogQueries`` as a catalog.
struct CatalogAssembly {
    /// A foreign key whose target may not have been read yet.
    struct Key {
        let columns: [String]
        let target: String
        let targetColumns: String
        let onDelete: ForeignKey.Action
        /// Empty for all of them.
        let onDeleteColumns: [String]
    }

    struct Draft {
        let name: RelationName
        let kind: Relation.Kind
        let comment: String?
        let isHeap: Bool
        /// The server's number of the partitioned table that it is a part of.
        let parent: String?
        let partitioning: String?
        let rowSecurity: RowSecurity
        let rights: RelationRights
        var estimate: Int?
        var size: Int?
        var columns: [Column] = []
        /// Column names by the server's numbers, which have gaps.
        var names: [String: String] = [:]
        var primaryKey: [String] = []
        var uniqueKeys: [[String]] = []
        var keys: [Key] = []
        var indexes: [Index] = []
        var searchIndexes: [Index] = []
        var checks: [CheckConstraint] = []
        var triggers: [Trigger] = []
        var policies: [Policy] = []
        var allowed: [String: [String]] = [:]
    }

    private let blocks: [RowBlock]
    /// By the server's numbers.
    var drafts: [String: Draft] = [:]

    init(_ blocks: [RowBlock]) {
        self.blocks = blocks
        guard blocks.count == CatalogQueries.all.count else { return }
        let enums = Self.lists(block(.enumLabels))
        readRelations(block(.relations))
        readConstraints(block(.constraints), of: .checks)
        readColumns(block(.columns), labels: enums, domains: Self.domains(block(.constraints)))
        readConstraints(block(.constraints), of: .keys)
        readIndexes(block(.indexes))
        readTriggers(block(.triggers))
        readPolicies(block(.policies))
        addUpPartitions()
    }

    private func block(_ part: CatalogQueries.Part) -> RowBlock { blocks[part.rawValue] }

    func catalog(engine: DatabaseEngine, fingerprint: String) -> Catalog {
        let relations = drafts.values.filter { !$0.columns.isEmpty }.map { draft in
            Relation(
                name: draft.name, kind: draft.kind, columns: draft.columns, primaryKey: draft.primaryKey,
                uniqueKeys: draft.uniqueKeys,
                foreignKeys: draft.keys.compactMap { key in
                    // A key may lead into a schema that the role may not use.
                    guard let target = drafts[key.target] else { return nil }
                    let columns = Self.numbers(key.targetColumns).compactMap { target.names[$0] }
                    guard columns.count == key.columns.count else { return nil }
                    return ForeignKey(
                        columns: key.columns, target: target.name, targetColumns: columns, onDelete: key.onDelete,
                        onDeleteColumns: key.onDeleteColumns.isEmpty ? nil : key.onDeleteColumns)
                }, indexes: draft.indexes, searchIndexes: draft.searchIndexes, checks: draft.checks,
                triggers: draft.triggers, hasRowIdentifier: draft.isHeap, rowEstimate: draft.estimate,
                sizeEstimate: draft.size, comment: draft.comment,
                partitionOf: draft.parent.flatMap { drafts[$0]?.name }, partitioning: draft.partitioning,
                rowSecurity: draft.rowSecurity, policies: draft.policies, rights: draft.rights)
        }
        guard blocks.count == CatalogQueries.all.count else {
            return Catalog(engine: engine, relations: relations, fingerprint: fingerprint)
        }
        return Catalog(
            engine: engine, relations: relations, fingerprint: fingerprint,
            functions: Self.functions(block(.functions)), role: Self.role(block(.role)))
    }

    private mutating func readRelations(_ block: RowBlock) {
        for row in 0..<block.rowCount {
            let kind: Relation.Kind
            switch block.string(row, 3) {
            case "p": kind = .partitioned
            case "v": kind = .view
            case "m": kind = .materializedView
            case "f": kind = .foreignTable
            default: kind = .table
            }
            drafts[block.string(row, 0)] = Draft(
                name: Self.name(block, row, schema: 1), kind: kind, comment: block.text(row: row, column: 4),
                isHeap: block.string(row, 5) == "1", parent: block.text(row: row, column: 6),
                partitioning: block.text(row: row, column: 7),
                rowSecurity: RowSecurity(
                    isEnabled: block.string(row, 8) == "1", isForced: block.string(row, 9) == "1",
                    limitsThisRole: block.string(row, 10) == "1"),
                rights: Self.rights(block.string(row, 12), isOwner: block.string(row, 11) == "1"),
                estimate: Int(block.string(row, 13)), size: Int(block.string(row, 14)))
        }
    }

    /// Values by the first cell of their rows.
    private static func lists(_ block: RowBlock) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for row in 0..<block.rowCount { lists[block.string(row, 0), default: []].append(block.string(row, 1)) }
        return lists
    }

    private static func domains(_ block: RowBlock) -> [String: [String]] {
        var domains: [String: [String]] = [:]
        for row in 0..<block.rowCount where block.string(row, 1) != "0" {
            let values = CheckValues.values(block.string(row, 7))
            if !values.isEmpty { domains[block.string(row, 1)] = values }
        }
        return domains
    }

    private mutating func readColumns(
        _ block: RowBlock, labels: [String: [String]], domains: [String: [String]]
    ) {
        for row in 0..<block.rowCount {
            let relation = block.string(row, 0)
            let number = block.string(row, 1)
            let name = block.string(row, 2)
            let generation: Column.Generation
            if !block.string(row, 6).isEmpty {
                generation = .identity
            } else {
                generation = block.string(row, 7) == "s" ? .stored : block.string(row, 7) == "v" ? .virtual : .no
            }
            let type = PostgresType.columnType(
                name: block.string(row, 9), kind: block.string(row, 10), category: block.string(row, 11))
            let allowed =
                type == .enumeration
                ? labels[block.string(row, 12)] ?? []
                : drafts[relation]?.allowed[number] ?? domains[block.string(row, 13)] ?? []
            drafts[relation]?.names[number] = name
            drafts[relation]?.columns.append(
                Column(
                    name: name, declaredType: block.string(row, 3), type: type,
                    isNullable: block.string(row, 4) != "1", defaultValue: block.text(row: row, column: 5),
                    generation: generation, allowedValues: type == .boolean ? [] : allowed,
                    comment: block.text(row: row, column: 8), isReadable: block.string(row, 14) == "1"))
        }
    }

    private enum Part { case checks, keys }

    private mutating func readConstraints(_ block: RowBlock, of part: Part) {
        for row in 0..<block.rowCount {
            let relation = block.string(row, 0)
            guard let draft = drafts[relation] else { continue }
            let numbers = Self.numbers(block.string(row, 3))
            let columns = numbers.compactMap { draft.names[$0] }
            switch (part, block.string(row, 2)) {
            case (.checks, "c"):
                drafts[relation]?.checks.append(
                    CheckConstraint(name: block.string(row, 8), definition: CheckValues.condition(block.string(row, 7)))
                )
                let values = numbers.count == 1 ? CheckValues.values(block.string(row, 7)) : []
                if !values.isEmpty { drafts[relation]?.allowed[numbers[0]] = values }
            case (.keys, "p"): drafts[relation]?.primaryKey = columns
            case (.keys, "f"):
                drafts[relation]?.keys.append(
                    Key(
                        columns: columns, target: block.string(row, 4), targetColumns: block.string(row, 5),
                        onDelete: Self.action(block.string(row, 6)),
                        onDeleteColumns: Self.numbers(block.string(row, 9)).compactMap { draft.names[$0] }))
            default: break
            }
        }
    }

    private mutating func readIndexes(_ block: RowBlock) {
        var row = 0
        while row < block.rowCount {
            let relation = block.string(row, 0)
            let name = block.string(row, 1)
            let isUnique = block.string(row, 2) == "1"
            let isPrimary = block.string(row, 3) == "1"
            let predicate = block.text(row: row, column: 4)
            let method = block.string(row, 8)
            var columns: [Index.IndexColumn] = []
            while row < block.rowCount, block.string(row, 0) == relation, block.string(row, 1) == name {
                columns.append(
                    Index.IndexColumn(
                        name: drafts[relation]?.names[block.string(row, 5)],
                        expression: block.text(row: row, column: 6),
                        descending: block.string(row, 7) == "1"))
                row += 1
            }
            let names = columns.compactMap(\.name)
            if isUnique, !isPrimary, predicate == nil, names.count == columns.count {
                drafts[relation]?.uniqueKeys.append(names)
            }
            let index = Index(
                name: name, columns: columns, isUnique: isUnique, isPrimary: isPrimary, predicate: predicate,
                method: method)
            if method == "btree" {
                drafts[relation]?.indexes.append(index)
            } else {
                drafts[relation]?.searchIndexes.append(index)
            }
        }
    }

    /// The relation's or function's name, its schema in the column named and its own in the next.
    static func name(_ block: RowBlock, _ row: Int, schema: Int) -> RelationName {
        let text = block.string(row, schema)
        return RelationName(schema: text == "public" ? nil : text, block.string(row, schema + 1))
    }

    /// `{1,2}` as its numbers.
    private static func numbers(_ text: String) -> [String] {
        text.dropFirst().dropLast().split(separator: ",").map(String.init)
    }

    private static func action(_ letter: String) -> ForeignKey.Action {
        switch letter {
        case "r": .restrict
        case "c": .cascade
        case "n": .setNull
        case "d": .setDefault
        default: .none
        }
    }
}

extension RowBlock {
    /// The cell's text, empty for null.
    func string(_ row: Int, _ column: Int) -> String { text(row: row, column: column) ?? "" }
}
