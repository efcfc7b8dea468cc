/// A column that names a row of another table, declared as a key or told by its name.
struct SchemaLink: Sendable, Equatable {
    let from: RelationName
    let column: String
    let target: RelationName
    let targetColumn: String
    let isDeclared: Bool
    let isRequired: Bool
}

/// All links of a catalog between tables: declared foreign keys, and columns whose name and type say as much where no
/// key is declared.
struct SchemaLinks: Sendable {
    let tables: [Relation]
    private let outgoing: [RelationName: [SchemaLink]]
    private let incoming: [RelationName: [SchemaLink]]
    private let tablesByName: [RelationName: Relation]

    init(_ catalog: Catalog) {
        let tables = catalog.relations.filter { relation in
            (relation.kind == .table || relation.kind == .partitioned) && relation.partitionOf == nil
        }
        self.tables = tables
        tablesByName = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
        let named = NamedTables(tables)
        var outgoing: [RelationName: [SchemaLink]] = [:]
        var incoming: [RelationName: [SchemaLink]] = [:]
        for table in tables {
            var links = Self.declared(table)
            for column in table.columns where !links.contains(where: { $0.column == column.name }) {
                if let guessed = named.link(of: column, in: table) { links.append(guessed) }
            }
            outgoing[table.name] = links
            for link in links { incoming[link.target, default: []].append(link) }
        }
        self.outgoing = outgoing
        self.incoming = incoming
    }

    subscript(name: RelationName) -> Relation? { tablesByName[name] }
    func links(from name: RelationName) -> [SchemaLink] { outgoing[name] ?? [] }
    func links(to name: RelationName) -> [SchemaLink] { incoming[name] ?? [] }

    /// Of a key of several columns the last one counts: those before it say whose (`tenant_id, user_id`).
    private static func declared(_ table: Relation) -> [SchemaLink] {
        table.foreignKeys.compactMap { key in
            guard let column = key.columns.last, let target = key.targetColumns.last else { return nil }
            return SchemaLink(
                from: table.name, column: column, target: key.target, targetColumn: target, isDeclared: true,
                isRequired: table.column(column)?.isNullable == false)
        }
    }

    /// How many tables belong, over at most three keys, to a row of the table; people are no way to belong.
    func reach(of name: RelationName, notThrough people: RelationName?) -> Int {
        var found: Set<RelationName> = [name]
        var edge = [name]
        for _ in 0..<3 {
            var next: [RelationName] = []
            for target in edge where target != people {
                for link in links(to: target) where found.insert(link.from).inserted { next.append(link.from) }
            }
            edge = next
        }
        return found.count - 1
    }
}

/// Tables by what their names are about, for columns that name one without a key.
private struct NamedTables {
    private let tables: [(words: IdentifierWords, relation: Relation)]

    init(_ tables: [Relation]) {
        self.tables = tables.map { (IdentifierWords($0.name.name), $0) }
    }

    func link(of column: Column, in table: Relation) -> SchemaLink? {
        guard let stem = IdentifierWords.stem(of: column.name), !stem.words.isEmpty else { return nil }
        let isParent = stem.words == ["parent"]
        let fitting = tables.filter { entry in
            if isParent { return entry.relation.name == table.name }
            return entry.words.ends(with: stem) && entry.relation.name != table.name
        }
        let exact = fitting.filter { $0.words.words == stem.words || isParent }
        let near = (exact.isEmpty ? fitting : exact).filter { $0.relation.name.schema == table.name.schema }
        let candidates = near.isEmpty ? (exact.isEmpty ? fitting : exact) : near
        guard candidates.count == 1, let target = candidates.first?.relation, target.identity.count == 1,
            let key = target.column(target.identity[0]), Self.fits(column, key)
        else { return nil }
        return SchemaLink(
            from: table.name, column: column.name, target: target.name, targetColumn: key.name, isDeclared: false,
            isRequired: !column.isNullable)
    }

    private static func fits(_ column: Column, _ key: Column) -> Bool {
        column.type == key.type || (column.type.isNumeric && key.type.isNumeric)
            || ([column.type, key.type].allSatisfy { $0 == .text || $0 == .uuid || $0 == .other })
    }
}
