/// What the database says of itself: every relation a person may browse, with keys, checks and indexes.
///
/// A catalog is a value: read once by a store, then asked by the planner, the resource registry, completion and the
/// cost guard without another round trip.
package struct Catalog: Sendable, Equatable {
    package let engine: DatabaseEngine
    /// Sorted by schema, then name.
    package private(set) var relations: [Relation]
    /// Changes whenever the schema does (SQLite: `PRAGMA schema_version`; PostgreSQL: a digest of the catalog rows).
    package let fingerprint: String
    /// Functions and procedures by name; empty where the engine keeps none.
    package let functions: [DatabaseFunction]
    /// Nil where the engine has no roles.
    package let role: DatabaseRole?

    private let positions: [RelationName: Int]
    private var incoming: [RelationName: [IncomingReference]]

    package init(
        engine: DatabaseEngine, relations: [Relation], fingerprint: String, functions: [DatabaseFunction] = [],
        role: DatabaseRole? = nil
    ) {
        self.engine = engine
        self.relations = relations.sorted { $0.name < $1.name }
        self.fingerprint = fingerprint
        self.functions = functions
        self.role = role
        var positions: [RelationName: Int] = [:]
        for (position, relation) in self.relations.enumerated() { positions[relation.name] = position }
        self.positions = positions
        incoming = Self.incoming(of: self.relations)
    }

    /// The catalog with what a profile says of its relations; names that are not there are left out.
    package func adding(keys: [RelationName: [ForeignKey]], columns: [RelationName: [Column]]) -> Catalog {
        guard !keys.isEmpty || !columns.isEmpty else { return self }
        var catalog = self
        catalog.relations = relations.map { relation in
            relation.adding(keys: keys[relation.name] ?? [], columns: columns[relation.name] ?? [])
        }
        catalog.incoming = Self.incoming(of: catalog.relations)
        return catalog
    }

    private static func incoming(of relations: [Relation]) -> [RelationName: [IncomingReference]] {
        var incoming: [RelationName: [IncomingReference]] = [:]
        for relation in relations {
            for key in relation.foreignKeys {
                incoming[key.target, default: []].append(IncomingReference(from: relation.name, key: key))
            }
        }
        return incoming
    }

    package subscript(name: RelationName) -> Relation? {
        positions[name].map { relations[$0] }
    }

    /// The relation a person means by a bare or `schema.name` word; bare names prefer the default schema.
    package func relation(named text: String) -> Relation? {
        if let exact = self[RelationName(parsing: text)] { return exact }
        return relations.first { $0.name.name == text }
    }

    /// Every foreign key that points at the relation, in catalog order.
    package func references(to name: RelationName) -> [IncomingReference] {
        incoming[name] ?? []
    }
}

/// A foreign key seen from the table it points at.
package struct IncomingReference: Sendable, Equatable {
    package let from: RelationName
    package let key: ForeignKey

    package init(from: RelationName, key: ForeignKey) {
        self.from = from
        self.key = key
    }
}

/// The engine behind a store and its version as the engine spells it (`3.40.1`, `15.18`).
package struct DatabaseEngine: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable { case sqlite, postgres }
    package let kind: Kind
    package let version: String

    package init(kind: Kind, version: String) {
        self.kind = kind
        self.version = version
    }
}

/// A relation's name. SQLite's `main` and PostgreSQL's `public` are the default schema and stay unnamed.
package struct RelationName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let schema: String?
    package let name: String

    package init(schema: String? = nil, _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// Splits `schema.name` at the first dot.
    package init(parsing text: String) {
        if let dot = text.firstIndex(of: "."), dot != text.startIndex {
            self.init(schema: String(text[..<dot]), String(text[text.index(after: dot)...]))
        } else {
            self.init(text)
        }
    }

    package var description: String { schema.map { "\($0).\(name)" } ?? name }

    package static func < (left: RelationName, right: RelationName) -> Bool {
        (left.schema ?? "", left.name) < (right.schema ?? "", right.name)
    }
}
