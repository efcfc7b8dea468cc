/// The reference schema as values.
package struct ReferenceCatalog: Sendable {
    /// In the order of creation: a table stands after those it references.
    package private(set) var tables: [ReferenceTable] = []
    package private(set) var indexes: [ReferenceIndex] = []

    init(migrations: [Migration]) throws {
        for migration in migrations {
            for statement in try PortableSQL.parse(migration.portable) {
                switch statement {
                case .table(let table): tables.append(table)
                case .index(let index): indexes.append(index)
                case .column(let column, let name):
                    guard let place = tables.firstIndex(where: { $0.name == name }) else {
                        throw PortableSQLError(problem: "a column of a table that isn't there", statement: name)
                    }
                    tables[place] = tables[place].adding(column)
                case .data: break
                }
            }
        }
    }

    package func table(_ name: String) -> ReferenceTable? { tables.first { $0.name == name } }
}

/// A table of the portable source.
package struct ReferenceTable: Sendable {
    package let name: String
    package let comment: String
    package let columns: [ReferenceColumn]
    /// Table constraints as written.
    package let constraints: [String]

    package func column(_ name: String) -> ReferenceColumn? { columns.first { $0.name == name } }

    func adding(_ column: ReferenceColumn) -> ReferenceTable {
        ReferenceTable(name: name, comment: comment, columns: columns + [column], constraints: constraints)
    }

    /// The columns of the primary key, in order.
    package var primaryKey: [String] {
        for constraint in constraints where constraint.hasPrefix("PRIMARY KEY") {
            return PortableSQL.columnNames(in: constraint)
        }
        return columns.filter(\.isPrimaryKey).map(\.name)
    }
}

/// A column of the portable source.
package struct ReferenceColumn: Sendable {
    package let name: String
    package let type: ColumnType
    /// Everything after the type, as written with single blanks.
    package let clauses: String
    package let references: ForeignColumn?

    package var isPrimaryKey: Bool { clauses.hasPrefix("PRIMARY KEY") }
    package var isNotNull: Bool { isPrimaryKey || clauses.hasPrefix("NOT NULL") }
    package var isGenerated: Bool { clauses.hasPrefix("GENERATED") }
}

/// What a foreign key points to.
package struct ForeignColumn: Sendable, Equatable {
    package let table: String
    package let column: String
}

/// An index of the portable source, or one derived for a foreign key.
package struct ReferenceIndex: Sendable {
    package let name: String
    package let table: String
    /// The first column, or nil for an expression.
    package let leadingColumn: String?
    package let isPartial: Bool
    package let sql: String
}
