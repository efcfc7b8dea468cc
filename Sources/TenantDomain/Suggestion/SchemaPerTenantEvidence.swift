/// Schemas that hold the same tables again and again: each is a tenant of its own.
struct SchemaPerTenantEvidence: Sendable, Equatable {
    let schemas: [String]
    let tables: Int

    static func find(_ catalog: Catalog) -> SchemaPerTenantEvidence? {
        var tables: [String: Set<String>] = [:]
        for relation in catalog.relations where relation.kind == .table || relation.kind == .partitioned {
            guard let schema = relation.name.schema, !NameVocabulary.platformSchemas.contains(schema) else { continue }
            tables[schema, default: []].insert(relation.name.name)
        }
        let sorted = tables.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        for (_, names) in sorted where names.count >= 2 {
            let alike = sorted.filter {
                names.intersection($0.value).count * 10 >= max(names.count, $0.value.count) * 7
            }
            if alike.count >= 2 {
                return SchemaPerTenantEvidence(schemas: alike.map(\.key).sorted(), tables: names.count)
            }
        }
        return nil
    }

    /// The catalog with the first of these schemas only.
    func reduced(_ catalog: Catalog) -> Catalog {
        let dropped = Set(schemas.dropFirst())
        return Catalog(
            engine: catalog.engine, relations: catalog.relations.filter { !dropped.contains($0.name.schema ?? "") },
            fingerprint: catalog.fingerprint, functions: catalog.functions, role: catalog.role)
    }
}
