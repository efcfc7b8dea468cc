import TenantDomain

/// What writing one statement needs: the catalog, the text with its bindings, and the columns met on the way.
struct SelectContext {
    let catalog: Catalog
    let dialect: SQLDialect
    var writer: SQLWriter

    init(catalog: Catalog, dialect: SQLDialect) {
        self.catalog = catalog
        self.dialect = dialect
        writer = SQLWriter(dialect: dialect)
    }

    /// A column reached along a path, as SQL.
    struct Resolved {
        let sql: String
        let column: Column
        let relation: Relation
        let alias: String
        /// By declaration, or because the join may find no row.
        let isNullable: Bool
    }

    mutating func scope(_ name: RelationName) throws(PlanningError) -> SelectScope {
        guard let relation = catalog[name] else { throw .unknownRelation(name) }
        return SelectScope(relation, alias: writer.nextAlias())
    }

    mutating func resolve(_ path: ColumnPath, in scope: inout SelectScope) throws(PlanningError) -> Resolved {
        let (alias, relation) = try scope.join(path.hops, catalog: catalog, writer: &writer)
        guard let column = relation.column(path.column) else { throw .unknownColumn(relation.name, path.column) }
        return Resolved(
            sql: try writer.expression(of: column, alias: alias), column: column, relation: relation, alias: alias,
            isNullable: column.isNullable || !path.hops.isEmpty)
    }

    mutating func bind(_ value: Value) -> String {
        writer.bind(value)
    }

    /// The type to cast a placeholder to where PostgreSQL has nothing to infer it from.
    func cast(_ placeholder: String, as column: Column) -> String {
        dialect == .postgres ? "CAST(\(placeholder) AS \(column.declaredType))" : placeholder
    }
}
