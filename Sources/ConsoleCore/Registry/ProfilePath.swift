import TenantDomain

/// Column text of a profile resolved against a catalog.
package enum ProfilePath {
    /// `column` → the relation's own column; `foreign_key_column.column` → along that key; `table.column` → the one
    /// row of a table whose unique foreign key names this relation. Nil where nothing of that name is there.
    package static func resolve(_ text: String, from relation: RelationName, in catalog: Catalog) -> ColumnPath? {
        resolve(text[...], from: relation, in: catalog, hops: [])
    }

    private static func resolve(
        _ text: Substring, from name: RelationName, in catalog: Catalog, hops: [Hop]
    ) -> ColumnPath? {
        guard let relation = catalog[name], hops.count < 5 else { return nil }
        if relation.column(String(text)) != nil { return ColumnPath(hops: hops, String(text)) }
        guard let dot = text.firstIndex(of: ".") else { return nil }
        let head = String(text[..<dot])
        let tail = text[text.index(after: dot)...]
        if let hop = hop(along: head, of: relation, in: catalog) {
            return resolve(tail, from: hop.target, in: catalog, hops: hops + [hop])
        }
        let target = RelationName(parsing: head)
        for reference in catalog.references(to: name) where reference.from == target {
            let isUnique =
                catalog[target].map { child in
                    child.primaryKey == reference.key.columns || child.uniqueKeys.contains(reference.key.columns)
                } ?? false
            if isUnique {
                return resolve(tail, from: target, in: catalog, hops: hops + [Hop(against: reference)])
            }
        }
        return nil
    }

    /// The hop that a single-column foreign key on `column` makes.
    static func hop(along column: String, of relation: Relation, in catalog: Catalog) -> Hop? {
        relation.foreignKeys.first { $0.columns == [column] && catalog[$0.target] != nil }.map(Hop.init(along:))
    }
}
