import TenantDomain

/// Column text of a profile resolved against a catalog.
package enum ProfilePath {
    /// `column` → the relation's own column; `foreign_key_column.column` → along that key; `table.column` or
    /// `schema.table.column` → the row of a table whose foreign key names this relation, the newest of several. Nil where
    /// nothing of that name is there.
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
        var names = [(RelationName(head), tail)]
        if let second = tail.firstIndex(of: ".") {
            names.append((RelationName(schema: head, String(tail[..<second])), tail[tail.index(after: second)...]))
        }
        for (child, rest) in names {
            for reference in catalog.references(to: name) where reference.from == child {
                guard let hop = hop(against: reference, in: catalog) else { continue }
                return resolve(rest, from: child, in: catalog, hops: hops + [hop])
            }
        }
        return nil
    }

    /// The hop to the one row that names this relation, or to the newest of several.
    private static func hop(against reference: IncomingReference, in catalog: Catalog) -> Hop? {
        guard let child = catalog[reference.from] else { return nil }
        if child.primaryKey == reference.key.columns || child.uniqueKeys.contains(reference.key.columns) {
            return Hop(against: reference)
        }
        guard child.identity.count == 1, let key = child.identity.first else { return nil }
        let order = times.first { child.column($0) != nil }
        return Hop(against: reference, newest: Hop.Newest(order: order, key: key))
    }

    /// Columns that say when a row was made, as databases spell them.
    private static let times = [
        "created_at", "createdAt", "inserted_at", "created", "created_on", "started_at", "startedAt", "create_date",
    ]

    /// The hop that a foreign key on `column` makes; of a key of several columns the last names it, those before it say
    /// whose it is (`tenant_id, user_id`).
    static func hop(along column: String, of relation: Relation, in catalog: Catalog) -> Hop? {
        let keys = relation.foreignKeys.filter { catalog[$0.target] != nil }
        let key = keys.first { $0.columns == [column] } ?? keys.first { $0.columns.last == column }
        return key.map(Hop.init(along:))
    }
}
