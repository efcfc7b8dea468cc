import TenantDomain
import TenantStore

/// A small catalog in the words of both engines.
enum Sample {
    static func catalog(_ dialect: SQLDialect) -> Catalog {
        let isSQLite = dialect == .sqlite
        func type(_ name: String) -> String { isSQLite ? "\(name)_text" : name == "json" ? "jsonb" : name }
        let tenants = Relation(
            name: RelationName("tenants"),
            columns: [
                Column(name: "id", declaredType: type("uuid"), type: .uuid, isNullable: false),
                Column(name: "name", declaredType: "text", type: .text, isNullable: false),
            ], primaryKey: ["id"])
        let log = Relation(
            name: RelationName("log"),
            columns: [
                Column(name: "id", declaredType: type("uuid"), type: .uuid, isNullable: false),
                Column(name: "tenant_id", declaredType: type("uuid"), type: .uuid),
                Column(name: "at", declaredType: type("timestamptz"), type: .timestamp, isNullable: false),
                Column(name: "seen", declaredType: type("timestamptz"), type: .timestamp),
                Column(name: "action", declaredType: "text", type: .text, isNullable: false),
                Column(name: "old", declaredType: type("json"), type: .json),
                Column(name: "new", declaredType: type("json"), type: .json),
                Column(name: "raw", declaredType: isSQLite ? "blob" : "bytea", type: .bytes),
                Column(name: "amount", declaredType: type("numeric"), type: .numeric),
                Column(name: "ip", declaredType: type("inet"), type: .network),
                Column(name: "active", declaredType: "boolean", type: .boolean),
            ], primaryKey: ["id"],
            foreignKeys: [
                ForeignKey(columns: ["tenant_id"], target: RelationName("tenants"), targetColumns: ["id"])
            ],
            indexes: [
                Index(
                    name: "log_at",
                    columns: [.init(name: "at", descending: true), .init(name: "id")]),
                Index(name: "log_seen", columns: [.init(name: "seen")]),
                Index(name: "log_action", columns: [.init(name: "action")]),
            ], rowEstimate: 1_000_000)
        let heap = Relation(
            name: RelationName("heap"),
            columns: [Column(name: "a", declaredType: "integer", type: .integer, isNullable: false)],
            rowEstimate: 10)
        let view = Relation(
            name: RelationName("v"), kind: .view,
            columns: [Column(name: "a", declaredType: "integer", type: .integer)], hasRowIdentifier: false)
        return Catalog(
            engine: DatabaseEngine(kind: isSQLite ? .sqlite : .postgres, version: "1"),
            relations: [tenants, log, heap, view], fingerprint: "1")
    }

    static let tenantHop = Hop(columns: ["tenant_id"], target: RelationName("tenants"), targetColumns: ["id"])

    static func planner(_ dialect: SQLDialect) -> StatementPlanner {
        StatementPlanner(catalog: catalog(dialect), dialect: dialect)
    }

    static func query(
        _ relation: String = "log", _ columns: [Projection] = [Projection(ColumnPath("id"), type: .uuid)],
        _ predicate: Predicate = .everything, sort: [SortTerm] = [], _ position: PageRequest.Position = .first
    ) -> RowQuery {
        RowQuery(
            relation: RelationName(relation), columns: columns, predicate: predicate, sort: sort,
            page: PageRequest(position, limit: 10))
    }
}
